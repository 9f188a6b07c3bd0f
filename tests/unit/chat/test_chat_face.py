"""How an app presents itself, as an upstream of each age tells it."""

import asyncio

import httpx
import pytest

from app.chat import Chat, faces
from app.dify.errors import DifyError, Unauthorized
from app.policy import Policy, Role
from app.views import Field, ToolIcon
from tests.unit.runs.doubles import Upstream, refused

ME = "visitor-1"
PARAMETERS, INFO, SITE, META = "GET /v1/parameters", "GET /v1/info", "GET /v1/site", "GET /v1/meta"


async def test_a_face_is_put_together_of_what_four_requests_answer(chat, upstream):
    upstream.on(
        PARAMETERS,
        {
            "opening_statement": "Hello, {{name}}.",
            "suggested_questions": ["What is this?", " ", "x" * 1_001, *["And this?"] * 60],
            "suggested_questions_after_answer": {"enabled": True},
            "user_input_form": [{"text-input": {"label": "Name", "variable": "name", "default": "you"}}],
        },
    )
    upstream.on(INFO, {"name": "Guide of the app", "description": "Answers questions."})
    upstream.on(
        SITE,
        {
            "title": "Guide",
            "icon_type": "emoji",
            "icon": "📖",
            "icon_background": "#ffeecc",
            "chat_color_theme": "#0b5fa5",
            "input_placeholder": "Ask the guide",
            "custom_disclaimer": "Mind the gap.",
            "show_workflow_steps": True,
        },
    )
    upstream.on(META, {"tool_icons": {"clock": {"content": "🕛", "background": "#ffeeaa"}}})
    face = await chat.face(ME)
    assert (face.name, face.icon, face.icon_background, face.accent) == ("Guide", "📖", "#ffeecc", "#0b5fa5")
    assert (face.description, face.placeholder, face.disclaimer) == (
        "Answers questions.", "Ask the guide", "Mind the gap.",
    )  # fmt: skip
    assert (face.opening, face.opening_template) == ("Hello, you.", "Hello, {{name}}.")
    assert (face.questions, face.suggests) == (["What is this?", *["And this?"] * 49], True)
    assert face.fields == [Field(variable="name", label="Name", default="you")]
    assert (face.flow, face.icons) == (True, {"clock": ToolIcon("🕛", "#ffeeaa")})


async def test_older_servers_know_neither_info_nor_site(chat, upstream):
    upstream.on(INFO, httpx.Response(404, html="<h1>Not Found</h1>"))
    face = await chat.face(ME)
    assert (face.name, face.opening) == ("", "Hello.")


async def test_a_server_that_knows_info_alone_names_the_app(chat, upstream):
    upstream.on(INFO, {"name": "Guide"})
    assert (await chat.face(ME)).name == "Guide"


async def test_a_picture_as_icon_and_a_style_as_colour_are_left_out(chat, upstream):
    upstream.on(INFO, {})
    upstream.on(
        SITE, {"icon_type": "image", "icon": "https://api.test/i.png", "icon_background": "red;background:url(//x)"}
    )
    face = await chat.face(ME)
    assert (face.icon, face.icon_background) == ("", "")


@pytest.mark.parametrize(
    ("theme", "accent"),
    [("#0b5fa5", "#0b5fa5"), ("#05a", "#0055aa"), ("#ffff00", ""), ("#fff", ""), ("#0b5fa5ff", ""), ("navy", "")],
)
async def test_an_accent_is_taken_where_white_can_be_read_on_it(chat, upstream, theme, accent):
    upstream.on(INFO, {})
    upstream.on(SITE, {"chat_color_theme": theme})
    assert (await chat.face(ME)).accent == accent


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://example.org/privacy", "https://example.org/privacy"),
        (" http://example.org ", "http://example.org"),
        ("javascript:alert(1)", ""),
        ("//example.org/privacy", ""),
        ("https:///privacy", ""),
        ("https://[example", ""),
        (None, ""),
    ],
)
async def test_a_privacy_policy_is_linked_where_it_has_an_address_of_the_web(chat, upstream, address, shown):
    upstream.on(INFO, {})
    upstream.on(SITE, {"privacy_policy": address, "copyright": "A shop"})
    face = await chat.face(ME)
    assert (face.privacy, face.privacy_text, face.copyright) == (shown, "", "A shop")


