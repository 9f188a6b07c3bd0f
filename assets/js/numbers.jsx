// The board of numbers: which days are looked at, and how figures, times and money are written.

import { useEffect, useRef, useState } from "react";
import { few, figure, format, number } from "$/public/js/figures.js";
import { useLocale } from "$/public/js/language.js";
import { fill } from "$/public/js/say.js";

const USUAL = 30; // days
const SPANS = [7, 30, 90, 365];

const money = (value, currency) => {
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: value && value < 1 ? 4 : 2 };
  if (!/^[A-Z]{3}$/.test(currency)) return `${number(value, digits)} ${currency}`.trim();
  // A sign of money would stand on the wrong side in writing from the right.
  const currencyDisplay = document.documentElement.dir === "rtl" ? "code" : "symbol";
  return number(value, { ...digits, style: "currency", currency, currencyDisplay });
};
const seconds = (value) =>
  value == null ? "–" : number(value, { style: "unit", unit: "second", maximumFractionDigits: few(value) });
const moneys = (prices) =>
  Object.entries(prices ?? {}).map(([currency, value]) => money(value, currency)).join(" + ") || "–";
const share = (part, whole) => (whole ? number(part / whole, { style: "percent", maximumFractionDigits: 1 }) : "–");

// A day is written without a zone: it is one of the zone that was asked for already.
const named = (day, parts) => format("DateTimeFormat", { timeZone: "UTC", ...parts }).format(new Date(`${day}T00:00Z`));
export const dayName = (day) => named(day, { day: "numeric", month: "short" });
const dayInFull = (day) => named(day, { day: "numeric", month: "short", year: "numeric" });
export const short = (value) => number(value, { notation: "compact", maximumSignificantDigits: 3 });
export const written = { figure, seconds, money: (value) => number(value, { maximumFractionDigits: 4 }) };

// Of a row of numbers one of them: `kind` says how it is written, `of` what it is a share of.
function told(row, { name, kind, of }) {
  if (kind === "day") return dayInFull(row.key);
  if (kind === "text") return row[name];
  if (kind === "share") return share(row[name], of.reduce((sum, one) => sum + row[one], 0));
  return { figure, seconds, moneys }[kind](row[name]);
}

export function Told({ row, name, kind, of }) {
  useLocale();
  return told(row, { name, kind, of });
}

export function Table({ rows, columns, label }) {
  useLocale();
  return (
    <div className="numbers-table" tabIndex={0} role="region" aria-label={label}>
      <table>
        <caption>{label}</caption>
        <thead>
          <tr>
            {columns.map((it) => (
              <th key={it.name} scope="col" data-kind={it.kind}>{it.label}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              {columns.map((it, at) =>
                at ? (
                  <td key={it.name}>{told(row, it)}</td>
                ) : (
                  <th key={it.name} scope="row" dir={it.kind === "text" ? "auto" : undefined}>{told(row, it)}</th>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

// The table beneath a chart, made when somebody opens it.
export function Beneath({ name, ...table }) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{name}</summary>
      {open && <Table {...table} />}
    </details>
  );
}

const pad = (value) => String(value).padStart(2, "0");
const iso = (day) => `${day.getFullYear()}-${pad(day.getMonth() + 1)}-${pad(day.getDate())}`;

function since(days) {
  const first = new Date();
  first.setDate(first.getDate() - days + 1);
  return { first: iso(first), last: iso(new Date()) };
}

function chosen() {
  const asked = new URLSearchParams(window.location.search);
  const usual = since(USUAL);
  const own = (name) => asked.get(name) || usual[name] || "";
  return { app: own("app"), first: own("first"), last: own("last") };
}

// Which app and which days; they stand in the page's address, so that a reload and a link have the same.
export function Choice({ apps, words, busy, onLook }) {
  const [choice, setChoice] = useState(null);
  const look = useRef(onLook);
  look.current = onLook;
  const zone = useRef("UTC");
  const choose = (part) => setChoice((before) => ({ ...before, ...part }));

  useEffect(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    zone.current = !own || own === "Etc/Unknown" ? "UTC" : own;
    setChoice(chosen());
  }, []);
  useEffect(() => {
    if (!choice?.first || !choice.last) return;
    const query = new URLSearchParams(Object.entries(choice).filter(([, value]) => value));
    window.history.replaceState(window.history.state, "", `?${query}`);
    look.current(choice.app, choice.first, choice.last, zone.current);
  }, [choice]);

  if (!choice) return null;
  const query = new URLSearchParams({ ...choice, zone: zone.current });
  const field = (name, label, least, most) => (
    <label>
      <span>{label}</span>
      <input type="date" required value={choice[name]} min={least} max={most}
        onChange={(event) => choose({ [name]: event.target.value })} />
    </label>
  );
  return (
    <div className="numbers-choice" aria-busy={busy}>
      {apps.length > 1 && (
        <label>
          <span>{words.inbox_app}</span>
          <select value={choice.app} onChange={(event) => choose({ app: event.target.value })}>
            <option value="">{words.numbers_all_apps}</option>
            {apps.map((app) => <option key={app.value} value={app.value}>{app.name}</option>)}
          </select>
        </label>
      )}
      {field("first", words.numbers_first_day, undefined, choice.last)}
      {field("last", words.numbers_last_day, choice.first, undefined)}
      <div className="numbers-spans">
        {SPANS.map((days) => {
          const span = since(days);
          const here = span.first === choice.first && span.last === choice.last;
          return (
            <button key={days} type="button" className="quiet" aria-pressed={here} onClick={() => choose(span)}>
              {fill(words.numbers_last_days, { count: figure(days) })}
            </button>
          );
        })}
      </div>
      <a className="quiet" href={`/console/numbers.csv?${query}`} download>{words.numbers_save}</a>
    </div>
  );
}
