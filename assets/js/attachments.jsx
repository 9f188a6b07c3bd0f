// The files of the composer: a chip each, with thumbnail, progress, cancel and retry; and the ways in: picker, drop,
// paste and address.

import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { add, addLink, admit, filesOf, remove, retry, subscribe } from "$/public/js/attachments.js";
import { here } from "$/public/js/place.js";
import { fill, say } from "$/public/js/say.js";

export function Chip({ file, place, words, onRemoved }) {
  const percent = Math.round((file.progress ?? 0) * 100);
  return (
    <li className="chip" data-state={file.state}>
      {file.small ? <img src={file.small} alt="" /> : <span className="chip-kind">{(file.name.split(".").pop() || "").slice(0, 4)}</span>}
      <span className="chip-text">
        <span className="chip-name" dir="auto">{file.name}</span>
        {file.state === "sending" && (
          <progress max="100" value={percent} aria-label={fill(words.uploading, { name: file.name })} />
        )}
        {file.problem && <span className="problem" role="alert">{say(words, file.problem)}</span>}
      </span>
      {file.state === "failed" && file.retry && (
        <button type="button" className="quiet" onClick={() => retry(file)}>{words.retry}</button>
      )}
      <button
        type="button"
        className="chip-remove"
        aria-label={fill(file.state === "sending" ? words.cancel_upload : words.remove_file, { name: file.name })}
        onClick={() => {
          remove(place, file);
          onRemoved();
        }}
      >
        ×
      </button>
    </li>
  );
}

export function Link({ place, limits, words, onDone }) {
  const [problem, setProblem] = useState(null);
  const box = useRef(null);
  useEffect(() => box.current.focus(), []);
  const take = async () => {
    const wrong = await addLink(place, box.current.value.trim(), limits);
    setProblem(wrong);
    if (!wrong) onDone();
  };
  const onKeyDown = (event) => {
    if (event.key === "Escape") onDone();
    if (event.key !== "Enter") return;
    event.preventDefault();
    take();
  };
  return (
    <div className="link-row">
      <input ref={box} type="url" inputMode="url" aria-label={words.file_address} placeholder="https://" onKeyDown={onKeyDown} aria-invalid={Boolean(problem)} />
      <button type="button" className="quiet" onClick={take}>{words.add_link}</button>
      <button type="button" className="quiet" onClick={onDone}>{words.cancel}</button>
      {problem && <p className="problem" role="alert">{say(words, problem)}</p>}
    </div>
  );
}

// `limits` are null until it is known what the app takes.
export function Attachments({ place, limits, words }) {
  const files = useSyncExternalStore(subscribe, () => filesOf(here()), () => []);
  const [linking, setLinking] = useState(false);
  const picker = useRef(null);
  const current = useRef(limits);
  current.current = limits;

  useEffect(() => {
    const takes = () => !current.current || current.current.methods.includes("local_file");
    const carries = (event) => [...(event.dataTransfer ?? event.clipboardData).types].includes("Files");
    const onClick = ({ target }) => {
      const button = target.closest?.("[data-attach]");
      if (button?.dataset.attach === "file") picker.current.click();
      if (button?.dataset.attach === "link") setLinking(true);
    };
    const onDrag = (event) => {
      if (!carries(event)) return;
      event.preventDefault();
      document.body.toggleAttribute("data-drop", takes() && (event.type !== "dragleave" || event.relatedTarget !== null));
    };
    const onDrop = (event) => {
      document.body.removeAttribute("data-drop");
      if (!carries(event)) return;
      event.preventDefault();
      add(here(), event.dataTransfer.files, current.current);
    };
    const onPaste = (event) => {
      if (event.target.id !== "message" || !event.clipboardData.files.length) return;
      if (!takes() && event.clipboardData.types.includes("text/plain")) return; // The text is what may be sent.
      event.preventDefault();
      add(here(), event.clipboardData.files, current.current);
    };
    document.addEventListener("click", onClick);
    document.addEventListener("paste", onPaste);
    for (const name of ["dragenter", "dragover", "dragleave"]) document.addEventListener(name, onDrag);
    document.addEventListener("drop", onDrop);
    return () => {
      document.removeEventListener("click", onClick);
      document.removeEventListener("paste", onPaste);
      for (const name of ["dragenter", "dragover", "dragleave"]) document.removeEventListener(name, onDrag);
      document.removeEventListener("drop", onDrop);
    };
  }, []);

  useEffect(() => {
    if (limits) admit(here(), limits);
  }, [limits, place]);

  const focus = () => document.getElementById("message").focus();
  const done = () => {
    setLinking(false);
    focus();
  };
  return (
    <>
      <input
        ref={picker}
        type="file"
        multiple={limits?.max_count > 1}
        accept={limits?.accept}
        hidden
        onChange={(event) => {
          add(here(), event.target.files, limits);
          event.target.value = "";
          focus();
        }}
      />
      {files.length > 0 && (
        <ul className="chips" aria-label={words.attachments}>
          {files.map((file) => <Chip key={file.key} file={file} place={here()} words={words} onRemoved={focus} />)}
        </ul>
      )}
      {linking && <Link place={here()} limits={limits} words={words} onDone={done} />}
      <div className="drop-here" aria-hidden="true">{words.drop_files}</div>
    </>
  );
}
