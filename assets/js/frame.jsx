// The page within another site's page: it says who is there, hears what that page asks for, and tells it what happens.
//
// Only a page whose origin the app names is heard or told anything. No cookie counts here: a pass stays in this document,
// and that of a visitor without a name in the frame's own storage, which no other site's frame has.

import { useContext, useEffect, useRef, useState } from "react";
import { go } from "$/public/js/address.js";
import { offer } from "$/public/js/forms.js";
import { isOwn, shownBy, shows, signed } from "$/public/js/pass.js";
import { BASE, FRAMED, WIDGET, here } from "$/public/js/place.js";
import { put, take } from "$/public/js/storage.js";
import { inTurn, over } from "$/public/js/turn.js";
import { ColorModeContext } from "$/utils/context";

const KEPT = `parley:kept:${BASE}`; // the pass of a visitor without a name
const WHO = `parley:who:${BASE}`; // whose things are in the storage
const PLACE = `${BASE}parley:place`; // the conversation that was open in this tab
const HANDED = `parley:pass:${BASE}`; // a pass on its way to this frame's next document
const THEMES = ["light", "dark", "system"];

let around = ""; // the origin of the page around, once it is known to be one of the app's
const held = { kept: "", place: "" }; // what the page around has kept for a frame that cannot
let origins; // of the pages that may be around

const post = (parley, more) => around && window.parent.postMessage({ parley, ...more }, around);

async function allowed() {
  const answer = await fetch(`${BASE}/origins`);
  return answer.ok ? (await answer.json()).origins : [];
}

// The frame's next document, to which this one hands its pass.
function again(pass) {
  put("sessionStorage", HANDED, pass);
  window.location.replace(BASE);
}

// What another person has left in this frame goes, and the document with it.
function leave(pass) {
  for (const area of ["localStorage", "sessionStorage"]) {
    for (const key of Object.keys(window[area])) if (key.startsWith(`${BASE}parley:`)) window[area].removeItem(key);
  }
  put("sessionStorage", "token", "");
  again(pass);
}

function handed() {
  const pass = take("sessionStorage", HANDED);
  put("sessionStorage", HANDED, "");
  return pass;
}

