// What of taking conversations along happens in the browser: a link's address, printing, and beginning afresh.

import { useEffect, useRef } from "react";
import { CopyButton } from "$/public/js/copy.jsx";
import { BASE, KEPT, address } from "$/public/js/place.js";

export function Link({ token, words }) {
  const box = useRef(null);
  useEffect(() => {
    box.current.focus();
    box.current.select();
  }, [token]);
  return (
    <div className="shared-link">
      <input ref={box} readOnly dir="ltr" aria-label={words.share_link} value={`${window.location.origin}${BASE}/s/${token}`} />
      <CopyButton label={words.copy_link} words={words} take={() => [box.current.value]} />
    </div>
  );
}

export function Print() {
  useEffect(() => {
    // The menu that the button stands in closes first.
    const onClick = (event) => event.target.closest?.("[data-print]") && setTimeout(() => window.print());
    document.addEventListener("click", onClick);
    return () => document.removeEventListener("click", onClick);
  }, []);
  return null;
}

export function Afresh({ gone }) {
  useEffect(() => {
    if (!gone) return;
    for (const storage of [localStorage, sessionStorage]) {
      if (!KEPT) storage.clear();
      for (const key of Object.keys(storage)) if (key.startsWith(`${KEPT}parley:`)) storage.removeItem(key);
    }
    sessionStorage.removeItem("token");
    window.location.replace(address("/"));
  }, [gone]);
  return null;
}
