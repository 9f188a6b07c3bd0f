"""Kinds of files, and what an app or a control of a form takes of them. Nothing here touches a file."""

from app.filetypes.limits import check, limits_for, limits_of

__all__ = ["check", "limits_for", "limits_of"]