async def test_a_privacy_policy_that_is_a_text_is_shown_as_one(chat, upstream):
    upstream.on(INFO, {})
    upstream.on(SITE, {"privacy_policy": " We keep nothing: ever. "})
    face = await chat.face(ME)
    assert (face.privacy, face.privacy_text) == ("", "We keep nothing: ever.")


async def test_what_a_visitor_must_not_know_is_not_in_the_face(chat, upstream):
    words = {"type": "keywords", "enabled": True, "config": {"keywords": "secret-word"}}
    upstream.on(PARAMETERS, {"opening_statement": "Hello.", "sensitive_word_avoidance": words})
    upstream.on(INFO, {"name": "Guide", "author_name": "secret-author", "tags": ["secret-tag"]})
    assert "secret" not in repr(await chat.face(ME))


@pytest.mark.parametrize(
    ("hears", "speaks", "face"),
    [
        ({}, {}, (False, False, False)),
        ({"enabled": True}, {"enabled": False, "autoPlay": "enabled"}, (True, False, False)),
        ({"enabled": False}, {"enabled": True, "autoPlay": "disabled", "voice": "alloy"}, (False, True, False)),
        ({"enabled": True}, {"enabled": True, "autoPlay": "enabled", "voice": "alloy"}, (True, True, True)),
        (None, None, (False, False, False)),
    ],
)
async def test_an_app_hears_and_speaks_where_its_parameters_say_so(chat, upstream, hears, speaks, face):
    upstream.on(PARAMETERS, {"speech_to_text": hears, "text_to_speech": speaks})
    found = await chat.face(ME)
    assert (found.hears, found.speaks, found.speaks_first) == face


async def test_a_face_is_asked_for_once_a_while(chat, upstream, monkeypatch):
    assert await chat.face(ME) is await chat.face("visitor-2")
    assert len(upstream.asked(PARAMETERS)) == 1
    monkeypatch.setattr(faces, "TTL", 0.0)
    await chat.face(ME)
    assert len(upstream.asked(PARAMETERS)) == 2


async def test_a_key_that_is_refused_is_an_error_and_is_asked_again(chat, upstream):
    upstream.on(PARAMETERS, refused("unauthorized", status=401), {"opening_statement": "Hello."})
    with pytest.raises(Unauthorized):
        await chat.face(ME)
    assert (await chat.face(ME)).opening == "Hello."


async def first_two(chat: Chat, upstream: Upstream, *users: str) -> int:
    """How many requests of two concurrent first calls were under way at once."""
    upstream.on("GET /v1/conversations", {"data": [], "has_more": False})
    upstream.hold()
    calls = [asyncio.create_task(chat.conversations.newest(user)) for user in users]
    for _ in range(20):
        await asyncio.sleep(0)
    upstream.let_through(len(users))
    await asyncio.gather(*calls)
    return upstream.most_at_once


async def test_a_new_user_s_first_request_goes_alone(chat, upstream):
    assert await first_two(chat, upstream, ME, ME) == 1


async def test_first_requests_of_two_users_go_at_once(chat, upstream):
    assert await first_two(chat, upstream, ME, "visitor-2") == 2


async def test_requests_of_a_known_user_go_at_once(chat, upstream):
    await chat.face(ME)
    assert await first_two(chat, upstream, ME, ME) == 2


async def test_a_first_request_that_fails_leaves_the_next_the_first(chat, upstream):
    upstream.on("GET /v1/conversations", refused("internal_server_error", status=500))
    with pytest.raises(DifyError):
        await chat.conversations.newest(ME)
    assert await first_two(chat, upstream, ME, ME) == 1


async def test_a_question_is_not_its_user_s_first_request(chat, upstream):
    upstream.refusal = refused("too_many_requests", status=429)
    run = await chat.ask(ME, "", "Who are you?", {})
    await run.closed.wait()
    assert [len(upstream.asked(request)) for request in (PARAMETERS, "POST /v1/chat-messages")] == [1, 1]


async def test_a_name_that_could_not_be_had_for_a_moment_is_asked_for_again(chat, upstream):
    upstream.on(INFO, refused("internal_server_error", status=500), {"name": "Guide"})
    upstream.on(SITE, {})
    assert (await chat.face(ME)).name == ""
    assert (await chat.face(ME)).name == "Guide"


