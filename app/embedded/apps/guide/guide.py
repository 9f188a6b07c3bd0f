"""The app *Guide*: answers a question with passages of its documents, and says so when it finds none.

It is extractive: what it quotes stands in a document word for word, and what frames the quotes is fixed.
"""

import itertools
import re
from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool

from app.embedded.answer import Answer
from app.embedded.apps.app import Question
from app.embedded.apps.guide.phrases import CHINESE, ENGLISH, Phrases
from app.embedded.apps.guide.profile import PROFILE
from app.embedded.markdown import plain
from app.embedded.retrieval import Index, Passage, Segment
from app.embedded.retrieval.tokens import count_words, has_han, query_terms, query_words

PASSAGES = {"short": 1, "normal": 3, "thorough": 5}
WORTH = {"short": 1.0, "normal": 0.6, "thorough": 0.25}
"""A further passage is quoted where its score is at least this share of the best one's."""
SHORT_WORDS = 60
TOPICS = 3
CANDIDATES = 12
GREETING = re.compile(r"\W*(hey|good (morning|afternoon|evening)|嗨)\W*", re.IGNORECASE)


@dataclass(frozen=True)
class Reply:
    """``citations`` as ``retriever_resources`` of the wire; ``suggestions`` are candidates, the best first."""

    text: str
    citations: list[dict[str, Any]]
    suggestions: list[str]


@dataclass(frozen=True)
class Found:
    """What the documents have on a question: ``passages`` to answer from, best first, or else ``topics`` they cover."""

    passages: list[Passage]
    topics: list[Segment]
    citations: list[dict[str, Any]]
    suggestions: list[str]


class Guide:
    profile = PROFILE

    def __init__(self, index: Index, dataset_id: str, dataset_name: str):
        self._index = index
        self._dataset = {"dataset_id": dataset_id, "dataset_name": dataset_name}

    async def reply(self, question: Question, answer: Answer) -> None:
        found = await run_in_threadpool(self.find, question)
        answer.citations, answer.suggestions = found.citations, found.suggestions
        await answer.say(found.text)

    def find(self, question: Question) -> Reply:
        """Reads the database, so it belongs in a thread. Raises :class:`sqlite3.Error`."""
        phrases = CHINESE if has_han(question.text) else ENGLISH
        name = plain(str(question.inputs["name"]))
        lead = f"{phrases.hello.format(name=name)}\n\n" if question.first and name else ""
        if question.pictures:
            lead += f"{phrases.pictures}\n\n"
        found = self.look(question)
        if found.passages:
            text = _quote(found.passages, phrases, short=question.inputs["detail"] == "short")
        else:
            text = _nothing(question.text, found.topics, phrases)
        return Reply(lead + text, found.citations, found.suggestions)

    def look(self, question: Question, before: str = "") -> Found:
        """Reads like :meth:`find`. ``before`` is the question before this one, which helps where this one alone
        finds nothing."""
        self._index.refresh()
        phrases = CHINESE if has_han(question.text) else ENGLISH
        project = str(question.inputs["project"])
        search = self._index.search(question.text, f"{project} {before}")
        if before and not search.passages:
            search = self._index.search(f"{before} {question.text}", project)
        if search.passages:
            cited = _choose(search.passages, question.inputs["detail"], int(question.inputs["sources"]))
            return Found(cited, [], self._citations(cited), self._suggestions(cited, search.passages, phrases))
        topics = self._topics([passage.segment for passage in search.near], phrases)
        return Found([], topics, [], self._topic_questions(topics, phrases))

    def _citations(self, cited: list[Passage]) -> list[dict[str, Any]]:
        hits = self._index.count_hits([passage.segment for passage in cited])
        return [
            {
                "position": position,
                **self._dataset,
                "document_id": passage.segment.document_id,
                "document_name": passage.segment.title,
                "data_source_type": "upload_file",
                "segment_id": passage.segment.id,
                "segment_position": passage.segment.position,
                "score": passage.score,
                "hit_count": hits[passage.segment.id],
                "word_count": count_words(passage.segment.content),
                "content": passage.segment.content,
            }
            for position, passage in enumerate(cited, start=1)
        ]

    def _suggestions(self, cited: list[Passage], found: list[Passage], phrases: Phrases) -> list[str]:
        """Other sections of the cited documents, those that follow the best passage first, then other finds."""
        quoted = {passage.segment.id for passage in cited}
        best = cited[0].segment
        own = self._index.sections(best.document_id)
        after = [segment for segment in own if segment.position > best.position]
        before = [segment for segment in own if segment.position < best.position]
        near = [passage.segment for passage in found if passage.segment.document_id != best.document_id]
        rest = [first for first in self._index.documents(phrases.chinese) if first.document_id != best.document_id]
        sections = [segment for segment in (*after, *near, *before, *rest) if segment.id not in quoted]
        questions = [_question(segment, phrases) for segment in sections]
        answered = {_question(passage.segment, phrases) for passage in cited}
        return [question for question in dict.fromkeys(questions) if question not in answered][:CANDIDATES]

    def _topics(self, near: list[Segment], phrases: Phrases) -> list[Segment]:
        """The documents that came closest, then the first ones, in the question's language."""
        topics: dict[str, Segment] = {}
        for segment in (*near[:1], *self._index.documents(phrases.chinese)):
            topics.setdefault(segment.document_id, segment)
        return list(topics.values())[:TOPICS]

    def _topic_questions(self, topics: list[Segment], phrases: Phrases) -> list[str]:
        sections = [self._index.sections(topic.document_id) for topic in topics]
        turns = itertools.chain.from_iterable(itertools.zip_longest(*sections))
        return list(dict.fromkeys(_question(segment, phrases) for segment in turns if segment))[:CANDIDATES]


