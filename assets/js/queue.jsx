// The messages that wait, above the box: each can be changed where it stands, sent now, or taken away.

import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { putAside } from "$/public/js/drafts.js";
import { Icon } from "$/public/js/icon.jsx";
import { own } from "$/public/js/pass.js";
import { BASE, address } from "$/public/js/place.js";
import { alone, dequeue, elsewhere, queueOf, reword, setEdited, watch } from "$/public/js/queue.js";
import { fill } from "$/public/js/say.js";

const NONE = [];
const toBox = () => document.getElementById("message").focus();

function Change({ item, place, words, name, onDone }) {
  const box = useRef(null);
  useEffect(() => {
    box.current.focus();
    let release;
    alone(place, () => new Promise((done) => (release = done)));
    setEdited(place);
    return () => {
      setEdited(null);
      release?.();
    };
  }, [place]);
  const onKeyDown = (event) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape") reword(place, item.id, item.text);
    if (event.key === "Escape" || (event.key === "Enter" && !event.shiftKey)) {
      event.preventDefault();
      onDone();
    }
  };
  return (
    <>
      <textarea
        ref={box}
        rows="2"
        dir="auto"
        aria-label={name}
        defaultValue={item.text}
        onKeyDown={onKeyDown}
        onInput={(event) => reword(place, item.id, event.target.value)}
      />
      <button type="button" className="quiet" onClick={onDone}>{words.close_change}</button>
    </>
  );
}

function Row({ item, number, place, words, onNow }) {
  const [first, setFirst] = useState(null); // the message as it was when its change began
  const edit = useRef(null);
  const named = (name) => fill(name, { number });
  const changed = () => {
    setFirst(null);
    setTimeout(() => edit.current?.focus());
  };
  const remove = () => {
    dequeue(place, item.id);
    putAside(place, item.text);
    for (const file of item.files) fetch(`${BASE}/files/${file.id}`, { method: "DELETE", headers: own() }).catch(() => {});
    toBox();
  };
  const now = () => {
    onNow(item.id);
    toBox();
  };
  const button = (name, drawing, onClick, ref) => (
    <button ref={ref} type="button" className="action" aria-label={named(name)} title={named(name)} onClick={onClick}>
      <Icon name={drawing} />
    </button>
  );
  if (first) {
    return (
      <li className="queued" data-change="true">
        <Change item={first} place={place} words={words} name={named(words.edit_queued)} onDone={changed} />
      </li>
    );
  }
  return (
    <li className="queued">
      <span className="queued-text" dir="auto">{item.text}</span>
      {item.files.length > 0 && (
        <span className="note" title={item.files.map((file) => file.name).join(", ")}>
          {fill(words.queued_files, { count: item.files.length })}
        </span>
      )}
      <span className="queued-actions">
        {button(words.send_queued, "send", now)}
        {button(words.edit_queued, "edit", () => setFirst(item), edit)}
        {button(words.remove_queued, "close", remove)}
      </span>
    </li>
  );
}

// `held`: why the list waits although no answer is being written; "" where it goes on by itself.
export function Queue({ place, held, words, onNow }) {
  const list = useSyncExternalStore(watch, () => queueOf(place), () => NONE);
  const other = useSyncExternalStore(watch, () => elsewhere(place), () => "");
  const [away, count] = other.split(" ");
  const why = { refused: words.queue_refused, old: words.queue_old, ended: words.queue_held }[held] ?? words.queue_waits;
  return (
    <>
      {away && (
        <a className="note elsewhere" href={address(`/c/${away}`)} data-place={`/c/${away}`}>
          {fill(words.queue_elsewhere, { count })}
        </a>
      )}
      {list.length > 0 && (
        <section className="queue" aria-label={words.queue}>
          <div className="queue-top">
            <p className="note" role="status">{fill(why, { count: list.length })}</p>
            {held && (
              <button type="button" className="quiet" onClick={() => [onNow(list[0].id), toBox()]}>{words.queue_continue}</button>
            )}
          </div>
          <ol>
            {list.map((item, at) => (
              <Row key={item.id} item={item} number={at + 1} place={place} words={words} onNow={onNow} />
            ))}
          </ol>
        </section>
      )}
    </>
  );
}

