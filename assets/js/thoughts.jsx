// The steps of an answer as one quiet line that opens into a list: those of a finished turn, or, while `live` is on,
// those that are being made. `row` draws one step; it is called only for a list that stands open.

import { useState } from "react";
import { useLiveList } from "$/public/js/live.js";

const NAMED = 3; // steps that the line names; the others are counted

export function labelOf(step, words) {
  if (step.kind === "reasoning") return step.title || words.reasoning;
  return step.labels?.[words.label_code] || step.labels?.en_US || step.title;
}

function summary(steps, words, live) {
  const current = live && steps.findLast((step) => step.state === "running");
  if (current) return labelOf(current, words);
  const names = [...new Set(steps.filter((step) => !step.depth).map((step) => labelOf(step, words)))];
  const rest = names.length - NAMED;
  return names.slice(0, NAMED).join(" · ") + (rest > 0 ? ` +${rest}` : "");
}

export function Thoughts({ steps, live, words, row }) {
  const growing = useLiveList(live, "steps");
  const [open, setOpen] = useState(false);
  const list = live ? growing : steps;
  if (!list?.length) return null;
  const state = live ? "running" : list.some((step) => step.state === "failed") ? "failed" : "done";
  return (
    <details className="thoughts" data-state={state} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span className="sr-only">{words.steps}: </span>
        <span className="thoughts-line">{summary(list, words, live)}</span>
        {state === "failed" && <span className="thoughts-failed">{words.state_failed}</span>}
      </summary>
      {open && <ol>{list.map((step) => row(step))}</ol>}
    </details>
  );
}
