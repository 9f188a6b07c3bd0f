// Whether what is done on this page reaches its server now: the socket is open, and the server knows where the page is.

let now = false;
const watchers = new Set();

export function connected() {
  return now && navigator.onLine;
}

// Calls `watcher` whenever that may have changed; returns what ends it.
export function subscribe(watcher) {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

export function become(open) {
  if (now === open) return;
  now = open;
  watchers.forEach((watcher) => watcher());
}

// The socket tries again by itself, ever more slowly; whoever looks at the page again makes it try at once.
export function tryNow() {
  document.dispatchEvent(new Event("visibilitychange"));
}

// A network that was away has taken the socket with it, though nobody may have told either end: it is opened anew.
export function openAnew() {
  window.dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }));
  tryNow();
}
