// What an agent changes in a form, kept in the tab for as long as the form begins with the same: a reload loses none of it.

import { useEffect } from "react";
import { show, valuesOf } from "$/public/js/forms.js";
import { KEPT } from "$/public/js/place.js";
import { put, take } from "$/public/js/storage.js";

const keyOf = (form, place) => `${KEPT}parley:${form}:${place}`;

// The form with that id, as it is for `place`, begins with `of`. A button in it with `data-forgets` lets go of what is kept.
export function Kept({ form, place, of }) {
  useEffect(() => {
    const it = document.getElementById(form);
    const key = keyOf(form, place);
    const [before, values] = JSON.parse(take("sessionStorage", key) || "[]");
    if (before === of) show(it, values);
    it.addEventListener("input", () => put("sessionStorage", key, JSON.stringify([of, valuesOf(it)])));
    it.addEventListener("click", ({ target }) => target.closest("[data-forgets]") && put("sessionStorage", key, ""));
  }, []);
  return null;
}

// What was changed in that form for `place` is over.
export function Forget({ form, place }) {
  useEffect(() => void put("sessionStorage", keyOf(form, place), ""), [place]);
  return null;
}
