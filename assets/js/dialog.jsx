// A modal dialog with a title. Every button with `data-opens` that names it opens it, and so does `opened`; inside, a
// button with `data-closes` closes it, and what has `data-first` has the focus first.

import { useEffect, useRef } from "react";
import { Icon } from "$/public/js/icon.jsx";
import { openModal, useModal } from "$/public/js/modal.js";

export function Dialog({ id, title, opened, words, onClose, children }) {
  const close = useRef(onClose);
  close.current = onClose;
  const { ref, ...handlers } = useModal(() => close.current?.());

  useEffect(() => {
    const onClick = (event) => {
      const button = event.target.closest?.("[data-opens]");
      // A menu's item leaves the page with its menu, which has given the focus to its own button.
      if (button?.dataset.opens === id) openModal(ref.current, button.role === "menuitem" ? null : button);
    };
    document.addEventListener("click", onClick);
    return () => document.removeEventListener("click", onClick);
  }, [id]);

  useEffect(() => {
    if (opened) openModal(ref.current);
    else if (opened === false) ref.current.close();
  }, [opened]);

  return (
    <dialog ref={ref} id={id} className="dialog" aria-labelledby={`${id}-title`} {...handlers}>
      <div className="dialog-top">
        <h2 id={`${id}-title`}>{title}</h2>
        <button type="button" className="icon-button" data-closes aria-label={words.close} title={words.close}>
          <Icon name="close" />
        </button>
      </div>
      <div className="dialog-body">{children}</div>
    </dialog>
  );
}
