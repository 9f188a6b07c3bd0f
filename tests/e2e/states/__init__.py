"""The states that the page can be in, and how each comes about."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from ..page import ChatPage
from ..upstream import Upstream
from . import answers, around, composer, connection, files, lists, steps


@dataclass(frozen=True)
class State:
    """``server`` is whose app it is: ``guide`` the embedded one, ``form`` one with a form, ``down`` none at all.

    ``full`` is one with icons, steps and files, and ``member`` the same for members.
    """

    make: Callable[[ChatPage, Upstream], None]
    server: Literal["guide", "plain", "form", "down", "full", "member"] = "plain"

    @property
    def name(self) -> str:
        return f"{self.server}-{self.make.__name__}".replace("_", "-")


STATES = [
    State(composer.first_visit, "guide"),
    State(composer.first_visit),
    State(composer.form_with_errors, "form"),
    State(composer.details_given, "form"),
    State(answers.waiting),
    State(answers.streaming),
    State(answers.done),
    State(answers.both_ways),
    State(answers.versions),
    State(answers.reason_asked_for),
    State(answers.question_edited),
    State(composer.messages_waiting),
    State(composer.messages_held),
    State(composer.earlier_question),
    State(composer.too_long),
    State(answers.stopped),
    State(answers.failed),
    State(answers.refused),
    State(answers.long_thread),
    State(around.drawer),
    State(lists.menu_of_a_line),
    State(lists.renaming),
    State(lists.put_away_and_deleted),
    State(lists.found),
    State(lists.nothing_found),
    State(around.settings),
    State(around.options),
    State(around.sharing),
    State(around.erasing_asked),
    State(lists.notifications_denied),
    State(around.shortcuts),
    State(connection.lost),
    State(connection.offline),
    State(connection.server_away),
    State(connection.crowd),
    State(connection.back_again),
    State(answers.operators),
    State(answers.stop_not_taken),
    State(answers.cut_short),
    State(connection.unreachable, "down"),
    State(steps.agent_at_work, "member"),
    State(steps.agent_done, "member"),
    State(steps.more_than_shown, "member"),
    State(steps.flow_done, "full"),
    State(steps.form_waiting),
    State(steps.form_wrong),
    State(steps.form_answered),
    State(steps.form_elsewhere),
    State(files.files_in_the_composer, "full"),
    State(files.files_of_a_turn, "full"),
    State(files.preview, "full"),
]
