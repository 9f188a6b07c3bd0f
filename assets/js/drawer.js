// The list of conversations on a narrow screen: a drawer that also closes by a swipe, by Esc and by the browser's way
// back. (A swipe from the edge belongs to the browser: it opens nothing.) While it is open, what lies below is out of reach, and the focus comes back to its button.

import { useEffect, useRef } from "react";

const FAR = 50; // px that a finger must go sideways
const STEEP = 0.6; // at most this much of it up or down
const BELOW = ".page > main";

let hide = () => {};
let entry = false; // the browser's way back has an entry of its own for the open drawer
let leaving = false; // that entry is being left, because the drawer was closed in another way

const drawer = () => document.getElementById("conversations");
const isOpen = () => getComputedStyle(drawer()).position === "fixed" && drawer().dataset.shown === "true";

// Whether there was one to close.
export function closeDrawer() {
  if (!isOpen()) return false;
  hide();
  return true;
}

// A move out of the open drawer takes the place of its entry.
export function takesEntry() {
  const had = entry;
  entry = false;
  return had;
}

// Whether the browser went back because the drawer was closed: that is no move.
export function takesBack() {
  const was = leaving;
  leaving = false;
  return was;
}

// Whether a finger went to where a line of writing begins.
function pushesBack(from, to) {
  const across = (to.clientX - from.clientX) * (document.documentElement.dir === "rtl" ? -1 : 1);
  return across <= -FAR && Math.abs(to.clientY - from.clientY) <= -across * STEEP;
}

export function Drawer({ shown, onHide }) {
  const event = useRef(onHide);
  event.current = onHide;
  hide = () => event.current();

  useEffect(() => {
    if (!shown || !isOpen()) return undefined;
    window.history.pushState(window.history.state, "");
    entry = true;
    const below = document.querySelectorAll(BELOW);
    below.forEach((it) => it.toggleAttribute("inert", true));
    drawer().querySelector("button, a")?.focus();
    let begun = false; // a new chat: whoever began one goes on to write
    const onClick = (event) => {
      begun ||= Boolean(event.target.closest?.('[data-place="/"]'));
    };
    window.addEventListener("click", onClick, true); // before the address has it
    return () => {
      window.removeEventListener("click", onClick, true);
      below.forEach((it) => it.toggleAttribute("inert", false));
      leaving = takesEntry();
      if (leaving) window.history.back();
      const last = document.activeElement;
      if (last !== document.body && !drawer().contains(last)) return;
      document.querySelector(begun ? "#message" : "[aria-controls=conversations]")?.focus();
    };
  }, [shown]);

  useEffect(() => {
    let begun = null;
    const onStart = (event) => {
      begun = event.touches.length === 1 ? event.touches[0] : null;
    };
    const onEnd = (event) => {
      if (begun && pushesBack(begun, event.changedTouches[0])) closeDrawer();
      begun = null;
    };
    document.addEventListener("touchstart", onStart, { passive: true });
    document.addEventListener("touchend", onEnd, { passive: true });
    return () => {
      document.removeEventListener("touchstart", onStart);
      document.removeEventListener("touchend", onEnd);
    };
  }, []);

  return null;
}
