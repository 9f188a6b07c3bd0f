// The pass of a page within another site's page, in place of a cookie. What goes by a request of ours bears it in a header;
// what a browser fetches by itself goes by an address that is signed for a moment.

import { BASE, FRAMED } from "$/public/js/place.js";

let pass = "";

export const shownBy = () => pass;

export function shows(text) {
  pass = text;
}

// The headers of a request of ours.
export const own = () => (FRAMED ? { "X-Parley-Pass": pass } : {});

const within = (address) => (address.startsWith("/") ? address : address.slice(window.location.origin.length));

// Whether an address is one that needs the pass.
export const isOwn = (address) => FRAMED && new URL(address, window.location.href).origin === window.location.origin && within(address).startsWith(`${BASE}/`);

// An address that can be fetched without a header, for less than a minute.
export async function signed(address) {
  if (!isOwn(address)) return address;
  const [path, query] = within(address).slice(BASE.length).split("?");
  const answer = await fetch(`${BASE}/address?path=${encodeURIComponent(path)}`, { method: "POST", headers: own() });
  if (!answer.ok) return address;
  const { pass: sign } = await answer.json();
  return `${BASE}${path}?${query ? `${query}&` : ""}pass=${encodeURIComponent(sign)}`;
}
