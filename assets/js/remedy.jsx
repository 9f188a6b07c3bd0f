// What can be done about an error: try again, at once or after a while; put the question differently; go on in a new
// chat; or name the error to whoever runs the page.

import { useEffect, useRef, useState } from "react";
import { announce } from "$/public/js/announce.js";
import { Icon } from "$/public/js/icon.jsx";
import { fill, say } from "$/public/js/say.js";

const SHOWN = 2000; // ms that a copy is confirmed
const NEEDS_NEW_CHAT = ["error_not_found", "error_over"];

// Without HTTPS there is no clipboard.
const put = async (text) => navigator.clipboard.writeText(text);

// Seconds until it is time to try again. The server's clock may be another: it can shorten the wait, never lengthen it.
function useWait(seconds, at) {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (!seconds) return undefined;
    const now = Date.now();
    const until = Math.min(now, at ? at * 1000 : now) + seconds * 1000;
    const tick = () => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 500);
    return () => clearInterval(timer);
  }, [seconds, at]);
  return left;
}

export function CopyReference({ reference, words }) {
  const [state, setState] = useState("");
  useEffect(() => {
    if (!state) return undefined;
    const timer = setTimeout(() => setState(""), SHOWN);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = () => put(reference).then(() => setState("copied"), () => setState("failed"));
  if (!reference) return null;
  return (
    <>
      <button type="button" className="quiet" onClick={() => copy().catch(() => setState("failed"))}>
        <Icon name={state === "copied" ? "check" : "copy"} />
        {words.copy_reference}
      </button>
      <span role="status" className={state === "failed" ? "problem" : "sr-only"}>
        {state === "copied" ? words.copied : state && words.copy_it_by_hand}
      </span>
    </>
  );
}

export function Remedy({ turn, notice, at, words, disabled, onRetry, onStop }) {
  const before = useRef(notice.key);
  const wait = useWait(Number(notice.args?.seconds ?? 0), at);
  const edit = () => window.dispatchEvent(new CustomEvent("parley:edit", { detail: turn }));
  const changes = notice.remedy === "change";
  const elsewhere = NEEDS_NEW_CHAT.includes(notice.key);
  // How a stop ended is told after the answer has: nobody else says it.
  useEffect(() => {
    if (before.current === "turn_stopping" && notice.key !== "turn_stopping") announce(say(words, notice));
    before.current = notice.key;
  }, [notice.key]);
  if (notice.key === "turn_stopping") return null;
  return (
    <div className="remedies">
      {notice.key === "turn_stop_unsure" && (
        <button type="button" className="quiet" data-refocus data-online onClick={() => onStop(turn)}>
          <Icon name="stop" />
          {words.stop_again}
        </button>
      )}
      {changes && !elsewhere && (
        <button type="button" className="quiet" disabled={disabled} onClick={edit}>
          <Icon name="edit" />
          {words.edit_question}
        </button>
      )}
      {elsewhere && (
        <button type="button" className="quiet" data-place="/">
          <Icon name="plus" />
          {words.new_chat}
        </button>
      )}
      <CopyReference reference={notice.reference} words={words} />
      <button type="button" className="quiet" data-refocus data-online disabled={disabled || wait > 0} onClick={() => onRetry(turn)}>
        <Icon name="retry" />
        {wait > 0 ? fill(words.retry_in, { seconds: wait }) : words.retry}
      </button>
    </div>
  );
}
