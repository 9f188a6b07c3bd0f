// The list of conversations: lines as they were read and those that changed since, put together, sorted and grouped by
// the visitor's own days.

import { memo, useEffect, useMemo, useRef, useState } from "react";
import { fill } from "$/public/js/say.js";

const DAY = 24 * 60 * 60 * 1000;
const SHORT = 40; // characters of a name within a sentence

export function useLines(rows, changed) {
  return useMemo(() => {
    const lines = new Map(rows.map((row) => [row.id, row]));
    for (const [id, row] of Object.entries(changed)) {
      if (row) lines.set(id, row);
      else lines.delete(id);
    }
    return [...lines.values()].sort((one, other) => other.at - one.at);
  }, [rows, changed]);
}

// The day changes while the page stands open.
function useToday() {
  const now = () => new Date().setHours(0, 0, 0, 0);
  const [today, setToday] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setToday(now()), 60_000);
    return () => clearInterval(timer);
  }, []);
  return today;
}

function groupOf(at, today, words) {
  const time = new Date(at * 1000);
  // Noon is of the same day whatever an hour of summer time adds or takes.
  const days = Math.round((today + DAY / 2 - new Date(time).setHours(12, 0, 0, 0)) / DAY);
  if (days <= 0) return words.today;
  if (days === 1) return words.yesterday;
  if (days <= 7) return words.last_7_days;
  if (days <= 30) return words.last_30_days;
  const year = time.getFullYear() === new Date(today).getFullYear() ? undefined : "numeric";
  return new Intl.DateTimeFormat(words.code, { month: "long", year }).format(time);
}

function Group({ name, lines, row }) {
  return (
    <section aria-label={name}>
      <h2 className="group-name">{name}</h2>
      <ul>{lines.map(row)}</ul>
    </section>
  );
}

// `row` draws the same of the same line while the place is the same.
const alike = (one, other) => ["rows", "changed", "loaded", "words", "place"].every((name) => one[name] === other[name]);

export const Listed = memo(function Listed({ rows, changed, loaded, words, row }) {
  const today = useToday();
  const lines = useLines(rows, changed).filter((line) => !line.leaving);
  if (!lines.length) return <p className="note" role="status">{loaded ? words.no_conversations : words.loading}</p>;
  const archived = lines.filter((line) => line.archived);
  const pinned = lines.filter((line) => line.pinned);
  const groups = new Map();
  for (const line of lines) {
    if (line.pinned || line.archived) continue;
    const name = groupOf(line.at, today, words);
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(line);
  }
  return (
    <div className="groups">
      {pinned.length > 0 && <Group name={words.pinned} lines={pinned} row={row} />}
      {[...groups].map(([name, found]) => (
        <Group key={name} name={name} lines={found} row={row} />
      ))}
      {archived.length > 0 && (
        <details className="archive">
          <summary className="group-name">{words.archived} · {archived.length}</summary>
          <ul>{archived.map(row)}</ul>
        </details>
      )}
    </div>
  );
}, alike);

export function LineOf({ rows, changed, place, row }) {
  const line = useLines(rows, changed).find(({ id }) => id === place);
  return line && !line.leaving ? row(line) : null;
}

function short(name) {
  const letters = [...name];
  return letters.length > SHORT ? `${letters.slice(0, SHORT).join("").trimEnd()}…` : name;
}

// Whoever deleted with the keyboard has lost the place that had the focus: it goes to Undo, and from there to the
// message box.
export function Leaving({ rows, changed, words, onUndo }) {
  const box = useRef(null);
  const held = useRef(false);
  const leaving = useLines(rows, changed).filter((line) => line.leaving);
  const ids = leaving.map(({ id }) => id).join();
  useEffect(() => {
    const lost = !document.activeElement || document.activeElement === document.body;
    if (lost && ids) box.current.querySelector("li:last-child button")?.focus();
    else if (lost && held.current) document.getElementById("message")?.focus();
    held.current = Boolean(box.current.contains(document.activeElement));
  }, [ids]);
  return (
    <div ref={box} role="status" onFocus={() => { held.current = true; }} onBlur={(event) => { if (event.relatedTarget) held.current = false; }}>
      {leaving.length > 0 && (
        <ul className="leaving">
          {leaving.map(({ id, name }) => (
            <li key={id}>
              <span dir="auto">{fill(words.deleted_conversation, { name: short(name || words.new_chat) })}</span>
              <button type="button" className="quiet" onClick={() => onUndo(id)}>{words.undo}</button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
