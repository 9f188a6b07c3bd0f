// What stands beside the conversation of the console that is open is looked at when another one opens.

import { useEffect, useRef } from "react";

export function Beside({ line, onOpen }) {
  const open = useRef(onOpen);
  open.current = onOpen;
  useEffect(() => {
    if (line) open.current();
  }, [line]);
  return null;
}
