"""The page's state: one class a concern, each directly under ``rx.State``, over the packages that do the work."""
