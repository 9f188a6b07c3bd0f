// Light, dark, or as the system has it. Reflex keeps the choice in the browser, and a script in the document's head sets
// it before the first paint.

import { useContext, useEffect } from "react";
import { ColorModeContext } from "$/utils/context";

const KEY = "theme"; // where Reflex keeps it

// What is chosen in one tab holds in all, and the browser's own bars are as light or dark as the page.
export function Looks() {
  const { resolvedColorMode, setColorMode } = useContext(ColorModeContext);

  useEffect(() => {
    const onStorage = ({ key, newValue }) => key === KEY && newValue && setColorMode(newValue);
    window.addEventListener("storage", onStorage);
    return () => window.removeEventListener("storage", onStorage);
  }, [setColorMode]);

  useEffect(() => {
    // Reflex sets the page's own looks after this.
    const timer = setTimeout(() => {
      const paper = getComputedStyle(document.body).backgroundColor;
      document.querySelectorAll('meta[name="theme-color"]').forEach((meta) => {
        meta.content = paper;
      });
    });
    return () => clearTimeout(timer);
  }, [resolvedColorMode]);

  return null;
}

export function Appearance({ words }) {
  const { rawColorMode, setColorMode } = useContext(ColorModeContext);
  const modes = { system: words.as_the_system, light: words.light, dark: words.dark };
  return (
    <div role="radiogroup" aria-labelledby="settings-appearance" className="choices">
      {Object.entries(modes).map(([mode, name]) => (
        <label key={mode}>
          <input type="radio" name="appearance" value={mode} checked={rawColorMode === mode} onChange={() => setColorMode(mode)} />
          {name}
        </label>
      ))}
    </div>
  );
}
