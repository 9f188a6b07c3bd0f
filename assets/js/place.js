// Where the page is now: a move shows in the address at once, in the state only after the server has answered.

// Below what all addresses of this document's app stand: nothing for the only one, `/apps/<slug>` for one of several.
export const BASE = typeof window === "undefined" ? "" : /^\/apps\/[^/]+/.exec(window.location.pathname)?.[0] ?? "";

// The page's path within its app.
export const within = () => window.location.pathname.slice(BASE.length) || "/";

// The address of a path within the app.
export const address = (path) => (BASE && path === "/" ? BASE : BASE + path);

export function here() {
  return /^\/c\/([^/]+)$/.exec(within())?.[1] ?? "";
}
