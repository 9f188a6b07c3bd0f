// Forms of the page: what stands in them is kept in the browser until it was taken, and read without a byte a key.
//
// A form with `data-keep` is kept under that name, from when it is drawn (`keep` is its ref). A browser's number box
// hides what it cannot read; that something stands there is said, so that the server can call it no number.

import { useEffect, useRef } from "react";
import { KEPT } from "$/public/js/place.js";
import { put, take } from "$/public/js/storage.js";

const KEY = `${KEPT}parley:form:`;
const kept = new Map(); // of this document; what stands in the browser's storage may be another tab's
let offered = {}; // values for the form before a chat, from the page's address

export const read = (key) => kept.get(key) ?? take("localStorage", key);

// Without storage it lives as long as the page.
export function write(key, text) {
  kept.set(key, text);
  put("localStorage", key, text);
}

export function valuesOf(form, submitter) {
  if (!form) return {};
  const values = Object.fromEntries(new FormData(form, submitter));
  for (const field of form.elements) if (field.validity?.badInput) values[field.name] = "?";
  return values;
}

export function forget(name) {
  write(KEY + name, "");
}

export function keep(form) {
  if (!form || form.dataset.kept) return;
  form.dataset.kept = "true";
  show(form, JSON.parse(read(KEY + form.dataset.keep) || "null"));
  if (form.id === "details") takeOffer(form);
}

// Puts values into the form, as `valuesOf` gave them.
export function show(form, values) {
  for (const field of values ? form.elements : []) {
    if (!field.name || field.type === "hidden" || field.type === "file") continue; // files are kept where they are
    if (field.type === "checkbox") field.checked = field.name in values;
    else if (field.name in values) field.value = values[field.name];
  }
}

// Fills in the form `details` where it is drawn next. What somebody had written there is put aside.
export function fillIn(values) {
  const before = read(KEY + "details");
  if (before && before !== JSON.stringify(values)) write(KEY + "aside", before);
  write(KEY + "details", JSON.stringify(values));
}

export const aside = () => read(KEY + "aside") !== "";

export function bringAside(form) {
  const values = read(KEY + "aside");
  write(KEY + "aside", "");
  write(KEY + "details", values);
  form.reset();
  show(form, JSON.parse(values || "null"));
}

// Values for fields of the form `details`, once it is drawn; what somebody has filled in stays.
export function offer(values) {
  offered = values;
  const form = document.getElementById("details");
  if (form) takeOffer(form);
}

function takeOffer(form) {
  for (const field of form.elements) {
    if (field.type === "hidden" || !Object.hasOwn(offered, field.name)) continue;
    const value = offered[field.name];
    const options = [...(field.options ?? [])];
    const initial = options.find((option) => option.defaultSelected)?.value ?? field.defaultValue ?? "";
    if (field.type === "checkbox") field.checked = !["", "0", "false", "no"].includes(value);
    else if (field.value && field.value !== initial) continue;
    else if (!options.length || options.some((option) => option.value === value)) field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  offered = {};
}

// `onAnswer` gets a form that a flow waits for: its turn, its id, the button, the values. Of the form that was sent last
// the first field with a problem gets the focus.
export function Forms({ problems, onAnswer }) {
  const answer = useRef(onAnswer);
  answer.current = onAnswer;

  useEffect(() => {
    document.querySelector('form[data-keep] :is([aria-invalid="true"], [data-wrong="true"])')?.focus();
  }, [problems]);

  useEffect(() => {
    const onInput = ({ target }) => {
      const name = target.form?.dataset.keep;
      if (name) write(KEY + name, JSON.stringify(valuesOf(target.form)));
    };
    const onSubmit = (event) => {
      const { turn, form } = event.target.dataset;
      if (!turn) return;
      event.preventDefault();
      const { action, ...values } = valuesOf(event.target, event.submitter);
      answer.current(turn, form, action ?? "", values);
    };
    document.addEventListener("input", onInput);
    document.addEventListener("submit", onSubmit);
    return () => {
      document.removeEventListener("input", onInput);
      document.removeEventListener("submit", onSubmit);
    };
  }, []);

  return null;
}
