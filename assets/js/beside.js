// What stands beside the conversation of the console that is open is looked at when another one opens, and when something
// was heard of it.

import { useEffect, useRef } from "react";

export function Beside({ line, renewed, onOpen, onNews }) {
  const calls = useRef({});
  calls.current = { onOpen, onNews };
  useEffect(() => {
    if (line) calls.current.onOpen();
  }, [line]);
  useEffect(() => {
    if (line) calls.current.onNews();
  }, [renewed]);
  return null;
}
