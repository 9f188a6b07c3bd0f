// The composer's behaviour: keys, drafts, the queue and height, without a byte to the server before a message is sent.
//
// A message goes out with a number; the text stays in the box until the server says that it has taken that number,
// so neither a lost connection nor a refusal loses what was typed. While an answer is written, messages wait in a queue.

import { useEffect, useReducer, useRef } from "react";
import { go } from "$/public/js/address.js";
import { chosen, forgetDetails, ready, sentOff, subscribe } from "$/public/js/attachments.js";
import { connected, subscribe as watchConnection } from "$/public/js/connection.js";
import { asideOf, draftOf, forgetAside, keepDraft, keepSent, putAside, sentBefore } from "$/public/js/drafts.js";
import { forget, valuesOf } from "$/public/js/forms.js";
import { Lines, lengthOf, tell } from "$/public/js/lines.jsx";
import { takeLink } from "$/public/js/link.js";
import { here } from "$/public/js/place.js";
import { MOST, alone, dequeue, enqueue, follow, hold, isEdited, queueOf, reasonOf, toFront, watch } from "$/public/js/queue.js";
import { Queue } from "$/public/js/queue.jsx";
import { forgetRecall, recall, recalled } from "$/public/js/recall.js";
import { turnsNow } from "$/public/js/turns.js";

const TWICE = 3000; // ms within which the same message again is a second click, not a second question
const PATIENCE = 30000; // ms that other tabs leave a message to the one that sends it
const AGAIN = 5000; // ms until a list that another tab sends from is looked at again
const TRIES = 3; // times that a message gives way to another tab's before it waits for somebody

const box = () => document.getElementById("message");
const chance = () => Math.random().toString(36).slice(2);
const details = () => valuesOf(document.getElementById("details"));

const fits = () => CSS.supports("field-sizing", "content"); // by its style, without a look at the page

