// A control of a form that takes files: as the composer does, in a place of its own. What it holds goes with the form as
// the files' ids; while one is on its way, as something that is none.

import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { add, filesOf, ready, subscribe } from "$/public/js/attachments.js";
import { Chip, Link } from "$/public/js/attachments.jsx";

export function FileField({ name, control, limits, label, wrong, described, words }) {
  const place = `=${control}`;
  const files = useSyncExternalStore(subscribe, () => filesOf(place), () => []);
  const [linking, setLinking] = useState(false);
  const box = useRef(null);
  const picker = useRef(null);
  const ids = ready(place);
  const focus = () => box.current?.querySelector("button.quiet")?.focus();
  const done = () => {
    setLinking(false);
    focus();
  };

  // What is dropped here is this control's, and not the composer's.
  useEffect(() => {
    const group = box.current;
    const onDrag = (event) => {
      event.preventDefault();
      event.stopPropagation();
      document.body.removeAttribute("data-drop");
      if (event.type === "drop") add(place, event.dataTransfer.files, limits);
    };
    const types = ["dragenter", "dragover", "drop"];
    for (const type of types) group.addEventListener(type, onDrag);
    return () => types.forEach((type) => group.removeEventListener(type, onDrag));
  }, [place, limits]);

  const way = (word, onClick) => (
    <button type="button" className="quiet" data-wrong={wrong} aria-describedby={described} onClick={onClick}>{word}</button>
  );
  return (
    <div ref={box} role="group" aria-label={label} className="file-field">
      <input type="hidden" name={name} value={ids ? (ids.length ? JSON.stringify(ids) : "") : "?"} />
      <input
        ref={picker}
        type="file"
        multiple={limits.max_count > 1}
        accept={limits.accept}
        hidden
        onChange={(event) => {
          add(place, event.target.files, limits);
          event.target.value = "";
          focus();
        }}
      />
      {files.length > 0 && (
        <ul className="chips" aria-label={label}>
          {files.map((file) => <Chip key={file.key} file={file} place={place} words={words} onRemoved={focus} />)}
        </ul>
      )}
      <div className="file-ways">
        {limits.methods.includes("local_file") && way(words.attach_files, () => picker.current.click())}
        {limits.methods.includes("remote_url") && !linking && way(words.attach_link, () => setLinking(true))}
      </div>
      {linking && <Link place={place} limits={limits} words={words} onDone={done} />}
    </div>
  );
}
