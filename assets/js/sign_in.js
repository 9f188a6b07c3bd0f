// The ways out of what somebody sees: whoever comes back may be another one, who begins anew in this tab.

import { put } from "$/public/js/storage.js";

// The names of the tab's states, of this app and of those that it was in before, are forgotten.
export function leaveFor(address) {
  for (const key of Object.keys(window.sessionStorage)) if (/^token(:|$)/.test(key)) put("sessionStorage", key, "");
  window.location.assign(address);
}

// To the sign-in page, which says so where somebody was signed out meanwhile, and from there back to where one is; what was
// typed stays in the browser.
export function signIn(ended = false) {
  const { pathname, search, hash } = window.location;
  leaveFor(`/sign-in?${ended ? "ended&" : ""}to=${encodeURIComponent(pathname + search + hash)}`);
}
