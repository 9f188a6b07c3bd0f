// Hears of every answer that ends, in this tab or elsewhere; and the switch for notifications.

import { useEffect, useRef, useState } from "react";
import { spoken } from "$/public/js/announcer.jsx";
import { useLines } from "$/public/js/conversations.jsx";
import { LATE, arrived, beginning, hidden, looked, standing, view, want, wanted, WANTED } from "$/public/js/notify.js";
import { say } from "$/public/js/say.js";
import { turnsNow } from "$/public/js/turns.js";

function useHidden() {
  const [is, setIs] = useState(false);
  useEffect(() => {
    const look = () => setIs(hidden());
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
  return is;
}

function told(turn, words) {
  if (turn?.status === "waiting") return words.answer_waits;
  if (turn?.status === "done") return beginning(turn.answer) || words.new_answer;
  return say(words, turn?.notice) || words.new_answer;
}

// Answers are followed from when this tab first knew of them, by the lines of the list; of the conversation `place` that
// is open by its own turns, which have the text.
export function Notify({ rows, changed, place, running, heard, loading, app, words }) {
  const lines = useLines(rows, changed);
  const since = useRef(new Map()); // ms, by conversation
  const own = useRef(new Set());
  const away = useHidden();

  useEffect(() => {
    if (!away) looked();
    return away || !place ? undefined : view(place);
  }, [away, place]);

  useEffect(() => {
    if (loading) return;
    const going = new Set(lines.filter((line) => line.running && line.id !== place).map(({ id }) => id));
    if (running && place) {
      going.add(place);
      own.current.add(place);
    }
    for (const id of going) if (!since.current.has(id)) since.current.set(id, Date.now());
    for (const [id, began] of [...since.current].filter(([id]) => !going.has(id))) {
      since.current.delete(id);
      const line = lines.find((line) => line.id === id);
      const turn = id === place ? turnsNow().at(-1) : undefined;
      const gone = id !== place && (!line || line.leaving);
      if (gone || turn?.status === "stopped") continue;
      arrived({ id, since: began, own: own.current.delete(id), title: line?.name || app, body: told(turn, words) });
    }
  }, [lines, place, running, loading]);

  useEffect(() => {
    const turn = turnsNow().findLast(({ id }) => heard.includes(id));
    const line = lines.find((line) => line.id === place);
    if (turn) arrived({ id: place, since: Date.now() - LATE, own: true, title: line?.name || app, body: spoken(turn, words) });
  }, [heard]);

  return null;
}

export function NotifySwitch({ words }) {
  const [is, setIs] = useState(""); // not known where the page is built
  const [on, setOn] = useState(false);
  const [asked, setAsked] = useState(""); // "asking", or what came of it
  const look = () => {
    setIs(standing());
    setOn(wanted());
  };

  useEffect(() => {
    const onStorage = ({ key, newValue }) => {
      if (key !== WANTED) return;
      want(newValue === "on");
      look();
    };
    look();
    window.addEventListener("storage", onStorage);
    window.addEventListener("focus", look); // back from the browser's own settings
    return () => {
      window.removeEventListener("storage", onStorage);
      window.removeEventListener("focus", look);
    };
  }, []);

  const onChange = async (event) => {
    if (event.target.checked) {
      setAsked("asking");
      const answer = await Notification.requestPermission();
      want(answer === "granted");
      setAsked(answer);
    } else want(false);
    look();
  };

  const problem = {
    insecure: words.notify_insecure,
    missing: words.notify_missing,
    denied: words.notify_denied,
    default: { asking: words.notify_asking, default: words.notify_dismissed }[asked],
  }[is];
  return (
    <>
      <label className="check">
        <input
          type="checkbox"
          checked={on || asked === "asking"}
          disabled={is === "insecure" || is === "missing"}
          aria-describedby="notify-what notify-problem"
          onChange={onChange}
        />
        {words.notify}
      </label>
      <p id="notify-what" className="note">{words.notify_what}</p>
      <p id="notify-problem" className="problem" role="status">{problem}</p>
    </>
  );
}
