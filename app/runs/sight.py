"""What of an answer that is being made somebody may see: it is kept as service agents see it. Pure."""

from dataclasses import replace

from app.policy import Policy
from app.runs.draft import Draft
from app.runs.steps import Step
from app.views import Usage

_NOTHING = Usage()


def cut(draft: Draft, policy: Policy) -> Draft:
    """The draft as the policy has it; the same one where all of it may be seen."""
    steps = tuple(seen for step in draft.steps if (seen := _step(step, policy)))
    if len(steps) != len(draft.steps) or any(seen is not step for seen, step in zip(steps, draft.steps, strict=True)):
        draft = replace(draft, steps=steps)
    if draft.citations and (citations := tuple(policy.citations([*draft.citations]))) != draft.citations:
        draft = replace(draft, citations=citations)
    if draft.usage != _NOTHING and (usage := policy.usage(draft.usage)) != draft.usage:
        draft = replace(draft, usage=usage)
    return draft


def _step(step: Step, policy: Policy) -> Step | None:
    seen, input, result = policy.step(step.kind)
    if not seen:
        return None
    hidden = (step.input and not input) or (step.result and not result)
    return replace(step, input=step.input if input else "", result=step.result if result else "") if hidden else step
