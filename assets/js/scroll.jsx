// Scrolling: the thread follows the text until its reader scrolls up; older items come when the top is reached.

import { useEffect, useLayoutEffect, useRef } from "react";
import { land } from "$/public/js/arrive.js";

const NEAR = 60; // px from the bottom that count as being there

// Follows the end of the scroller `of`. `first` names its oldest item: when that changes, what is read stays in place.
export function Follow({ of, first, place, arrived }) {
  const pinned = useRef(Boolean(place));
  const before = useRef({ first, height: 0 });
  const where = useRef(place);
  where.current = place;

  useEffect(() => {
    const box = document.getElementById(of);
    const end = () => box.scrollHeight - box.clientHeight;
    let last = 0;
    let lowest = 0; // where the end was at its highest since the last look: text that is drawn anew may shrink first
    let redrawn = false; // something was taken out before this frame: a scroll up is the browser's own
    const show = () => box.toggleAttribute("data-away", !pinned.current && Boolean(where.current));
    const mark = () => {
      // Text that grows moves the end away as well; only a reader who scrolls up lets go of it.
      if (end() - box.scrollTop < NEAR) pinned.current = Boolean(where.current);
      else if (!redrawn && box.scrollTop < last - 1 && box.scrollTop < lowest - 1) pinned.current = false;
      last = box.scrollTop;
      lowest = end();
      show();
    };
    const stick = () => {
      lowest = Math.min(lowest, end());
      if (pinned.current) box.scrollTop = end();
      else mark();
      show();
    };
    const down = (event) => {
      if (event.target.closest?.("[data-keep-place]")) pinned.current = false; // what changes stands here, not below
      if (!event.target.closest?.("[data-to-latest]")) return;
      pinned.current = true;
      box.scrollTo({ top: end(), behavior: "instant" });
    };
    const changes = new MutationObserver((records) => {
      if (redrawn || !records.some((record) => record.removedNodes.length)) return;
      redrawn = true;
      requestAnimationFrame(() => {
        redrawn = false;
        stick();
      });
    });
    changes.observe(box.firstElementChild, { childList: true, subtree: true });
    const size = new ResizeObserver(stick);
    size.observe(box);
    size.observe(box.firstElementChild);
    box.addEventListener("scroll", mark, { passive: true });
    document.addEventListener("click", down);
    return () => {
      changes.disconnect();
      size.disconnect();
      box.removeEventListener("scroll", mark);
      document.removeEventListener("click", down);
    };
  }, [of]);

  // A conversation opens at its end, a new chat at its beginning.
  useLayoutEffect(() => {
    pinned.current = Boolean(place);
    if (!place) document.getElementById(of).scrollTop = 0;
  }, [place]);

  useLayoutEffect(() => {
    const box = document.getElementById(of);
    if (before.current.first !== first && !pinned.current && before.current.first) {
      box.scrollTop += box.scrollHeight - before.current.height;
    }
    before.current = { first, height: box.scrollHeight };
  });

  // It lands on a turn that the address names: `arrived` is a number and the turn.
  useLayoutEffect(() => {
    const [, turn] = (arrived ?? "").split(" ");
    if (!turn) return;
    pinned.current = false;
    land(document.getElementById(of), turn);
  }, [arrived]);

  return null;
}

// Calls `onReach` when it comes into view.
export function Sentinel({ onReach }) {
  const mark = useRef(null);
  const reach = useRef(onReach);
  reach.current = onReach;
  useEffect(() => {
    const view = new IntersectionObserver(([entry]) => entry.isIntersecting && reach.current());
    view.observe(mark.current);
    return () => view.disconnect();
  }, []);
  return <span ref={mark} className="sentinel" aria-hidden="true" />;
}