function fit(box) {
  if (fits()) return;
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, window.innerHeight * 0.4)}px`;
}

function set(box, text, limit) {
  box.value = text;
  fit(box);
  tell({ length: lengthOf(text, limit), recalled: null, refused: false });
}

// A new chat has become a conversation: what is being written in it, and what waits, is that one's.
function goAlong(draft, place) {
  keepDraft("", "");
  keepDraft(place, draft);
  follow("", place);
}

// Why the messages of a conversation wait although no answer is being written; "" where they go on by themselves.
function heldBy({ place, busy, ending }, now) {
  if (busy || queueOf(place)[0]?.id === now) return "";
  return reasonOf(place) || (ending && ending !== "done" ? "ended" : "");
}

export function Composer({ known, place, accepted, refused, deferred, busy, loading, limit, ending, words, onAsk, onCall, onStart, onStop }) {
  const sent = useRef(null); // the message that the server has not answered yet
  const left = useRef(null); // one that the document before this had sent, and heard no more of
  const now = useRef(""); // the id of the one that somebody wants sent at once
  const tries = useRef(0);
  const waits = useRef(null); // the place of a message that was to be sent before there was a connection, a form, or an
  // answer to one elsewhere
  const goOn = useRef(null); // sends it
  const props = useRef({});
  const [, draw] = useReducer((count) => count + 1, 0);
  props.current = { known, place, busy, loading, limit, ending, onAsk, onCall, onStart, onStop };

  const release = (taken) => {
    sent.current?.done?.(taken);
    sent.current = null;
  };

  // The first message of the queue goes out once the answer before it has ended well.
  const pump = () => {
    const { place, busy, loading } = props.current;
    const [first] = queueOf(place);
    if (!first || busy || loading || sent.current || here() !== place || isEdited(place)) return;
    if (!place && first.id !== now.current) return; // in a new chat they follow the message that begins it
    if (!connected()) return;
    if (heldBy(props.current, now.current)) return;
    sent.current = { id: "", queued: true, place };
    alone(place, () => {
      const [item] = queueOf(place);
      if (!item || here() !== place) {
        release();
        return goOn.current();
      }
      return new Promise((done) => {
        const id = `${item.id}.${chance()}`; // what follows the dot is new, so that each answer is one
        sent.current = { id, item: item.id, queued: true, place, done };
        props.current.onAsk(id, item.text, place ? {} : details(), item.files.map((file) => file.id), true);
        setTimeout(done, PATIENCE);
      });
    }).then((taken) => {
      if (taken) pump(); // what goes to a person has no answer that the next one waits for
      if (taken !== false) return;
      release();
      setTimeout(pump, AGAIN);
    });
  };
  useEffect(() => watch(() => [draw(), pump()]), []);
  useEffect(pump, [place, busy, loading, ending, accepted, deferred]);

  // The message was taken: what was typed after it stays, and goes along into a conversation that began with it.
  const hear = () => {
    const message = [sent.current, left.current].find((one) => one?.id && one.id === accepted);
    if (!message) return;
    tries.current = 0;
    if (message.queued) {
      now.current = "";
      dequeue(message.place, message.item);
      if (message.place === "" && place) goAlong(draftOf(""), place);
      return release(true);
    }
    if (message === left.current && !message.place && place && !here()) go(`/c/${place}`); // which it has begun
    if (message === sent.current) release();
    if (message.id === left.current?.id) left.current = null;
    if (!sent.current) keepSent(null);
    forget("details");
    forgetDetails();
    const draft = draftOf(message.place);
    const rest = message.text && draft.startsWith(message.text) ? draft.slice(message.text.length) : draft;
    forgetAside(message.place, message.question);
    keepDraft(message.place, rest);
    if (message.place === "" && place) goAlong(rest, place);
    sentOff(message.place, message.files, place || message.place);
    if (here() === message.place || here() === place) {
      forgetRecall();
      set(box(), draftOf(message.place || place), limit);
      tell({ kept: false });
    }
    pump(); // what goes to a person has no answer, whose end would send what waits
    // Who went elsewhere meanwhile is left there, and a frame takes nothing from the page around it.
    const { activeElement: last, body } = document;
    if (document.hasFocus() && (last === message.from || last === body)) box().focus();
  };
  useEffect(hear, [accepted, place]);

  useEffect(() => {
    const message = sent.current;
    if (!message?.id || message.id !== refused) return;
    release();
    if (!connected()) {
      if (!message.queued && !message.calls) waits.current = message.place; // a server that has just started knows nothing of this page
      return;
    }
    now.current = "";
    if (queueOf(message.place).length) hold(message.place, "refused");
  }, [refused]);

  useEffect(() => {
    const message = sent.current;
    if (!message?.id || message.id !== deferred) return;
    release();
    tries.current += 1;
    if (tries.current >= TRIES) hold(message.place, "refused");
    pump();
  }, [deferred]);

  useEffect(() => {
    if (busy) hold(place, "");
    else box().form.removeAttribute("data-wait");
  }, [busy, place]);

  const onNow = (id) => {
    const { place, busy, onStop } = props.current;
    hold(place, "");
    tries.current = 0;
    now.current = id;
    toFront(place, id);
    if (busy) onStop();
    else pump();
  };

  useEffect(() => {
    const area = box();
    const form = area.form;
    const wait = (why) => form.setAttribute("data-wait", why);
    const ask = (text, own) => {
      if (!text.trim()) return;
      const { known, busy, limit } = props.current;
      const before = sent.current;
      const elsewhere = before && before.place !== here() && !here(); // a new chat begins once that has its answer
      if (!connected() || !known || elsewhere) {
        if (!own && !area.value.trim()) keepDraft(here(), text), set(area, text, limit);
        waits.current = here();
        return wait("connection");
      }
      if (lengthOf(text, limit) > limit) return tell({ refused: true });
      const files = own ? ready(here()) : [];
      if (!files) return wait("upload");
      const question = before?.question === text;
      if (question && performance.now() - before.at < TWICE) return;
      // What was typed behind a message that is on its way is one of its own.
      const behind = own && before?.text && !question && before.place === here() && text.startsWith(before.text) ? before.text : "";
      if (!text.slice(behind.length).trim()) return;
      const after = queueOf(here()).length > 0 && !heldBy(props.current, now.current);
      if (busy || after || (before && !question)) {
        if (!own) return wait("answer");
        if (queueOf(here()).length >= MOST) return wait("full");
        return queue(text.slice(behind.length), files.filter((id) => !before?.files?.includes(id)), behind);
      }
      const again = left.current?.text === text && left.current.place === here();
      sent.current = {
        id: again ? left.current.id : chance(), // that the server takes once
        question: text,
        text: own ? text : null,
        place: here(),
        from: document.activeElement,
        files,
        at: performance.now(),
      };
      if (own && recalled(area)) sent.current.text = null;
      keepSent(sent.current);
      props.current.onAsk(sent.current.id, text, details(), files, false);
    };
    // A wish for a person begins a conversation as a message does: what stands in the box goes along.
    const call = () => {
      const id = chance();
      if (!here() && sent.current) return;
      if (!here()) sent.current = { id, text: null, place: "", from: document.activeElement, files: [], calls: true };
      props.current.onCall(id, details());
    };
    const queue = (text, files, standing) => {
      enqueue(here(), text, chosen(here(), files));
      sentOff(here(), files, here());
      const rest = recalled(area) ? forgetRecall() : standing;
      forgetAside(here(), text);
      keepDraft(here(), rest);
      set(area, rest, props.current.limit);
      form.removeAttribute("data-wait");
      tell({ kept: false });
    };
    const bring = (event) => {
      const { limit } = props.current;
      const texts = [...asideOf(here()), ...turnsNow().map((turn) => turn.question).reverse()];
      const found = recall(area, event.key === "ArrowUp", texts);
      if (!found) return;
      event.preventDefault();
      set(area, found.text, limit);
      area.setSelectionRange(area.value.length, area.value.length);
      tell({ kept: false, recalled: found.number ? { number: found.number, count: found.count } : null });
    };
    const onKey = (event) => {
      const composing = event.isComposing || event.keyCode === 229;
      if (composing || event.shiftKey) return;
      const plain = !event.ctrlKey && !event.altKey && !event.metaKey;
      if (plain && (event.key === "ArrowUp" || event.key === "ArrowDown")) return bring(event);
      if (event.key === "Escape" && recalled(area)) {
        event.preventDefault();
        set(area, forgetRecall(), props.current.limit);
        return;
      }
      if (event.key !== "Enter") return;
      event.preventDefault();
      if (!event.repeat) ask(area.value, true);
    };
    const onInput = () => {
      const rest = forgetRecall();
      if (rest && rest !== area.value) putAside(here(), rest);
      fit(area);
      keepDraft(here(), area.value);
      tell({ length: lengthOf(area.value, props.current.limit), recalled: null, refused: false });
    };
    let shown = null; // the place whose draft stands in the box
    const onMove = () => {
      forgetRecall();
      set(area, draftOf(here()), props.current.limit);
      if (shown !== here()) tell({ kept: false });
      shown = here();
      draw();
    };
    const onSubmit = (event) => {
      event.preventDefault();
      if (event.target === form) ask(area.value, true);
      if (event.target.id === "details") props.current.onStart(details());
    };
    const onClick = (event) => {
      // A button that goes away with its press leaves the focus nowhere; a finger needs no keyboard for it.
      if (event.detail === 0 && event.target.closest?.("[data-refocus]")) area.focus();
      if (event.target.closest?.("[data-calls]")) return call();
      const question = event.target.closest?.("[data-ask]")?.dataset.ask;
      if (question) ask(question);
    };
    const onAsked = ({ detail }) => ask(detail); // by a page that this one stands in
    const onFiles = () => {
      if (form.dataset.wait === "upload" && ready(here())) form.removeAttribute("data-wait");
    };
    // What waited is sent once, where it was written, as it stands in the box now.
    goOn.current = () => {
      if (!connected() || waits.current === null || !props.current.known) return;
      const there = waits.current === here();
      waits.current = null;
      if (form.dataset.wait === "connection") form.removeAttribute("data-wait");
      if (there) ask(area.value, true);
    };
    const onConnection = () => [pump(), goOn.current()];
    // Before the page has come alive somebody may have typed.
    const early = area.value;
    if (early && early !== draftOf(here())) putAside(here(), draftOf(here())), keepDraft(here(), early);
    const kept = takeLink();
    onMove();
    tell({ kept });
    left.current = sentBefore();
    hear(); // The page may come after what its server says.
    if (window.parleySentEarly?.() && early) ask(early, true);
    const unsubscribe = subscribe(onFiles);
    const unwatch = watchConnection(onConnection);
    window.addEventListener("parley:move", onMove);
    area.addEventListener("keydown", onKey);
    area.addEventListener("input", onInput);
    document.addEventListener("submit", onSubmit);
    document.addEventListener("click", onClick);
    window.addEventListener("parley:ask", onAsked);
    return () => {
      unsubscribe();
      unwatch();
      window.removeEventListener("parley:move", onMove);
      area.removeEventListener("keydown", onKey);
      area.removeEventListener("input", onInput);
      document.removeEventListener("submit", onSubmit);
      document.removeEventListener("click", onClick);
      window.removeEventListener("parley:ask", onAsked);
    };
  }, []);

  useEffect(() => goOn.current(), [known, accepted, refused, deferred]);

  const at = typeof window === "undefined" ? place : here();
  return (
    <>
      <Queue place={at} held={at === place ? heldBy(props.current, now.current) : ""} words={words} onNow={onNow} />
      <Lines limit={limit} words={words} />
    </>
  );
}
