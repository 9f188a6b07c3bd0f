// Markdown by streamdown: no raw HTML, no script address, remote images as links that a person may open.

import { Streamdown, defaultRehypePlugins } from "streamdown";
import { harden } from "rehype-harden";
import { code } from "@streamdown/code";
import { createMathPlugin } from "@streamdown/math";
import { cjk } from "@streamdown/cjk";
import "katex/dist/katex.min.css";
import { fill } from "$/public/js/say.js";

const plugins = { code, math: createMathPlugin({ singleDollarTextMath: false }), cjk };
const SAFE_LINK = /^(https?:|mailto:|tel:|#)/i;

// A remote image can carry what was said to somebody else's server, so none is fetched unasked: it becomes a link.
function imagesAsLinks(words) {
  return () => (tree) => walk(tree, words);
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

function Link({ href, children, node, ...rest }) {
  if (!SAFE_LINK.test(href ?? "")) return <span>{children}</span>;
  return (
    <a href={href} title={rest.title} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}

const components = { a: Link };
const rehype = new WeakMap();

function rehypeFor(words) {
  if (!rehype.has(words)) {
    rehype.set(words, [
      defaultRehypePlugins.sanitize,
      imagesAsLinks(words),
      [harden, { allowedImagePrefixes: [], allowedLinkPrefixes: ["*"], defaultOrigin: undefined, allowDataImages: false }],
    ]);
  }
  return rehype.get(words);
}

export default function Markdown({ text, live, words }) {
  return (
    <Streamdown
      mode={live ? "streaming" : "static"}
      isAnimating={live}
      plugins={plugins}
      components={components}
      rehypePlugins={rehypeFor(words)}
      controls={{ code: { copy: true, download: false }, table: false }}
      lineNumbers={false}
      linkSafety={{ enabled: false }}
      translations={{ copyCode: words.copy_code, copied: words.copied }}
    >
      {text}
    </Streamdown>
  );
}