export function Frame({ asked, who, word, refusal, refused, ready, place, running, heard, onArrive, onSpeak, children }) {
  const { setColorMode } = useContext(ColorModeContext);
  const [settled, setSettled] = useState("");
  const [token, setToken] = useState(null); // what the page around has said: a text, once it has
  const [waits, setWaits] = useState(WIDGET); // whether the page around has to speak first
  const waiting = useRef([]); // what is to be done once the chat is there
  const was = useRef(false);
  const went = useRef(false); // where one had been
  const now = useRef({});
  now.current = { ready: ready && settled, onArrive, onSpeak, setColorMode };

  const soon = (act) => (now.current.ready ? act() : waiting.current.push(act));
  const hear = {
    hello({ token, theme, lang, kept, place }) {
      Object.assign(held, { kept: String(kept ?? ""), place: String(place ?? "") });
      if (typeof lang === "string") soon(() => now.current.onSpeak(lang));
      if (THEMES.includes(theme)) now.current.setColorMode(theme);
      setToken(typeof token === "string" ? token : "");
      post("listens");
    },
    identify: () => again(""),
    ask: ({ text }) => soon(() => window.dispatchEvent(new CustomEvent("parley:ask", { detail: String(text ?? "") }))),
    newChat: () => soon(() => go("/")),
    setInputs({ values }) {
      const given = Object.entries(Object(values)).map(([name, value]) => [name, String(value)]);
      soon(() => offer(Object.fromEntries(given)));
    },
    setTheme: ({ theme }) => THEMES.includes(theme) && now.current.setColorMode(theme),
    shown: () => soon(() => document.getElementById("message")?.focus()),
  };

  // The document's head has kept what came before this was there.
  useEffect(() => {
    if (!FRAMED) return undefined;
    let gone = false;
    const take = () => {
      for (const { data, origin } of window.parleyMail.splice(0)) {
        if (gone || !origins.includes(origin) || typeof data?.parley !== "string") continue;
        around = origin;
        if (Object.hasOwn(hear, data.parley)) hear[data.parley](data);
      }
    };
    allowed().then((named) => {
      origins = named;
      take();
      window.addEventListener("parley:mail", take);
    });
    shows(handed());
    return () => {
      gone = true;
      window.removeEventListener("parley:mail", take);
    };
  }, []);

  // Each new socket has to be told who is there. In the widget, whose page speaks first, that is waited for, and wherever
  // somebody was known who no longer is.
  const said = token !== null || !waits;
  useEffect(() => {
    if (!asked || !(said || shownBy())) return;
    const pass = shownBy();
    const kept = () => pass || take("localStorage", KEPT) || held.kept;
    const arrive = () => now.current.onArrive(pass ? "" : token ?? "", around, kept());
    inTurn(KEPT, () => token || kept(), arrive);
  }, [asked, said, token]);

  useEffect(() => {
    if (!word) return;
    if (!shownBy() && !token) {
      put("localStorage", KEPT, word);
      if (window.parleyForgets) post("keep", { name: "kept", text: word });
    }
    shows(word);
    over();
  }, [word]);

  useEffect(() => {
    if (!refusal) return;
    over();
    if (shownBy()) {
      shows("");
      setWaits(true);
      setToken(null);
      post("token");
    } else post("refused");
  }, [refused]);

  useEffect(() => {
    if (!who) return;
    const before = take("localStorage", WHO);
    put("localStorage", WHO, who);
    if (before && before !== who) leave(shownBy());
    else setSettled(who);
  }, [who]);

  useEffect(() => {
    if (!ready || !settled) return;
    post("ready");
    const [whose, there] = held.place.split(" ");
    const before = take("sessionStorage", PLACE) || (whose === who && there);
    if (before && !here()) go(`/c/${before}`);
    went.current = true;
    waiting.current.splice(0).forEach((act) => act());
  }, [ready, settled]);

  // The page around may be left for another one with the same frame.
  useEffect(() => {
    if (!went.current) return;
    put("sessionStorage", PLACE, place);
    if (window.parleyForgets) post("keep", { name: "place", text: `${who} ${place}` });
  }, [place]);

  useEffect(() => {
    if (was.current && !running) post("answer");
    was.current = running;
  }, [running]);

  useEffect(() => heard.forEach(() => post("answer")), [heard]);

  // Esc closes what is open within, and then the frame.
  useEffect(() => {
    let inner = false;
    const before = ({ key }) => {
      const open = "dialog[open], [popover]:popover-open, .dictation, .sidebar[data-shown='true'], [role='menu']:not([hidden])";
      if (key === "Escape") inner = Boolean(document.querySelector(open));
    };
    const after = (event) => event.key === "Escape" && !event.defaultPrevented && !inner && post("close");
    const onClick = (event) => {
      if (event.target.closest?.("[data-leaves]")) post("close");
      const link = event.target.closest?.("a[href]:not([data-place], [data-preview])");
      if (!link || event.defaultPrevented || !isOwn(link.href)) return;
      event.preventDefault();
      signed(link.href).then((href) => Object.assign(document.createElement("a"), { href, download: link.download }).click());
    };
    window.addEventListener("keydown", before, true);
    window.addEventListener("keydown", after);
    document.addEventListener("click", onClick);
    return () => {
      window.removeEventListener("keydown", before, true);
      window.removeEventListener("keydown", after);
      document.removeEventListener("click", onClick);
    };
  }, []);

  const there = who && settled === who;
  return (
    <>
      {refusal && <p className="frame-refused" data-over={Boolean(there)} role="alert">{refusal}</p>}
      {there && children}
    </>
  );
}