def _choose(passages: list[Passage], detail: str, sources: int) -> list[Passage]:
    least = passages[0].score * WORTH[detail]
    most = min(PASSAGES[detail], max(1, sources))
    return [passage for passage in passages if passage.score >= least][:most]


def _quote(cited: list[Passage], phrases: Phrases, short: bool) -> str:
    parts = []
    for position, passage in enumerate(cited, start=1):
        segment = passage.segment
        place = " › ".join((segment.title, *segment.headings))
        if position == 1:
            parts.append(phrases.source.format(place=place, position=position))
        else:
            heading = segment.headings[-1] if segment.headings else segment.title
            parts.append(f"### {heading} [{position}]")
            if segment.headings and segment.title != cited[0].segment.title:
                parts.append(phrases.source.format(place=segment.title, position=position))
        parts.append(_shorten(segment.content) if short else segment.content)
    return "\n\n".join(parts)


def _shorten(content: str) -> str:
    """The first blocks of a passage, up to about ``SHORT_WORDS`` words; never a piece of one."""
    blocks = re.split(r"\n\n(?![ \t])", content)
    kept = blocks[:1]
    for block in blocks[1:]:
        whole = "\n\n".join(kept)
        if whole.count("```") % 2 == 0 and not whole.endswith((":", "：")) and count_words(whole) >= SHORT_WORDS:
            break
        kept.append(block)
    return "\n\n".join(kept)


def _nothing(text: str, topics: list[Segment], phrases: Phrases) -> str:
    if not topics:
        return phrases.empty
    if GREETING.fullmatch(text) or not query_terms(text):
        said = phrases.welcome
    else:
        words = query_words(text)[:8]
        said = phrases.nothing.format(words=phrases.comma.join(f"**{plain(word)}**" for word in words))
    return "\n".join([said, "", phrases.topics, "", *(f"- {topic.title}" for topic in topics)])


def _question(segment: Segment, phrases: Phrases) -> str:
    """The section as a question: its heading, where it is one, else a phrase around it."""
    if not segment.headings:
        return phrases.about_document.format(title=segment.title)
    heading = segment.headings[-1]
    if heading.endswith(("?", "？")):
        return heading
    return phrases.about_section.format(title=segment.title, heading=heading)
