// Copying: as plain text for those who paste text, and as it is drawn for those who paste into a document or a sheet.

import { useEffect, useState } from "react";
import { Icon } from "$/public/js/icon.jsx";

const SHOWN = 2000; // ms that a copy is confirmed
const BY_HAND = 'button, svg, [aria-hidden="true"], [data-streamdown="code-block-header"]';

// What is drawn, without what is there to be pressed or for the eye alone. Lines of code are boxes, which end in no line
// break.
function markup(drawn) {
  const whole = drawn.cloneNode(true);
  whole.querySelectorAll(".cite").forEach((mark) => mark.replaceWith(mark.textContent));
  whole.querySelectorAll(BY_HAND).forEach((it) => it.remove());
  whole.querySelectorAll("pre code > span").forEach((line) => line.textContent.endsWith("\n") || line.append("\n"));
  return whole.innerHTML;
}

async function copy(text, drawn) {
  try {
    const plain = new Blob([text], { type: "text/plain" });
    const html = drawn && { "text/html": new Blob([markup(drawn)], { type: "text/html" }) };
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": plain, ...html })]);
  } catch {
    await navigator.clipboard.writeText(text);
  }
}

// `take` gives the text and what is drawn of it, for the button that was pressed.
export function CopyButton({ label, words, take }) {
  const [state, setState] = useState("");
  useEffect(() => {
    if (!state) return undefined;
    const timer = setTimeout(() => setState(""), SHOWN);
    return () => clearTimeout(timer);
  }, [state]);
  const onClick = async (event) => {
    const [text, drawn] = take(event.currentTarget);
    setState(await copy(text, drawn).then(() => "copied", () => "failed"));
  };
  return (
    <>
      <button type="button" className="action" data-copies aria-label={label} title={label} onClick={onClick}>
        <Icon name={state === "copied" ? "check" : "copy"} />
      </button>
      <span role="status" className={state === "failed" ? "problem" : "sr-only"}>
        {state === "copied" ? words.copied : state && words.copy_failed}
      </span>
    </>
  );
}
