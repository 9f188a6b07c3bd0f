// Files on their way to a question: what was chosen in each conversation, how far each has come, and what is sent.
//
// Bytes go to the server's own route, past the page's state. What has arrived is kept with the draft, so it outlives a
// reload; what has not is lost with the document, as any upload is. The app shows nobody a file that was not sent yet,
// so a picture is kept as a small one of ours.
//
// A place is a conversation's id (empty: a new chat), `=` and the name of a form's control, which the server knows it by, or
// the path of a route that takes files for something else.

import { read, write } from "$/public/js/forms.js";
import { own } from "$/public/js/pass.js";
import { BASE, KEPT } from "$/public/js/place.js";

const KEY = `${KEPT}parley:files:`;
const SIDE = 80; // pixels of a small picture
const watchers = new Set();
const places = new Map(); // conversation -> its files
const NONE = [];
let count = 0;

export function subscribe(watcher) {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

function kept(place) {
  try {
    return JSON.parse(read(KEY + place) || "[]").map((file) => ({ ...file, key: ++count, state: "done" }));
  } catch {
    return NONE;
  }
}

export function filesOf(place) {
  if (!places.has(place)) places.set(place, kept(place));
  return places.get(place);
}

function set(place, files) {
  places.set(place, files.length ? files : NONE);
  const done = files.filter((file) => file.state === "done");
  const stored = done.map(({ id, name, kind, size, small, again }) => ({ id, name, kind, size, small, again }));
  write(KEY + place, stored.length ? JSON.stringify(stored) : "");
  watchers.forEach((watcher) => watcher());
}

// A file may have moved since, from a new chat into the conversation that began meanwhile.
function change(key, values) {
  const found = [...places].find(([, files]) => files.some((file) => file.key === key));
  if (found) set(found[0], found[1].map((file) => (file.key === key ? { ...file, ...values } : file)));
}

// What may be sent with a question; null while a file is still on its way.
export function ready(place) {
  const files = filesOf(place);
  if (files.some((file) => file.state === "sending")) return null;
  return files.filter((file) => file.state === "done").map((file) => file.id);
}

// The files that went with a question leave the composer; those that were added since go along to its conversation.
export function sentOff(place, ids, to) {
  const left = filesOf(place).filter((file) => !ids.includes(file.id));
  set(place, to === place ? left : NONE);
  if (to !== place && left.length) set(to, [...filesOf(to), ...left]);
}

function size(bytes) {
  return bytes < 2 ** 20 ? `${Math.ceil(bytes / 1024)} KB` : `${Math.ceil((bytes * 10) / 2 ** 20) / 10} MB`;
}

// A small square of a picture; nothing of what is none.
async function shrunk(source) {
  try {
    const picture = await createImageBitmap(source);
    const side = Math.min(picture.width, picture.height);
    const canvas = Object.assign(document.createElement("canvas"), { width: SIDE, height: SIDE });
    const [left, top] = [(picture.width - side) / 2, (picture.height - side) / 2];
    canvas.getContext("2d").drawImage(picture, left, top, side, side, 0, 0, SIDE, SIDE);
    return canvas.toDataURL("image/webp", 0.8);
  } catch {
    return undefined;
  }
}

// As the server checks again: the kind of a file, or what is wrong with it.
function kindOf(file, limits) {
  const by = (method) => limits.methods.includes(method);
  if (!by("local_file")) return { error: { key: by("remote_url") ? "files_by_address" : "uploads_off", args: {} } };
  const extension = /\.([^.]+)$/.exec(file.name)?.[1].toLowerCase() ?? file.type.split("/")[1];
  const kind = limits.kinds.find((kind) => limits.extensions[kind].includes(extension));
  const allowed = [...new Set(limits.kinds.flatMap((kind) => limits.extensions[kind]))].join(", ");
  if (!kind) return { error: { key: "file_type_refused", args: { name: file.name, allowed } } };
  if (!file.size) return { error: { key: "file_empty", args: { name: file.name } } };
  const limit = limits.max_bytes[kind];
  if (file.size > limit) {
    return { error: { key: "file_too_large", args: { name: file.name, size: size(file.size), limit: size(limit) } } };
  }
  return { kind };
}

// Takes files that were chosen, dropped or pasted. What is wrong with one stands where the file would. Without limits
// they wait until it is known what may be sent.
export function add(place, list, limits) {
  const files = [...list].map((source) => {
    return { key: ++count, name: source.name || "file", size: source.size, source, progress: 0, state: "sending", held: true };
  });
  set(place, [...filesOf(place), ...files]);
  if (limits) admit(place, limits);
}

// Sends those that wait, as far as they may be sent.
export function admit(place, limits) {
  for (const { key, source } of filesOf(place).filter((file) => file.held)) {
    const taken = filesOf(place).filter((other) => !other.held && (other.state !== "failed" || other.retry));
    const { kind, error } = kindOf(source, limits);
    const full = taken.length >= limits.max_count && { key: "files_too_many", args: { limit: String(limits.max_count) } };
    const problem = error ?? full;
    change(key, problem ? { held: false, state: "failed", problem } : { held: false, kind });
    if (problem) continue;
    if (kind === "image") shrunk(source).then((small) => small && change(key, { small }));
    send(key, source);
  }
}

const routeOf = (place) => (place.startsWith("/") ? place : `${BASE}/files`);

// What a file is for.
function controlOf(place) {
  if (place.startsWith("/")) return {};
  if (place.startsWith("=")) return { "X-For": encodeURIComponent(place.slice(1)) };
  return place ? { "X-Conversation": place } : {};
}

function send(key, source) {
  const request = new XMLHttpRequest();
  const [place] = [...places].find(([, files]) => files.some((file) => file.key === key)) ?? [""];
  change(key, { request, state: "sending", progress: 0, problem: null });
  const failed = (problem) => change(key, { state: "failed", retry: true, problem });
  request.upload.onprogress = ({ loaded, total }) => change(key, { progress: total ? loaded / total : 0 });
  request.onload = () => {
    const answer = request.response;
    if (request.status === 201 && answer?.id) change(key, { ...answer, state: "done", request: null });
    else failed(answer?.key ? answer : { key: "upload_failed", args: {} });
  };
  request.onerror = () => failed({ key: "upload_failed", args: {} });
  request.open("POST", routeOf(place));
  request.responseType = "json";
  request.setRequestHeader("X-File-Name", encodeURIComponent(source.name || "file"));
  for (const [name, value] of Object.entries({ ...controlOf(place), ...own() })) request.setRequestHeader(name, value);
  request.setRequestHeader("Content-Type", source.type || "application/octet-stream");
  request.send(source);
}

export function retry(file) {
  if (file.source) send(file.key, file.source);
}

// Takes an address, which the app fetches by itself. Returns what is wrong with it, if anything is.
export async function addLink(place, url, limits) {
  if (filesOf(place).filter((file) => file.state !== "failed").length >= limits.max_count) {
    return { key: "files_too_many", args: { limit: String(limits.max_count) } };
  }
  try {
    const headers = { "Content-Type": "application/json", ...controlOf(place), ...own() };
    const response = await fetch(`${BASE}/files/link`, { method: "POST", headers, body: JSON.stringify({ url }) });
    const answer = await response.json();
    if (response.status !== 201) return answer?.key ? answer : { key: "upload_failed", args: {} };
    set(place, [...filesOf(place), { ...answer, key: ++count, state: "done" }]);
    return null;
  } catch {
    return { key: "upload_failed", args: {} };
  }
}

// Files that were sent before, and can be sent again.
export function putBack(place, files) {
  set(place, files.map(({ id, name, kind, size }) => ({ id, name, kind, size, again: true, key: ++count, state: "done" })));
}

// The app's form was taken: the next one begins without files.
export function forgetDetails() {
  for (const [place, files] of [...places]) if (/^=[^/]+$/.test(place) && files.length) set(place, NONE);
}

// Cancels what is on its way, or takes away what has come; the server forgets it too, unless it went with a question.
export function remove(place, file) {
  set(place, filesOf(place).filter((other) => other.key !== file.key));
  file.request?.abort();
  if (file.id && !file.again) fetch(`${routeOf(place)}/${file.id}`, { method: "DELETE", headers: own() }).catch(() => {});
}

// What is kept of the files of these ids, for a message that waits.
export function chosen(place, ids) {
  const files = filesOf(place).filter((file) => ids.includes(file.id));
  return files.map(({ id, name, kind, size, small }) => ({ id, name, kind, size, small }));
}
