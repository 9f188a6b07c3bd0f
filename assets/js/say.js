// A notice is a key of the catalogue and its arguments, at times with a reference; the sentence is made here.

import { locale } from "$/public/js/language.js";

// A size as the server writes it, in the figures of the page's language.
const shown = (value) =>
  String(value).replace(/^\d+\.\d+(?= [KM]B$)/, (figure) => Number(figure).toLocaleString(locale()));

// In writing from the right, what comes from elsewhere keeps its own direction and disturbs none.
const isolated = (value) => (document.documentElement.dir === "rtl" ? `\u2068${value}\u2069` : value);

export function fill(text, args) {
  const filled = (whole, name) => (args?.[name] == null ? whole : isolated(shown(args[name])));
  return (text ?? "").replace(/\{(\w+)\}/g, filled);
}

const UNITS = [[90, "second", 1], [5400, "minute", 60], [Infinity, "hour", 3600]];

// How long it takes until something goes on: "in 40 seconds", in the page's language.
function when(seconds) {
  const [, unit, each] = UNITS.find(([most]) => seconds <= most);
  return new Intl.RelativeTimeFormat(locale()).format(Math.ceil(seconds / each), unit);
}

export function say(words, notice) {
  if (!notice?.key) return "";
  const { seconds } = notice.args ?? {};
  const sentence = fill(words[notice.key], seconds ? { ...notice.args, when: when(Number(seconds)) } : notice.args);
  return notice.reference ? `${sentence} ${fill(words.reference, notice)}` : sentence;
}
