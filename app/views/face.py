"""How an app presents itself."""

from dataclasses import dataclass, field

from app.catalog.hours import Hours
from app.catalog.pictures import Picture
from app.views.forms import Field


@dataclass(frozen=True)
class Branding:
    """How the operator presents an app; what is empty is as the app says itself. ``logo`` stands in place of the icon;
    without ``greeting`` nothing is said before the first question."""

    name: str = ""
    description: str = ""
    icon: str = ""
    accent: str = ""
    logo: Picture | None = None
    greeting: bool = True

    @property
    def picture(self) -> str:
        """The logo's place below the app's address; empty where there is none."""
        return f"/icons/{self.logo.name}" if self.logo else ""


@dataclass(frozen=True)
class Support:
    """How people step in for an app: by a ``button`` they can be asked for; the customer knows each of them by that
    ``name``, or where it is empty by their own. What was said is kept for the app in a ``variable`` of that name. Who
    waits is told what ``waiting`` says, or where it is empty our own words. Outside of the ``hours`` nobody is there.
    Of who waits longer than ``alarm`` seconds agents are told, unless it is 0.
    """

    button: bool = False
    name: str = ""
    variable: str = ""
    hours: Hours = Hours()
    waiting: str = ""
    alarm: float = 0.0


@dataclass(frozen=True)
class ToolIcon:
    """A tool's icon: an emoji on a colour, or the path of a picture. All are empty where the tool has none."""

    content: str = ""
    background: str = ""
    picture: str = ""


@dataclass(frozen=True)
class AppFace:
    """How the app presents itself: ``/parameters``, ``/info`` and ``/site``, cut to what a visitor needs.

    ``hears`` speech, ``speaks`` answers when it is asked to, and ``speaks_first`` new ones by itself. ``privacy`` is
    the address of its privacy policy, by HTTP; one that is no address but a text is ``privacy_text``. ``builds``:
    whoever opens the page may see what builders see. ``calls``: a person can be asked for;
    ``awaited`` is what is said then, where it is not our own words.
    """

    name: str = ""
    icon: str = ""
    icon_background: str = ""
    icon_picture: str = ""
    accent: str = ""
    description: str = ""
    placeholder: str = ""
    disclaimer: str = ""
    privacy: str = ""
    privacy_text: str = ""
    copyright: str = ""
    opening: str = ""
    opening_template: str = ""
    questions: list[str] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    suggests: bool = False
    flow: bool = False
    builds: bool = False
    calls: bool = False
    awaited: str = ""
    hears: bool = False
    speaks: bool = False
    speaks_first: bool = False
    icons: dict[str, ToolIcon] = field(default_factory=dict)
