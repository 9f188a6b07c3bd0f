"""What an answer came with: its cost, its sources, and the answer of a blocking call."""

# ruff: noqa: RUF012 - pydantic gives every instance its own copy of a default.

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import TypeAdapter, ValidationError, model_validator

from app.dify.wire import Wire


class Usage(Wire):
    """Tokens and money of one answer. Prices are decimal text, at times ``0E-7``; latency is in seconds."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    total_tokens: int = 0
    total_price: str = "0"
    currency: str = ""
    latency: float = 0.0

    @property
    def price(self) -> Decimal:
        """The total as a number; 0 where it is none."""
        try:
            price = Decimal(self.total_price)
        except InvalidOperation:
            return Decimal(0)
        return price if price.is_finite() else Decimal(0)


_LINKS = ("url", "source_url", "link", "web_url", "source")


class RetrieverResource(Wire):
    """One cited passage. ``score`` is 0 where the server sends none.

    ``link`` is no field of the wire: an address of the document that its metadata has, if any.
    """

    position: int = 0
    dataset_id: str = ""
    dataset_name: str = ""
    document_id: str = ""
    document_name: str = ""
    data_source_type: str = ""
    segment_id: str = ""
    segment_position: int = 0
    score: float = 0.0
    hit_count: int = 0
    word_count: int = 0
    content: str = ""
    summary: str = ""
    page: int | str = ""
    title: str = ""
    doc_metadata: dict[str, Any] = {}
    link: str = ""

    @model_validator(mode="before")
    @classmethod
    def _find_the_link(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        metadata = value.get("doc_metadata")
        found = (metadata.get(name) for name in _LINKS) if isinstance(metadata, dict) else ()
        link = next((item for item in found if isinstance(item, str) and re.match(r"https?://[^\s/]", item)), "")
        return {**value, "link": link}


_CITATIONS = TypeAdapter(list[RetrieverResource])


class AnnotationAuthor(Wire):
    id: str = ""
    name: str = ""


class AnnotationReply(Wire):
    """Marks an answer that came from an annotation, not from the model."""

    id: str = ""
    account: AnnotationAuthor = AnnotationAuthor()


class Metadata(Wire):
    """``metadata`` of an answer. One sample of the contract nests the citations inside ``usage``."""

    usage: Usage = Usage()
    retriever_resources: list[RetrieverResource] = []
    annotation_reply: AnnotationReply | None = None

    @property
    def citations(self) -> list[RetrieverResource]:
        """The passages, from where they stand; nested ones of another shape are left out."""
        if self.retriever_resources:
            return self.retriever_resources
        nested = (self.usage.model_extra or {}).get("retriever_resources")
        try:
            return _CITATIONS.validate_python(nested or [])
        except ValidationError:
            return []


class ChatAnswer(Wire):
    """The whole answer of a blocking ``POST /chat-messages``."""

    message_id: str = ""
    conversation_id: str = ""
    task_id: str = ""
    mode: str = ""
    answer: str = ""
    metadata: Metadata = Metadata()
    created_at: int = 0
