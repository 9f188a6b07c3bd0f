// Reading aloud: one voice at a time, whoever asks last. The sound is had from our own route and plays as it comes.

import { useSyncExternalStore } from "react";
import { own, signed } from "$/public/js/pass.js";
import { feed, streams } from "$/public/js/sound.js";

const MP3 = "audio/mpeg"; // what servers send
const SILENT = { turn: "", state: "silent", problem: "" };
let now = SILENT;
let voice = null; // of the sound that is loading or playing
let player = null; // one for all, since a browser that forbids unasked sound allows each player by a click
const watchers = new Set();

function tell(next) {
  now = next;
  watchers.forEach((watcher) => watcher());
}

function subscribe(watcher) {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

function letGo() {
  voice?.leaving.abort(); // ends the transfer, and with it the making of the rest
  voice = null;
  if (!player) return;
  player.pause();
  player.srcObject = null;
  player.removeAttribute("src");
  player.load();
}

export function hush() {
  letGo();
  if (now !== SILENT) tell(SILENT);
}

export function hushTurn(turn) {
  if (now.turn === turn) hush();
}

function fail(mine, problem) {
  if (voice !== mine) return;
  letGo();
  tell(mine.unasked ? SILENT : { turn: mine.turn, state: "failed", problem });
}

function start(mine) {
  // Refused where nothing may sound unasked: the page then stays silent, and the button is there.
  player.play().catch(({ name }) => voice === mine && name === "NotAllowedError" && hush());
}

async function listen(mine, source) {
  const { signal } = mine.leaving;
  try {
    const response = await fetch(source, { signal, headers: own() });
    if (!response.ok) {
      fail(mine, await response.text());
      return;
    }
    await feed(player, response, signal, { start: () => start(mine), end: () => voice === mine && hush() });
  } catch {
    fail(mine, "");
  }
}

// Reads a turn aloud; `unasked` where nobody pressed a button for it: it then never complains.
export function speak(turn, source, unasked = false) {
  letGo();
  player ??= new Audio();
  const mine = (voice = { turn, unasked, leaving: new AbortController() });
  const when = (state) => () => voice === mine && tell({ turn, state, problem: "" });
  // A player that takes no pieces is given the address; it cannot say what is wrong with it, and our route can.
  let alone = !streams(MP3);
  player.onplaying = () => {
    alone = false;
    when("speaking")();
  };
  player.onwaiting = when("loading");
  player.onended = () => voice === mine && hush();
  player.onerror = () => {
    if (!alone) fail(mine, "");
    else if (voice === mine) listen(mine, source);
    alone = false;
  };
  tell({ turn, state: "loading", problem: "" });
  if (alone) {
    signed(source).then((address) => {
      if (voice !== mine) return;
      player.src = address;
      start(mine);
    });
  } else listen(mine, source);
}

// What is said of `turn` now: its state is silent, loading, speaking or failed.
export function useVoice(turn) {
  return useSyncExternalStore(subscribe, () => (now.turn === turn ? now : SILENT), () => SILENT);
}
