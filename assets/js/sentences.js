// What of an answer's Markdown is read out, a few whole sentences at a time.

const CHUNK = 300; // characters that are read out in one go
const ENDS = /[.!?…]["'”’)\]*_]*(?=\s)|[。！？؟۔]["'”’」』）*_]*|\n/g;
const FENCE = /^ {0,3}(?:```|~~~)/gm;

// The words alone: no code, no marks of sources, no signs that are there for the eye.
export function plain(markdown) {
  return markdown
    .replace(/^ {0,3}(```|~~~)[^]*?(^ {0,3}\1.*$|$(?![^]))/gm, " ")
    .replace(/\$\$[^]*?(\$\$|$(?![^]))/g, " ")
    .replace(/!?\[([^\]]*)\]\([^)\s]*[^)]*\)/g, "$1")
    .replace(/\[\d{1,3}\]|【\d{1,3}】/g, "")
    .replace(/^[ \t|:-]*-{3}[ \t|:-]*$/gm, "")
    .replace(/^\s*(#{1,6}|>|[-*+](?= ))\s*/gm, "")
    .replace(/^\s*\||\|\s*$/gm, "")
    .replace(/\s*\|\s*/g, ", ")
    .replace(/\*\*|__|~~|`|(?<=^|\s)[*_](?=\S)|(?<=\S)[*_](?=[\s.,;:!?)]|$)/gm, "")
    .replace(/\s+/g, " ")
    .trim();
}

// The next sentences from `from` on, and where they end: none while the next one is still being written.
// Of a text that is `whole` the last sentence may lack its end.
export function next(text, from, whole) {
  const rest = text.slice(from);
  let end = 0;
  for (const { index, 0: mark } of rest.matchAll(ENDS)) {
    const at = index + mark.length;
    if ((rest.slice(0, at).match(FENCE)?.length ?? 0) % 2) continue;
    if (end && plain(rest.slice(0, end)) && at > CHUNK) break;
    end = at;
  }
  if (whole && (!end || (rest.length <= CHUNK && end < rest.length))) end = rest.length;
  return [plain(rest.slice(0, end)), from + end];
}
