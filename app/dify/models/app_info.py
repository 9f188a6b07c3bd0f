"""What an app says of itself, and what all its users said of it."""

# ruff: noqa: RUF012 - pydantic gives every instance its own copy of a default.

from app.dify.wire import Wire


class Icon(Wire):
    """A tool's icon that is not a picture: an emoji on a colour."""

    background: str = ""
    content: str = ""


class Meta(Wire):
    """``GET /meta``: each tool's icon is an address or an :class:`Icon`."""

    tool_icons: dict[str, str | Icon] = {}


class AppInfo(Wire):
    name: str = ""
    description: str = ""
    tags: list[str] = []
    mode: str = ""
    author_name: str = ""


class Site(Wire):
    """``GET /site``: how the app wants to look. ``icon_type`` is ``emoji`` or ``image``."""

    title: str = ""
    icon_type: str = ""
    icon: str = ""
    icon_background: str = ""
    icon_url: str = ""
    chat_color_theme: str = ""
    description: str = ""
    copyright: str = ""
    privacy_policy: str = ""
    custom_disclaimer: str = ""
    input_placeholder: str = ""
    default_language: str = ""
    show_workflow_steps: bool = True
    use_icon_as_answer_icon: bool = False


class AppFeedback(Wire):
    """A rating by anybody. Times are ISO text."""

    id: str
    app_id: str = ""
    conversation_id: str = ""
    message_id: str = ""
    rating: str = ""
    content: str = ""
    from_source: str = ""
    from_end_user_id: str = ""
    from_account_id: str = ""
    created_at: str = ""
    updated_at: str = ""


class AppFeedbackPage(Wire):
    data: list[AppFeedback] = []
