"""Paused turns: the forms that a flow waits for, and how its answer goes on."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, ExitStack
from dataclasses import asdict, replace
from typing import Any

from app import forms
from app.dify import Client
from app.dify.errors import FormClosed, InvalidRequest
from app.dify.events import StreamEvent
from app.dify.models import MessageFile
from app.ledger import PERSON, Ledger, Message, Run, WithPerson
from app.limits import Allowance
from app.policy import Policy
from app.relay import Lock
from app.remedies import told
from app.runs.attachments import attachment
from app.runs.draft import Form, restored
from app.runs.pacing import Pacing
from app.runs.registry import KnownRun, LiveRun, Runs
from app.runs.room import left_out_of
from app.runs.steps import Step
from app.runs.text import Text
from app.uploads import Uploads
from app.views import Attachment, Field, FormAction, FormPart, HumanForm, Limits, Notice, Thought


class Waiting:
    """The turns of one app that wait for a person. Each call is given a turn of the user's own."""

    def __init__(
        self, client: Client, ledger: Ledger, runs: Runs, files: Uploads, lock: Lock, allowance: Allowance
    ) -> None:
        self._client = client
        self._ledger = ledger
        self._runs = runs
        self._files = files
        self._lock = lock
        self._allowance = allowance

    async def answer(
        self, turn: Message, form_id: str, action: str, values: dict[str, Any], policy: Policy, address: str
    ) -> tuple[KnownRun | None, dict[str, Notice]]:
        """Send the form and go on with the flow: its run, or what is wrong with the fields. With neither, it has ended.

        Raises :class:`~app.dify.errors.DifyError`, and ``FileGone`` and ``Refused`` for its files. Where somebody was
        faster, or it was too late, the flow goes on.
        """
        form = next((form for form in forms_of(turn) if form.view.id == form_id and form.token), None)
        if form is None or action not in [item.id for item in form.view.actions]:
            return None, {"": Notice("form_gone")}
        fields = forms.human_fields(form.view)
        checked, problems = forms.check(fields, values)
        if problems:
            return None, problems
        if await self._with_person(turn):
            return None, {"": Notice("person_has_it")}
        inputs = await self._files.for_form(turn.user, fields, checked, turn.made_by)
        for field in fields:  # Servers refuse a form that leaves one out.
            inputs.setdefault(field.variable, [] if field.kind == "files" else None if field.kind == "file" else "")
        if form.view.state != "open":
            return await self._go_on(turn, policy, address), {}
        with ExitStack() as held:
            self._runs.places.look(turn.user)  # A form that was sent is gone, and its answer must have a place.
            held.callback(await self._allowance.run(turn.user, address))
            try:
                await self._client.forms.submit(form.token, inputs, action, user=turn.upstream_user)
            except FormClosed as closed:
                await self._settle(turn, form, closed)
            except InvalidRequest as refused:
                return None, {"": told(refused, app=turn.app, message=turn.id)}
            return await self._go_on(turn, policy, address, held), {}

    def fields(self, turn: Message, form_id: str) -> list[Field]:
        """The controls of a form of a turn; none where it has no such form."""
        form = next((form for form in forms_of(turn) if form.view.id == form_id), None)
        return forms.human_fields(form.view) if form else []

    async def look_after(self, turn: Message, policy: Policy, address: str) -> KnownRun | None:
        """The run of a flow that has gone on without this page; None where it still waits."""
        if turn.status != "waiting":
            return None
        waits = [form for form in forms_of(turn) if form.view.state == "open" and form.token]
        for form in waits:
            try:
                await self._client.forms.get(form.token)
            except FormClosed as closed:
                await self._settle(turn, form, closed)
                break
        else:
            if waits:
                return None
        return await self._go_on(turn, policy, address)

    async def _settle(self, turn: Message, form: Form, closed: FormClosed) -> None:
        """Keep what became of the form; the flow's own events say more where they come."""
        late = closed.code.endswith("expired")
        settled = replace(form, view=replace(form.view, state="expired" if late else "answered"))
        known = [settled if old.view.id == form.view.id else old for old in forms_of(turn)]
        turn.forms = [asdict(item) for item in known]
        await self._ledger.keep_forms(turn, turn.forms)

    async def _go_on(
        self, turn: Message, policy: Policy, address: str, held: ExitStack | None = None
    ) -> KnownRun | None:
        """The run that reads on, one for all tabs; None where it has ended already. ``held`` is the place that it has
        among those of all processes."""
        async with self._lock(f"going-on:{turn.id}"):
            live = await self._runs.find(turn.app, turn.user, turn.conversation_id)
            if live is not None and live.message.id == turn.id:
                return live
            now = await self._ledger.message(turn.app, turn.user, turn.id)
            if now is None or now.status != "waiting":
                return None
            try:
                return await self._resume(now, policy, address, held)
            except WithPerson:
                return None  # It waits until they hand the conversation back.

    async def _with_person(self, turn: Message) -> bool:
        row = await self._ledger.conversation(turn.app, turn.user, turn.conversation_id)
        return row is not None and row.status == PERSON

    async def _resume(self, turn: Message, policy: Policy, address: str, held: ExitStack | None) -> LiveRun:
        with self._runs.places.one(turn.user), ExitStack() as own:
            if held is None:
                own.callback(await self._allowance.run(turn.user, address))
            run = await self._resumed(turn, await self._ledger.resume(turn), policy)
            run.leave = (held or own).pop_all().close
            begun = await self._runs.start(run)
        if await self._with_person(turn):  # They came in this moment, and may have missed it.
            await self._runs.stop(begun)
        return begun

    async def _resumed(self, turn: Message, row: Run, policy: Policy) -> LiveRun:
        origin = turn.files_of or turn.id
        found = await self._ledger.files.of_messages(turn.app, turn.user, {turn.id, origin})
        sent = tuple(attachment(file) for file in found.get(origin, []) if file.asked)
        brought = {str(file.upstream_id): file for file in found.get(turn.id, []) if not file.asked}
        steps = tuple(_step(item, {file.id: key for key, file in brought.items()}) for item in turn.thoughts)
        draft = restored(
            turn.answer, steps, tuple(forms_of(turn)),
            message_id=turn.upstream_id or "", workflow_run_id=turn.workflow_run_id,
        )  # fmt: skip
        draft = replace(
            draft,
            files=tuple(MessageFile(id=key, type=file.kind, url=file.url) for key, file in brought.items()),
            shown={key: attachment(file) for key, file in brought.items()},
            left_out=left_out_of(turn.notes),
        )
        client, pacing = self._client, Pacing()

        def stream() -> AbstractAsyncContextManager[AsyncIterator[StreamEvent]]:
            return client.workflows.events(
                turn.workflow_run_id, user=turn.upstream_user, include_state_snapshot=True, gather=pacing.gather
            )

        return LiveRun(row, turn, sent, draft, client=client, source=stream, policy=policy, pacing=pacing)


def forms_of(turn: Message) -> list[Form]:
    return [Form(_view(item["view"]), item["token"], item["node_id"]) for item in turn.forms]


def _view(view: dict[str, Any]) -> HumanForm:
    parts = [FormPart(part["text"], [_field(field) for field in part["fields"]]) for part in view["parts"]]
    actions = [FormAction(**action) for action in view["actions"]]
    return HumanForm(**{**view, "parts": parts, "actions": actions})


def _field(field: dict[str, Any]) -> Field:
    return Field(**{**field, "limits": Limits(**field.get("limits", {}))})


def thought_of(item: dict[str, Any]) -> Thought:
    """A step as the ledger keeps it."""
    files = [Attachment(**file) for file in item["files"]]
    return Thought(**{name: value for name, value in item.items() if name != "key"} | {"files": files})


def _step(item: dict[str, Any], names: Mapping[str, str]) -> Step:
    """A step that may go on; ``names`` are the upstream's ids of files, by ours."""
    seen = thought_of(item)
    return Step(
        seen.id, seen.kind, seen.title, seen.labels, item.get("key", ""), seen.depth, seen.state,
        Text() + seen.text, seen.input, seen.result, tuple(names[file.id] for file in seen.files if file.id in names),
    )  # fmt: skip
