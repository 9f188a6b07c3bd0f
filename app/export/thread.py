"""What is taken along: one conversation's turns as they are shown, and the sentences that go with them."""

from dataclasses import dataclass
from datetime import UTC, datetime

from app.i18n import Words
from app.views import Citation, HumanForm, Notice, Thought, Turn


@dataclass(frozen=True)
class Thread:
    """A conversation as somebody sees it. ``app`` is the app's name, ``at`` when it was read (seconds of the epoch).

    ``turns`` are oldest first, of each fork the version that is shown. ``whole`` is False where the app could not be
    asked, so that older turns, or the newest ones, may be missing.
    """

    title: str
    app: str
    at: float
    turns: tuple[Turn, ...]
    whole: bool = True


def moment(at: float) -> str:
    """``2026-11-25 09:30 UTC``: the same for every reader; nothing for a time that is not known."""
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M} UTC" if at > 0 else ""


def iso(at: float) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%dT%H:%M:%SZ}" if at > 0 else ""


def sentence(words: Words, notice: Notice) -> str:
    text = str(getattr(words, notice.key, "")) if notice.key else ""
    for name, value in notice.args.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def head(thread: Thread, words: Words) -> list[str]:
    """What stands below the title: where and when it was taken, and what of it may be missing."""
    made = words.taken_from.format(app=thread.app or words.chat_of, date=moment(thread.at))
    return [made] if thread.whole else [made, words.taken_in_part]


def label_of(thought: Thought, words: Words) -> str:
    """A step's name, as the page has it."""
    if thought.kind == "reasoning":
        return thought.title or words.reasoning
    return thought.labels.get(words.label_code) or thought.labels.get("en_US") or thought.title


def state_of(thought: Thought, words: Words) -> str:
    return {
        "running": words.state_running,
        "waiting": words.state_waiting,
        "failed": words.state_failed,
        "stopped": words.state_stopped,
    }.get(thought.state, words.state_done)


def about(source: Citation, words: Words) -> str:
    """Where in its document a passage stands, and how well it fits."""
    page = words.page_of_source.format(page=source.page) if source.page else ""
    score = words.score_of_source.format(score=source.score) if source.score else ""
    return ", ".join(filter(None, (page, score)))


def outcome(form: HumanForm, words: Words) -> str:
    """What became of a form in mid-answer."""
    match form.state:
        case "answered":
            return words.form_answered.format(action=form.answer) if form.answer else words.form_closed
        case "expired":
            return words.form_expired
        case "elsewhere":
            return words.form_elsewhere
    return words.form


def remarks(turn: Turn, words: Words) -> list[str]:
    """What there is to say about an answer: why it is not whole, notes, which version it is, how it was rated."""
    said = [words.taken_running] if turn.status == "running" else []
    said += [sentence(words, notice) for notice in (turn.notice, *turn.notes)]
    if turn.count > 1:
        said.append(words.taken_version.format(number=turn.number, count=turn.count))
    if turn.rating:
        said.append(words.good_answer if turn.rating == "like" else words.bad_answer)
    return [text for text in said if text]


def came_or_left(turn: Turn, words: Words) -> str:
    """What a turn says that is nobody's message: that a person was called, came or left."""
    said = {"called": words.person_called, "came": words.person_came, "left": words.person_left}.get(turn.kind, "")
    return said.replace("{name}", turn.author or words.a_person)


def names(turn: Turn, *, asked: bool) -> list[str]:
    """The names of a turn's files: of the question, or of the answer."""
    return [file.name for file in (turn.sent if asked else turn.files) if file.name]
