// Sends face chunks to Kafka from Node, written against schemas/ alone.
//
//     npm install avsc kafkajs
//     node producer.mjs HOST:PORT       sends a grey square for 12 s: replace frames() by your crops
//     ./facephys check --bootstrap-servers HOST:PORT

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";
import avro from "avsc";

const schema = new URL("../src/main/avro/FaceChunk.avsc", import.meta.url);
const type = avro.Type.forSchema(JSON.parse(readFileSync(schema, "utf8")));
const header = Buffer.from("c3017e8dda73f53fee54", "hex"); // schemas/README.md, "Encoding"
const HEIGHT = 36;
const WIDTH = 36;

/** One message. frames: uint8, (frame, row, column, red-green-blue), one frame a time. */
export function encode(subjectId, cameraId, sequence, captureTimesMicros, frames) {
  if (frames.length !== captureTimesMicros.length * HEIGHT * WIDTH * 3) {
    throw new RangeError(`${frames.length} bytes do not hold ${captureTimesMicros.length} frames`);
  }
  const chunk = {
    subjectId,
    cameraId,
    sequence,
    captureTimesMicros,
    height: HEIGHT,
    width: WIDTH,
    pixelFormat: "RGB8",
    frames,
  };
  return Buffer.concat([header, type.toBuffer(chunk)]);
}

/** Yields the time of exposure in microseconds and 3,888 bytes. Yours comes from a camera. */
async function* frames() {
  const start = Date.now();
  for (let number = 0; number < 360; number++) {
    const due = start + (number * 1000) / 30;
    await sleep(Math.max(0, due - Date.now()));
    const frame = Buffer.alloc(HEIGHT * WIDTH * 3, Buffer.from([150 + (number % 2), 110, 90]));
    yield { micros: Math.round(due * 1000), frame };
  }
}

async function main(brokers) {
  const { Kafka } = await import("kafkajs"); // only here, so that encode() can be used without it
  const producer = new Kafka({ brokers: [brokers] }).producer({ idempotent: true });
  await producer.connect();
  let sequence = 0;
  let chunk = [];
  for await (const next of frames()) {
    chunk.push(next);
    if (chunk.length === 30) {
      const times = chunk.map((each) => each.micros);
      const pixels = Buffer.concat(chunk.map((each) => each.frame));
      const value = encode("node-subject", "node-camera", sequence++, times, pixels);
      await producer.send({ topic: "face-chunks", messages: [{ key: "node-subject", value }] });
      chunk = [];
    }
  }
  await producer.disconnect();
  console.log(`${sequence} chunks sent`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await main(process.argv[2]);
}
