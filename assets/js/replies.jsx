// What is put into the box in which an agent writes to a customer, without a word of what stands there being lost: a draft
// of the app's, or a reply that is kept, which is found by typing `/` at the beginning of a word.

import { useEffect, useRef, useState } from "react";
import { Icon } from "$/public/js/icon.jsx";
import { locale } from "$/public/js/language.js";
import { fill } from "$/public/js/say.js";

const MOST = 8; // replies that are shown at once
const PATIENCE = 3000; // ms for which they may be on their way
const LIST = "canned-list";
const WORD = /(?:^|\s)\/(\S*)$/; // before the caret
const NAMES = /\{(?:customer|agent|app|date|input:[^{}\n]{1,80})\}/g;
const box = () => document.getElementById("reply");

// At the end of what is there, or in the place of what stands between `from` and `to`.
function insert(text, from, to) {
  const area = box();
  if (!area) return;
  const end = area.value.length;
  const gap = from === undefined && area.value.trim() ? (area.value.endsWith("\n") ? "\n" : "\n\n") : "";
  area.setRangeText(gap + text, from ?? end, to ?? end, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
  area.focus();
}

// The day in the agent's zone is known here alone; it is in the customer's language, where that is known, and in the same
// figures in all.
function dated(text, language) {
  const day = new Intl.DateTimeFormat(language ? `${language}-u-nu-latn` : locale(), { dateStyle: "long" });
  return text.replaceAll("{date}", day.format(new Date()));
}

// A button that puts a draft into the reply.
export function Insert({ text, name, onDone }) {
  const use = () => {
    insert(text);
    onDone();
  };
  return (
    <button type="button" className="primary" onClick={use}>
      {name}
    </button>
  );
}

// A button of the dialog that puts a reply that is kept into the one that is written.
export function Use({ text, language, name }) {
  const use = (event) => {
    event.currentTarget.closest("dialog").close();
    insert(dated(text, language));
  };
  return (
    <button type="button" className="icon-button" aria-label={name} title={name} onClick={use}>
      <Icon name="plus" />
    </button>
  );
}

function matching(replies, query) {
  const wanted = query.toLowerCase();
  const has = (text) => text.toLowerCase().includes(wanted);
  const there = replies.filter((reply) => reply.filled && (has(reply.title) || has(reply.filled)));
  return [...there.filter((reply) => has(reply.title)), ...there.filter((reply) => !has(reply.title))].slice(0, MOST);
}

export function Canned({ replies, place, known, words, onLook }) {
  const [word, setWord] = useState(null); // what is searched: where it begins and ends in the box, and its text
  const [at, setAt] = useState(0);
  const [left, setLeft] = useState([]);
  const found = word && known === place ? matching(replies, word.query) : [];
  const now = useRef({});
  now.current = { found, word, at, awaits: word && known !== place, onLook };

  const use = (reply) => {
    setWord(null);
    insert(dated(reply.filled, reply.language), word.from, word.to);
  };
  now.current.use = use;

  useEffect(() => {
    let dismissed = -1; // where the word begins for which the list was closed
    let asked = -PATIENCE; // when the replies were asked for
    const look = (area) => {
      const query = WORD.exec(area.value.slice(0, area.selectionStart))?.[1];
      const from = area.selectionStart - (query?.length ?? 0) - 1;
      if (query === undefined || from === dismissed) {
        if (query === undefined) dismissed = -1;
        return setWord(null);
      }
      if (!now.current.word) {
        setAt(0);
        asked = performance.now();
        now.current.onLook();
      }
      setWord({ from, to: area.selectionStart, query });
    };
    // What is brought back into the box, or taken out of it, is a change, and nothing that is typed.
    const onChange = (event) => {
      if (event.target === box()) setLeft([...new Set(event.target.value.match(NAMES) ?? [])]);
    };
    const onInput = (event) => {
      onChange(event);
      if (event.target === box()) look(event.target);
    };
    const onKey = (event) => {
      const { found, at, word, awaits, use } = now.current;
      if (event.target !== box() || event.isComposing || event.keyCode === 229) return;
      const enters = event.key === "Enter" && !event.shiftKey;
      if (!found.length) {
        // Whoever is quicker than the list means what will stand there, and no message of that word.
        if (enters && awaits && performance.now() - asked < PATIENCE) event.preventDefault();
        return;
      }
      if (event.key === "ArrowDown") setAt((at + 1) % found.length);
      else if (event.key === "ArrowUp") setAt((at + found.length - 1) % found.length);
      else if (enters || event.key === "Tab") use(found[Math.min(at, found.length - 1)]);
      else if (event.key === "Escape") {
        dismissed = word.from;
        setWord(null);
      } else return;
      event.preventDefault();
      event.stopPropagation();
    };
    const onFocus = (event) => {
      if (event.target === box()) look(event.target);
      else if (now.current.word) setWord(null);
    };
    document.addEventListener("change", onChange);
    document.addEventListener("input", onInput);
    document.addEventListener("keydown", onKey, true); // before the box sends what stands in it
    document.addEventListener("focusin", onFocus);
    return () => {
      document.removeEventListener("change", onChange);
      document.removeEventListener("input", onInput);
      document.removeEventListener("keydown", onKey, true);
      document.removeEventListener("focusin", onFocus);
    };
  }, []);

  const current = found.length ? Math.min(at, found.length - 1) : -1;
  useEffect(() => {
    const area = box();
    if (!area) return;
    area.setAttribute("aria-autocomplete", "list");
    area.setAttribute("aria-haspopup", "listbox");
    if (current < 0) {
      area.removeAttribute("aria-controls");
      area.removeAttribute("aria-activedescendant");
      return;
    }
    area.setAttribute("aria-controls", LIST);
    area.setAttribute("aria-activedescendant", `${LIST}-${current}`);
    document.getElementById(`${LIST}-${current}`)?.scrollIntoView({ block: "nearest" });
  });

  return (
    <>
      {current >= 0 && (
        <ul id={LIST} className="canned-list" role="listbox" aria-label={words.canned}>
          {found.map((reply, index) => (
            <li
              key={reply.id}
              id={`${LIST}-${index}`}
              role="option"
              aria-selected={index === current}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => use(reply)}
            >
              <strong dir="auto">{reply.title}</strong>
              <span dir="auto">{dated(reply.filled, reply.language)}</span>
            </li>
          ))}
        </ul>
      )}
      <p className="note" role="status">
        {left.length ? fill(words.canned_left, { names: left.join(" ") }) : ""}
      </p>
    </>
  );
}
