// Figures as the page's language writes them.

import { locale, useLocale } from "$/public/js/language.js";

const formats = new Map();

export function format(of, parts) {
  const key = locale() + of + JSON.stringify(parts);
  if (!formats.has(key)) formats.set(key, new Intl[of](locale(), parts));
  return formats.get(key);
}

export const number = (value, parts = {}) => format("NumberFormat", parts).format(value);
export const few = (value) => (value < 1 ? 2 : value < 10 ? 1 : 0); // digits behind the point
export const figure = (value) => number(value ?? 0);

export function Figure({ value }) {
  useLocale();
  return figure(value);
}
