// The console's address: `/console?c=<app>/<id>` names the conversation that is read. A link, a reload and the browser's way
// back lead to it; to the router it is the same page.

import { useEffect, useRef } from "react";
import { seek } from "$/public/js/console_list.js";

const PATIENCE = 5000; // ms that nobody may see the tab before it follows nothing
const SOON = 3000; // ms between two times that others are told of who writes

const address = (key) => (key ? `/console?c=${key.split(" ").map(encodeURIComponent).join("/")}` : "/console");

// The key of the conversation that the address names: its app and its id.
export const named = () => (new URLSearchParams(window.location.search).get("c") ?? "").replace("/", " ");

let shown = ""; // the key of the conversation that the page shows
let tell = () => {};
let lead = () => {};

export const isShown = () => !named() || named() === shown;

// Calls `then` whenever the conversation that the address names has come to be shown, after all that comes with it.
export const whenShown = (then) => (tell = then);

// Opens a conversation, as a line of the list does.
export const goTo = (key) => lead(key);

// `place` is the key of what is open, `moves` the number of the last move that the server has made. The numbers rise with
// time, over reloads too, so that a move which comes late is known as such.
export function Place({ place, moves, onOpen, onClose }) {
  const was = useRef(place);
  const made = useRef(0); // the moves that the server had made
  const told = useRef(0); // moves
  const turn = useRef(() => {});
  turn.current = () => {
    const [app, id] = named().split(" ");
    told.current = Math.max(told.current + 1, Date.now());
    if (id) onOpen(app, id, told.current);
    else onClose(told.current);
  };

  useEffect(() => {
    turn.current();
    if (named()) seek(named());
  }, []);

  useEffect(() => {
    const before = was.current;
    const fresh = made.current && !moves; // The state is another one, of a server that has started anew.
    const ahead = moves > told.current; // It has a move of the page before, whose clock was set back since.
    [was.current, made.current, shown] = [place, moves, place];
    if (place && isShown()) setTimeout(() => isShown() && tell());
    if (ahead) told.current = moves;
    if (fresh || ahead) turn.current();
    // It was closed by the server, not by a move.
    if (moves === told.current && !place && before && before === named()) window.history.replaceState(null, "", address(""));
  }, [place, moves]);

  useEffect(() => {
    // Whoever leaves a conversation finds the list where that is.
    const move = () => {
      const left = was.current;
      for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close(); // of the place before
      turn.current();
      if (!named()) seek(left, true);
    };
    const go = (key) => {
      if (key !== named()) window.history.pushState({ fromList: !named() }, "", address(key));
      move();
    };
    lead = go;
    const onClick = (event) => {
      if (event.target.closest?.("[data-closes-thread]")) {
        if (window.history.state?.fromList) window.history.back();
        else go("");
        return;
      }
      const line = event.target.closest?.("[data-line], [data-leads]");
      if (!line || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation(); // The router would build the page anew.
      document.getElementById("beside")?.hidePopover?.();
      go(line.dataset.line ?? line.dataset.leads);
    };
    window.addEventListener("parley:back", move); // what a script of the head makes of `popstate`
    document.addEventListener("click", onClick, true);
    return () => {
      window.removeEventListener("parley:back", move);
      document.removeEventListener("click", onClick, true);
    };
  }, []);
  return null;
}

// Says when nobody has seen the tab for a while, and when somebody does again; and, now and then, that somebody writes in a
// box with `data-writes`.
export function Attention({ onLook, onWrite }) {
  const look = useRef(onLook);
  const write = useRef(onWrite);
  look.current = onLook;
  write.current = onWrite;
  useEffect(() => {
    let timer = 0;
    let away = false;
    const tell = (seen) => {
      away = !seen;
      look.current(seen);
    };
    const change = () => {
      clearTimeout(timer);
      if (document.hidden) timer = setTimeout(tell, PATIENCE, false);
      else if (away) tell(true);
    };
    let told = -SOON;
    const onInput = ({ target, timeStamp }) => {
      if (!target.matches?.("[data-writes]") || !target.value || timeStamp - told < SOON) return;
      told = timeStamp;
      write.current();
    };
    document.addEventListener("visibilitychange", change);
    document.addEventListener("input", onInput);
    change();
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", change);
      document.removeEventListener("input", onInput);
    };
  }, []);
  return null;
}
