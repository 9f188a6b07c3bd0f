// Each block of a Markdown tree is written from the side of its own first letter, and code from the left. A block of text
// finds its side by itself (`auto`); what holds blocks must be told, for `auto` looks at none that has a side of its own.
// Where there is no letter, the side of what is around it holds.

const TEXT = /^(p|h[1-6]|t[hd])$/;
const HOLDER = /^(ul|ol|li|blockquote|table)$/;
const RIGHT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

export const blocksBySide = () => sides;

function sides(node) {
  const { tagName, children = [] } = node;
  if (tagName === "pre" || tagName === "code") {
    turn(node, "ltr");
    return;
  }
  children.forEach((child, i) => {
    // Mathematics is drawn in the place of its source later on.
    if (isFormula(child)) children[i] = fromTheLeft(child);
    else sides(child);
  });
  if (!TEXT.test(tagName) && !HOLDER.test(tagName)) return;
  const letter = firstLetter(node);
  if (letter) turn(node, TEXT.test(tagName) ? "auto" : RIGHT.test(letter) ? "rtl" : "ltr");
}

function turn(node, dir) {
  node.properties = { ...node.properties, dir };
}

const fromTheLeft = (child) => ({ type: "element", tagName: "span", properties: { dir: "ltr" }, children: [child] });
const isFormula = ({ tagName, properties }) => tagName === "code" && [properties?.className].flat().includes("math-inline");

function firstLetter(node) {
  if (node.type === "text") return /\p{L}/u.exec(node.value)?.[0];
  if (node.tagName === "code" || node.tagName === "pre") return undefined;
  for (const child of node.children ?? []) {
    const found = firstLetter(child);
    if (found) return found;
  }
  return undefined;
}
