// The microphone, from the moment it is asked for until it is let go of.

const LEVEL = 80; // ms between two looks at the loudness
const BUSY = { key: "microphone_busy", args: {} };

// Opens the microphone; `opened` rejects with a notice. `onLevel` gets the loudness, 0 to 1, and `onEnd` the recording,
// once: after `end()`, or when the microphone goes away. After `drop()` it gets nothing. Both let go of the microphone,
// the latter also of one that is only being asked for.
export function record({ onLevel, onEnd }) {
  let stream = null;
  let recorder = null;
  let quiet = () => {};
  let dropped = false;
  const release = () => {
    quiet();
    stream?.getTracks().forEach((track) => track.stop());
  };
  const begin = async () => {
    stream = await open();
    if (dropped) return release();
    try {
      const pieces = [];
      recorder = new MediaRecorder(stream);
      recorder.ondataavailable = ({ data }) => pieces.push(data);
      recorder.onstop = () => {
        release();
        if (!dropped) onEnd(new Blob(pieces, { type: recorder.mimeType }));
      };
      quiet = meter(stream, onLevel);
      recorder.start();
    } catch {
      release();
      throw BUSY;
    }
  };
  const end = () => recorder?.state === "recording" && recorder.stop();
  const drop = () => {
    dropped = true;
    end();
    release();
  };
  return { opened: begin(), end, drop };
}

async function open() {
  if (!navigator.mediaDevices) throw { key: "microphone_insecure", args: {} };
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch ({ name }) {
    if (name === "NotAllowedError" || name === "SecurityError") throw { key: "microphone_denied", args: {} };
    if (name === "NotFoundError" || name === "OverconstrainedError") throw { key: "microphone_missing", args: {} };
    throw BUSY;
  }
}

function meter(stream, onLevel) {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const data = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(data);
    onLevel(Math.min(1, 4 * Math.sqrt(data.reduce((sum, value) => sum + value * value, 0) / data.length)));
  }, LEVEL);
  return () => {
    clearInterval(timer);
    if (context.state !== "closed") context.close();
  };
}
