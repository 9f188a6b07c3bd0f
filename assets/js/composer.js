// The composer's behaviour: keys, drafts and height, without a byte to the server before a message is sent.
//
// A message goes out with a number; the text stays in the box until the server says that it has taken that number,
// so neither a lost connection nor a refusal loses what was typed.

import { useEffect, useRef } from "react";
import { forgetDetails, ready, sentOff, subscribe } from "$/public/js/attachments.js";
import { connected, subscribe as watchConnection } from "$/public/js/connection.js";
import { forget, read, valuesOf, write } from "$/public/js/forms.js";
import { here } from "$/public/js/place.js";

const KEY = "parley:draft:";
const TWICE = 3000; // ms within which the same message again is a second click, not a second question

function fit(box) {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, window.innerHeight * 0.4)}px`;
}

function set(box, text) {
  box.value = text;
  fit(box);
}

const details = () => valuesOf(document.getElementById("details"));

export function Composer({ place, accepted, refused, busy, onAsk, onStart }) {
  const sent = useRef(null);
  const props = useRef({});
  const waits = useRef(null); // the place of a message that was to be sent while there was no connection
  props.current = { busy, onAsk, onStart };

  // The message was taken: what was typed after it stays, and goes along into a conversation that began with it.
  useEffect(() => {
    const message = sent.current;
    if (message?.id !== accepted) return;
    sent.current = null;
    forget("details");
    forgetDetails();
    const draft = read(KEY + message.place);
    const rest = draft === message.text ? "" : draft;
    write(KEY + message.place, rest);
    if (message.place === "" && place) {
      write(KEY, "");
      write(KEY + place, rest);
    }
    sentOff(message.place, message.files, place || message.place);
    const box = document.getElementById("message");
    if (here() === message.place || here() === place) set(box, read(KEY + (message.place || place)));
    box.focus();
  }, [accepted, place]);

  useEffect(() => {
    if (!refused || sent.current?.id !== refused) return;
    if (!connected()) waits.current = sent.current.place; // a server that has just started knows nothing of this page
    sent.current = null;
  }, [refused]);

  useEffect(() => {
    if (!busy) document.getElementById("message").form.removeAttribute("data-wait");
  }, [busy]);

  useEffect(() => {
    const box = document.getElementById("message");
    const form = box.form;
    const ask = (text, own) => {
      if (!text.trim()) return;
      if (!connected()) {
        if (!own && !box.value.trim()) write(KEY + here(), text), set(box, text);
        waits.current = here();
        form.setAttribute("data-wait", "connection");
        return;
      }
      const files = own ? ready(here()) : [];
      if (props.current.busy || !files) {
        form.setAttribute("data-wait", files ? "answer" : "upload");
        return;
      }
      const before = sent.current;
      if (before?.question === text && performance.now() - before.at < TWICE) return;
      sent.current = {
        id: Math.random().toString(36).slice(2),
        question: text,
        text: own ? text : null,
        place: here(),
        files,
        at: performance.now(),
      };
      props.current.onAsk(sent.current.id, text, details(), files);
    };
    const onKey = (event) => {
      const composing = event.isComposing || event.keyCode === 229;
      if (event.key !== "Enter" || event.shiftKey || composing) return;
      event.preventDefault();
      if (!event.repeat) ask(box.value, true);
    };
    const onInput = () => {
      fit(box);
      write(KEY + here(), box.value);
    };
    const onMove = () => set(box, read(KEY + here()));
    const onSubmit = (event) => {
      event.preventDefault();
      if (event.target === form) ask(box.value, true);
      if (event.target.id === "details") props.current.onStart(details());
    };
    const onClick = (event) => {
      // A button that goes away with its press leaves the focus nowhere; a finger needs no keyboard for it.
      if (event.detail === 0 && event.target.closest?.("[data-refocus]")) box.focus();
      const question = event.target.closest?.("[data-ask]")?.dataset.ask;
      if (question) ask(question);
    };
    const onFiles = () => {
      if (form.dataset.wait === "upload" && ready(here())) form.removeAttribute("data-wait");
    };
    // What waited is sent once, where it was written, as it stands in the box now.
    const onConnection = () => {
      if (!connected() || waits.current === null) return;
      const there = waits.current === here();
      waits.current = null;
      if (form.dataset.wait === "connection") form.removeAttribute("data-wait");
      if (there) ask(box.value, true);
    };
    onMove();
    const unsubscribe = subscribe(onFiles);
    const unwatch = watchConnection(onConnection);
    window.addEventListener("parley:move", onMove);
    box.addEventListener("keydown", onKey);
    box.addEventListener("input", onInput);
    document.addEventListener("submit", onSubmit);
    document.addEventListener("click", onClick);
    return () => {
      unsubscribe();
      unwatch();
      window.removeEventListener("parley:move", onMove);
      box.removeEventListener("keydown", onKey);
      box.removeEventListener("input", onInput);
      document.removeEventListener("submit", onSubmit);
      document.removeEventListener("click", onClick);
    };
  }, []);

  return null;
}
