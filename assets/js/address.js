// The page's address: `/` for a new chat, `/c/<id>` for a conversation, `/c/<id>#<turn>` for a turn of it; of one of
// several apps the same below `/apps/<slug>`.
//
// Moving between conversations changes state, not the document: the router would build the page anew when `/`
// becomes `/c/<id>`, and take focus, scroll position and the running answer's text with it. So the router sees none of
// these moves; this module tells the state where the page is, and the address follows a new conversation's id.

import { useEffect, useRef } from "react";
import { takesBack, takesEntry } from "$/public/js/drawer.js";
import { FRAMED, address, within } from "$/public/js/place.js";
import { nameTitle } from "$/public/js/title.js";

export const VISIT = Math.random().toString(36).slice(2); // names this document: it is another after a reload

// The turn that the address names: `/c/<id>#<turn>`.
function turnNamed() {
  return /^#[\w-]{1,64}$/.test(window.location.hash) ? window.location.hash.slice(1) : "";
}

let arrive = () => {};

// Turns to a path within the app, as a link with `data-place` does.
export function go(path) {
  if (within() + window.location.hash !== path) window.history[takesEntry() || FRAMED ? "replaceState" : "pushState"](null, "", address(path));
  arrive();
}

// `moves` is the number of the last move that the server has made.
export function Address({ place, visit, moves, title, onMove }) {
  const move = useRef(onMove);
  const told = useRef(0); // moves
  const was = useRef(place);
  move.current = onMove;
  const here = () => {
    window.dispatchEvent(new Event("parley:move")); // the composer changes its draft
    move.current(within(), VISIT, turnNamed(), ++told.current);
  };

  arrive = here;

  // The page is new, or the state belongs to an older document, or to a server that has started anew.
  useEffect(here, []);
  useEffect(() => {
    if (visit !== VISIT) here();
  }, [visit]);

  useEffect(() => {
    if (title) nameTitle(title);
  }, [title]);

  useEffect(() => {
    const [before, path] = [was.current, within()];
    was.current = place;
    // What answers an earlier move says nothing of where the page is by now.
    if (visit !== VISIT || moves !== told.current) return;
    if (place && path === "/") window.history.replaceState(null, "", address(`/c/${place}`));
    // The conversation that stood here was deleted: a new chat is in its place.
    if (!place && before && path === `/c/${before}`) {
      window.history.replaceState(null, "", address("/"));
      here();
    }
  }, [visit, place, moves]);

  useEffect(() => {
    const onBack = () => {
      if (takesBack()) return;
      takesEntry();
      here();
    };
    const onClick = (event) => {
      const link = event.target.closest?.("[data-place]");
      if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      const path = link.dataset.place;
      link.remember?.(); // what was looked for in the turn that it leads to
      go(path);
      if (path === "/") document.getElementById("message")?.focus();
    };
    window.addEventListener("parley:back", onBack); // what a script of the head makes of `popstate`
    document.addEventListener("click", onClick, true);
    return () => {
      window.removeEventListener("parley:back", onBack);
      document.removeEventListener("click", onClick, true);
    };
  }, []);

  return null;
}
