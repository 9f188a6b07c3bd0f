// A picture, a sound or a film of ours. In another site's page, where no cookie counts, it comes by an address that is
// signed for a moment, and by another one where that has passed.

import { useEffect, useRef, useState } from "react";
import { isOwn, signed } from "$/public/js/pass.js";

const AGAIN = 5000; // ms between two tries

export function Own({ kind: Kind, src, ...rest }) {
  const own = isOwn(src ?? "");
  const [at, setAt] = useState(undefined);
  const tried = useRef(0);
  const resume = useRef(null); // where it had stopped, and whether it played

  const sign = () => {
    tried.current = Date.now();
    signed(src).then(setAt, () => {});
  };
  useEffect(() => {
    if (own) sign();
  }, [src]);

  if (!own) return <Kind src={src} {...rest} />;
  const onError = ({ target }) => {
    if (Date.now() - tried.current < AGAIN) return;
    if (Kind !== "img") resume.current = { time: target.currentTime, plays: !target.paused };
    sign();
  };
  const onLoadedMetadata = ({ target }) => {
    if (!resume.current) return;
    target.currentTime = resume.current.time;
    if (resume.current.plays) target.play().catch(() => {});
    resume.current = null;
  };
  const media = Kind === "img" ? {} : { onLoadedMetadata };
  return <Kind src={at} onError={onError} {...media} {...rest} />;
}
