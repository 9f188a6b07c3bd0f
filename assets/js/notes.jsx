// Notes of agents on the conversation of the console that is open: each stands below the turn that it was written after.
// What is being written is kept in the browser, a draft a conversation and one a note that is changed, until the server has
// kept it.

import { useEffect, useId, useRef, useState } from "react";
import { Moment } from "$/public/js/moment.jsx";
import { fill } from "$/public/js/say.js";
import { KEPT } from "$/public/js/place.js";
import { put, take } from "$/public/js/storage.js";
import { turnsNow } from "$/public/js/turns.js";

const DRAFT = `${KEPT}parley:note:`;
const MOST = 6; // agents that are proposed
const PATIENCE = 3000; // ms until one may send again what may be lost: it is kept once
const LONGEST = 5000; // characters, as the server has it

// A draft has the number that it was sent under, if it was: whatever became of that, it is kept once.
function draftOf(place) {
  const [, number = "", text = ""] = /^([^\n]*)\n(.*)$/s.exec(take("localStorage", DRAFT + place)) ?? [];
  return { number, text };
}

const leaving = new Map(); // the number of a note on its way -> its conversation, which may be open no more

// By which a text is kept once. A page without HTTPS has no `randomUUID`.
const numbered = () => crypto.getRandomValues(new Uint32Array(4)).join("-");

const keepDraft = (place, { number, text }) => put("localStorage", DRAFT + place, text && `${number}\n${text}`);

// What stands before the cursor as the beginning of an agent's name.
const begun = (box) => /(?:^|\s)@([^@\n]{0,40})$/.exec(box.value.slice(0, box.selectionStart))?.[1];

function proposed(agents, part) {
  if (part === undefined) return [];
  const wanted = part.toLocaleLowerCase();
  return agents.filter((name) => name.toLocaleLowerCase().startsWith(wanted) && name.toLocaleLowerCase() !== wanted).slice(0, MOST);
}

function Box({ text, setText, agents, words, label, busy, onSend, onCancel, first }) {
  const box = useRef(null);
  const list = useId();
  const [names, setNames] = useState([]);
  const [at, setAt] = useState(0);

  useEffect(() => {
    if (first) box.current.focus();
  }, []);

  const look = () => {
    setNames(proposed(agents, begun(box.current)));
    setAt(0);
  };
  const choose = (name) => {
    const { value, selectionStart } = box.current;
    const before = value.slice(0, selectionStart - begun(box.current).length);
    const after = value.slice(selectionStart);
    setText(`${before}${name} ${after}`);
    setNames([]);
    const cursor = before.length + name.length + 1;
    requestAnimationFrame(() => box.current?.setSelectionRange(cursor, cursor));
    box.current.focus();
  };
  const onKeyDown = (event) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (names.length) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) setAt((at + step + names.length) % names.length);
      else if (event.key === "Enter" || event.key === "Tab") choose(names[at]);
      else if (event.key === "Escape") setNames([]);
      else return;
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (!event.repeat && !busy) onSend();
    } else if (event.key === "Escape" && onCancel) {
      event.stopPropagation();
      onCancel();
    }
  };
  return (
    <form
      className="note-box"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) onSend();
      }}
    >
      {names.length > 0 && (
        <ul id={list} role="listbox" aria-label={words.inbox_agents} className="note-names">
          {names.map((name, number) => (
            <li
              key={name}
              id={`${list}-${number}`}
              role="option"
              dir="auto"
              aria-selected={number === at}
              onPointerDown={(event) => {
                event.preventDefault();
                choose(name);
              }}
            >
              {name}
            </li>
          ))}
        </ul>
      )}
      <textarea
        ref={box}
        rows={1}
        dir="auto"
        value={text}
        maxLength={LONGEST}
        placeholder={label}
        aria-label={label}
        aria-autocomplete="list"
        aria-controls={names.length ? list : undefined}
        aria-activedescendant={names.length ? `${list}-${at}` : undefined}
        data-writes
        onChange={(event) => {
          setText(event.target.value);
          look();
        }}
        onClick={look}
        onBlur={() => setNames([])}
        onKeyDown={onKeyDown}
      />
      <div className="actions">
        {onCancel && <button type="button" className="quiet" onClick={onCancel}>{words.cancel}</button>}
        <button type="submit" className="quiet" disabled={busy || !text.trim()}>
          {onCancel ? words.inbox_note_save : words.inbox_note_put}
        </button>
      </div>
    </form>
  );
}

