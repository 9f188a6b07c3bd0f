// Frames of one app beside each other, where nobody was before: each waits for the pass of the one before it, so that whoever
// is there is one visitor.

let letGo = () => {};

export const over = () => letGo();

// Arrive, where nobody is `kept` when it is this frame's turn, which ends once it is `over`.
export function inTurn(name, kept, arrive) {
  const act = () => {
    arrive();
    return kept() ? undefined : new Promise((done) => (letGo = done));
  };
  letGo();
  if (kept() || !navigator.locks) arrive();
  else navigator.locks.request(name, act).catch(act); // A browser that keeps nothing for the frame refuses a turn as well.
}
