// A running answer, told to a screen reader: that it is written, its sentences as they are complete, and how it ended.
// The thread itself says nothing as it grows: its text would be read word by word, and over and over.

import { useEffect, useRef } from "react";
import { announce, tell, wake } from "$/public/js/announce.js";
import { liveText, subscribe } from "$/public/js/live.js";
import { fill } from "$/public/js/say.js";
import { next, plain } from "$/public/js/sentences.js";
import { turnsNow } from "$/public/js/turns.js";

const MOST = 1_200; // characters of an answer that are read out; all of it stands in the thread

// What is told of one run. A text that begins anew, as after a lost connection, is not told again.
function telling(words) {
  let text = "";
  let from = 0;
  let told = 0;
  let ending = null;
  const more = () => {
    while (told < MOST) {
      const [line, end] = next(text, from, ending !== null);
      if (end === from) break;
      from = end;
      if (!line) continue;
      told += line.length;
      if (told >= MOST) announce(words.answer_goes_on);
      return line;
    }
    if (!ending) return "";
    tell(null);
    return ending;
  };
  return {
    more,
    grow(now) {
      if (!now.startsWith(text.slice(0, from)) && !text.startsWith(now)) from = 0;
      if (now.length > text.length || from === 0) text = now;
    },
    end(sentence, cut, whole) {
      text ||= whole; // A short answer may be over before the page had any of it.
      if (cut) told = MOST;
      ending = sentence;
    },
  };
}

// How the last answer ended, as the thread has it: in words, whether what was not told yet is left out, and its text.
function outcome(words) {
  const answer = [...document.querySelectorAll(".answer")].at(-1);
  const notice = answer?.querySelector(":scope > .notice p")?.textContent ?? "";
  const status = answer?.dataset.status;
  const whole = answer?.querySelector(":scope > .prose")?.innerText ?? "";
  if (status === "waiting") return [words.answer_waits, false, whole];
  if (status === "done") return [[words.answer_ends, notice].filter(Boolean).join(" "), false, whole];
  return [notice || words.answer_ends, true, whole];
}

// What a person, who came or left, is said to a screen reader with.
export function spoken(turn, words) {
  const name = turn.author || words.a_person;
  if (turn.kind === "person") return [`${name}:`, plain(turn.answer.slice(0, MOST)), ...turn.files.map((file) => file.name)].join(" ");
  return fill(turn.kind === "came" ? words.person_came : words.person_left, { name });
}

export function Announcer({ running, heard, place, words }) {
  const idle = useRef("");
  const run = useRef(null);
  const before = useRef(place);
  const own = useRef(""); // the key of the run's text: its last piece may come after its end

  useEffect(() => {
    if (before.current && before.current !== place) {
      run.current = null;
      tell(null);
    }
    before.current = place;
  }, [place]);

  useEffect(() => {
    if (running) {
      own.current = "";
      announce(words.answer_begins);
      run.current = telling(words);
      tell(run.current.more);
    } else if (run.current) {
      run.current.end(...outcome(words));
      wake();
    }
  }, [running]);

  useEffect(() => {
    const hear = () => {
      const { key, text } = liveText();
      if (!running) idle.current = key;
      else if (key !== idle.current) own.current = key;
      if (key !== own.current) return;
      run.current?.grow(text);
      wake();
    };
    hear();
    return subscribe(hear);
  }, [running]);

  useEffect(() => {
    for (const turn of turnsNow()) if (heard.includes(turn.id)) announce(spoken(turn, words));
  }, [heard]);

  return <div id="announcements" className="sr-only" aria-live="polite" />;
}