ICONS = [
    ({"content": "🕛", "background": "#fff"}, ToolIcon("🕛", "#fff")),
    ({"content": "🕛", "background": "red;background:url(//x)"}, ToolIcon("🕛", "")),
    ({"content": "🕛"}, ToolIcon("🕛", "")),
    ("http://api.test/console/api/icon", ToolIcon(picture="/icons/tool%3Aclock")),
    ("", ToolIcon()),
]


@pytest.mark.parametrize(("sent", "icon"), ICONS)
async def test_a_tool_s_icon_is_an_emoji_on_a_colour_or_a_picture_of_ours_and_never_an_address(
    chat, upstream, sent, icon
):
    upstream.on(META, {"tool_icons": {"clock": sent}})
    face = await chat.face(ME)
    assert face.icons == {"clock": icon}
    assert "http" not in repr(face)
    assert chat.icons.addresses == ({"tool:clock": sent} if icon.picture else {})


@pytest.mark.parametrize(
    ("tool", "path"), [("图", "/icons/tool%3A%E5%9B%BE"), ("a b?c#d", "/icons/tool%3Aa%20b%3Fc%23d")]
)
async def test_the_path_of_a_tool_s_picture_bears_whatever_it_is_called(chat, upstream, tool, path):
    upstream.on(META, {"tool_icons": {tool: "https://api.test/icon.png"}})
    assert (await chat.face(ME)).icons == {tool: ToolIcon(picture=path)}
    assert list(chat.icons.addresses) == [f"tool:{tool}"]


SIGNED = "https://api.test/files/icon/file-preview?sign=x"


async def test_an_app_s_picture_is_had_from_our_own_route(chat, upstream):
    upstream.on(INFO, {"name": "Guide"})
    upstream.on(SITE, {"icon_type": "image", "icon": "an-upload", "icon_url": SIGNED})
    face = await chat.face(ME)
    assert (face.icon, face.icon_picture) == ("G", "/icons/app")
    assert "http" not in repr(face)
    assert chat.icons.addresses == {"app": SIGNED}


@pytest.mark.parametrize("site", [{"icon_type": "emoji", "icon": "📖", "icon_url": SIGNED}, {"icon_url": SIGNED}, {}])
async def test_an_app_whose_icon_is_no_picture_has_none(chat, upstream, site):
    upstream.on(INFO, {"name": "Guide"})
    upstream.on(SITE, site)
    face = await chat.face(ME)
    assert (face.icon, face.icon_picture) == (site.get("icon", "G"), "")
    assert chat.icons.addresses == {}


async def test_an_app_whose_picture_has_no_address_is_shown_by_its_letter(chat, upstream):
    upstream.on(INFO, {"name": "Guide"})
    upstream.on(SITE, {"icon_type": "image", "icon": "an-upload", "icon_url": None})
    face = await chat.face(ME)
    assert (face.icon, face.icon_picture) == ("G", "")


async def test_a_tool_that_is_called_app_is_not_the_app(chat, upstream):
    upstream.on(META, {"tool_icons": {"app": "https://api.test/tool.png"}})
    upstream.on(SITE, {"icon_type": "image", "icon_url": SIGNED})
    upstream.on(INFO, {"name": "Guide"})
    await chat.face(ME)
    assert chat.icons.addresses == {"tool:app": "https://api.test/tool.png", "app": SIGNED}


@pytest.mark.parametrize("refusal", [refused("not_found", status=404), httpx.Response(404, html="<h1>Not Found</h1>")])
async def test_a_server_without_icons_of_tools_still_names_the_app(chat, upstream, refusal):
    upstream.on(META, refusal)
    upstream.on(INFO, {"name": "Guide"})
    upstream.on(SITE, {"show_workflow_steps": True})
    face = await chat.face(ME)
    assert (face.name, face.flow, face.icons) == ("Guide", True, {})


@pytest.mark.parametrize(("site", "flow"), [({}, True), ({"show_workflow_steps": False}, False), (None, False)])
async def test_a_flow_is_shown_where_its_maker_shows_it(chat, upstream, site, flow):
    upstream.on(INFO, {})
    if site is not None:
        upstream.on(SITE, site)
    assert chat.policy == Policy(Role.VISITOR, flow=False)
    assert (await chat.face(ME)).flow is flow
    assert chat.policy == Policy(Role.VISITOR, flow)


async def test_a_chat_s_policy_is_that_of_its_role(chat, upstream, ledger):
    assert Chat("app-1", upstream.client, ledger, chat.runs, Role.BUILDER).policy == Policy(Role.BUILDER)
