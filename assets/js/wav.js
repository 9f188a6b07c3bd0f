// What a browser recorded, as the audio that every server of the API takes: WAV, 16 kHz, one channel, 16 bits.

const RATE = 16000;
const SILENT = 0.004; // of the largest amplitude: what a microphone that is switched off gives

// The WAV, or null where nothing was to be heard. Rejects what is no recording.
export async function wavOf(recording) {
  const context = new OfflineAudioContext(1, 1, RATE);
  const decoded = await context.decodeAudioData(await recording.arrayBuffer());
  const sound = mono(decoded);
  if (!sound.some((value) => Math.abs(value) > SILENT)) return null;
  return new Blob([header(sound.length), samples(sound)], { type: "audio/wav" });
}

function mono(decoded) {
  if (decoded.numberOfChannels === 1) return decoded.getChannelData(0);
  const channels = Array.from({ length: decoded.numberOfChannels }, (_, i) => decoded.getChannelData(i));
  return channels[0].map((_, i) => channels.reduce((sum, data) => sum + data[i], 0) / channels.length);
}

function samples(sound) {
  const view = new DataView(new ArrayBuffer(sound.length * 2));
  sound.forEach((value, i) => view.setInt16(i * 2, Math.max(-1, Math.min(1, value)) * 0x7fff, true));
  return view;
}

function header(length) {
  const view = new DataView(new ArrayBuffer(44));
  const text = (at, value) => [...value].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
  text(0, "RIFF");
  view.setUint32(4, 36 + length * 2, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true); // bytes of what follows
  view.setUint16(20, 1, true); // PCM
  view.setUint16(22, 1, true); // channels
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * 2, true); // bytes a second
  view.setUint16(32, 2, true); // bytes a sample
  view.setUint16(34, 16, true); // bits a sample
  text(36, "data");
  view.setUint32(40, length * 2, true);
  return view;
}
