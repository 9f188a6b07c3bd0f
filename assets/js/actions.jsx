// What can be done with a turn: copy, rate, edit. Versions of an answer share a place on the page, so what stands open
// there is known by its turn.

import { useEffect, useRef, useState } from "react";
import { CopyButton } from "$/public/js/copy.jsx";
import { read, write } from "$/public/js/forms.js";
import { Icon } from "$/public/js/icon.jsx";

export function Copy({ text, name, words }) {
  const take = (button) => [text, button.closest("article")?.querySelector(":scope > .prose")];
  return <CopyButton label={name} words={words} take={take} />;
}

const composing = (event) => event.nativeEvent.isComposing || event.keyCode === 229;

// A reason is asked for once an answer was called bad; the rating stands whether or not one is given.
export function Rate({ turn, rating, refused, words, onRate }) {
  const [asking, setAsking] = useState("");
  const box = useRef(null);
  const bad = useRef(null);
  const sent = useRef("");
  const key = `parley:reason:${turn}`;
  const open = asking === turn;
  useEffect(() => {
    if (!open) return;
    box.current.value = read(key);
    box.current.focus();
  }, [open, key]);
  useEffect(() => {
    if (!refused || !sent.current) return;
    write(key, sent.current);
    setAsking(turn);
  }, [refused]);
  const rate = (value) => {
    setAsking(value === "dislike" && rating !== "dislike" ? turn : "");
    sent.current = "";
    onRate(turn, rating === value ? "" : value, "");
  };
  const close = () => {
    setAsking("");
    bad.current.focus();
  };
  const done = (event) => {
    event.preventDefault();
    sent.current = box.current.value.trim();
    if (sent.current) onRate(turn, "dislike", sent.current);
    write(key, "");
    close();
  };
  const button = (value, name, ref) => (
    <button ref={ref} type="button" className="action" aria-pressed={rating === value} aria-label={name} title={name} onClick={() => rate(value)}>
      <Icon name={value} />
    </button>
  );
  return (
    <>
      {button("like", words.good_answer)}
      {button("dislike", words.bad_answer, bad)}
      {open && (
        <form className="reason" onSubmit={done} onKeyDown={(event) => event.key === "Escape" && !composing(event) && close()}>
          <label htmlFor={key}>{words.what_was_wrong}</label>
          <textarea ref={box} id={key} rows="2" maxLength="2000" onInput={(event) => write(key, event.target.value)} />
          <div className="actions">
            <button type="submit" className="primary">{words.send_reason}</button>
            <button type="button" className="quiet" onClick={close}>{words.close}</button>
          </div>
        </form>
      )}
    </>
  );
}

// The question in a box of its own, to be asked in other words. It closes when the turn that it stands at gives way to
// the new one: what was refused stays.
export function Edit({ turn, text, words, disabled, onEdit }) {
  const [editing, setEditing] = useState("");
  const box = useRef(null);
  const button = useRef(null);
  const sent = useRef(false);
  const key = `parley:edit:${turn}`;
  const open = editing === turn;
  useEffect(() => {
    if (!open) return undefined;
    box.current.value = read(key) || text;
    box.current.focus();
    box.current.setSelectionRange(box.current.value.length, box.current.value.length);
    return () => {
      if (!sent.current) return;
      sent.current = false;
      write(key, "");
      if (document.activeElement === document.body) document.getElementById("message")?.focus();
    };
  }, [open, key]);
  // The notice of a question that was refused has a button for the same.
  useEffect(() => {
    const onWish = (event) => event.detail === turn && setEditing(turn);
    window.addEventListener("parley:edit", onWish);
    return () => window.removeEventListener("parley:edit", onWish);
  }, [turn]);
  const close = () => {
    sent.current = false;
    write(key, "");
    setEditing("");
    button.current.focus();
  };
  const send = (event) => {
    event.preventDefault();
    const question = box.current.value.trim();
    if (!question || disabled) return;
    sent.current = true;
    onEdit(turn, question);
  };
  const onInput = (event) => {
    sent.current = false;
    write(key, event.target.value);
  };
  const onKeyDown = (event) => {
    if (composing(event)) return;
    if (event.key === "Escape") close();
    if (event.key === "Enter" && !event.shiftKey) {
      if (event.repeat) event.preventDefault();
      else send(event);
    }
  };
  return (
    <>
      <button ref={button} type="button" className="action" disabled={disabled} aria-expanded={open} aria-label={words.edit_question} title={words.edit_question} onClick={() => (open ? box.current.focus() : setEditing(turn))}>
        <Icon name="edit" />
      </button>
      {open && (
        <form className="reason" onSubmit={send}>
          <textarea ref={box} rows="3" dir="auto" aria-label={words.question} onKeyDown={onKeyDown} onInput={onInput} />
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
