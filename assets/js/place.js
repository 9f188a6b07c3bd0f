// Where the page is now: a move shows in the address at once, in the state only after the server has answered.

// Below what all addresses of this document's app stand: nothing for the only one, `/apps/<slug>` for one of several,
// `/embed/<slug>` within another site's page.
export const BASE = typeof window === "undefined" ? "" : /^\/(?:apps|embed)\/[^/]+/.exec(window.location.pathname)?.[0] ?? "";
export const FRAMED = BASE.startsWith("/embed/");
export const WIDGET = FRAMED && window.name === "parley" && window.parent !== window; // whose page speaks first
export const AMONG = BASE.startsWith("/apps/"); // others, which the portal shows

const whose = () => /(?:^|; )parley_drafts=([0-9a-f]+)/.exec(document.cookie)?.[1] ?? "";

// Begins the names under which this browser keeps what is typed: each app has its own, and each person who signs in, as whom
// nobody is within another site's page.
export const KEPT = typeof document === "undefined" ? "" : BASE + (FRAMED ? "" : whose());

// The page's path within its app.
export const within = () => window.location.pathname.slice(BASE.length) || "/";

// An installed app of several: its address ends with a slash, without which it is outside of what was installed.
const INSTALLED = typeof window !== "undefined" && window.matchMedia("(display-mode: standalone)").matches;

// The address of a path within the app.
export const address = (path) => (BASE && path === "/" && !INSTALLED ? BASE : BASE + path);

export function here() {
  return /^\/c\/([^/]+)$/.exec(within())?.[1] ?? "";
}
