// The samples of a WAV that is still coming: PCM of 16 bits.

const LONGEST_HEAD = 4096; // bytes in which the samples of a WAV begin
const LEAST = 0.1; // seconds that are played as one piece

function joined(pieces) {
  const all = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
  pieces.reduce((at, piece) => (all.set(piece, at), at + piece.length), 0);
  return all;
}

// What stands before the samples: null while it is not whole, else {channels, rate, bits, pcm, from, size}.
function parse(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const name = (at) => String.fromCharCode(...bytes.subarray(at, at + 4));
  let found = {};
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at + 4, true);
    if (name(at) === "data") return { ...found, from: at + 8, size };
    if (name(at) === "fmt " && at + 24 <= bytes.length) {
      const [kind, channels] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
      found = { pcm: kind === 1, channels, rate: view.getUint32(at + 12, true), bits: view.getUint16(at + 22, true) };
    }
    at += 8 + size + (size % 2);
  }
  return null;
}

// Reads on until the samples begin: the format, and the bytes that were read after it. Without a format it is no WAV
// whose samples can be played here, and the rest is all that was read.
export async function headOf(reader) {
  const pieces = [];
  for (let size = 0; size < LONGEST_HEAD; ) {
    const { done, value } = await reader.read();
    if (done) break;
    pieces.push(value);
    size += value.length;
    const bytes = joined(pieces);
    const format = parse(bytes);
    if (!format) continue;
    const plays = format.pcm && format.bits === 16 && format.channels > 0 && format.rate >= 8000 && format.rate <= 96000;
    return plays ? { format, rest: [bytes.subarray(format.from)] } : { rest: pieces };
  }
  return { rest: pieces };
}

// Gives the samples in pieces of a tenth of a second or more. What follows them in the file is not played; a size of 0,
// or one beyond all bounds, is what a server writes that does not know it yet.
export class SampleReader {
  constructor({ channels, rate, size }, pieces, reader) {
    this.channels = channels;
    this.rate = rate;
    this.left = size > 0 && size < 0x7fffffff ? size : Infinity;
    this.bytes = joined(pieces);
    this.reader = reader;
  }

  // The next piece as an AudioBuffer; null at the end.
  async next(context) {
    const frame = 2 * this.channels;
    const enough = Math.ceil(LEAST * this.rate) * frame;
    while (this.bytes.length < Math.min(enough, this.left)) {
      const { done, value } = await this.reader.read();
      if (done) break;
      this.bytes = joined([this.bytes, value]);
    }
    const frames = Math.floor(Math.min(this.bytes.length, this.left) / frame);
    if (!frames) return null;
    const sound = context.createBuffer(this.channels, frames, this.rate);
    const view = new DataView(this.bytes.buffer, this.bytes.byteOffset);
    for (let channel = 0; channel < this.channels; channel++) {
      const data = sound.getChannelData(channel);
      for (let at = 0; at < frames; at++) data[at] = view.getInt16(at * frame + 2 * channel, true) / 0x8000;
    }
    this.bytes = this.bytes.slice(frames * frame);
    this.left -= frames * frame;
    return sound;
  }
}
