// What can be done with a turn: copy, rate, hear, edit.

import { useEffect, useRef, useState } from "react";
import { read, write } from "$/public/js/forms.js";
import { Icon } from "$/public/js/icon.jsx";

const SHOWN = 2000; // ms that a copy is confirmed

// As Markdown for those who paste text, and as it is drawn for those who paste into a document or a sheet.
async function copy(text, drawn) {
  try {
    const plain = new Blob([text], { type: "text/plain" });
    const html = new Blob([drawn?.innerHTML ?? ""], { type: "text/html" });
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": plain, ...(drawn && { "text/html": html }) })]);
  } catch {
    await navigator.clipboard.writeText(text);
  }
}

export function Copy({ text, name, words }) {
  const [state, setState] = useState("");
  useEffect(() => {
    if (!state) return undefined;
    const timer = setTimeout(() => setState(""), SHOWN);
    return () => clearTimeout(timer);
  }, [state]);
  const onClick = async (event) => {
    const drawn = event.currentTarget.closest("article").querySelector(".prose");
    setState(await copy(text, drawn).then(() => "copied", () => "failed"));
  };
  return (
    <>
      <button type="button" className="action" aria-label={name} title={name} onClick={onClick}>
        <Icon name={state === "copied" ? "check" : "copy"} />
      </button>
      <span role="status" className={state === "failed" ? "problem" : "sr-only"}>
        {state === "copied" ? words.copied : state && words.copy_failed}
      </span>
    </>
  );
}

// A reason is asked for once an answer was called bad; the rating stands whether or not one is given.
export function Rate({ turn, rating, words, onRate }) {
  const [asking, setAsking] = useState(false);
  const box = useRef(null);
  const key = `parley:reason:${turn}`;
  useEffect(() => {
    if (!asking) return;
    box.current.value = read(key);
    box.current.focus();
  }, [asking]);
  const rate = (value) => {
    setAsking(value === "dislike" && rating !== "dislike");
    onRate(turn, rating === value ? "" : value, "");
  };
  const done = (event) => {
    event.preventDefault();
    const reason = box.current.value.trim();
    if (reason) onRate(turn, "dislike", reason);
    write(key, "");
    setAsking(false);
    event.target.closest("article").querySelector('[data-rate="dislike"]').focus();
  };
  const button = (value, name) => (
    <button type="button" className="action" data-rate={value} aria-pressed={rating === value} aria-label={name} title={name} onClick={() => rate(value)}>
      <Icon name={value} />
    </button>
  );
  return (
    <>
      {button("like", words.good_answer)}
      {button("dislike", words.bad_answer)}
      {asking && (
        <form className="reason" onSubmit={done}>
          <label htmlFor={key}>{words.what_was_wrong}</label>
          <textarea ref={box} id={key} rows="2" maxLength="2000" onInput={(event) => write(key, event.target.value)} />
          <div className="actions">
            <button type="submit" className="primary">{words.send_reason}</button>
            <button type="button" className="quiet" onClick={() => setAsking(false)}>{words.close}</button>
          </div>
        </form>
      )}
    </>
  );
}

// The question in a box of its own, to be asked in other words.
export function Edit({ turn, text, words, disabled, onEdit }) {
  const [open, setOpen] = useState(false);
  const box = useRef(null);
  const button = useRef(null);
  const key = `parley:edit:${turn}`;
  useEffect(() => {
    if (!open) return;
    box.current.value = read(key) || text;
    box.current.focus();
    box.current.setSelectionRange(box.current.value.length, box.current.value.length);
  }, [open]);
  const close = () => {
    write(key, "");
    setOpen(false);
    button.current?.focus();
  };
  const send = (event) => {
    event.preventDefault();
    const question = box.current.value.trim();
    if (!question || disabled) return;
    onEdit(turn, question);
    write(key, "");
    setOpen(false);
  };
  const onKeyDown = (event) => {
    if (event.key === "Escape") close();
    if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing && event.keyCode !== 229) send(event);
  };
  return (
    <>
      <button ref={button} type="button" className="action" disabled={disabled} aria-label={words.edit_question} title={words.edit_question} onClick={() => setOpen(true)}>
        <Icon name="edit" />
      </button>
      {open && (
        <form className="reason" onSubmit={send}>
          <textarea ref={box} rows="3" dir="auto" aria-label={words.question} onKeyDown={onKeyDown} onInput={(event) => write(key, event.target.value)} />
          <p className="note">{words.memory_of_edits}</p>
          <div className="actions">
            <button type="submit" className="primary" disabled={disabled}>{words.ask_anew}</button>
            <button type="button" className="quiet" onClick={close}>{words.cancel}</button>
          </div>
        </form>
      )}
    </>
  );
}
