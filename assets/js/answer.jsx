// An answer's Markdown: finished blocks are rendered once, long texts in segments, nothing active and nothing remote.

import { lazy, memo, Suspense, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { fill } from "$/public/js/say.js";
import { useLive } from "$/public/js/live.js";
import { grown, plain, runsIn } from "$/public/js/tail.js";

// It comes beside the page, not after the first answer; without it a text is shown as it was written.
const Plain = ({ text }) => <p className="plain">{text}</p>;
const bare = (text) => text.replace(/\*\*|`|^#+ /gm, "").replace(/^[-*] /gm, "• "); // for the blink before it is drawn
const loading = import("$/public/js/markdown.jsx").catch(() => ({ default: Plain }));
const Markdown = lazy(() => loading);
const LONG = 15_000; // ms without a word after which that is said
const SEGMENT = 2_000; // characters after which a segment ends at the next safe place
const SHOWN = 200_000; // characters that are rendered until a reader asks for more

// Where a segment can end: a blank line before a line that begins a block, outside code fences and mathematics.
export function segments(text) {
  const found = [];
  let start = 0;
  let fence = "";
  let at = 0;
  while (at < text.length) {
    let end = text.indexOf("\n", at);
    if (end < 0) end = text.length;
    const line = text.slice(at, end);
    const mark = /^ {0,3}(`{3,}|~{3,}|\$\$)/.exec(line)?.[1];
    if (fence) {
      if (mark?.startsWith(fence)) fence = "";
    } else if (mark) {
      if (mark !== "$$" || !line.slice(line.indexOf("$$") + 2).includes("$$")) fence = mark;
    } else if (at - start >= SEGMENT && /^\S/.test(line) && !/^([-*+>|]|\d+[.)])/.test(line) && text[at - 2] === "\n") {
      found.push(text.slice(start, at));
      start = at;
    }
    at = end + 1;
  }
  if (start < text.length) found.push(text.slice(start));
  return found;
}

const Segment = memo(function Segment({ text, live, words, marks }) {
  return <Markdown text={text} live={live} words={words} marks={marks} />;
});

function Long({ text, live, words, marks }) {
  const [limit, setLimit] = useState(SHOWN);
  const shown = text.length > limit ? text.slice(0, limit) : text;
  const parts = useMemo(() => segments(shown), [shown]);
  return (
    <>
      {parts.map((part, i) => (
        <Segment key={i} text={part} live={live && i === parts.length - 1} words={words} marks={marks} />
      ))}
      {text.length > limit && (
        <p className="note">
          {fill(words.long_answer, { shown: limit, total: text.length })}{" "}
          <button type="button" className="quiet" onClick={() => setLimit(limit + SHOWN)}>
            {words.show_more}
          </button>
        </p>
      )}
    </>
  );
}

// An app that has not begun yet says nothing at all, not even that it is there: after a while the page says that much.
function Waiting({ words }) {
  const [long, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), LONG);
    return () => clearTimeout(timer);
  }, []);
  return <p className="waiting">{long ? words.still_waiting : words.thinking}</p>;
}

// While `live` is on, the text is the one that is being written.
// `cited` are the passages that marks in the text may name, known once it is complete.
export const Answer = memo(function Answer({ text, live, words, cited }) {
  const box = useRef(null);
  const growing = useLive(live);
  const whole = live ? growing : text;
  const runs = live && Boolean(whole);
  useLayoutEffect(() => (runs ? runsIn(box.current) : undefined), [runs]);
  useLayoutEffect(() => void (runs && grown()), [runs, whole]);
  const marks = (cited ?? []).map((item) => item.position).join(" ");
  if (!whole) return live ? <Waiting words={words} /> : null;
  if (live && plain(whole)) return <div ref={box} className="prose"><div><p dir="auto">{whole.trim()}</p></div></div>;
  return (
    <div ref={box} className="prose">
      <Suspense fallback={<p className="plain">{bare(whole.slice(0, SHOWN))}</p>}>
        <Long text={whole} live={live} words={words} marks={marks} />
      </Suspense>
    </div>
  );
});