// Sends the `text` under a number of its own until the server has it: `done` is called then, unless more was written since.
function useSending(text, kept, refused, send, done) {
  const [sent, setSent] = useState(null); // its number and text
  useEffect(() => {
    if (!sent || (kept !== sent.number && refused !== sent.number)) return;
    setSent(null);
    if (kept === sent.number && text === sent.text) done();
  }, [kept, refused, sent]);
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(setLate, PATIENCE, true);
    return () => clearTimeout(timer);
  }, [sent]);
  const start = (number) => {
    setLate(false);
    setSent({ number, text });
    send(number);
  };
  return [sent !== null && !late, start];
}

function NewNote({ place, agents, kept, refused, words, onSave }) {
  const [draft, setDraft] = useState(() => draftOf(place));
  const { text } = draft;
  const change = (next) => {
    setDraft(next);
    keepDraft(place, next);
  };
  const [busy, start] = useSending(text, kept, refused, (sent) => onSave(place, sent, text, ""), () => change({ text: "", number: "" }));
  useEffect(() => {
    if (!kept) return;
    if (draft.number === kept) return change({ text: "", number: "" });
    const where = leaving.get(kept);
    if (where && draftOf(where).number === kept) keepDraft(where, { text: "", number: "" });
  }, [kept]);
  const onSend = () => {
    if (!text.trim()) return;
    const number = draft.number || numbered();
    change({ text, number });
    leaving.set(number, place);
    start(number);
  };
  // Other words are another note.
  const setText = (next) => change({ text: next, number: "" });
  return <Box {...{ text, setText, agents, words, busy, onSend }} label={words.inbox_note_write} />;
}

// The box for a new note of the conversation `place`.
export function NoteBox({ place, ...more }) {
  return <NewNote key={place} place={place} {...more} />;
}

const LINK = /(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]])/;

function Text({ text, agents }) {
  const names = [...agents].sort((one, other) => other.length - one.length);
  const named = (part) => {
    const name = names.find((name) => part.toLocaleLowerCase().startsWith(`@${name.toLocaleLowerCase()}`));
    return name ? [<b key="name">{part.slice(0, name.length + 1)}</b>, part.slice(name.length + 1)] : part;
  };
  return text.split(LINK).map((part, number) =>
    number % 2 ? (
      <a key={number} href={part} target="_blank" rel="noopener noreferrer nofollow">{part}</a>
    ) : (
      <span key={number}>{part.split(/(?=@)/).map((piece, at) => <span key={at}>{named(piece)}</span>)}</span>
    ),
  );
}

function Note({ note, agents, kept, refused, words, onSave, onDrop }) {
  const [text, set] = useState(() => draftOf(note.id).text || null); // while it is changed
  const pressed = useRef(false);
  const setText = (next) => {
    set(next);
    keepDraft(note.id, { text: next ?? "", number: "" });
  };
  const [busy, start] = useSending(text, kept, refused, (number) => onSave("", number, text, note.id), () => setText(null));
  const author = note.author || words.inbox_another;
  return (
    <div className="team-note" role="note" aria-label={fill(words.inbox_note_of, { name: author })}>
      <p className="line-marks">
        <span dir="auto" className="note-author">{note.mine ? words.inbox_mine : author}</span>
        <Moment at={note.at} />
        {note.edited && <span>{words.inbox_note_edited}</span>}
        <span>{words.inbox_note_private}</span>
      </p>
      {text === null ? (
        <p dir="auto" className="note-text"><Text text={note.text} agents={agents} /></p>
      ) : (
        <Box
          {...{ text, setText, agents, words, busy }}
          label={words.inbox_note_write}
          onSend={() => text.trim() && start(numbered())}
          onCancel={() => setText(null)}
          first={pressed.current}
        />
      )}
      {note.mine && text === null && (
        <div className="actions">
          <button type="button" className="quiet" onClick={() => ((pressed.current = true), setText(note.text))}>{words.inbox_note_edit}</button>
          <button type="button" className="quiet" onClick={() => onDrop(note.id)}>{words.inbox_note_drop}</button>
        </div>
      )}
    </div>
  );
}

// The notes that were written after the turn at `at`, and before the next one. `count` is -1 where there are older turns;
// where there are none at all they are those after the turn at -1.
export function NotesAfter({ notes, at, count, ...more }) {
  const turns = turnsNow();
  const from = at <= 0 && count >= 0 ? -Infinity : turns[at]?.at;
  const to = turns[at + 1]?.at ?? Infinity;
  return notes.filter((note) => note.at >= from && note.at < to).map((note) => <Note key={note.id} note={note} {...more} />);
}
