// What a conversation began with, to be looked at, and to begin another one with: the form before a new chat is filled
// in with it. What somebody had begun to fill in there is kept beside it.

import { useState } from "react";
import { filesOf, putBack } from "$/public/js/attachments.js";
import { aside, bringAside, fillIn } from "$/public/js/forms.js";
import { address } from "$/public/js/place.js";

const none = (detail) => !detail.text && !detail.files.length;

function Value({ detail, words }) {
  if (detail.kind === "checkbox") return detail.text === "true" ? words.yes : words.no;
  if (none(detail)) return <span className="note">{words.not_given}</span>;
  return detail.text || detail.files.map((file) => file.name).join(", ");
}

// Fills the form of a new chat in; the link that it stands on then leads there.
function begin(given) {
  const filled = given.filter((detail) => !detail.files.length && detail.text);
  fillIn(Object.fromEntries(filled.map(({ variable, kind, text }) => [variable, kind === "checkbox" ? "on" : text])));
  for (const { variable, files } of given) {
    if (files.length && !filesOf(`=${variable}`).length) putBack(`=${variable}`, files);
  }
}

export function Given({ given, words }) {
  // The address leads to the new chat after this.
  const again = (link) => {
    if (!link) return;
    link.remember = () => {
      begin(given);
      link.closest("dialog").close();
    };
  };
  return (
    <>
      <p className="note">{words.given_note}</p>
      <dl className="given">
        {given.map((detail) => (
          <div key={detail.variable}>
            <dt dir="auto">{detail.label}</dt>
            <dd dir="auto"><Value detail={detail} words={words} /></dd>
          </div>
        ))}
      </dl>
      <p className="actions">
        <a ref={again} href={address("/")} className="primary" data-place="/">{words.given_again}</a>
      </p>
    </>
  );
}

export function Aside({ words }) {
  const [there, setThere] = useState(aside);
  const bring = (event) => {
    const { form } = event.target;
    bringAside(form);
    setThere(false);
    form.querySelector("input, textarea, select")?.focus();
  };
  return there ? <button type="button" className="quiet" onClick={bring}>{words.details_aside}</button> : null;
}
