// A notice is a key of the catalogue and its arguments, at times with a reference; the sentence is made here.

export function fill(text, args) {
  return (text ?? "").replace(/\{(\w+)\}/g, (whole, name) => args?.[name] ?? whole);
}

export function say(words, notice) {
  if (!notice?.key) return "";
  const sentence = fill(words[notice.key], notice.args);
  return notice.reference ? `${sentence} ${fill(words.reference, notice)}` : sentence;
}
