// Answers read aloud: when somebody presses the button, or by themselves where the app has it so.

import { Children, useEffect } from "react";
import { VISIT } from "$/public/js/address.js";
import { BASE } from "$/public/js/place.js";
import { hush, hushTurn, speak, useVoice } from "$/public/js/speak.js";

const places = new Map(); // how many buttons a turn has

export function ReadAloud({ turn, source, whole, words, children }) {
  const { state, problem } = useVoice(turn);
  useEffect(() => {
    places.set(turn, (places.get(turn) ?? 0) + 1);
    return () => {
      places.set(turn, places.get(turn) - 1);
      // An answer that ends gets its button in another place; one that leaves the page falls silent.
      setTimeout(() => places.get(turn) || hushTurn(turn));
    };
  }, [turn]);
  const on = state === "loading" || state === "speaking";
  if (!on && !whole) return null;
  const name = on ? words.stop_reading : words.read_aloud;
  const [start, stop] = Children.toArray(children);
  return (
    <>
      <button type="button" className="action" data-voice={state} aria-label={name} title={name} onClick={() => (on ? hush() : speak(turn, source))}>
        {on ? stop : start}
      </button>
      <span className="note" role="status">{state === "loading" && words.loading}</span>
      {state === "failed" && <span className="problem" role="alert">{problem || words.reading_failed}</span>}
    </>
  );
}

const begun = new Set(); // turns that were played unasked: each is once

export function AutoSpeak({ aloud }) {
  useEffect(() => {
    const [visit, turn] = aloud.split(" ");
    if (visit !== VISIT || begun.has(turn)) return undefined;
    begun.add(turn);
    speak(turn, `${BASE}/speech/run/${turn}`, true);
    return () => hushTurn(turn);
  }, [aloud]);
  return null;
}
