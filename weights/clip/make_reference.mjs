// Runs a frame-by-frame ONNX model over the clip beside this file, with ONNX Runtime for Node.
//
//     npm install --no-save onnxruntime-node@1.27.0 npyjs@1.2.0
//     node make_reference.mjs model.onnx state.gz
//
// The first time step is 1/30 s, the later ones come from timestamps.npy; the state starts from
// state.gz. Writes beside itself
//   wave.npy               float32 [120], the model's wave
//   final_state_check.npy  float32 [46, 3], least, mean and greatest value of each state tensor

import { readFileSync, writeFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { dump, parse } from "npyjs";
import { InferenceSession, Tensor } from "onnxruntime-node";

const [modelFile, stateFile] = process.argv.slice(2);
const file = (name) => new URL(name, import.meta.url);
const npy = (name) => parse(new Uint8Array(readFileSync(file(name))).buffer).data;
const save = (name, data, shape) => writeFileSync(file(name), Buffer.from(dump(data, shape)));

function shapeOf(nested) {
  return Array.isArray(nested) ? [nested.length, ...shapeOf(nested[0])] : [];
}

function check(values) {
  const numbers = Array.from(values);
  return [Math.min(...numbers), numbers.reduce((a, b) => a + b) / numbers.length, Math.max(...numbers)];
}

const session = await InferenceSession.create(readFileSync(modelFile), { intraOpNumThreads: 1 });
const initial = Object.entries(JSON.parse(gunzipSync(readFileSync(stateFile))));
const stateNames = initial.map((_, i) => `state_in_${i}`);
const state = Object.fromEntries(
  initial.map(([name, values]) => [name, new Tensor("float32", Float32Array.from(values.flat(Infinity)), shapeOf(values))]),
);

const frames = npy("frames.npy");
const times = npy("timestamps.npy");
const frameSize = 36 * 36 * 3;
const wave = new Float32Array(times.length);
for (let t = 0; t < times.length; t++) {
  const pixels = Float32Array.from(frames.subarray(t * frameSize, (t + 1) * frameSize), (byte) => byte / 255);
  const dt = t === 0 ? 1 / 30 : Number(times[t] - times[t - 1]) / 1e6;
  const result = await session.run({
    ...state,
    input: new Tensor("float32", pixels, [1, 1, 36, 36, 3]),
    dt: new Tensor("float32", Float32Array.of(dt), [1]),
  });
  wave[t] = result["Identity:0"].data[0];
  stateNames.forEach((name, i) => (state[name] = result[`Identity_${i + 1}:0`]));
}

save("wave.npy", wave, [wave.length]);
save("final_state_check.npy", Float32Array.from(stateNames.flatMap((name) => check(state[name].data))), [stateNames.length, 3]);
