"""A thread as a tree: a question that was asked anew keeps its earlier answers beside it. Pure.

The API knows no branches (it ignores ``parent_message_id``), so which turn follows which is our own record. What was
said while a person had the conversation is of no version: it stands in its time, whichever is shown.
"""

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.views import Turn


@dataclass(frozen=True)
class Node:
    """A turn in its time. ``parent`` is the id of the turn that it follows: empty at the beginning, None where nobody
    recorded it, and then it follows what came before. A ``gone`` turn was asked again: what follows it moves up."""

    turn: Turn
    parent: str | None = None
    gone: bool = False


def path(nodes: Sequence[Node], chosen: Mapping[str, str]) -> list[Turn]:
    """The turns to show, oldest first: at each fork the one that ``chosen`` names by its parent, else the newest.

    ``nodes`` are in the order of their times. Each turn says which of how many it is, and what stands beside it.
    """
    nodes, aside = _apart(nodes)
    children = _children(nodes)
    shown: list[Turn] = []
    parent = _root(nodes, children, chosen)
    while siblings := children.get(parent):
        at = next((at for at, turn in enumerate(siblings) if turn.id == chosen.get(parent)), len(siblings) - 1)
        turn = replace(
            siblings[at],
            parent=parent,
            number=at + 1,
            count=len(siblings),
            first=siblings[0].id if len(siblings) > 1 else "",
            before=siblings[at - 1].id if at else "",
            after=siblings[at + 1].id if at + 1 < len(siblings) else "",
        )
        shown.append(turn)
        parent = turn.id
    return _in_their_time(shown, aside)


def leading_to(nodes: Sequence[Node], chosen: Mapping[str, str], turn_id: str) -> dict[str, str]:
    """What else must be chosen so that the path leads to that turn, by the turns above the forks."""
    children = _children(_apart(nodes)[0])
    above = {turn.id: parent for parent, turns in children.items() for turn in turns}
    wanted: dict[str, str] = {}
    place = turn_id
    while place in above:
        parent = above[place]
        if _shown(children[parent], chosen.get(parent)) != place:
            wanted[parent] = place
        place = parent
    return wanted


def _apart(nodes: Sequence[Node]) -> tuple[list[Node], list[Turn]]:
    """The app's turns, and those that it has no part in; what follows one of these follows the app's before it."""
    tree: list[Node] = []
    aside: dict[str, str] = {}
    turns: list[Turn] = []
    for node in nodes:
        if node.turn.kind:
            aside[node.turn.id] = tree[-1].turn.id if tree else ""
            turns.append(node.turn)
        else:
            tree.append(replace(node, parent=aside[node.parent]) if node.parent in aside else node)
    return tree, turns


def _in_their_time(shown: list[Turn], aside: Sequence[Turn]) -> list[Turn]:
    if not aside:
        return shown
    waiting = deque(aside)
    found: list[Turn] = []
    for turn in shown:
        while waiting and waiting[0].at < turn.at:
            found.append(waiting.popleft())
        found.append(turn)
    return [*found, *waiting]


def _shown(siblings: Sequence[Turn], chosen: str | None) -> str:
    return next((turn.id for turn in siblings if turn.id == chosen), siblings[-1].id)


def _children(nodes: Sequence[Node]) -> dict[str, list[Turn]]:
    nodes = _after_their_parents(nodes)
    parents: dict[str, str] = {}
    gone: set[str] = set()
    last = ""
    for node in nodes:
        parents[node.turn.id] = last if node.parent is None else node.parent
        last = node.turn.id
        if node.gone:
            gone.add(node.turn.id)
    found = defaultdict(list)
    for node in nodes:
        if not node.gone:
            parent = parents[node.turn.id]
            while parent in gone:
                parent = parents[parent]
            found[parent].append(node.turn)
    return found


def _after_their_parents(nodes: Sequence[Node]) -> list[Node]:
    """In their order, but for a turn whose parent seems to be younger: the upstream's clock and ours may differ."""
    by_id = {node.turn.id: node for node in nodes}
    ordered: dict[str, Node] = {}
    for node in nodes:
        line = [node]
        while (above := by_id.get(line[-1].parent or "")) and above.turn.id not in ordered:
            line.append(above)
        ordered |= {item.turn.id: item for item in reversed(line)}
    return list(ordered.values())


def _root(nodes: Sequence[Node], children: Mapping[str, Sequence[Turn]], chosen: Mapping[str, str]) -> str:
    """Where the path begins. Of a thread that is read in part, what the oldest turns follow is not there yet: of such
    beginnings the one that leads to the newest turn is taken, unless another one was chosen there."""
    above = {turn.id: parent for parent, turns in children.items() for turn in turns}
    found: list[str] = []
    for node in reversed(nodes):
        place = node.turn.id
        if node.gone or place not in above:
            continue
        while place in above:
            place = above[place]
        if place not in chosen or any(turn.id == chosen[place] for turn in children[place]):
            return place
        found.append(place)
    return found[0] if found else ""
