// The files of a turn: those of a finished one, or, while `live` is on, those that have come so far. `row` draws one.

import { locale } from "$/public/js/language.js";
import { useLiveList } from "$/public/js/live.js";

export function Files({ files, live, label, row }) {
  const growing = useLiveList(live, "files");
  const list = live ? growing : files;
  if (!list?.length) return null;
  return (
    <ul className="files" aria-label={label}>
      {list.map((file) => row(file))}
    </ul>
  );
}

// What there is to say about a finished turn, or, while `live` is on, about what has come so far.
export function Notes({ notes, live, row }) {
  const growing = useLiveList(live, "notes");
  return (live ? growing : notes)?.map((note) => row(note));
}

export function sizeOf(bytes) {
  if (!bytes) return "";
  if (bytes < 2 ** 20) return `${Math.ceil(bytes / 1024)} KB`;
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return `${(bytes / 2 ** 20).toLocaleString(locale(), digits)} MB`;
}
