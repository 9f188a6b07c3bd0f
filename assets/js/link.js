// What the address of a new chat brings along: `?q=` fills the box, any other name a field of the app's form. Nothing
// is sent; the address is cleaned, so that a reload or a bookmark does not bring it again.

import { draftOf, keepDraft, putAside } from "$/public/js/drafts.js";
import { offer } from "$/public/js/forms.js";
import { within } from "$/public/js/place.js";

const LONGEST = 8000; // characters of a text in an address

function plain(text) {
  // Line breaks and tabs are text; other control characters, and those that turn the direction of what follows, are not.
  return text.slice(0, LONGEST).replace(/\r\n?/g, "\n").replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, "");
}

// True where a draft that stood there gave way.
export function takeLink() {
  const { pathname, search, hash } = window.location;
  if (within() !== "/" || !search) return false;
  const { q, ...values } = Object.fromEntries([...new URLSearchParams(search)].map(([name, text]) => [name, plain(text)]));
  window.history.replaceState(window.history.state, "", pathname + hash);
  offer(values);
  const draft = draftOf("");
  if (!q?.trim() || draft === q) return false;
  putAside("", draft);
  keepDraft("", q);
  return Boolean(draft.trim());
}
