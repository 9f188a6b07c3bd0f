"""The flow of the desk: a classifier, branches, an iteration, and a form that it waits for."""

import secrets
import uuid
from typing import Any

from starlette.concurrency import run_in_threadpool

from app.embedded.apps.desk import forms
from app.embedded.apps.desk.classify import TOPICS, items_of, topic_of
from app.embedded.apps.desk.leg import APP_ID, Leg
from app.embedded.apps.desk.phrases import CHINESE, ENGLISH, Phrases
from app.embedded.apps.desk.shop import Fact, facts, order_number, order_state
from app.embedded.markdown import plain
from app.embedded.retrieval.tokens import has_han
from app.embedded.storage import Form, Variables


class Flow:
    """The nodes of one stretch of a run. ``form_lifetime`` in seconds."""

    def __init__(self, leg: Leg, variables: Variables, form_lifetime: float):
        self._leg = leg
        self._variables = variables
        self._form_lifetime = form_lifetime

    async def ask(self) -> None:
        """From the question on, to an answer or to a form."""
        query = str(self._leg.run.inputs["sys.query"])
        phrases = CHINESE if has_han(query) else ENGLISH
        self._leg.start()
        with self._leg.trace.node("start", "start", "Start") as node:
            node.inputs = node.outputs = self._leg.run.inputs
        with self._leg.trace.node("topic", "question-classifier", "What is it about?") as node:
            topic = topic_of(query)
            node.inputs = {"query": query}
            node.process_data = {"model_mode": "rules", "prompts": [{"role": "user", "text": query, "files": []}]}
            node.outputs = {"class_name": topic, "class_id": str(TOPICS.index(topic) + 1)}
        await self._remember("remember_topic", topic=topic)
        match topic:
            case "return" | "repair":
                await self._open_ticket(topic, items_of(query) or [phrases.thing], phrases)
            case "order":
                await self._tell_order(query, phrases)
            case "question":
                await self._look_up(query, phrases)
            case _:
                await self._answer("answer", phrases.other)

    async def _open_ticket(self, topic: str, items: list[str], phrases: Phrases) -> None:
        checked = await self._check(items)
        with self._leg.trace.node("open_ticket", "code", "Open a ticket") as node:
            ticket = f"{'R' if topic == 'return' else 'W'}-{secrets.randbelow(90000) + 10000}"
            node.inputs = {"items": checked, "topic": topic}
            node.outputs = {"ticket": ticket}
        await self._remember("remember_ticket", ticket=ticket, items=items)
        named = phrases.comma.join(plain(item) for item in items)
        await self._answer("begun", phrases.begun[topic].format(items=named, ticket=ticket))
        self._leg.trace.begin(forms.NODE_ID, "human-input", forms.NODE_TITLE)
        self._leg.state |= {"topic": topic, "ticket": ticket, "items": items, "chinese": phrases.chinese}
        self._leg.ask(forms.definition(phrases, topic, ticket, [plain(item) for item in items]), self._form_lifetime)

    async def _check(self, items: list[str]) -> list[str]:
        """Looks at each thing by itself where there are several."""
        if len(items) == 1:
            return [self._check_one(items[0], None)]
        with self._leg.trace.iteration("each", "Each thing", items) as iteration:
            for item in items:
                self._leg.answer.check()
                iteration.next(iteration.outputs[-1] if iteration.outputs else None)
                iteration.outputs.append(self._check_one(item, "each"))
        return [str(output) for output in iteration.outputs]

    def _check_one(self, item: str, iteration_id: str | None) -> str:
        with self._leg.trace.node("check", "code", "Check the item", iteration_id) as node:
            known = [name for name in ("Aurora", "Fjord", "Ember") if name.casefold() in item.casefold()]
            node.inputs = {"item": item}
            node.outputs = {"article": known[0] if known else "", "item": item}
        return f"{item} ({known[0]})" if known else item

    async def _tell_order(self, query: str, phrases: Phrases) -> None:
        with self._leg.trace.node("order", "code", "Look up the order") as node:
            order = order_number(query)
            english, chinese = order_state(order) if order else ("", "")
            node.inputs, node.outputs = {"query": query}, {"order": order, "state": english}
        with self._leg.trace.node("found", "if-else", "Is there a number?") as node:
            node.inputs = {"conditions": [{"actual_value": order, "comparison_operator": "not empty"}]}
            node.outputs = {"result": bool(order), "selected_case_id": "true" if order else "false"}
        said = phrases.order.format(order=order, state=chinese if phrases.chinese else english)
        await self._answer("answer", said if order else phrases.no_order)

    async def _look_up(self, query: str, phrases: Phrases) -> None:
        with self._leg.trace.node("handbook", "knowledge-retrieval", "The shop's handbook") as node:
            cited = [_citation(fact, position, phrases) for position, fact in enumerate(facts(query), start=1)]
            node.inputs = {"query": query}
            node.outputs = {"result": [{"title": item["document_name"], "content": item["content"]} for item in cited]}
        self._leg.answer.citations = cited
        await self._answer("answer", "\n\n".join(f"{item['content']} [{item['position']}]" for item in cited))

    async def go_on(self, form: Form) -> None:
        """From a form on, to the answer."""
        phrases = CHINESE if self._leg.state["chinese"] else ENGLISH
        said: str
        if form.status == "expired":
            data = {"node_id": forms.NODE_ID, "node_title": forms.NODE_TITLE}
            self._leg.trace.emit("human_input_form_timeout", {**data, "expiration_time": int(form.expires_at)})
            outputs: dict[str, Any] = {"__action_id": "timeout"}
            said = phrases.late
        else:
            inputs, action = form.inputs or {}, form.action or ""
            content = forms.rendered(form.definition, inputs)
            filled = forms.filled(form.definition, action, content)
            self._leg.trace.emit("human_input_form_filled", {**filled, "submitted_data": inputs})
            outputs = {**inputs, "__action_id": action, "__rendered_content": content}
            said = {"submit": phrases.submitted, "call": phrases.called, "cancel": phrases.cancelled}[action]
        self._leg.trace.finish_waiting(self._leg.run.events, outputs)
        with self._leg.trace.node("action", "if-else", "Which way?") as node:
            node.inputs = {"conditions": [{"actual_value": outputs["__action_id"], "comparison_operator": "is"}]}
            node.outputs = {"result": True, "selected_case_id": outputs["__action_id"]}
        if said is not phrases.submitted:
            await self._remember("forget_ticket", ticket="", items=[])
        text = said.format(ticket=self._leg.state["ticket"], settlement=plain(str(outputs.get("settlement", ""))))
        await self._answer("answer", f"\n\n{text}")

    async def _remember(self, node_id: str, **values: Any) -> None:
        """Sets variables of the conversation, and counts its turns with the topic of each."""
        conversation_id = self._leg.answer.conversation_id
        with self._leg.trace.node(node_id, "assigner", "Remember") as node:
            if "topic" in values:
                values["turns"] = self._leg.run.inputs["sys.dialogue_count"] + 1
            await run_in_threadpool(self._variables.set, conversation_id, values)
            node.inputs, node.outputs = {"variables": list(values)}, values

    async def _answer(self, node_id: str, text: str) -> None:
        with self._leg.trace.node(node_id, "answer", "Answer") as node:
            await self._leg.answer.say(text, from_variable_selector=[node_id, "answer"])
            node.outputs = {"answer": text.strip(), "files": []}
        self._leg.outputs = {"answer": self._leg.answer.text}


def _citation(fact: Fact, position: int, phrases: Phrases) -> dict[str, Any]:
    content = fact.chinese if phrases.chinese else fact.text
    named = uuid.uuid5(uuid.UUID(APP_ID), fact.title)
    return {
        "position": position,
        "dataset_id": APP_ID,
        "dataset_name": "Lumen handbook",
        "document_id": str(named),
        "document_name": fact.chinese_title if phrases.chinese else fact.title,
        "data_source_type": "upload_file",
        "segment_id": str(named),
        "segment_position": 1,
        "score": round(1 / position, 2),
        "hit_count": 0,
        "word_count": len(content.split()),
        "content": content,
    }
