// The turns of the thread on the page: those near what is read. A conversation may have thousands.

import { memo, useEffect, useLayoutEffect, useReducer, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { land } from "$/public/js/arrive.js";
import { atEnd, readFrom, whereabouts } from "$/public/js/reading.js";
import { useFollow } from "$/public/js/scroll.jsx";
import { keyOf, take, turnsNow } from "$/public/js/turns.js";
import { guess, inUse, parts } from "$/public/js/window.js";

const AROUND = 1; // heights of the view that are drawn above and below it, at least
const SOON = 100; // ms until turns that were drawn for the first time, and have heights now, are looked at
const CALM = 1000; // ms between two looks at a text that grows

const heights = new Map(); // px, by turn, as they were drawn
const guesses = new WeakMap();
let rows = null;
let measured = () => {};

function heightOf(turn, width) {
  if (!guesses.has(turn)) guesses.set(turn, guess(turn, width));
  return heights.get(keyOf(turn)) ?? guesses.get(turn);
}

function watch(row) {
  rows ??= new ResizeObserver((entries) => {
    const had = heights.size;
    for (const { target, borderBoxSize } of entries) if (borderBoxSize[0].blockSize) heights.set(target.dataset.key, borderBoxSize[0].blockSize);
    measured(heights.size > had);
  });
  rows.observe(row);
  return () => rows.unobserve(row);
}

// `draw` makes the same of the same turn, whichever one it is.
const Row = memo(
  function Row({ turn, at, count, draw }) {
    const box = useRef(null);
    useLayoutEffect(() => watch(box.current), []);
    return (
      <div ref={box} className="turn" data-key={keyOf(turn)}>
        {draw(turn, at, count)}
      </div>
    );
  },
  (one, other) => one.turn === other.turn && one.at === other.at && one.count === other.count,
);

// What is to be drawn of the turns: numbers and gaps.
function drawn(turns, box, list, wanted) {
  const sizes = turns.map((turn) => heightOf(turn, list.clientWidth));
  const numbers = new Map(turns.map((turn, number) => [keyOf(turn), number]));
  const { end, key, below, px } = whereabouts();
  const view = box.clientHeight;
  const upTo = (number) => sizes.slice(0, number).reduce((sum, size) => sum + size, 0);
  const top = end ? upTo(sizes.length) - view : numbers.has(key) ? upTo(numbers.get(key)) + below : px;
  const step = view / 2; // a reader may scroll this far until something else is drawn
  const from = Math.floor((top - AROUND * view) / step) * step;
  const to = Math.ceil((top + (1 + AROUND) * view) / step) * step;
  // The last turn is there always: it may be growing, and is what keys and a screen reader's news are about.
  const kept = [turns.length - 1, numbers.get(wanted), ...inUse(list, numbers)];
  return parts(sizes, from, to, new Set(kept));
}

function usePrinting() {
  const [printing, set] = useState(false);
  useEffect(() => {
    const paper = window.matchMedia("print");
    const to = (on) => () => flushSync(() => set(on));
    const onPaper = ({ matches }) => to(matches)();
    const [begin, end] = [to(true), to(false)];
    paper.addEventListener("change", onPaper);
    window.addEventListener("beforeprint", begin);
    window.addEventListener("afterprint", end);
    return () => {
      paper.removeEventListener("change", onPaper);
      window.removeEventListener("beforeprint", begin);
      window.removeEventListener("afterprint", end);
    };
  }, []);
  return printing;
}

// Draws the turns in the scroller `of`, each by `row`; all of them on paper. `whole`: there are no older ones. It lands on a
// turn that the address names: `arrived` is a number and the turn.
export function Turns({ of, place, arrived, threadKey, slots, whole, row, onGap }) {
  const missing = take(threadKey, slots);
  const turns = turnsNow();
  const list = useRef(null);
  const landing = useRef(null); // the turn that is about to be landed on
  const shown = useRef([]);
  const printing = usePrinting();
  const [, draw] = useReducer((count) => count + 1, 0);

  const find = () => drawn(turnsNow(), document.getElementById(of), list.current, landing.current && keyOf(landing.current));
  const look = () => {
    const now = find();
    const same = now.length === shown.current.length && now.every(({ turn }, at) => turn === shown.current[at].turn);
    if (!same) flushSync(draw);
  };
  const stick = useFollow(of, place, list, look);

  if (printing) shown.current = turns.map((_, turn) => ({ turn }));
  else shown.current = list.current ? find() : [];

  useLayoutEffect(() => {
    if (missing) onGap();
  });

  useEffect(() => {
    let due = 0;
    measured = (first) => {
      if (!atEnd()) stick.current();
      if (first) due = clearTimeout(due);
      due ||= setTimeout(() => ((due = 0), look()), first ? SOON : CALM);
    };
    const box = list.current;
    const soon = () => requestAnimationFrame(look);
    box.addEventListener("focusin", soon);
    draw();
    return () => box.removeEventListener("focusin", soon);
  }, []);

  useLayoutEffect(() => {
    const [, id] = (arrived ?? "").split(" ");
    landing.current = turns.find((turn) => turn.id === id) ?? null;
    if (!landing.current) return;
    readFrom(keyOf(landing.current));
    draw();
  }, [arrived]);

  useLayoutEffect(() => {
    const id = landing.current?.id;
    if (!turns.some((turn) => turn.id === id)) {
      landing.current = null;
      if (!atEnd()) stick.current(); // At its end it is kept where the browser knows the heights by itself.
      return;
    }
    if (!list.current.querySelector(`[data-turn="${CSS.escape(id)}"]`)) return;
    landing.current = null;
    land(document.getElementById(of), id);
  });

  const count = whole ? turns.length : -1;
  return (
    <div ref={list} className="turns">
      {shown.current.map(({ turn, gap }, at) =>
        gap ? (
          <div key={`gap ${at}`} className="gap" style={{ height: gap }} />
        ) : (
          <Row key={keyOf(turns[turn])} turn={turns[turn]} at={turn} count={count} draw={row} />
        ),
      )}
    </div>
  );
}
