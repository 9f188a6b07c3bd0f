"""How each handler and each route that takes an id is asked for things that may be anybody's."""

from collections.abc import Callable
from typing import Any

from tests.unit.chat.waiting import RIGHT
from tests.unit.wall.things import FORM, Things

Arguments = list[tuple[Any, ...]]
Request = tuple[str, str]

# The arguments of a call, or of several: an id may stand in more than one place.
HANDLER_CASES: dict[str, Callable[[Things], Arguments]] = {
    "ConversationsState.opened": lambda its: [(its.conversation,)],
    "DraftState.follow": lambda its: [(its.run,)],
    "KeepingState.archive": lambda its: [(its.conversation, True)],
    "KeepingState.delete": lambda its: [(its.conversation,)],
    "KeepingState.make_title": lambda its: [(its.conversation,)],
    "KeepingState.pin": lambda its: [(its.conversation, True)],
    "KeepingState.rename": lambda its: [(its.conversation, "Mine")],
    "KeepingState.restore": lambda its: [(its.deleted,), (its.conversation,)],
    "TakingState.revoke": lambda its: [(its.link,)],
    "ThreadState.answer_form": lambda its: [(its.waiting, FORM, "yes", RIGHT), (its.turn, FORM, "yes", RIGHT)],
    "ThreadState.edit": lambda its: [(its.turn, "How?")],
    "ThreadState.hear": lambda its: [(its.conversation,), (its.deleted,)],
    "ThreadState.load": lambda its: [(its.conversation,), (its.deleted,)],
    "ThreadState.look_after": lambda its: [(its.waiting,), (its.running,)],
    "ThreadState.move": lambda its: [
        (f"/c/{its.conversation}", "visit-1", its.turn, 1),
        (f"/c/{its.deleted}", "visit-1", "", 1),
    ],
    "ThreadState.rate": lambda its: [(its.turn, "like", ""), (its.waiting, "dislike", "No.")],
    "ThreadState.regenerate": lambda its: [(its.turn,), (its.waiting,), (its.running,)],
    "ThreadState.retry": lambda its: [(its.turn,), (its.waiting,), (its.running,)],
    "ThreadState.see_stopped": lambda its: [(its.running,), (its.turn,)],
    "ThreadState.send": lambda its: [("1", "Look.", {}, [its.file], False)],
    "ThreadState.show_version": lambda its: [(its.turn, its.version), (its.version, its.turn)],
    "ThreadState.stop_again": lambda its: [(its.running,), (its.turn,)],
    "ThreadState.watch": lambda its: [(its.run,)],
}

ROUTE_CASES: dict[str, Callable[[Things], list[Request]]] = {
    "GET /export/{conversation}/{kind}": lambda its: [
        ("GET", f"/export/{place}/{kind}") for place in (its.conversation, its.deleted) for kind in ("md", "json")
    ],
    "GET /files/{file_id:uuid}": lambda its: [("GET", f"/files/{its.file}"), ("HEAD", f"/files/{its.file}")],
    "DELETE /files/{file_id:uuid}": lambda its: [("DELETE", f"/files/{its.file}")],
    "GET /speech/{turn_id}": lambda its: [
        ("GET", f"/speech/{its.turn}"),
        ("GET", f"/speech/{its.turn}?conversation={its.conversation}"),
        ("GET", f"/speech/{its.running}"),
    ],
    "GET /speech/run/{turn_id}": lambda its: [("GET", f"/speech/run/{its.running}")],
}
