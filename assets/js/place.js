// Where the page is now: a move shows in the address at once, in the state only after the server has answered.

export function here() {
  return /^\/c\/([^/]+)$/.exec(window.location.pathname)?.[1] ?? "";
}
