"""An agent with a tool, and what its steps are expected to be."""

from playwright.sync_api import Locator, expect

from .script import End, Hold, Step, thought

GIVEN = {"word": "obelisk", "deep": {"at": 2}}
FOUND = "A thing that gives light."
LABELS = {"look_up": {"zh_Hans": "查词典"}}


def one_tool(*before: Hold, observed: str = FOUND) -> list[Step]:
    """An agent's two rounds: a tool, which waits where it should, and what it says."""
    used = thought("Let me see. ", tool="look_up", given=GIVEN, observed=observed, labels=LABELS, before=before)
    return [*used, *thought("It gives light.", position=2), End()]


def expect_step(step: Locator, name: str, state: str) -> None:
    expect(step).to_contain_text(name)
    expect(step.get_by_text(state, exact=True).first).to_be_visible()


def expect_steps(steps: Locator, wanted: list[tuple[str, str]]) -> None:
    """The name of each step, and how it went."""
    expect(steps.locator(".thought-name")).to_have_text([name for name, _ in wanted])
    expect(steps.locator(".thought-state")).to_have_text([state for _, state in wanted])
