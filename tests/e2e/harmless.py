"""What a stranger sends to make the page act, and what it must never lead to."""

from playwright.sync_api import Dialog, Frame, Locator, Page

from .page import ChatPage

AFAR = "http://198.51.100.7"  # an address of documentation, which nobody has
RUN = "window.ran=1"
SCRIPT = f"<script>{RUN}</script>"

ATTACKS = {
    "script": SCRIPT,
    "image with onerror": f'<img src="x" onerror="{RUN}">',
    "remote image": f'<img src="{AFAR}/pixel.png">',
    "javascript link": f"[click](javascript:{RUN})",
    "javascript link in disguise": f"[click](java&#x73;cript:{RUN}) [more](\tjavascript:{RUN})",
    "links in other letters": f"[click](<java\tscript:{RUN}>) [click](JaVaScRiPt:{RUN}) [click](vbscript:{RUN})",
    "data link": f"[click](data:text/html,{SCRIPT})",
    "autolink": f"<javascript:{RUN}>",
    "raw link": f'<a href="javascript:{RUN}" onclick="{RUN}">click</a>',
    "picture of a script": f"![click](javascript:{RUN}) ![click](data:image/svg+xml,<svg/onload={RUN}>) ![]({AFAR}/i)",
    "svg": f'<svg onload="{RUN}">{SCRIPT}<image href="{AFAR}/a.svg"/><set onbegin="{RUN}"/></svg>',
    "iframe": f'<iframe src="{AFAR}/" srcdoc="<script>parent.{RUN}</script>"></iframe>',
    "details": f'<details open ontoggle="{RUN}"><summary>More</summary>inside</details>',
    "style": f'<style>@import "{AFAR}/a.css"; body {{ background: url({AFAR}/b.png) }}</style>',
    "style attribute": f'<p style="background: url({AFAR}/c.png); position: fixed; inset: 0">cover</p>',
    "form": f'<form action="{AFAR}/"><input name="password" autofocus onfocus="{RUN}"><button>Go</button></form>',
    "button": f'<button formaction="javascript:{RUN}" onclick="{RUN}">click</button>',
    "media": f'<video src="{AFAR}/v.mp4" autoplay onerror="{RUN}"></video><audio src="{AFAR}/a.mp3"></audio>',
    "object": f'<object data="{AFAR}/o"></object><embed src="{AFAR}/e">',
    "base and meta": f'<base href="{AFAR}/"><meta http-equiv="refresh" content="0;url={AFAR}/">',
    "link": f'<link rel="stylesheet" href="{AFAR}/l.css"><link rel="prefetch" href="{AFAR}/p">',
    "mathematics": f"$$\\href{{javascript:{RUN}}}{{click}} \\url{{javascript:{RUN}}} "
    f"\\htmlData{{x=1}}{{y}} \\includegraphics{{{AFAR}/m.png}}$$",
    "diagram": f'```mermaid\ngraph TD; A["<img src=x onerror={RUN}>"] --> B; click A href "javascript:{RUN}"\n```',
    "code": f"```html\n<img src=x onerror={RUN}>\n```",
    "entities": f"&lt;img src=x onerror={RUN}&gt; &#60;script&#62;{RUN}&#60;/script&#62; &lt;svg/onload={RUN}&gt;",
    "out of an attribute": f"\"><img src=x onerror={RUN}> ' onmouseover='{RUN}' autofocus onfocus='{RUN}",
    "out of an element": f"</title></textarea></option></script>{SCRIPT}<!--",
    "template": f"{{{{constructor.constructor('{RUN}')()}}}} ${{{RUN}}} {{message}} {{0.__class__}} %s <%= 1 %>",
    "footnote": f'Text[^1]\n\n[^1]: <img src=x onerror="{RUN}"> [x](javascript:{RUN})',
    "reference": f"[click][1]\n\n[1]: javascript:{RUN}",
}
LINES = [" ".join(text.split()) for text in ATTACKS.values()]
"""Each attack in one line, for a name or a label."""
LINE = " ".join(LINES)
"""All attacks in one line."""

_WATCH = """
() => {
  if (window.watched) return;
  window.watched = true;
  addEventListener('securitypolicyviolation', (it) => tellOfHarm(`policy: ${it.violatedDirective} ${it.blockedURI}`));
  Object.defineProperty(window, 'ran', {set: () => tellOfHarm('ran')});
}
"""


def watch(chat: ChatPage) -> list[str]:
    """A list that grows with all that the page does on a stranger's behalf, from now on and after a reload.

    That is code that ran, a dialog, what its policy stopped, a request that is neither the server's nor its own, a
    new tab, and another page in its place.
    """
    harm: list[str] = []
    own = (chat.server.url, "data:", "blob:")
    page = chat.page

    def moved(frame: Frame) -> None:
        if frame != page.main_frame or not frame.url.startswith((chat.server.url, "about:blank")):
            harm.append(f"frame: {frame.url}")

    def asked(dialog: Dialog) -> None:
        harm.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def opened(other: Page) -> None:
        harm.append(f"tab: {other.url}")

    page.expose_function("tellOfHarm", lambda what: harm.append(what))
    page.add_init_script(f"({_WATCH})()")
    page.evaluate(_WATCH)
    page.on("dialog", asked)
    page.on("popup", opened)
    page.on("framenavigated", moved)
    page.on("request", lambda request: None if request.url.startswith(own) else harm.append(request.url))
    return harm


def expect_harmless(chat: ChatPage, harm: list[str], answer: Locator | None = None) -> None:
    """No element that acts, no link but to where a person may go, no handler, and nothing that :func:`watch` saw."""
    answer = answer or chat.answer
    acting = "script, iframe, object, embed, form, video, audio, style, link, base, meta, img, image, svg script"
    assert answer.locator(acting).count() == 0
    links = answer.locator("a[href]").evaluate_all("all => all.map(link => link.protocol)")
    assert set(links) <= {"http:", "https:", "mailto:", "tel:"}, links
    handlers = "all => all.flatMap(it => it.getAttributeNames()).filter(name => name.startsWith('on'))"
    assert answer.locator("*").evaluate_all(handlers) == []
    for link in answer.get_by_text("click", exact=True).all():
        link.click()
    assert chat.path.startswith("/c/")
    expect_no_harm(chat, harm)


def expect_no_harm(chat: ChatPage, harm: list[str]) -> None:
    """Nothing that :func:`watch` saw, anywhere on the page; no element of a stranger's, and no link into code."""
    chat.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    foreign = (
        f"[src^='{AFAR}'], [src='x'], [onerror], [onload], [ontoggle], [onfocus], [onclick], [onmouseover], iframe"
    )
    assert chat.page.locator(foreign).count() == 0
    links = "all => all.map(link => link.protocol).filter(it => !['http:', 'https:', 'mailto:', 'tel:'].includes(it))"
    assert chat.page.locator("a[href]").evaluate_all(links) == []
    painted = "all => all.map(it => it.getAttribute('style') ?? '').filter(style => style.includes('url('))"
    assert chat.page.locator("[style]").evaluate_all(painted) == []
    assert harm == []
