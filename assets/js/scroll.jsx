// Scrolling: the thread follows the text until its reader scrolls up; older items come when the top is reached.

import { useEffect, useLayoutEffect, useRef } from "react";
import { atEnd, note, readEnd, settle } from "$/public/js/reading.js";
import { followed } from "$/public/js/tail.js";

const NEAR = 60; // px from the bottom that count as being there
const PULL = 300; // ms for which a wheel that was turned moves the page
const PULLS = ["wheel", "touchmove", "keydown", "focusin"];
const UP = ["ArrowUp", "PageUp", "Home"];
const OWN_KEYS = "input, textarea, select, [role=menu]"; // in which End leads elsewhere

// Keeps the scroller `of` at its end until its reader scrolls up, and then what is read in its place. `look` is called
// when the reader has moved. Returns what puts it in its place again after the `list` of turns was drawn.
export function useFollow(of, place, list, look) {
  const where = useRef(place);
  const stick = useRef(() => {});
  where.current = place;

  useEffect(() => {
    const box = document.getElementById(of);
    const end = () => box.scrollHeight - box.clientHeight;
    let last = 0;
    let lowest = 0; // where the end was at its highest since the last look: text that is drawn anew may shrink first
    let height = 0; // of all that scrolls, when it was last put to its end
    let view = 0; // the height of the view at the last look: where it has grown since, or
    let redrawn = false; // something was taken out before this frame, a scroll up is the browser's own,
    let pulled = -PULL; // unless its reader pulled just before, by wheel, finger, key or focus
    const show = () => box.toggleAttribute("data-away", !atEnd() && Boolean(where.current));
    const hold = () => {
      settle(box);
      note(box, list.current);
    };
    const drawnAnew = (records) => {
      if (redrawn || !records.some((record) => record.removedNodes.length)) return;
      redrawn = true;
      requestAnimationFrame(() => {
        stick.current(); // A scroll that this very frame made is told of in the next one.
        redrawn = false;
      });
    };
    const changes = new MutationObserver(drawnAnew);
    const up = (at) => {
      drawnAnew(changes.takeRecords()); // what was taken out in this very task
      const own = redrawn || box.clientHeight > view;
      return (!own || performance.now() - pulled < PULL) && at < last - 1 && at < lowest - 1;
    };
    const toEnd = () => {
      readEnd(true);
      look();
      box.scrollTo({ top: end(), behavior: "instant" });
    };
    const pull = ({ type, deltaY, key, shiftKey, target }) => {
      if (["touchmove", "focusin"].includes(type) || deltaY < 0 || UP.includes(key)) pulled = performance.now();
      // The browser goes to where the end was; it may have moved on meanwhile.
      if (key === "End" && !shiftKey && !target.closest(OWN_KEYS)) toEnd();
    };
    const mark = () => {
      const at = box.scrollTop;
      // Text that grows moves the end away as well; only a reader who scrolls up lets go of it.
      if (end() - at < NEAR) readEnd(Boolean(where.current));
      else if (up(at)) readEnd(false);
      if (!atEnd()) hold();
      last = box.scrollTop;
      lowest = end();
      view = box.clientHeight;
      show();
    };
    stick.current = () => {
      const now = end();
      const at = box.scrollTop;
      lowest = Math.min(lowest, now);
      if (!atEnd() || up(at)) return mark();
      height = box.scrollHeight;
      view = box.clientHeight;
      if (at < now) box.scrollTop = now;
      show();
    };
    const onScroll = () => {
      const stood = atEnd();
      mark();
      if (!stood || !atEnd()) look();
    };
    // Before the browser draws: a scroll after that would cost a frame of its own.
    const unfollow = followed(() => atEnd() && stick.current());
    const down = (event) => {
      // What changes stands here, not below.
      if (event.target.closest?.("[data-keep-place]")) readEnd(false), note(box, list.current);
      if (event.target.closest?.("[data-to-latest]")) toEnd();
    };
    changes.observe(box.firstElementChild, { childList: true, subtree: true });
    const size = new ResizeObserver(([{ target, borderBoxSize }, other]) => {
      const known = !other && target !== box && Math.abs(borderBoxSize[0].blockSize - height) < 1;
      if (!known || !atEnd()) stick.current();
    });
    size.observe(box);
    size.observe(box.firstElementChild);
    box.addEventListener("scroll", onScroll, { passive: true });
    for (const type of PULLS) box.addEventListener(type, pull, { passive: true });
    document.addEventListener("click", down);
    return () => {
      unfollow();
      changes.disconnect();
      size.disconnect();
      box.removeEventListener("scroll", onScroll);
      for (const type of PULLS) box.removeEventListener(type, pull);
      document.removeEventListener("click", down);
    };
  }, [of]);

  // A conversation opens at its end, a new chat at its beginning.
  useLayoutEffect(() => {
    readEnd(Boolean(place));
    if (!place) document.getElementById(of).scrollTop = 0;
  }, [place]);

  return stick;
}

// Calls `onReach` when it comes into view.
export function Sentinel({ onReach }) {
  const mark = useRef(null);
  const reach = useRef(onReach);
  reach.current = onReach;
  useEffect(() => {
    let due = 0;
    // In the next frame, whose scroll event comes first: by then it is noted what older items must not move.
    const seen = (entries) => {
      if (entries.at(-1).isIntersecting) due = requestAnimationFrame(() => reach.current());
    };
    const view = new IntersectionObserver(seen);
    view.observe(mark.current);
    return () => {
      view.disconnect();
      cancelAnimationFrame(due);
    };
  }, []);
  return <span ref={mark} className="sentinel" aria-hidden="true" />;
}
