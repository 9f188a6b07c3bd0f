// Markdown by streamdown: no raw HTML, no script address, remote images as links that a person may open.

import { Streamdown, defaultRehypePlugins, extractTableDataFromElement, tableDataToTSV } from "streamdown";
import { harden } from "rehype-harden";
import { CopyButton } from "$/public/js/copy.jsx";
import { usePlugins } from "$/public/js/plugins.js";
import { fill } from "$/public/js/say.js";
import { blocksBySide } from "$/public/js/sides.js";
import { openSource } from "$/public/js/sources.jsx";

const SAFE_LINK = /^(https?:|mailto:|tel:|#)/i;

// A remote image can carry what was said to somebody else's server, so none is fetched unasked: it becomes a link.
function imagesAsLinks(words) {
  return (tree) => walk(tree, words);
}

function walk(node, words) {
  node.children?.forEach((child, i) => {
    if (child.tagName === "img") node.children[i] = imageLink(child.properties ?? {}, words);
    else walk(child, words);
  });
}

function imageLink({ src, alt }, words) {
  const text = (value) => ({ type: "text", value });
  let url;
  try {
    url = new URL(src);
  } catch {
    return text(alt || "");
  }
  if (!/^https?:$/.test(url.protocol)) return text(alt || "");
  const label = `${words.open_image}: ${alt || fill(words.image_blocked, { host: url.host })}`;
  return { type: "element", tagName: "a", properties: { href: url.href, title: url.host }, children: [text(label)] };
}

// A mark of a cited passage, [1] or 【1】, becomes a button that opens it; in code, or in a link, it is text.
function marksAsButtons(marks) {
  const positions = new Set(marks.split(" "));
  return (tree) => mark(tree, positions);
}

function mark(node, positions) {
  if (["code", "pre", "a"].includes(node.tagName)) return;
  node.children = node.children?.flatMap((child) => (child.type === "text" ? marked(child.value, positions) : [child]));
  node.children?.forEach((child) => mark(child, positions));
}

function marked(value, positions) {
  const parts = value.split(/(\[\d{1,3}\]|【\d{1,3}】)/);
  return parts.filter(Boolean).map((part) => {
    const position = /^[[【](\d+)[\]】]$/.exec(part)?.[1];
    if (!positions.has(position)) return { type: "text", value: part };
    return { type: "element", tagName: "a", properties: { href: `#source-${position}` }, children: [{ type: "text", value: position }] };
  });
}

function Link({ href, children, node, ...rest }) {
  const position = /^#source-(\d+)$/.exec(href ?? "")?.[1];
  if (position) {
    return (
      <button type="button" className="cite" onClick={(event) => openSource(event.currentTarget, position)}>
        {children}
      </button>
    );
  }
  if (!SAFE_LINK.test(href ?? "")) return <span>{children}</span>;
  return (
    <a href={href} title={rest.title} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}

// A table goes into a sheet, or into a document, as a table.
function Table({ words, dir, children }) {
  const take = (button) => {
    const box = button.closest("[data-table]").querySelector("[data-streamdown]");
    return [tableDataToTSV(extractTableDataFromElement(box.firstElementChild)), box];
  };
  return (
    <div data-table="true" dir={dir}>
      <div data-streamdown="table-wrapper">
        <table>{children}</table>
      </div>
      <CopyButton label={words.copy_table} words={words} take={take} />
    </div>
  );
}

// Without options: streamdown writes them out for each block that it draws, and these are long.
const [sanitizer, schema] = defaultRehypePlugins.sanitize;
const sanitize = () => sanitizer(schema);

const rehype = new WeakMap();
const components = new WeakMap();

function componentsFor(words) {
  if (!components.has(words)) {
    components.set(words, { a: Link, table: ({ dir, children }) => <Table words={words} dir={dir}>{children}</Table> });
  }
  return components.get(words);
}

// Streamdown knows plugins apart by their names and options: what they go by is an option.
function rehypeFor(words, marks) {
  if (!rehype.has(words)) rehype.set(words, new Map());
  const known = rehype.get(words);
  if (!known.has(marks)) {
    const { open_image, image_blocked } = words;
    known.set(marks, [
      sanitize,
      [imagesAsLinks, { open_image, image_blocked }],
      blocksBySide,
      ...(marks ? [[marksAsButtons, marks]] : []),
      [harden, { allowedImagePrefixes: [], allowedLinkPrefixes: ["*"], defaultOrigin: undefined, allowDataImages: false }],
    ]);
  }
  return known.get(marks);
}

export default function Markdown({ text, live, words, marks = "" }) {
  return (
    <Streamdown
      mode={live ? "streaming" : "static"}
      isAnimating={live}
      plugins={usePlugins(text)}
      components={componentsFor(words)}
      rehypePlugins={rehypeFor(words, marks)}
      controls={{ code: { copy: true, download: false }, table: false }}
      lineNumbers={false}
      linkSafety={{ enabled: false }}
      translations={{ copyCode: words.copy_code, copied: words.copied }}
    >
      {text}
    </Streamdown>
  );
}
