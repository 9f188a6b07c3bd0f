// A notice is a key of the catalogue and its arguments; the sentence is made here.

export function fill(text, args) {
  return (text ?? "").replace(/\{(\w+)\}/g, (whole, name) => args?.[name] ?? whole);
}

export function say(words, notice) {
  return notice?.key ? fill(words[notice.key], notice.args) : "";
}
