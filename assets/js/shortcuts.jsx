// The page's keys as a list, and the switch for those that are single characters.

import { useEffect, useState } from "react";
import { MAC, onKey, setSingleKeys, SHORTCUTS, singleKeys } from "$/public/js/shortcuts.js";

export function Shortcuts() {
  useEffect(() => {
    // On the window: whoever has use for a key before the page does has said so by then.
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return null;
}

function nameOf(key, words) {
  const names = MAC
    ? { Mod: "⌘", Shift: "⇧", Alt: "⌥", Escape: "esc" }
    : { Mod: words.key_control, Shift: words.key_shift, Escape: "Esc" };
  return { ArrowUp: "↑", ArrowDown: "↓", ...names }[key] ?? key;
}

export function ShortcutList({ words }) {
  // The page is built for all platforms: which one it is on is known in the browser.
  const [here, setHere] = useState(false);
  useEffect(() => setHere(true), []);
  if (!here) return null;
  return (
    <dl className="shortcuts">
      {SHORTCUTS.map((shortcut) => (
        <div key={shortcut.keys.join("+")}>
          <dt>{shortcut.name(words)}</dt>
          <dd dir="ltr">
            {shortcut.keys.map((key) => (
              <kbd key={key}>{nameOf(key, words)}</kbd>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}

export function SingleKeys({ words }) {
  const [on, setOn] = useState(true);
  useEffect(() => setOn(singleKeys()), []);
  const onChange = (event) => {
    setSingleKeys(event.target.checked);
    setOn(event.target.checked);
  };
  return (
    <label className="check">
      <input type="checkbox" checked={on} onChange={onChange} />
      {words.single_keys}
    </label>
  );
}
