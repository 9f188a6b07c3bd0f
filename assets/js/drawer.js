// The list of conversations on a narrow screen: a drawer that also closes by a swipe, by Esc and by the browser's way
// back. (A swipe from the edge belongs to the browser: it opens nothing.) While it is open, what lies below is out of reach, and the focus comes back to its button.

import { useEffect, useRef } from "react";

const FAR = 50; // px that a finger must go sideways
const STEEP = 0.6; // at most this much of it up or down
const BELOW = ".page > main";

let hide = () => {};
let entry = false; // the browser's way back has an entry of its own for the open drawer

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
    const from = document.activeElement;
    window.history.pushState(window.history.state, "");
    entry = true;
    const below = document.querySelectorAll(BELOW);
    below.forEach((it) => it.toggleAttribute("inert", true));
    drawer().querySelector("button, a")?.focus();
    return () => {
      below.forEach((it) => it.toggleAttribute("inert", false));
      if (takesEntry()) window.history.back();
      const last = document.activeElement;
      if (last !== document.body && !drawer().contains(last)) return;
      const begun = last.dataset.place === "/" && document.getElementById("message");
      const opener = from !== document.body && from.isConnected && from;
      (begun || opener || document.querySelector("[aria-controls=conversations]"))?.focus();
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
