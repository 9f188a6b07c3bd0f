// A button that opens a menu. The first child is the button's drawing, the others are items: buttons and links with the
// role `menuitem`, which are drawn only while the menu is open. It lies above everything, in no scroller's way.

import { Children, useEffect, useId, useLayoutEffect, useRef, useState } from "react";

const EDGE = 8; // px that it keeps from the window's edges
const GAP = 4;

export function Menu({ label, children }) {
  const [face, ...items] = Children.toArray(children);
  const [open, setOpen] = useState(""); // "", or the end of it that has the focus first
  const id = useId();
  const button = useRef(null);
  const menu = useRef(null);

  useLayoutEffect(() => {
    if (!open) return undefined;
    menu.current.showPopover();
    put(menu.current, button.current);
    itemsOf(menu.current).at(open === "last" ? -1 : 0)?.focus();
    const leave = () => setOpen("");
    const onPress = (event) => {
      if (!menu.current?.contains(event.target) && !button.current?.contains(event.target)) leave();
    };
    const onScroll = (event) => event.target.contains?.(button.current) && leave();
    document.addEventListener("pointerdown", onPress, true);
    document.addEventListener("scroll", onScroll, true);
    window.addEventListener("resize", leave);
    window.addEventListener("parley:move", leave);
    return () => {
      document.removeEventListener("pointerdown", onPress, true);
      document.removeEventListener("scroll", onScroll, true);
      window.removeEventListener("resize", leave);
      window.removeEventListener("parley:move", leave);
    };
  }, [open]);

  const close = () => {
    button.current?.focus();
    setOpen("");
  };
  const onButtonKey = (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    setOpen(event.key === "ArrowUp" ? "last" : "first");
  };
  const onKey = (event) => {
    event.stopPropagation();
    const found = itemsOf(menu.current);
    const at = found.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (to !== undefined) found.at(to === found.length ? 0 : to).focus();
    else if (event.key === "Escape" || event.key === "Tab") close();
    else if (event.key.length === 1 && event.key !== " ") next(found, at, event.key)?.focus();
    else return;
    // Tab goes on from the button.
    if (event.key !== "Tab") event.preventDefault();
  };
  // A link that has left the page leads nowhere, so it stays until its click is over.
  const onItem = (event) => {
    const item = event.target.closest('[role^="menuitem"]');
    if (item?.href) setTimeout(close);
    else if (item) close();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className="icon-button menu-button"
        aria-haspopup="menu"
        aria-expanded={Boolean(open)}
        aria-controls={open ? id : undefined}
        aria-label={label}
        title={label}
        onClick={() => (open ? close() : setOpen("first"))}
        onKeyDown={onButtonKey}
      >
        {face}
      </button>
      {open && (
        <div ref={menu} id={id} role="menu" aria-label={label} popover="manual" className="menu" onKeyDown={onKey} onClick={onItem}>
          {items}
        </div>
      )}
    </>
  );
}

const itemsOf = (menu) => [...menu.querySelectorAll('[role^="menuitem"]:not(:disabled)')];

function next(items, at, letter) {
  const wanted = letter.toLocaleLowerCase();
  const order = [...items.slice(at + 1), ...items.slice(0, at + 1)];
  return order.find((item) => item.textContent.trim().toLocaleLowerCase().startsWith(wanted));
}

// Below its button, or above it where there is more room; its end at the button's end, as far as the window allows.
function put(menu, button) {
  const at = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = window.innerHeight - at.bottom - GAP - EDGE;
  const top = height <= below || below >= at.top ? at.bottom + GAP : at.top - GAP - height;
  const left = getComputedStyle(button).direction === "rtl" ? at.left : at.right - width;
  const within = (value, most) => `${Math.max(EDGE, Math.min(value, most - EDGE))}px`;
  menu.style.top = within(top, window.innerHeight - height);
  menu.style.left = within(left, window.innerWidth - width);
}
