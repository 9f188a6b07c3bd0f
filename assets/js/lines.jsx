// The lines above the box: how many characters are left, which earlier message stands in it, what became of a draft.

import { useSyncExternalStore } from "react";
import { fill, say } from "$/public/js/say.js";

const watchers = new Set();
let lines = { length: 0, recalled: null, kept: false, refused: false };

function subscribe(watcher) {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

export function tell(values) {
  if (Object.entries(values).every(([name, value]) => lines[name] === value)) return;
  lines = { ...lines, ...values };
  watchers.forEach((watcher) => watcher());
}

// Characters as the server counts them; exact only where it matters.
export function lengthOf(text, limit) {
  return text.length < limit * 0.9 ? 0 : [...text.trim()].length;
}

export function Lines({ limit, words }) {
  const { length, recalled, kept, refused } = useSyncExternalStore(subscribe, () => lines, () => lines);
  const left = limit - length;
  const over = refused && left < 0;
  return (
    <>
      {recalled && <p className="note line" role="status">{fill(words.recalled, recalled)}</p>}
      {kept && !recalled && <p className="note line" role="status">{words.draft_aside}</p>}
      {length >= limit * 0.9 && (
        <p id="counter" className={left < 0 ? "line problem" : "note line"} role={over ? "alert" : null}>
          {over
            ? say(words, { key: "question_too_long", args: { length, limit } })
            : fill(left < 0 ? words.counter_over : words.counter_left, { count: Math.abs(left) })}
        </p>
      )}
    </>
  );
}
