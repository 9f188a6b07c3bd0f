// The keys of the console's list: j and k go from line to line, / to the search, Esc back to the list. A line is a link,
// which Enter follows. Those of a single character can be switched off, as everywhere.

import { useEffect } from "react";
import { read } from "$/public/js/forms.js";

const OFF = "parley:single-keys-off";

function step(by) {
  const lines = [...document.querySelectorAll("[data-line]")];
  const here = lines.indexOf(document.activeElement);
  const current = here < 0 ? lines.findIndex((line) => line.getAttribute("aria-current") === "true") : here;
  const next = lines[current < 0 ? 0 : current + by];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const writing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key === "Escape" && !writing) document.querySelector("[data-closes]")?.click();
  if (writing || read(OFF) === "off") return;
  if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else if (event.key === "/") document.getElementById("inbox-search")?.focus();
  else return;
  event.preventDefault();
}

export function Keys() {
  useEffect(() => {
    window.addEventListener("keydown", onKey);
    // On a phone the list is what one comes for; on a wide page the filters stand beside it.
    if (window.innerWidth < 1000) document.querySelector("[data-filters]")?.removeAttribute("open");
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return null;
}
