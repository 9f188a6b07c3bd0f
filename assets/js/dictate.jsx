// Dictation: records with level and time, then puts what was said into the composer, where the cursor is. A recording
// that could not be sent is kept until it was, or is thrown away.

import { useEffect, useRef, useState } from "react";
import { own } from "$/public/js/pass.js";
import { BASE } from "$/public/js/place.js";
import { record } from "$/public/js/recorder.js";
import { say } from "$/public/js/say.js";
import { hush } from "$/public/js/speak.js";
import { wavOf } from "$/public/js/wav.js";

const LONGEST = 300; // seconds; below the 15 MB that servers take
const IDLE = { state: "idle" };
const FINAL = ["recording_too_long", "recording_refused", "speech_off"]; // the same again will not help
const UNSPACED = /[\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

const box = () => document.getElementById("message");
// Whether the focus is still here, or nowhere.
const stays = () => document.activeElement === document.body || box().form.contains(document.activeElement);
const NOTHING = { key: "heard_nothing", args: {} };
const NOT_SENT = { key: "dictation_failed", args: {} };
const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

function insert(text) {
  const { value, selectionStart: from, selectionEnd: to } = box();
  const gap = (left, right) => (left && right && !UNSPACED.test(left) && !UNSPACED.test(right) ? " " : "");
  const before = gap(value[from - 1], text[0]);
  const after = gap(text.at(-1), value[to]);
  box().setRangeText(before + text + after, from, to, "end");
  box().dispatchEvent(new Event("input", { bubbles: true }));
}

async function sent(recording, signal) {
  const headers = { "Content-Type": "audio/wav", ...own() };
  const response = await fetch(`${BASE}/audio`, { method: "POST", body: recording, headers, signal });
  const answer = await response.json();
  if (!response.ok) throw answer;
  return answer.text.trim();
}

export function Dictate({ words }) {
  const [now, setNow] = useState(IDLE);
  const [level, setLevel] = useState(0);
  const [seconds, setSeconds] = useState(0);
  const live = useRef(null); // what is made or under way: each can be dropped, a recording also ended
  const first = useRef(null); // the button that is pressed by Enter
  const state = useRef("idle");
  state.current = now.state;

  const drop = () => {
    live.current?.drop();
    live.current = null;
  };

  const send = async (recording) => {
    const leaving = new AbortController();
    live.current = { drop: () => leaving.abort() };
    setNow({ state: "sending" });
    try {
      const text = await sent(recording, leaving.signal);
      if (text) {
        insert(text);
        setNow(IDLE);
        if (stays()) box().focus();
      } else setNow({ state: "failed", problem: NOTHING });
    } catch (problem) {
      if (leaving.signal.aborted) return;
      const told = problem?.key ? problem : NOT_SENT;
      setNow({ state: "failed", problem: told, recording: FINAL.includes(told.key) ? null : recording });
    }
  };

  const start = async () => {
    hush();
    setLevel(0);
    setSeconds(0);
    setNow({ state: "asking" });
    let kept = false;
    const onEnd = async (recorded) => {
      let dropped = false;
      live.current = { drop: () => (dropped = true) };
      setNow({ state: "sending" });
      const recording = await wavOf(recorded).catch(() => null);
      if (dropped) return;
      if (!recording) setNow({ state: "failed", problem: NOTHING });
      else if (kept) setNow({ state: "kept", recording });
      else send(recording);
    };
    const mine = record({ onLevel: setLevel, onEnd });
    mine.keep = () => {
      kept = true;
      mine.end();
    };
    live.current = mine;
    try {
      await mine.opened;
      if (live.current === mine) setNow({ state: "recording" });
    } catch (problem) {
      if (live.current === mine) setNow({ state: "failed", problem });
    }
  };

  const cancel = () => {
    drop();
    setNow(IDLE);
    box().focus();
  };

  useEffect(() => {
    const onClick = ({ target }) => {
      if (target.closest?.("[data-dictate]") && state.current === "idle") start();
    };
    // Whoever turns to another tab is no longer speaking to this page.
    const onHide = () => {
      if (!document.hidden) return;
      if (state.current === "asking") {
        drop();
        setNow(IDLE);
      } else if (state.current === "recording") live.current?.keep?.();
    };
    document.addEventListener("click", onClick);
    document.addEventListener("visibilitychange", onHide);
    window.addEventListener("pagehide", drop);
    return () => {
      document.removeEventListener("click", onClick);
      document.removeEventListener("visibilitychange", onHide);
      window.removeEventListener("pagehide", drop);
      drop();
    };
  }, []);

  useEffect(() => {
    if (now.state === "idle") return undefined;
    // Who went on writing meanwhile, here or elsewhere, is left to it.
    const began = now.state === "asking" || now.state === "recording";
    if (began || (stays() && document.activeElement !== box())) first.current?.focus();
    const form = box().form;
    const onKey = (event) => event.key === "Escape" && !event.isComposing && cancel();
    form.addEventListener("keydown", onKey);
    return () => form.removeEventListener("keydown", onKey);
  }, [now.state]);

  useEffect(() => {
    if (now.state !== "recording") return undefined;
    const began = Date.now();
    const timer = setInterval(() => {
      const passed = Math.floor((Date.now() - began) / 1000);
      setSeconds(Math.min(passed, LONGEST));
      if (passed >= LONGEST) live.current?.end?.();
    }, 200);
    return () => clearInterval(timer);
  }, [now.state]);

  if (now.state === "idle") return null;
  const again = now.state === "kept" ? words.send_recording : words.retry;
  const away = now.state === "kept" || now.recording ? words.discard_recording : now.state === "failed" ? words.close : words.cancel;
  return (
    <div className="dictation" data-state={now.state} role="group" aria-label={words.dictate}>
      <span className={now.state === "recording" ? "sr-only" : "dictation-text"} role="status">
        {{ asking: words.microphone_asked, recording: words.recording, sending: words.transcribing, kept: words.recording_kept }[now.state]}
      </span>
      {now.state === "failed" && <span className="problem dictation-text" role="alert">{say(words, now.problem)}</span>}
      {now.state === "recording" && (
        <>
          <span className="recording-mark" aria-hidden="true" />
          <span role="timer" aria-label={words.recording}>{clock(seconds)} / {clock(LONGEST)}</span>
          <meter min="0" max="1" value={level} aria-label={words.loudness} />
          <button ref={first} type="button" className="primary" onClick={() => live.current?.end?.()}>{words.finish_dictation}</button>
        </>
      )}
      {now.recording && (
        <button ref={first} type="button" className="quiet" onClick={() => send(now.recording)}>{again}</button>
      )}
      <button ref={now.recording || now.state === "recording" ? null : first} type="button" className="quiet" onClick={cancel}>{away}</button>
    </div>
  );
}
