// The page's language: on the document element, in this person's cookie, and the same in all their tabs.

import { useContext, useEffect, useLayoutEffect, useRef, useSyncExternalStore } from "react";
import { StateStoreContext } from "$/utils/context-registry";

const CHANGED = "parley:language";
const YEAR = 365 * 24 * 3600;

// Figures are the same in all texts, those that the app and the server write among them.
export function locale() {
  const code = document.documentElement.lang || "en";
  return code === "ar" ? "ar-u-nu-latn" : code;
}

const subscribe = (listener) => {
  window.addEventListener(CHANGED, listener);
  return () => window.removeEventListener(CHANGED, listener);
};

export const useLocale = () => useSyncExternalStore(subscribe, locale, () => "en");

const chosen = (name) => document.cookie.match(new RegExp(`(?:^|; )${name}=(\\w+)`))?.[1];

export function Language({ state, code, cookie, onChoose }) {
  const store = useContext(StateStoreContext);
  const speak = useRef(null);
  speak.current = (wanted) => {
    if (wanted && code && wanted !== code) onChoose(wanted);
  };

  // It is taken from the store in the moment it comes: what is drawn with the new words asks the document for it.
  useLayoutEffect(() => {
    let lang = "";
    const hear = () => {
      const { code, direction } = store.getSnapshot(state).words_rx_state_;
      if (!code || code === lang) return;
      lang = code;
      Object.assign(document.documentElement, { lang, dir: direction });
      window.dispatchEvent(new Event(CHANGED));
    };
    hear();
    return store.subscribe(state, hear);
  }, [store, state]);

  useEffect(() => {
    const tabs = new BroadcastChannel(CHANGED);
    tabs.onmessage = ({ data }) => speak.current(data);
    const choose = (wanted) => {
      const secure = window.location.protocol === "https:" ? "; Secure" : "";
      document.cookie = `${cookie}=${wanted}; Path=/; Max-Age=${YEAR}; SameSite=Lax${secure}`;
      tabs.postMessage(wanted);
    };
    const onClick = (event) => {
      const wanted = event.target.closest?.("[data-language]")?.dataset.language;
      if (wanted) choose(wanted);
    };
    const onChange = (event) => {
      if (event.target.matches?.("select[data-languages]")) choose(event.target.value);
    };
    // A tab that slept heard nothing.
    const onShow = () => document.visibilityState === "visible" && speak.current(chosen(cookie));
    document.addEventListener("click", onClick);
    // Before the page draws the list anew, as it still stands.
    document.addEventListener("change", onChange, true);
    document.addEventListener("visibilitychange", onShow);
    return () => {
      tabs.close();
      document.removeEventListener("click", onClick);
      document.removeEventListener("change", onChange, true);
      document.removeEventListener("visibilitychange", onShow);
    };
  }, [cookie]);

  return null;
}
