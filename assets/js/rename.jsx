// The dialog for a conversation's name: Enter saves, Esc leaves.

import { useEffect, useRef, useState } from "react";
import { Dialog } from "$/public/js/dialog.jsx";
import { openModal } from "$/public/js/modal.js";

export function Rename({ words, onRename }) {
  const [id, setId] = useState("");
  const box = useRef(null);
  useEffect(() => {
    const onClick = (event) => {
      const item = event.target.closest?.("[data-rename]");
      if (!item) return;
      setId(item.dataset.rename);
      box.current.value = item.dataset.name;
      openModal(box.current.closest("dialog"));
      box.current.select();
    };
    document.addEventListener("click", onClick);
    return () => document.removeEventListener("click", onClick);
  }, []);
  const save = (event) => {
    event.preventDefault();
    const name = box.current.value.trim();
    if (!name) return;
    onRename(id, name);
    box.current.closest("dialog").close();
  };
  return (
    <Dialog id="rename" title={words.rename_conversation} words={words}>
      <form className="rename" onSubmit={save}>
        <label htmlFor="new-name">{words.name_of_conversation}</label>
        <input ref={box} id="new-name" maxLength="200" dir="auto" autoComplete="off" required data-first />
        <div className="actions">
          <button type="submit" className="primary">{words.save}</button>
          <button type="button" className="quiet" data-closes>{words.cancel}</button>
        </div>
      </form>
    </Dialog>
  );
}
