// The search: a box, and what was found below it as a list that the arrow keys go through. It opens by Ctrl+K or Cmd+K, and
// by every button that opens its dialog; what is chosen is an address, which the page then turns to.

import { useEffect, useId, useRef, useState } from "react";
import { expectMarks } from "$/public/js/arrive.js";
import { Day } from "$/public/js/moment.jsx";
import { openModal } from "$/public/js/modal.js";
import { fill } from "$/public/js/say.js";

const PAUSE = 200; // ms without a key before it is looked for
const MOST = 40; // turns that the server finds at most
let number = 0;

export function Search({ dialog, found, answered, looking, partly, failed, words, onLook, onLeave }) {
  const [text, setText] = useState("");
  const [asked, setAsked] = useState("");
  const [at, setAt] = useState(0);
  const id = useId();
  const list = useRef(null);
  const look = useRef(onLook);
  look.current = onLook;

  useEffect(() => {
    const box = document.getElementById(dialog);
    const onKey = (event) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      if (document.querySelector("dialog:modal")) return;
      event.preventDefault();
      openModal(box);
    };
    const onMove = () => box.open && box.close();
    document.addEventListener("keydown", onKey);
    window.addEventListener("parley:move", onMove);
    return () => {
      document.removeEventListener("keydown", onKey);
      window.removeEventListener("parley:move", onMove);
    };
  }, [dialog]);

  const wanted = text.trim();
  useEffect(() => {
    if (!wanted) {
      setAsked("");
      onLeave();
      return undefined;
    }
    const timer = setTimeout(() => {
      number += 1;
      setAsked(`${number}`);
      setAt(0);
      look.current(`${number}`, text);
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [wanted]);

  // What was found before stays until there is an answer: nothing flickers while somebody types.
  const [shown, setShown] = useState([]);
  useEffect(() => {
    if (!asked) setShown([]);
    else if (answered === asked) setShown(found);
  }, [asked, answered, found]);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: "nearest" });
  }, [at]);

  const current = Boolean(asked) && answered === asked;
  const onKeyDown = (event) => {
    if (event.nativeEvent.isComposing) return;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
    if (to !== undefined && shown.length) {
      event.preventDefault();
      setAt((to + shown.length) % shown.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (current) list.current?.children[at]?.click();
    }
  };
  const status = statusOf({ wanted, current, shown, looking, partly, failed }, words);
  return (
    <div className="search">
      <input
        data-first
        type="text" // Esc closes the dialog; in a search field it would empty the box first
        inputMode="search"
        role="combobox"
        aria-label={words.search_conversations}
        aria-expanded={shown.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={shown.length ? `${id}-${at}` : undefined}
        aria-autocomplete="list"
        aria-describedby={`${id}-status`}
        placeholder={words.search_conversations}
        autoComplete="off"
        spellCheck={false}
        enterKeyHint="search"
        maxLength={200}
        dir="auto"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <ul ref={list} id={`${id}-list`} role="listbox" aria-label={words.search_results} hidden={!shown.length}>
        {shown.map((item, place) => (
          <Result key={`${item.conversation_id} ${item.turn_id}`} id={`${id}-${place}`} item={item} words={words} chosen={place === at} onPoint={() => setAt(place)} />
        ))}
      </ul>
      <p id={`${id}-status`} role="status" className="note" data-waiting={Boolean(wanted) && (!current || looking)}>
        {status}
      </p>
    </div>
  );
}

function statusOf({ wanted, current, shown, looking, partly, failed }, words) {
  if (!wanted) return words.search_hint;
  if (!current) return shown.length ? " " : words.searching;
  if (failed) return words.search_failed;
  const turns = shown.filter((item) => item.turn_id).length;
  const count = shown.length ? fill(words.search_count, { count: shown.length }) : looking ? words.nothing_so_far : words.nothing_found;
  const rest = looking ? words.still_looking : partly ? words.search_partly : turns >= MOST ? words.search_most : "";
  return [count, rest].filter(Boolean).join(" ");
}

function Result({ id, item, words, chosen, onPoint }) {
  const place = `/c/${item.conversation_id}${item.turn_id ? `#${item.turn_id}` : ""}`;
  const remember = () => expectMarks(item.turn_id, item.text.filter((piece) => piece.marked).map((piece) => piece.text));
  return (
    <li
      id={id}
      role="option"
      aria-selected={chosen}
      data-place={item.app ? undefined : place}
      onClick={item.app ? () => window.location.assign(`/apps/${item.app}${place}`) : undefined}
      data-title={item.turn_id ? undefined : true}
      onPointerMove={onPoint}
      ref={(row) => {
        if (row) row.remember = remember;
      }}
    >
      <span className="found-top">
        <span className="found-title" dir="auto">{item.title.length ? <Pieces of={item.title} /> : words.new_chat}</span>
        {item.app && <span className="found-part">{item.app_name}</span>}
        <Day at={item.at} />
      </span>
      {item.turn_id && (
        <span className="found-text" dir="auto">
          <span className="found-part">{item.asked ? words.question : words.answer}</span> <Pieces of={item.text} />
        </span>
      )}
    </li>
  );
}

const Pieces = ({ of }) => of.map(({ text, marked }, at) => (marked ? <mark key={at}>{text}</mark> : <span key={at}>{text}</span>));
