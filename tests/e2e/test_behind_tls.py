"""The page behind a proxy that ends TLS, at a port of its own, at a host that Reflex takes for the server's."""

from collections.abc import Callable
from dataclasses import replace

from playwright.sync_api import expect

from .conftest import Visit
from .script import End, Hold, Say
from .server import Server
from .tls import in_front_of
from .upstream import KEY, Upstream


def test_a_page_behind_tls_at_another_port_streams_and_is_told_to_stay_there(
    upstream: Upstream, serve: Callable[..., Server], visit: Visit
) -> None:
    server = serve(api_url=upstream.url, api_key=KEY, trusted_proxies="127.0.0.1")
    upstream.script = [Say("One"), Hold(), Say(" two"), End()]
    with in_front_of(int(server.url.rpartition(":")[2])) as port:
        chat = visit(replace(server, url=f"https://localhost:{port}"))
        sockets: list[str] = []
        chat.page.on("websocket", lambda socket: sockets.append(socket.url))
        document = chat.page.goto(f"https://localhost:{port}/")
        chat.ask("How far?")
        expect(chat.answer).to_contain_text("One")
        upstream.release()
        expect(chat.answer).to_contain_text("One two")
        assert document is not None
        assert document.header_value("strict-transport-security") == "max-age=31536000"
        [cookie] = [cookie for cookie in chat.page.context.cookies() if cookie["name"] == "parley_visitor"]
        assert (cookie["secure"], cookie["httpOnly"], cookie["sameSite"]) == (True, True, "Lax")
        assert [socket for socket in sockets if not socket.startswith(f"wss://localhost:{port}/_event/")] == []
        chat.page.close()
