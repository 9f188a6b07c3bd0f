// The browser's storage, which may be full or forbidden: then nothing is kept in it, and nothing breaks.

export function take(area, key) {
  try {
    return window[area].getItem(key) ?? "";
  } catch {
    return "";
  }
}

// True where it was kept.
export function put(area, key, text) {
  try {
    if (text) window[area].setItem(key, text);
    else window[area].removeItem(key);
    return true;
  } catch {
    return false;
  }
}

export function listed(text) {
  try {
    const list = JSON.parse(text || "[]");
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}
