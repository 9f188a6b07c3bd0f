// What few answers have is loaded with the first text that has it: colours for code, and mathematics.

import { useEffect, useSyncExternalStore } from "react";
import { cjk } from "@streamdown/cjk";

// Until the colours are there, code is drawn without them.
let colours = null;
let loading = null;
const code = {
  name: "shiki",
  type: "code-highlighter",
  getThemes: () => ["github-light", "github-dark"],
  highlight(options, done) {
    if (colours) return colours.highlight(options, done);
    loading ??= import("@streamdown/code").then((loaded) => (colours = loaded.code), () => null);
    loading.then(() => {
      const known = colours?.highlight(options, done);
      if (known) done(known);
    });
    return null;
  },
};

// Until mathematics is there, it is drawn as it was written.
const PLAIN = { code, cjk };
let plugins = PLAIN;
let mathematics = null;
const watchers = new Set();

function subscribe(watcher) {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

function load() {
  mathematics ??= import("$/public/js/mathematics.js").then(({ math }) => {
    plugins = { ...PLAIN, math };
    watchers.forEach((watcher) => watcher());
  }).catch(() => {});
}

// What draws the Markdown `text`.
export function usePlugins(text) {
  const has = text.includes("$$");
  useEffect(() => void (has && load()), [has]);
  return useSyncExternalStore(subscribe, () => (has ? plugins : PLAIN), () => PLAIN);
}
