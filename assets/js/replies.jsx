// What is put into the box in which an agent writes to a customer, without a word of what stands there being lost.

// At the end of what is there, or in the place of what stands between `from` and `to`.
export function insert(text, from, to) {
  const box = document.getElementById("reply");
  if (!box) return;
  const end = box.value.length;
  const gap = from === undefined && box.value.trim() ? (box.value.endsWith("\n") ? "\n" : "\n\n") : "";
  box.setRangeText(gap + text, from ?? end, to ?? end, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
}

export function Insert({ text, name, onDone }) {
  const use = () => {
    insert(text);
    onDone();
  };
  return (
    <button type="button" className="primary" onClick={use}>
      {name}
    </button>
  );
}
