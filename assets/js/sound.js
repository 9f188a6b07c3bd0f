// A sound that plays while it comes. A player by itself waits for the first 32 KB, which are seconds of speech, and for
// some of a WAV; so MP3 is handed to it in the pieces that come, and the samples of a WAV are played here.

import { headOf, SampleReader } from "$/public/js/samples.js";

const AHEAD = 60; // seconds that are fetched before they are heard
const KEPT = 10; // seconds that a player keeps of what it has played
const LEAD = 0.1; // seconds between the coming of a sound and its playing: what comes next joins it without a gap

const pieced = () => window.ManagedMediaSource ?? window.MediaSource;

// Whether a sound of that type can be handed over in pieces.
export const streams = (type) => Boolean(pieced()?.isTypeSupported(type));

function once(target, name, signal) {
  return new Promise((resolve, reject) => {
    target.addEventListener(name, resolve, { once: true, signal });
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

// Has `player` play the body of `response` as it comes; `start` is called as soon as there is something to play, and
// `end` where the player cannot know that it is over. All that is made is undone when `signal` aborts. Rejects when
// nothing comes, or the sound breaks off.
export async function feed(player, response, signal, { start, end }) {
  const type = (response.headers.get("content-type") ?? "").split(";")[0];
  const reader = response.body.getReader();
  if (streams(type)) return feedPieces(player, type, reader, signal, start);
  const begun = type.includes("wav") ? await headOf(reader) : { rest: [] };
  if (begun.format) return feedSamples(player, begun, reader, signal, start, end);
  return feedWhole(player, type, begun.rest, reader, signal, start);
}

async function feedWhole(player, type, pieces, reader, signal, start) {
  for (let next = await reader.read(); !next.done; next = await reader.read()) pieces.push(next.value);
  player.src = addressOf(new Blob(pieces, { type }), signal);
  start();
}

async function feedPieces(player, type, reader, signal, start) {
  const media = new (pieced())();
  player.disableRemotePlayback = true; // a managed source opens for no other player
  player.src = addressOf(media, signal);
  start();
  await once(media, "sourceopen", signal);
  const buffer = media.addSourceBuffer(type);
  let next = await reader.read();
  if (next.done) throw new Error("there is no sound");
  for (; !next.done; next = await reader.read()) {
    await makeRoom(player, buffer, signal);
    buffer.appendBuffer(next.value);
    await once(buffer, "updateend", signal);
  }
  media.endOfStream();
}

// A player refuses more than some megabytes.
async function makeRoom(player, buffer, signal) {
  const ahead = () => (buffer.buffered.length ? buffer.buffered.end(buffer.buffered.length - 1) - player.currentTime : 0);
  while (ahead() > AHEAD) await once(player, "timeupdate", signal);
  if (player.currentTime < AHEAD) return;
  buffer.remove(0, player.currentTime - KEPT);
  await once(buffer, "updateend", signal);
}

async function feedSamples(player, { format, rest }, reader, signal, start, end) {
  const context = new AudioContext({ sampleRate: format.rate });
  signal.addEventListener("abort", () => context.close(), { once: true });
  const out = context.createMediaStreamDestination();
  player.srcObject = out.stream;
  start();
  let at = 0;
  let last = null;
  const samples = new SampleReader(format, rest, reader);
  for (let sound = await samples.next(context); sound; sound = await samples.next(context)) {
    last = context.createBufferSource();
    last.buffer = sound;
    last.connect(out);
    at = Math.max(at, context.currentTime + LEAD);
    last.start(at);
    at += sound.duration;
    while (at - context.currentTime > AHEAD) await once(player, "timeupdate", signal);
  }
  if (!last) throw new Error("there is no sound");
  if (context.currentTime < at) await once(last, "ended", signal);
  end();
}

function addressOf(thing, signal) {
  const address = URL.createObjectURL(thing);
  signal.addEventListener("abort", () => URL.revokeObjectURL(address), { once: true });
  return address;
}
