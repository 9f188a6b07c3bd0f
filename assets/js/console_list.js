// The list of the console shows a window of all lines, which moves on where its ends come near. What is looked at stays in
// its place, whatever comes, goes and moves around it.

import { useEffect } from "react";

const AHEAD = 1200; // px from the window's ends within which further lines are asked for
const PATIENCE = 1000; // ms for which lines may be on their way
const STEPS = 5; // lines that are held: one that has moved away holds nothing
const SOON = 5000; // ms within which a line that is sought comes, if it does

const list = () => document.getElementById("inbox-list");
const lines = () => [...(list()?.querySelectorAll("[data-line]") ?? [])];

// Where the list scrolls: by itself, or on a narrow page with all of it.
function box() {
  const own = list().closest(".inbox-lines");
  return getComputedStyle(own).overflowY === "visible" ? own.closest(".inbox") : own;
}

// Below this the lines can be seen: the search stays above them.
const edge = () => document.querySelector(".lines-top").getBoundingClientRect().bottom;

export function firstSeen() {
  const top = edge();
  return lines().find((line) => line.getBoundingClientRect().bottom > top + 1);
}

let ends = {}; // whether there are lines beyond the window's ends, and how to ask for them
let wanted = 0; // a step to a line that is on its way
let look = () => {}; // asks for further lines, unless some are on their way
let fresh = true; // no line was drawn yet
let sought = { key: "", focus: false, until: 0 };

// Shows a line as soon as it is there; one that can be seen is not moved.
export function seek(key, focus = false) {
  sought = { key, focus, until: performance.now() + SOON };
  find();
}

const lineOf = (key) => list()?.querySelector(`[data-line="${CSS.escape(key)}"]`);

function find() {
  const line = performance.now() < sought.until && lineOf(sought.key);
  if (!line?.offsetHeight) return;
  sought.until = 0;
  const { top, bottom } = line.getBoundingClientRect();
  if (top < edge() || bottom > box().getBoundingClientRect().bottom) line.scrollIntoView({ block: "center" });
  if (sought.focus) line.focus({ preventScroll: true });
}

// The server has the window of the page before a reload: where that was nobody knows any more.
function begin() {
  if (!fresh) return;
  fresh = false;
  const { key } = sought;
  if (key) seek(key);
  if (key && !lineOf(key)) ends.onSeek(...key.split(" "));
  else if (!key && ends.earlier) ends.onStart();
}

export function step(by) {
  const all = lines();
  const here = all.indexOf(document.activeElement);
  const current = here < 0 ? all.findIndex((line) => line.getAttribute("aria-current") === "true") : here;
  const next = current < 0 ? firstSeen() : all[current + by];
  wanted = next || current < 0 || !(by > 0 ? ends.more : ends.earlier) ? 0 : by;
  if (wanted) look();
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

export function Scroll({ earlier, more, onEarlier, onMore, onStart, onSeek }) {
  ends = { earlier, more, onEarlier, onMore, onStart, onSeek };
  useEffect(() => {
    let held = []; // [a line's key, px below the edge at which it is]
    let asked = -PATIENCE; // when further lines were asked for, which are on their way
    const hold = () => {
      const top = edge();
      const all = lines();
      const first = all.indexOf(firstSeen());
      const still = first < 0 || (!ends.earlier && !first && all[0].getBoundingClientRect().top >= top);
      held = still ? [] : all.slice(first, first + STEPS).map((line) => [line.dataset.line, line.getBoundingClientRect().top - top]);
    };
    const settle = () => {
      const found = new Map(lines().map((line) => [line.dataset.line, line]));
      const [key, at] = held.find(([key]) => found.has(key)) ?? [];
      if (key) box().scrollTop += found.get(key).getBoundingClientRect().top - edge() - at;
    };
    const stay = () => {
      settle();
      find();
      hold();
    };
    look = () => {
      const all = list()?.getBoundingClientRect();
      if (performance.now() - asked < PATIENCE || !all?.height) return;
      const seen = box().getBoundingClientRect();
      if (ends.more && (wanted > 0 || all.bottom - seen.bottom < AHEAD)) ends.onMore();
      else if (ends.earlier && (wanted < 0 || seen.top - all.top < AHEAD)) ends.onEarlier();
      else return;
      asked = performance.now();
    };
    const ask = () => {
      asked = -PATIENCE;
      look();
    };
    const onScroll = ({ target }) => {
      if (!target.contains?.(list()) || !list().offsetHeight) return;
      hold();
      look();
    };
    const onChange = () => {
      begin();
      if (!list().offsetHeight) return;
      stay();
      const { activeElement: last, body } = document;
      if (last !== body && !list().contains(last)) wanted = 0; // Whoever went elsewhere meanwhile is left there.
      if (wanted) step(wanted);
      requestAnimationFrame(ask); // Whether there is more, the page knows a moment later.
    };
    let seen = false; // On a narrow page the conversation that is open hides the list.
    const onSize = () => {
      if (list().offsetHeight && !seen) stay();
      seen = list().offsetHeight > 0;
    };
    const changes = new MutationObserver(onChange);
    changes.observe(list(), { childList: true, subtree: true });
    const sizes = new ResizeObserver(onSize);
    sizes.observe(list());
    document.addEventListener("scroll", onScroll, { capture: true, passive: true });
    ask();
    return () => {
      changes.disconnect();
      sizes.disconnect();
      document.removeEventListener("scroll", onScroll, true);
    };
  }, []);
  return null;
}
