"""The app: its pages, its middleware and its lifespan."""

import reflex as rx

from app import services
from app.identity import VisitorCookie
from app.pages.chat import ON_LOAD, chat
from app.state.sockets import OwnerWall, presence


def _with_cookie(asgi):  # type: ignore[no-untyped-def]
    return VisitorCookie(asgi, signer=lambda: services.current().signer)


app = rx.App(stylesheets=["/parley.css"], api_transformer=[_with_cookie])
app.add_middleware(OwnerWall(), index=0)
app.register_lifespan_task(services.running)
for route in ("/", "/c/[conversation]"):
    app.add_page(chat, route=route, title="Parley", on_load=ON_LOAD)
presence.bind(app)
