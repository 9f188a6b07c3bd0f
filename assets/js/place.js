// Where the page is now: a move shows in the address at once, in the state only after the server has answered.

// Below what all addresses of this document's app stand: nothing for the only one, `/apps/<slug>` for one of several.
export const BASE = typeof window === "undefined" ? "" : /^\/apps\/[^/]+/.exec(window.location.pathname)?.[0] ?? "";

// The page's path within its app.
export const within = () => window.location.pathname.slice(BASE.length) || "/";

// An installed app of several: its address ends with a slash, without which it is outside of what was installed.
const INSTALLED = typeof window !== "undefined" && window.matchMedia("(display-mode: standalone)").matches;

// The address of a path within the app.
export const address = (path) => (BASE && path === "/" && !INSTALLED ? BASE : BASE + path);

export function here() {
  return /^\/c\/([^/]+)$/.exec(within())?.[1] ?? "";
}
