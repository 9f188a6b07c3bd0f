// The box in which an agent writes to a customer. What stands in it is kept in the browser, for each conversation, until
// the server says that it was written: neither a reload, nor a failure, nor another agent who takes over loses it.

import { useEffect, useRef } from "react";
import { connected, subscribe } from "$/public/js/connection.js";
import { draftOf, keepDraft } from "$/public/js/drafts.js";

const TWICE = 3000; // ms within which the same message again is a second click
const chance = () => Math.random().toString(36).slice(2);
const box = () => document.getElementById("reply");

// `place` is the conversation that is open, as the app and its id.
export function Reply({ place, said, refused, onSay }) {
  const sent = useRef(null); // the message that the server has not written yet; tried again it is the same one
  const draft = `=${place}`;

  const send = () => {
    const area = box();
    const text = area.value;
    if (!text.trim()) return;
    area.form.dataset.wait = connected() ? "" : "connection";
    if (!connected()) return;
    if (sent.current?.text !== text) sent.current = { number: chance(), text };
    if (performance.now() - sent.current.at < TWICE) return;
    sent.current.at = performance.now();
    onSay(...place.split(" "), sent.current.number, text);
  };

  useEffect(() => {
    const message = sent.current;
    if (!message || message.number !== said) return;
    sent.current = null;
    if (box().value !== message.text) return;
    box().value = "";
    keepDraft(draft, "");
  }, [said]);

  useEffect(() => {
    if (sent.current?.number === refused) sent.current.at = -TWICE;
  }, [refused]);

  useEffect(() => {
    const area = box();
    const form = area.form;
    area.value ||= draftOf(draft);
    if (document.activeElement === document.body) area.focus(); // the button that led here is gone
    const onInput = () => keepDraft(draft, area.value);
    const onKey = (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
      event.preventDefault();
      if (!event.repeat) send();
    };
    const onSubmit = (event) => {
      event.preventDefault();
      send();
    };
    const onConnection = () => connected() && form.dataset.wait === "connection" && send();
    const unsubscribe = subscribe(onConnection);
    area.addEventListener("input", onInput);
    area.addEventListener("keydown", onKey);
    form.addEventListener("submit", onSubmit);
    return () => {
      unsubscribe();
      area.removeEventListener("input", onInput);
      area.removeEventListener("keydown", onKey);
      form.removeEventListener("submit", onSubmit);
    };
  }, []);

  return null;
}
