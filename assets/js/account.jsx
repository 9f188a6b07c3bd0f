// Signing in, on a page of its own; and out: the server ends the session and says where its person goes then.

import { useState } from "react";
import { leaveFor, signIn } from "$/public/js/sign_in.js";

export function SignIn({ className, children }) {
  const onClick = (event) => {
    event.preventDefault();
    signIn();
  };
  return <a href="/sign-in" className={className} onClick={onClick}>{children}</a>;
}

export function SignOut({ words }) {
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const leave = async (everywhere) => {
    setBusy(true);
    setFailed(false);
    try {
      const answer = await fetch(`/sign-out${everywhere ? "?everywhere=1" : ""}`, { method: "POST" });
      if (!answer.ok) throw new Error(`${answer.status}`);
      leaveFor((await answer.json()).to);
    } catch {
      setBusy(false);
      setFailed(true);
    }
  };
  return (
    <>
      <div className="choices">
        <button type="button" className="quiet" disabled={busy} onClick={() => leave(false)}>{words.sign_out}</button>
        <button type="button" className="quiet" disabled={busy} onClick={() => leave(true)}>{words.sign_out_everywhere}</button>
      </div>
      <div role="status">{failed && <p className="problem">{words.sign_out_failed}</p>}</div>
    </>
  );
}
