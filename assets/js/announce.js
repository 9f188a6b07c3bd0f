// What a screen reader is told, in one quiet region: a line at a time, at the rate of speech.

const KEPT = 10_000; // ms that a line stays for the reader to find
const REST = 700; // ms between two lines, at least
const LETTER = 45; // ms that a character takes to be said
const LONGEST = 6_000; // ms between two lines, at most

const lines = [];
let source = null;
let timer = 0;

function say(text) {
  const line = document.createElement("p");
  line.textContent = text;
  document.getElementById("announcements")?.append(line);
  setTimeout(() => line.remove(), KEPT);
}

function pump() {
  timer = 0;
  const text = lines.shift() ?? source?.();
  if (!text) return;
  say(text);
  timer = setTimeout(pump, Math.min(LONGEST, Math.max(REST, text.length * LETTER)));
}

// Something may have become ready to be said.
export function wake() {
  if (!timer) timer = setTimeout(pump, 0);
}

export function announce(text) {
  if (!text) return;
  lines.push(text);
  wake();
}

// `more` gives the next line whenever there is time for one, or nothing. It takes the place of the one before.
export function tell(more) {
  source = more;
  if (more) wake();
}
