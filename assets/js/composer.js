// The composer's behaviour: keys, drafts and height, without a byte to the server before a message is sent.
//
// A message goes out with a number; the text stays in the box until the server says that it has taken that number,
// so neither a lost connection nor a refusal loses what was typed.

import { useEffect, useRef } from "react";

const KEY = "parley:draft:";
const DETAILS = "parley:details";

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

// The details that a person has filled in, whether or not they pressed Start.
function details() {
  const form = document.getElementById("details");
  return form ? Object.fromEntries(new FormData(form)) : {};
}

function restoreDetails() {
  const kept = JSON.parse(read(DETAILS) || "null");
  const form = document.getElementById("details");
  if (!kept || !form) return;
  for (const field of form.elements) {
    if (field.type === "checkbox") field.checked = field.name in kept;
    else if (field.name in kept) field.value = kept[field.name];
  }
}

// `form` is on while the form stands open; `problems` are what is wrong with its fields.
export function Composer({ place, accepted, busy, form, problems, onAsk }) {
  const sent = useRef(null);
  const props = useRef({});
  props.current = { place, busy, onAsk };

  useEffect(() => {
    if (form) restoreDetails();
  }, [form]);

  useEffect(() => {
    document.querySelector('#details [aria-invalid="true"]')?.focus();
  }, [problems]);

  useEffect(() => {
    const box = document.getElementById("message");
    if (sent.current === null || sent.current.id !== accepted) return;
    if (box.value === sent.current.text) set(box, "");
    write(KEY + sent.current.place, box.value);
    write(DETAILS, "");
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
    const onDetails = (event) => {
      if (event.target.form?.id === "details") write(DETAILS, JSON.stringify(details()));
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
    document.addEventListener("input", onDetails);
    return () => {
      box.removeEventListener("keydown", onKey);
      box.removeEventListener("input", onInput);
      form.removeEventListener("submit", onSubmit);
      document.removeEventListener("click", onClick);
      document.removeEventListener("input", onDetails);
    };
  }, []);

  return null;
}
