// What every <dialog> of the page shares: it opens as a modal, closes by Esc, by its button and by a click beside it, and
// gives the focus back to what opened it. That is the browser's work, done in the moment it closes: the event `close`
// comes later, when a quick hand may have moved on.

import { useRef } from "react";

// What has `data-first` inside gets the focus; `from` gets it when the dialog closes, else what has it now does.
export function openModal(dialog, from) {
  if (!dialog || dialog.open) return;
  from?.focus({ preventScroll: true });
  dialog.showModal();
  dialog.querySelector("[data-first]")?.focus();
}

// `ref` and handlers for a <dialog> without padding. Text that is marked from inside to outside is no click beside it.
export function useModal(onClose) {
  const ref = useRef(null);
  const pressed = useRef(null);
  return {
    ref,
    onPointerDown: (event) => {
      pressed.current = event.target;
    },
    onClick: (event) => {
      const beside = event.target === ref.current && pressed.current === ref.current;
      if (beside || event.target.closest?.("[data-closes]")) ref.current.close();
    },
    onClose: (event) => {
      if (event.target === ref.current && !ref.current.open) onClose?.(); // a quick hand may have opened it again
    },
  };
}
