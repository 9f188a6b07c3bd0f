// A picture or a film at its full size: opens from every link with `data-preview`, goes through those of its list with
// the arrow keys, downloads, and gives the focus back where it came from.

import { useEffect, useState } from "react";
import { openModal, useModal } from "$/public/js/modal.js";
import { Own } from "$/public/js/own.jsx";

export function Preview({ words }) {
  const [at, setAt] = useState(0);
  const [files, setFiles] = useState([]);
  const { ref, ...handlers } = useModal(() => setFiles([]));

  useEffect(() => {
    const onClick = (event) => {
      const link = event.target.closest?.("a[data-preview]");
      if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      const links = [...(link.closest("ul") ?? document).querySelectorAll("a[data-preview]")];
      setFiles(links.map(({ href, dataset }) => ({ href, kind: dataset.preview, name: dataset.name })));
      setAt(links.indexOf(link));
      openModal(ref.current, link);
    };
    document.addEventListener("click", onClick);
    return () => document.removeEventListener("click", onClick);
  }, []);

  const file = files[at];
  const go = (by) => setAt((now) => (now + by + files.length) % files.length);
  const onKeyDown = (event) => {
    if (files.length < 2 || event.target.tagName === "VIDEO") return;
    const forward = document.documentElement.dir === "rtl" ? -1 : 1;
    if (event.key === "ArrowRight") go(forward);
    if (event.key === "ArrowLeft") go(-forward);
  };
  return (
    <dialog ref={ref} className="preview" aria-label={file?.name || words.preview} onKeyDown={onKeyDown} {...handlers}>
      {file && (
        <>
          {file.kind === "video" ? (
            <Own key={file.href} kind="video" src={file.href} controls autoPlay />
          ) : (
            <Own key={file.href} kind="img" src={file.href} alt={file.name || words.picture} />
          )}
          <div className="preview-bar">
            <span className="preview-name" dir="auto">{file.name}</span>
            {files.length > 1 && (
              <>
                <button type="button" className="quiet" onClick={() => go(-1)} aria-label={words.previous}>‹</button>
                <span>{at + 1} / {files.length}</span>
                <button type="button" className="quiet" onClick={() => go(1)} aria-label={words.next}>›</button>
              </>
            )}
            <a className="quiet" href={`${file.href}?download=1`} download={file.name || true}>{words.download}</a>
            <button type="button" className="quiet" data-closes>{words.close}</button>
          </div>
        </>
      )}
    </dialog>
  );
}
