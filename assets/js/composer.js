// The composer's behaviour: keys, drafts and height, without a byte to the server before a message is sent.
//
// A message goes out with a number; the text stays in the box until the server says that it has taken that number,
// so neither a lost connection nor a refusal loses what was typed.

import { useEffect, useRef } from "react";

const KEY = "parley:draft:";

function read(key) {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

function write(key, text) {
  try {
    if (text) localStorage.setItem(key, text);
    else localStorage.removeItem(key);
  } catch {
    // Without storage a draft lives as long as the page.
  }
}

function fit(box) {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, window.innerHeight * 0.4)}px`;
}

function set(box, text) {
  box.value = text;
  fit(box);
}

// The details that a person has filled in but not sent on their own.
function details() {
  const form = document.getElementById("details");
  return form ? Object.fromEntries(new FormData(form)) : {};
}

export function Composer({ place, accepted, busy, onAsk }) {
  const sent = useRef(null);
  const props = useRef({});
  props.current = { place, busy, onAsk };

  useEffect(() => {
    const box = document.getElementById("message");
    if (sent.current === null || sent.current.id !== accepted) return;
    if (box.value === sent.current.text) set(box, "");
    write(KEY + sent.current.place, box.value);
    sent.current = null;
    box.focus();
  }, [accepted]);

  useEffect(() => {
    const box = document.getElementById("message");
    if (!sent.current) set(box, read(KEY + place));
  }, [place]);

  useEffect(() => {
    const box = document.getElementById("message");
    const form = box.form;
    const ask = (text) => {
      if (props.current.busy || !text.trim()) return;
      sent.current = { id: crypto.randomUUID?.() ?? String(Math.random()), text: box.value, place: props.current.place };
      props.current.onAsk(sent.current.id, text, details());
    };
    const onKey = (event) => {
      const composing = event.isComposing || event.keyCode === 229;
      if (event.key !== "Enter" || event.shiftKey || composing) return;
      event.preventDefault();
      if (!event.repeat) ask(box.value);
    };
    const onInput = () => {
      fit(box);
      write(KEY + props.current.place, box.value);
    };
    const onSubmit = (event) => {
      event.preventDefault();
      ask(box.value);
    };
    const onClick = (event) => {
      const question = event.target.closest?.("[data-ask]")?.dataset.ask;
      if (question) ask(question);
    };
    box.addEventListener("keydown", onKey);
    box.addEventListener("input", onInput);
    form.addEventListener("submit", onSubmit);
    document.addEventListener("click", onClick);
    return () => {
      box.removeEventListener("keydown", onKey);
      box.removeEventListener("input", onInput);
      form.removeEventListener("submit", onSubmit);
      document.removeEventListener("click", onClick);
    };
  }, []);

  return null;
}
