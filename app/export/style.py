"""The style of a page that stands alone: the page's own colours, a screen of any width, and paper."""

STYLE = """
:root { color-scheme: light dark; --paper: light-dark(#fff, #17181a); --ink: light-dark(#1d1f22, #e8e8e6);
  --soft: light-dark(#5d6167, #a5a9af); --line: light-dark(#e2e2de, #34373c); --wash: light-dark(#f6f6f4, #1e2023);
  --accent: light-dark(#1f5fbf, #7fb0ff); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 400 1rem/1.6 system-ui, -apple-system, "Segoe UI",
  Roboto, "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.3; margin: 0 0 0.5rem; }
h2 { font-size: 0.85rem; font-weight: 600; color: var(--soft); margin: 0 0 0.4rem; }
h2 time { font-weight: 400; }
h3, h4, h5, h6 { font-size: 1.05rem; line-height: 1.4; margin: 1.2rem 0 0.4rem; }
section { margin-block-start: 1.75rem; }
.question { padding: 0.8rem 1rem; border-radius: 12px; background: var(--wash); }
.asked { white-space: pre-wrap; margin: 0; }
.asked, .note, .prose :is(p, h3, h4, h5, h6, li, th, td) { unicode-bidi: plaintext; }
.note, summary { color: var(--soft); font-size: 0.875rem; margin: 0.5rem 0; }
.files { margin: 0; font-size: 0.9rem; }
.source { margin: 0.75rem 0; font-size: 0.9rem; }
.source p { margin: 0; font-weight: 600; }
a { color: var(--accent); }
blockquote { margin: 0.4rem 0; padding-inline-start: 0.9rem; border-inline-start: 3px solid var(--line); }
pre { background: var(--wash); border: 1px solid var(--line); border-radius: 8px; padding: 0.7rem 0.9rem;
  white-space: pre-wrap; overflow-wrap: anywhere; direction: ltr; text-align: left; }
code { font: 0.875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { border: 1px solid var(--line); padding: 0.3rem 0.6rem; text-align: start; }
hr { border: 0; border-block-start: 1px solid var(--line); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
@media print {
  :root { color-scheme: light; }
  main { max-width: none; padding: 0; }
  h2, h3, h4, h5, h6 { break-after: avoid; }
  pre, tr, .source p { break-inside: avoid; }
  table { display: table; }
}
"""
