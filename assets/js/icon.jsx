// The drawings of buttons that the browser draws by itself; the others are app/components/icons.py's.

const PATHS = {
  check: ["M5 13l5 5 9-11"],
  close: ["M6 6l12 12", "M18 6L6 18"],
  copy: ["M9 9h11v11H9z", "M5 15H4V4h11v1"],
  dislike: ["M17 14V4H7.5a2 2 0 0 0-2 1.6L4 12.5A2 2 0 0 0 6 15h4l-.8 4a2 2 0 0 0 3.6 1.3L17 14z", "M17 4h3v10h-3"],
  edit: ["M4 20l1-4L16.5 4.5a2 2 0 0 1 3 3L8 19l-4 1z"],
  plus: ["M12 5v14", "M5 12h14"],
  retry: ["M20 11a8 8 0 1 0-2.3 6.3", "M20 5v6h-6"],
  stop: ["M7 7h10v10H7z"],
  send: ["M12 19V5", "M6 11l6-6 6 6"],
  like: ["M7 10v10h9.5a2 2 0 0 0 2-1.6l1.5-6.9A2 2 0 0 0 18 9h-4l.8-4a2 2 0 0 0-3.6-1.3L7 10z", "M7 20H4V10h3"],
};

export function Icon({ name }) {
  return (
    <svg viewBox="0 0 24 24" className="icon" aria-hidden="true" focusable="false">
      {PATHS[name].map((path) => (
        <path key={path} d={path} />
      ))}
    </svg>
  );
}
