// What the page says of its connection: offline, trying again, back again, and that its server has a newer page.

import { useEffect, useRef, useState } from "react";
import { VISIT } from "$/public/js/address.js";
import { become, connected, openAnew, tryNow } from "$/public/js/connection.js";
import { signIn } from "$/public/js/sign_in.js";

const HICCUP = 1000; // ms that a connection may be away before anything is said
const CROWD = "/sockets";
const ASKED = 5000; // ms between two looks whether the server has too many tabs
const SHOWN = 3000; // ms that its return is confirmed

// The first script of the document that was served; a page of another build has another.
const built = typeof document === "undefined" ? "" : document.querySelector('link[rel="modulepreload"]')?.getAttribute("href");

async function isOutdated() {
  if (!built) return false;
  const answer = await fetch(window.location.pathname, { cache: "no-store", headers: { accept: "text/html" } });
  return answer.ok && !(await answer.text()).includes(built);
}

// A socket that was refused says nothing to the page, which has no words yet either: the server has, asked in another way.
// Whoever has signed out meanwhile, here or elsewhere, is led to the sign-in page; what was typed stays in the browser.
async function crowd() {
  const answer = await fetch(CROWD, { cache: "no-store" });
  if (answer.status === 401) signIn(true);
  return answer.status === 503 ? answer.text() : "";
}

function useOnline() {
  const [online, setOnline] = useState(true);
  useEffect(() => {
    const onChange = () => {
      setOnline(navigator.onLine);
      if (navigator.onLine) openAnew();
    };
    setOnline(navigator.onLine);
    window.addEventListener("online", onChange);
    window.addEventListener("offline", onChange);
    return () => {
      window.removeEventListener("online", onChange);
      window.removeEventListener("offline", onChange);
    };
  }, []);
  return online;
}

export function Connection({ lost, resting, visit, left, words }) {
  const online = useOnline();
  const away = !online ? "offline" : lost ? "lost" : resting ? "resting" : "";
  const open = !away && visit === VISIT;
  const [shown, setShown] = useState("");
  const [crowded, setCrowded] = useState("");
  const [wished, setWished] = useState(false);
  const [outdated, setOutdated] = useState(false);
  const said = useRef("");
  said.current = shown;

  useEffect(() => become(open), [open]);

  useEffect(() => {
    if (left) signIn(true);
  }, [left]);

  useEffect(() => {
    if (shown !== "lost") return undefined;
    const look = () => crowd().then(setCrowded, () => setCrowded(""));
    look();
    const timer = setInterval(look, ASKED);
    return () => clearInterval(timer);
  }, [shown]);

  const rested = useRef(false);
  useEffect(() => {
    // What was said meanwhile was not heard: a new socket goes on from what this page knows.
    if (rested.current && !resting) openAnew();
    rested.current = resting;
  }, [resting]);

  useEffect(() => {
    if (away) {
      const timer = setTimeout(() => setShown(away), said.current && said.current !== "back" ? 0 : HICCUP);
      return () => clearTimeout(timer);
    }
    if (!said.current) return undefined;
    setWished(false);
    setShown("back");
    isOutdated().then((other) => other && setOutdated(true), () => {});
    const timer = setTimeout(() => setShown(""), SHOWN);
    return () => clearTimeout(timer);
  }, [away]);

  useEffect(() => {
    // What is pressed meanwhile is not lost: it waits for the socket. But it is not done either.
    const onClick = (event) => {
      if (!connected() && event.target.closest?.("[data-online], [data-place]")) setWished(true);
    };
    const onStale = () => setOutdated(true);
    document.addEventListener("click", onClick, true);
    window.addEventListener("vite:preloadError", onStale);
    return () => {
      document.removeEventListener("click", onClick, true);
      window.removeEventListener("vite:preloadError", onStale);
    };
  }, []);

  const text = { offline: words.offline, lost: crowded || words.disconnected, resting: words.server_resting, back: words.back_again }[shown];
  return (
    <>
      <div className="connection" role="status" data-state={shown}>
        {text && <span>{text}</span>}
        {text && wished && shown !== "back" && <span>{words.needs_connection}</span>}
        {shown === "lost" && words.try_now && (
          <button type="button" className="quiet" onClick={tryNow}>{words.try_now}</button>
        )}
      </div>
      {outdated && (
        <div className="connection" role="alert">
          <span>{words.new_version}</span>
          <button type="button" className="quiet" onClick={() => window.location.reload()}>{words.reload}</button>
        </div>
      )}
    </>
  );
}

const FIRST = 4_000; // ms before the app is asked again, and twice as long each time after that
const LONGEST = 60_000;

// While the app is away, asks for what could not be read again: ever more rarely, and only for somebody who looks.
export function Heal({ ails, onTry }) {
  const look = useRef(onTry);
  look.current = onTry;
  useEffect(() => {
    if (!ails) return undefined;
    let wait = FIRST;
    let timer = setTimeout(tick, wait);
    function tick() {
      if (document.visibilityState === "visible" && connected()) look.current();
      wait = Math.min(wait * 2, LONGEST);
      timer = setTimeout(tick, wait);
    }
    return () => clearTimeout(timer);
  }, [ails]);
  return null;
}
