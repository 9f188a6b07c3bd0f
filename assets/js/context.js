// What an agent changes of what the app is to be told, kept in the tab while that is what is proposed: a reload loses none
// of it.

import { useEffect } from "react";
import { KEPT } from "$/public/js/place.js";
import { put, take } from "$/public/js/storage.js";

const DRAFT = `${KEPT}parley:context:`;

// `proposed` for the conversation `place` stands in the box of that id, which its form leaves by `submit` or its buttons.
export function Context({ place, proposed, box }) {
  useEffect(() => {
    const area = document.getElementById(box);
    const [before, text] = JSON.parse(take("sessionStorage", DRAFT + place) || "[]");
    if (before === proposed) area.value = text;
    const keep = () => put("sessionStorage", DRAFT + place, JSON.stringify([proposed, area.value]));
    const forget = () => put("sessionStorage", DRAFT + place, "");
    const leave = ({ target }) => target.closest("button") && forget();
    area.addEventListener("input", keep);
    area.form.addEventListener("submit", forget);
    area.form.addEventListener("click", leave);
  }, []);
  return null;
}
