// What an answer was made of: a list by document, and the passage beside the answer, with its score, its page and a link
// out. A mark in the text ([1]) and an entry of the list open the same panel; one is open at a time.

import { useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { fill } from "$/public/js/say.js";

const OPEN = "parley:source";

// Asks the list of the answer that `element` stands in to open the passage at a position.
export function openSource(element, position) {
  element.closest("article")?.dispatchEvent(new CustomEvent(OPEN, { detail: { position: Number(position), from: element } }));
}

function byDocument(citations) {
  const documents = new Map();
  for (const item of citations) {
    if (!documents.has(item.document)) documents.set(item.document, []);
    documents.get(item.document).push(item);
  }
  return [...documents];
}

function Panel({ citations, at, words, go, close }) {
  const item = citations[at];
  const title = useRef(null);
  useEffect(() => title.current?.focus(), [at]);
  return (
    <aside className="beside" aria-label={fill(words.source, item)} onKeyDown={(event) => event.key === "Escape" && close()}>
      <header>
        <span className="mark" aria-hidden="true">{item.position}</span>
        <h2 ref={title} tabIndex={-1} dir="auto">{item.document}</h2>
        <button type="button" className="action" aria-label={words.close} onClick={close}>×</button>
      </header>
      <p className="note">
        {item.page !== "" && <span>{fill(words.page_of_source, { page: item.page })}</span>}
        {item.score !== "" && <span>{fill(words.score_of_source, { score: item.score })}</span>}
      </p>
      <p className="passage" dir="auto" tabIndex={0}>{item.content}</p>
      <footer>
        {citations.length > 1 && (
          <>
            <button type="button" className="quiet" onClick={() => go(-1)} aria-label={words.previous}>‹</button>
            <span className="note">{at + 1} / {citations.length}</span>
            <button type="button" className="quiet" onClick={() => go(1)} aria-label={words.next}>›</button>
          </>
        )}
        {item.link && (
          <a className="quiet" href={item.link} target="_blank" rel="noopener noreferrer nofollow">{words.open_document}</a>
        )}
      </footer>
    </aside>
  );
}

export function Sources({ citations, words }) {
  const list = useRef(null);
  const from = useRef(null);
  const [at, setAt] = useState(-1);

  useEffect(() => {
    const article = list.current.closest("article");
    const onOpen = ({ detail }) => {
      const found = citations.findIndex((item) => item.position === detail.position);
      if (found < 0) return;
      document.dispatchEvent(new CustomEvent(OPEN)); // another answer's panel gives way
      from.current = detail.from;
      setAt(found);
    };
    const onOther = () => setAt(-1);
    article.addEventListener(OPEN, onOpen);
    document.addEventListener(OPEN, onOther);
    return () => {
      article.removeEventListener(OPEN, onOpen);
      document.removeEventListener(OPEN, onOther);
    };
  }, [citations]);

  const close = () => {
    setAt(-1);
    from.current?.focus();
  };
  const go = (by) => setAt((now) => (now + by + citations.length) % citations.length);
  return (
    <div ref={list} className="sources" role="group" aria-label={words.sources}>
      <h2>{words.sources}</h2>
      <ul>
        {byDocument(citations).map(([document, passages]) => (
          <li key={document}>
            <span className="document" dir="auto">{document}</span>
            {passages.map((item) => (
              <button
                key={item.position}
                type="button"
                className="mark"
                aria-label={fill(words.source, item)}
                aria-expanded={citations[at] === item}
                onClick={(event) => openSource(event.currentTarget, item.position)}
              >
                {item.position}
                {item.score !== "" && <span className="score">{item.score}</span>}
              </button>
            ))}
          </li>
        ))}
      </ul>
      {at >= 0 && citations[at] && createPortal(
        <Panel citations={citations} at={at} words={words} go={go} close={close} />,
        document.querySelector(".page"),
      )}
    </div>
  );
}
