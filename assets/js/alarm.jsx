// How long a customer has waited, the number in the tab's title of those for whom it is too long, and the agent's switch for
// being told of them.

import { useEffect, useState, useSyncExternalStore } from "react";
import { WANTED, alarm, attend, sound, want, wanted } from "$/public/js/alarm.js";
import { useLocale } from "$/public/js/language.js";
import { standing } from "$/public/js/notify.js";
import { fill, say } from "$/public/js/say.js";
import { markTitle, nameTitle } from "$/public/js/title.js";

const TICK = 5; // seconds
const SAYS = {
  granted: { key: "alarm_on" },
  denied: { key: "alarm_denied" },
  default: { key: "notify_dismissed" },
  insecure: { key: "alarm_silent" },
  missing: { key: "alarm_silent" },
};

const watchers = new Set();
let timer = 0;

function subscribe(watcher) {
  watchers.add(watcher);
  timer ||= setInterval(() => watchers.forEach((each) => each()), TICK * 1000);
  return () => {
    watchers.delete(watcher);
    if (watchers.size) return;
    clearInterval(timer);
    timer = 0;
  };
}

// Seconds of the epoch, in steps.
const now = () => Math.floor(Date.now() / 1000 / TICK) * TICK;
const useNow = () => useSyncExternalStore(subscribe, now, () => 0);

function span(minutes, locale) {
  const [count, unit] = minutes < 60 ? [minutes, "minute"] : minutes < 48 * 60 ? [minutes / 60, "hour"] : [minutes / 1440, "day"];
  return Math.floor(count).toLocaleString(locale, { style: "unit", unit, unitDisplay: "short" });
}

export function Waits({ since, late, words }) {
  const locale = useLocale();
  const time = useNow();
  const minutes = Math.max(1, Math.floor((time - since) / 60));
  const isLate = late > 0 && late <= time;
  return <span className={isLate ? "late" : undefined}>{fill(words.alarm_waits, { time: span(minutes, locale) })}</span>;
}

// The switch is a button of the head, `children` its drawing. What came of pressing it is said until one turns to something
// else.
export function Alarm({ waiting, words, children }) {
  const time = useNow();
  const [on, setOn] = useState(false); // not known where the page is built
  const [said, setSaid] = useState(null);
  const late = waiting.filter((one) => one.late <= time);
  const those = late.map(({ key, since }) => `${key} ${since}`).join();

  useEffect(() => {
    const onStorage = ({ key, newValue }) => {
      if (key !== WANTED) return;
      want(newValue === "on");
      setOn(wanted());
    };
    setOn(wanted());
    window.addEventListener("storage", onStorage);
    return () => window.removeEventListener("storage", onStorage);
  }, []);

  useEffect(attend, []);
  useEffect(() => {
    if (words.inbox) nameTitle(words.inbox);
  }, [words.inbox]);
  useEffect(() => markTitle(late.length), [late.length]);
  useEffect(() => {
    alarm(late, words);
  }, [those, on]);

  // A press elsewhere takes the focus away in most browsers, not in all.
  useEffect(() => {
    const clear = () => setSaid(null);
    document.addEventListener("pointerdown", clear);
    return () => document.removeEventListener("pointerdown", clear);
  }, []);

  const turn = async () => {
    setSaid(null);
    if (!on) {
      sound(); // while the browser knows of the press
      let answer = standing();
      if (answer === "default") {
        setSaid({ key: "notify_asking" });
        answer = await Notification.requestPermission();
      }
      setSaid(SAYS[answer]);
    }
    want(!on);
    setOn(wanted());
  };

  return (
    <div className="alarm">
      <button
        type="button"
        className="icon-button"
        aria-pressed={on}
        aria-label={words.alarm}
        title={words.alarm}
        onClick={turn}
        onBlur={() => setSaid(null)}
      >
        {children}
      </button>
      <p role="status">{say(words, said)}</p>
    </div>
  );
}
