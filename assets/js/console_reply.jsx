// The box in which an agent writes to a customer. What stands in it is kept in the browser, for each conversation, until
// the server says that it was written: neither a reload, nor a failure, nor another agent who takes over loses it.

import { useEffect, useRef, useSyncExternalStore } from "react";
import { add, filesOf, ready, sentOff, subscribe as watchFiles } from "$/public/js/attachments.js";
import { Chip } from "$/public/js/attachments.jsx";
import { connected, subscribe } from "$/public/js/connection.js";
import { draftOf, keepDraft } from "$/public/js/drafts.js";
import { KEPT } from "$/public/js/place.js";
import { put, take } from "$/public/js/storage.js";

const SENT = `${KEPT}parley:said`;
const TWICE = 3000; // ms within which the same message again is a second click
const chance = () => Math.random().toString(36).slice(2);
const box = () => document.getElementById("reply");
const changed = (area) => area?.dispatchEvent(new Event("change", { bubbles: true }));
// conversation -> the message that the server has not written yet; tried again, also after a reload, it is the same one
const sent = new Map(typeof window === "undefined" ? [] : JSON.parse(take("sessionStorage", SENT) || "[]"));

function keepSent() {
  const kept = [...sent].map(([place, { number, content, text, ids }]) => [place, { number, content, text, ids }]);
  put("sessionStorage", SENT, kept.length ? JSON.stringify(kept) : "");
}

// What was written leaves the box, in which what was typed after it stays; also of a conversation that is open no more.
function settle(place, message, area) {
  sent.delete(place);
  keepSent();
  sentOff(place, message.ids, place);
  const draft = area?.value || draftOf(place);
  if (!draft.startsWith(message.text)) return;
  area?.setRangeText("", 0, message.text.length);
  changed(area);
  keepDraft(place, draft.slice(message.text.length));
}

// `line` is the conversation that is open, as the app and its id.
export function Reply({ line, said, refused, limits, words, onSay }) {
  const [app, id] = line.split(" ");
  const place = `/console/files/${app}/${id}`;
  const files = useSyncExternalStore(watchFiles, () => filesOf(place), () => []);
  const picker = useRef(null);

  // What is sent behind a message that is on its way is one of its own, once that has left the box: so are `more`.
  const send = (text = box().value, more = []) => {
    const area = box();
    const ids = ready(place);
    area.form.dataset.wait = !connected() ? "connection" : !ids ? "upload" : "";
    if (area.form.dataset.wait || !(text.trim() || ids.length)) return;
    const content = JSON.stringify([text, ids]);
    const before = sent.get(place);
    if (performance.now() - before?.at < TWICE) {
      if (before.content === content) return;
      const last = before.more.at(-1) ?? before.text;
      if (text.startsWith(last)) return void (text !== last && before.more.push(text));
    }
    const message = before?.content === content ? before : { number: chance(), content, text, ids };
    sent.set(place, Object.assign(message, { at: performance.now(), more }));
    keepSent();
    onSay(app, id, message.number, text, ids);
  };

  useEffect(() => {
    const [where, message] = [...sent].find(([, { number }]) => number === said) ?? [];
    if (!message) return;
    settle(where, message, where === place ? box() : null);
    const [next, ...more] = message.more?.map((text) => text.slice(message.text.length)) ?? [];
    if (where === place && next && box().value.startsWith(next)) send(next, more);
  }, [said]);

  useEffect(() => {
    const message = sent.get(place);
    if (message?.number === refused) message.at = -TWICE;
  }, [refused]);

  useEffect(() => {
    const area = box();
    const form = area.form;
    area.value ||= draftOf(place);
    changed(area);
    if (document.activeElement === document.body) area.focus(); // the button that led here is gone
    const onInput = () => keepDraft(place, area.value);
    const onKey = (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
      event.preventDefault();
      if (!event.repeat) send();
    };
    const onSubmit = (event) => {
      event.preventDefault();
      send();
    };
    const take = (event, list) => {
      if (!list?.length) return;
      event.preventDefault();
      add(place, list, limits);
    };
    const onPaste = (event) => take(event, event.clipboardData.files);
    const onDrop = (event) => take(event, event.dataTransfer.files);
    const onDrag = (event) => event.dataTransfer.types.includes("Files") && event.preventDefault();
    const onClick = ({ target }) => target.closest("[data-attach]") && picker.current.click();
    const onConnection = () => connected() && form.dataset.wait === "connection" && send();
    const unsubscribe = subscribe(onConnection);
    const unwatch = watchFiles(() => form.dataset.wait === "upload" && ready(place) && form.removeAttribute("data-wait"));
    area.addEventListener("input", onInput);
    area.addEventListener("keydown", onKey);
    form.addEventListener("submit", onSubmit);
    form.addEventListener("click", onClick);
    area.addEventListener("paste", onPaste);
    form.addEventListener("dragover", onDrag);
    form.addEventListener("drop", onDrop);
    return () => {
      unsubscribe();
      unwatch();
    };
  }, []);

  return (
    <>
      <input
        ref={picker}
        type="file"
        multiple
        accept={limits.accept}
        hidden
        onChange={({ target }) => {
          add(place, target.files, limits);
          target.value = "";
          box().focus();
        }}
      />
      {files.length > 0 && (
        <ul className="chips" aria-label={words.attachments}>
          {files.map((file) => <Chip key={file.key} file={file} place={place} words={words} onRemoved={() => box().focus()} />)}
        </ul>
      )}
    </>
  );
}
