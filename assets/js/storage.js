// The browser's storage, which may be full or forbidden: then nothing is kept in it, and nothing breaks.

// Nothing where there is no HTTPS, or where a browser forbids a frame its storage, and locks with it.
export const locks = () => (window.parleyForgets ? undefined : navigator.locks);

const SOON = 150; // ms until what is taken away is gone: by then the page has shown what it was taken away for

const leaving = new Map(); // what is taken away soon, by its area and key
let due = 0;

export function take(area, key) {
  try {
    const text = window[area].getItem(key) ?? "";
    return text === leaving.get(`${area} ${key}`) ? "" : text;
  } catch {
    return "";
  }
}

// True where it was kept.
export function put(area, key, text) {
  leaving.delete(`${area} ${key}`);
  try {
    if (text) window[area].setItem(key, text);
    else window[area].removeItem(key);
    return true;
  } catch {
    return false;
  }
}

// Takes it away, for this document at once. The browser may need longer for that than the page for all else that changes
// with a message. What another document puts there meanwhile stays.
export function drop(area, key) {
  const text = take(area, key);
  if (!text) return;
  leaving.set(`${area} ${key}`, text);
  due ||= setTimeout(dropNow, SOON);
}

function dropNow() {
  clearTimeout(due);
  due = 0;
  for (const place of [...leaving.keys()]) {
    const [area, key] = place.split(/ (.*)/s);
    if (take(area, key)) leaving.delete(place);
    else put(area, key, "");
  }
}

if (typeof window !== "undefined") window.addEventListener("pagehide", dropNow);

export function listed(text) {
  try {
    const list = JSON.parse(text || "[]");
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}
