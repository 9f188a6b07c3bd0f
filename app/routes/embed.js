// The chat of one app in a bubble on any page. Until somebody opens it, this is all that the page loads.
//
// <script src="https://host/embed.js" data-app="support" async></script>

(() => {
  const script = document.currentScript;
  const set = script.dataset;
  const home = new URL(script.src).origin;
  const LATE = 10000; // ms after which somebody who waits is told
  const narrow = matchMedia("(max-width: 480px)");
  const languages = [set.lang, document.documentElement.lang, ...navigator.languages].filter(Boolean);
  const known = "WORDS";
  const words = known[languages.map((code) => code.toLowerCase().split("-")[0]).find((code) => known[code])] ?? known.en;
  const ears = {}; // by event, who wants to hear of it
  const waiting = []; // what the frame is told once it listens
  let theme = set.theme ?? "system";
  let token; // of who is there: a text, or a function that gives one
  let frame;
  let listens = false;
  let came; // from where the focus came
  let unread = 0;

  const tell = (type, detail) => (ears[type] ?? []).forEach((hear) => hear(detail));
  const post = (parley, more) => frame.contentWindow.postMessage({ parley, ...more }, home);
  const say = (parley, more) => (listens ? post(parley, more) : waiting.push([parley, more]));

  const make = (name, attributes, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
  const draw = (path) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.append(document.createElementNS(svg.namespaceURI, "path"));
    svg.firstChild.setAttribute("d", path);
    return svg;
  };

  const label = set.label ?? words.open;
  const badge = make("span", { class: "badge", "aria-hidden": "true" });
  const bubble = make("button", { type: "button", class: "bubble", "aria-haspopup": "dialog", "aria-expanded": "false" });
  bubble.append(draw("M4 5h16v11H9l-5 4z"), badge);
  const heard = make("span", { class: "heard", role: "status" });
  const shut = make("button", { type: "button", class: "shut", "aria-label": words.close });
  shut.append(draw("M6 6l12 12M18 6L6 18"));
  const wait = make("p", { class: "wait", role: "status" });
  const panel = make("dialog", { class: "panel", "aria-label": set.title ?? words.title }, shut, wait);
  const place = make("div", { "data-parley": set.app });
  const root = place.attachShadow({ mode: "open" });
  root.append(bubble, heard, panel);

  // A sheet that is made here needs no leave of the page's policy.
  const sheet = new CSSStyleSheet();
  const color = CSS.supports("color", set.color ?? "") ? set.color : "#1f5fbf";
  const text = CSS.supports("color", set.textColor ?? "") ? set.textColor : "#fff";
  const side = /left/.test(set.position) ? "left" : "right";
  const light = "--paper: #fff; --ink: #1d1f22;";
  const dark = "--paper: #17181a; --ink: #e8e8e6;";
  const edge = `${Number(set.offset) || 20}px`;
  sheet.replaceSync(`
:host { all: initial; color-scheme: light dark; }
.bubble, .panel { position: fixed; ${side}: ${edge}; z-index: 2147483000; }
.bubble { bottom: ${edge}; width: 56px; height: 56px; padding: 0; border: 0; border-radius: 50%; cursor: pointer;
  background: ${color}; color: ${text}; box-shadow: 0 4px 16px #0004; }
.bubble:focus-visible { outline: 3px solid ${color}; outline-offset: 3px; }
svg { width: 26px; height: 26px; fill: none; stroke: currentColor; stroke-width: 2; stroke-linejoin: round; vertical-align: middle; }
.badge { position: absolute; top: -4px; right: -4px; min-width: 20px; padding: 0 5px; border-radius: 10px; box-sizing: border-box;
  background: #b3261e; color: #fff; font: 600 12px/20px system-ui, sans-serif; }
.badge:empty { display: none; }
.heard { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.panel { inset-block: auto calc(${edge} + 72px); ${side === "left" ? "right" : "left"}: auto; width: min(400px, calc(100vw - 2 * ${edge}));
  height: min(640px, calc(100dvh - 2 * ${edge} - 72px)); max-width: none; max-height: none; margin: 0; padding: 0; border: 0;
  border-radius: 14px; overflow: hidden; background: var(--paper); box-shadow: 0 8px 40px #0005; }
.panel::backdrop { background: none; }
iframe { display: block; width: 100%; height: 100%; border: 0; opacity: 0; background: var(--paper); }
.shut { position: absolute; z-index: 1; top: 8px; right: 8px; width: 44px; height: 44px; border: 0; background: none; color: var(--ink); cursor: pointer; }
.wait { position: absolute; z-index: 1; inset: 40% 24px auto; margin: 0; text-align: center; color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
.wait:empty::before { content: ""; display: inline-block; width: 24px; height: 24px; border: 3px solid; border-inline-end-color: transparent;
  border-radius: 50%; opacity: 0; animation: 1s linear .3s infinite turn; }
@keyframes turn { from { opacity: .5; } to { opacity: .5; transform: rotate(1turn); } }
.ready iframe { opacity: 1; }
.ready .shut, .ready .wait { display: none; }
:host { ${theme === "dark" ? dark : light} }
@media (prefers-color-scheme: dark) { :host { ${theme === "light" ? light : dark} } }
@media (max-width: 480px) { .panel { inset: 0; width: 100%; height: 100dvh; border-radius: 0; } }
@media (prefers-reduced-motion: no-preference) { iframe { transition: opacity .15s; } }
@media print { .bubble, .panel { display: none; } }`);
  root.adoptedStyleSheets = [sheet];

  const count = (number) => {
    const other = number !== unread;
    unread = number;
    badge.textContent = number ? (number > 9 ? "9+" : number) : "";
    const more = number ? words.unread.replace("{count}", number) : "";
    bubble.setAttribute("aria-label", more ? `${label}: ${more}` : label);
    heard.textContent = more;
    if (other) tell("unread", number);
  };

  // Who is there is asked of the page anew for each document of the frame.
  // What a frame cannot keep by itself: who a visitor without a name is, and where they were in this tab.
  const areas = { kept: "localStorage", place: "sessionStorage" };
  const kept = (name, text) => {
    try {
      const area = window[areas[name]];
      if (text) area.setItem(`parley:${set.app}:${name}`, text);
      return area.getItem(`parley:${set.app}:${name}`) ?? "";
    } catch {
      return "";
    }
  };

  const greet = async () => {
    let word = "";
    try {
      if (typeof token === "function") word = await token();
      else if (token === undefined && set.tokenUrl) word = await (await fetch(set.tokenUrl, { credentials: "same-origin" })).text();
      else word = token;
    } catch {
      tell("refused");
    }
    post("hello", { token: typeof word === "string" ? word.trim() : "", theme, lang: set.lang, kept: kept("kept"), place: kept("place") });
  };

  const load = () => {
    if (frame) return;
    const allow = "microphone; clipboard-write; autoplay; fullscreen";
    frame = make("iframe", { name: "parley", allow, title: set.title ?? words.title });
    frame.src = `${home}/embed/${encodeURIComponent(set.app)}`;
    frame.addEventListener("load", () => {
      listens = false;
      greet();
    });
    panel.append(frame);
    setTimeout(() => panel.classList.contains("ready") || (wait.textContent = words.away), LATE);
  };

  const open = () => {
    if (panel.open) return;
    load();
    came = document.activeElement;
    if (narrow.matches) panel.showModal();
    else panel.show();
    bubble.setAttribute("aria-expanded", "true");
    frame.focus();
    say("shown");
    count(0);
    tell("open");
  };
  const close = () => {
    if (!panel.open) return;
    panel.close();
    bubble.setAttribute("aria-expanded", "false");
    say("hidden");
    (came?.isConnected && came !== document.body && came !== place ? came : bubble).focus();
    tell("close");
  };
  const toggle = () => (panel.open ? close() : open());
  bubble.addEventListener("click", toggle);
  shut.addEventListener("click", close);
  panel.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });
  root.addEventListener("keydown", (event) => event.key === "Escape" && close());

  addEventListener("message", ({ source, origin, data }) => {
    if (!frame || source !== frame.contentWindow || origin !== home || typeof data?.parley !== "string") return;
    if (data.parley === "listens") {
      if (panel.open && !listens) post("shown");
      listens = true;
      waiting.splice(0).forEach((message) => post(...message));
    } else if (data.parley === "ready") {
      panel.classList.add("ready");
      tell("ready");
    } else if (data.parley === "close") close();
    else if (data.parley === "token") greet();
    else if (data.parley === "keep") kept(data.name, data.text);
    else if (data.parley === "answer") {
      if (!panel.open) count(unread + 1);
      tell("answer");
    } else if (data.parley === "refused") {
      panel.classList.add("ready");
      tell("refused");
    }
  });

  window.Parley = {
    open,
    close,
    toggle,
    ask(question) {
      open();
      say("ask", { text: String(question) });
    },
    newChat() {
      load();
      say("newChat");
    },
    setInputs(values) {
      load();
      say("setInputs", { values });
    },
    setTheme(name) {
      theme = name;
      if (frame) say("setTheme", { theme });
    },
    identify(word) {
      token = word ?? "";
      if (frame) say("identify");
    },
    on(type, hear) {
      (ears[type] ??= []).push(hear);
      return () => (ears[type] = ears[type].filter((other) => other !== hear));
    },
  };

  const show = () => {
    document.body.append(place);
    count(0);
    if (set.open === "true") open();
    dispatchEvent(new Event("parley:ready"));
  };
  if (document.body) show();
  else addEventListener("DOMContentLoaded", show);
})();
