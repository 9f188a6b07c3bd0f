// A moment as a person reads it: the time of today, else the day and the time, in the page's language and their zone.

import { useLocale } from "$/public/js/language.js";

const formats = new Map(); // making one takes longer than drawing all else of a turn

function written(when, locale, parts) {
  const key = `${locale} ${Object.keys(parts)}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale, parts));
  return formats.get(key).format(when);
}

export function Moment({ at }) {
  const locale = useLocale();
  const when = new Date(at * 1000);
  const today = when.toDateString() === new Date().toDateString();
  const day = today ? {} : { day: "numeric", month: "short" };
  const text = written(when, locale, { ...day, hour: "numeric", minute: "2-digit" });
  return <time dateTime={when.toISOString()}>{text}</time>;
}

// The day alone, with its year where that is another one.
export function Day({ at }) {
  const locale = useLocale();
  const when = new Date(at * 1000);
  const year = when.getFullYear() === new Date().getFullYear() ? {} : { year: "numeric" };
  const text = written(when, locale, { day: "numeric", month: "short", ...year });
  return <time dateTime={when.toISOString()}>{text}</time>;
}
