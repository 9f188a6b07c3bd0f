"""Answers written by people, and whether they stand for the model's: ``/apps/annotations``."""

from app.dify.models import Annotation, AnnotationPage, Job, Result
from app.dify.request import Params, Request, path
from app.dify.transport import Transport


class Annotations:
    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def list(self, *, page: int = 1, limit: int = 20, keyword: str = "") -> AnnotationPage:
        params: Params = {"page": page, "limit": limit, "keyword": keyword}
        return await self._transport.call(Request("GET", "/apps/annotations", params=params), AnnotationPage)

    async def create(self, question: str, answer: str) -> Annotation:
        body = {"question": question, "answer": answer}
        return await self._transport.call(Request("POST", "/apps/annotations", json=body), Annotation)

    async def update(self, annotation_id: str, question: str, answer: str) -> Annotation:
        body = {"question": question, "answer": answer}
        return await self._transport.call(Request("PUT", _one(annotation_id), json=body), Annotation)

    async def delete(self, annotation_id: str) -> None:
        await self._transport.call(Request("DELETE", _one(annotation_id)), Result)

    async def set_reply(
        self, enabled: bool, *, score_threshold: float, embedding_provider_name: str, embedding_model_name: str
    ) -> Job:
        """Turns the replies on or off, as a job. ``score_threshold`` is from 0 to 1."""
        body = {
            "score_threshold": score_threshold,
            "embedding_provider_name": embedding_provider_name,
            "embedding_model_name": embedding_model_name,
        }
        return await self._transport.call(Request("POST", _reply(enabled), json=body), Job)

    async def reply_status(self, enabled: bool, job_id: str) -> Job:
        """How the job stands that :meth:`set_reply` began; ``enabled`` is as it was there."""
        return await self._transport.call(Request("GET", _reply(enabled) + path("status", job_id)), Job)


def _one(annotation_id: str) -> str:
    return path("apps", "annotations", annotation_id)


def _reply(enabled: bool) -> str:
    return path("apps", "annotation-reply", "enable" if enabled else "disable")
