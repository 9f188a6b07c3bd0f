"""In every state of the page, light and dark and in Arabic: nothing that axe-core calls serious or critical.

And on the narrowest phone, which is also a page at 400 %, nothing is out of reach, nothing is cut off where text is set
wider, and a finger has room: in the languages of the longest words and of the other direction.
"""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import ViewportSize

from app.i18n.ar import AR
from app.i18n.de import DE
from app.i18n.es import ES

from .accessibility import (
    OF_COLOURS,
    no_serious_fault,
    no_serious_fault_in_both_schemes,
    nothing_outside,
    put_on,
    room_for_a_finger,
    room_for_wide_text,
)
from .alarms import Alarms
from .conftest import Visit
from .page import ChatPage
from .server import Server, free_port, started
from .states import STATES, State
from .states.around import drawer
from .states.connection import back_again, crowd, offline, server_away
from .states.texts import FORM
from .upstream import KEY, Upstream
from .windows import OWN

PHONE: ViewportSize = {"width": 390, "height": 844}
NARROW: ViewportSize = {"width": 320, "height": 640}
UNHEARD = (offline, server_away, crowd)
AWAY = (*UNHEARD, back_again)
STATES_HERE = [
    *((state, OWN if state.make in AWAY else {}) for state in STATES),
    (State(drawer), {"viewport": PHONE}),
]


@pytest.fixture(scope="module")
def stage(
    guide: Server,
    parley: Server,
    _upstream: Upstream,
    full: Server,
    member: Server,
    _full: Upstream,
    tmp_path_factory: pytest.TempPathFactory,
    servers: list[Server],
) -> Iterator[dict[str, tuple[Server, Upstream]]]:
    """The server that each state is on, and the app behind it."""
    form = Upstream(user_input_form=FORM)
    nowhere = f"http://127.0.0.1:{free_port()}/v1"
    with ExitStack() as stack:
        stack.enter_context(form.serving())
        more = [
            stack.enter_context(started(tmp_path_factory.mktemp("stage"), api_url=url, api_key=KEY))
            for url in (form.url, nowhere)
        ]
        servers += more
        yield {
            "guide": (guide, _upstream),
            "plain": (parley, _upstream),
            "form": (more[0], form),
            "down": (more[1], _upstream),
            "full": (full, _full),
            "member": (member, _full),
        }
        for server in more:
            servers.remove(server)


def name_of(value: object) -> str:
    return value.name if isinstance(value, State) else "phone" if "viewport" in value else "desk"


@pytest.mark.parametrize(("state", "options"), STATES_HERE, ids=name_of)
def test_no_state_of_the_page_has_a_serious_fault(
    stage: dict[str, tuple[Server, Upstream]],
    visit: Visit,
    alarms: Alarms,
    state: State,
    options: dict[str, ViewportSize],
) -> None:
    alarms.expect(r"ERR_INTERNET_DISCONNECTED|WebSocket connection|websocket error|connect_error|503 .*/sockets")
    server, upstream = stage[state.server]
    upstream.reset()
    chat = visit(server, **options).open()
    state.make(chat, upstream)
    no_serious_fault_in_both_schemes(chat.page)
    if state.make not in UNHEARD:  # Whoever has no connection can choose no language.
        chat.hear_choice(AR)
        no_serious_fault(chat.page)
        chat.page.set_viewport_size(NARROW)
        for words in (AR, DE, ES):
            chat.hear_choice(words)
            nothing_outside(chat.page)
            room_for_wide_text(chat.page)
        room_for_a_finger(chat.page)


def test_faults_of_the_colours_are_found_in_the_scheme_that_has_them(chat: ChatPage) -> None:
    chat.suggestions.first.evaluate("it => it.style.color = 'light-dark(#222, #333)'")
    put_on(chat.page, "light")
    no_serious_fault(chat.page)
    put_on(chat.page, "dark")
    with pytest.raises(AssertionError, match="color-contrast"):
        no_serious_fault(chat.page, *OF_COLOURS)


def test_faults_are_found_and_told_with_their_places(chat: ChatPage) -> None:
    chat.send.evaluate("it => it.removeAttribute('aria-label')")
    chat.suggestions.first.evaluate("it => it.style.color = 'light-dark(#ccc, #444)'")
    with pytest.raises(AssertionError) as found:
        no_serious_fault(chat.page)
    told = str(found.value)
    assert "button-name (critical)" in told
    assert "color-contrast (serious)" in told
    assert 'button[data-ask="What comes first?"]' in told
