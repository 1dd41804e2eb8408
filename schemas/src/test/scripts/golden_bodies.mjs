// Avro bodies of the records in the tests, from another implementation of Avro than the job's.
//
//     npm install --no-save avsc@5.7.9
//     node golden_bodies.mjs

import { readFileSync } from "node:fs";
import avro from "avsc";

const samples = {
  FaceChunk: {
    subjectId: "subject-\u03b1", // a letter of two bytes
    cameraId: "cam-7",
    sequence: 4294967296, // more than 32 bits
    captureTimesMicros: [1767225600000000, 1767225600033333],
    height: 1,
    width: 2,
    pixelFormat: "RGB8",
    frames: Buffer.from([0, 1, 2, 127, 128, 129, 253, 254, 255, 10, 20, 30]),
  },
  PulseWaveform: {
    subjectId: "subject-\u03b1",
    cameraId: "cam-7",
    sequence: 4294967296,
    captureTimesMicros: [1767225600000000, 1767225600033333],
    wave: [0.5, -1.25],
    modelName: "own-1",
    modelSha256: "c56623b27a03c823611b7491465e1682a5a51c51904e43c5cdf5039b1a4dddf2",
    framesBefore: 150,
    replacedIntervals: 1,
    segment: 3,
    segmentSeconds: 5.5,
    framesDropped: 2,
    gapSeconds: 0.75,
    frameRateHz: 29.5,
    reasons: ["GAP", "FROZEN"],
  },
  FaceControl: { action: "FORGET", subjectId: "subject-\u03b1", requestId: "r-1" },
  FaceEvent: {
    kind: "FORGOTTEN",
    subjectId: "subject-\u03b1",
    requestId: "r-1",
    timeMicros: 1767225600000000,
    cameraIds: ["cam-7", "cam-8"],
    waitingChunks: 3,
  },
  PulseBeat: {
    subjectId: "subject-\u03b1",
    cameraId: "cam-7",
    segment: 3,
    beatTime: 1767225600012345,
    beatTimeErrorMillis: 2.5,
    intervalMillis: 842.25,
    confirmed: true,
    templateCorrelation: null,
    modelName: "own-1",
    modelSha256: "c56623b27a03c823611b7491465e1682a5a51c51904e43c5cdf5039b1a4dddf2",
    algorithm: "facephys-vitals 1",
  },
  VitalSigns: {
    subjectId: "subject-\u03b1",
    cameraId: "cam-7",
    windowStart: 1767225590000000,
    windowEnd: 1767225600000000,
    coverage: 0.875,
    frameRateHz: 29.5,
    segment: 3,
    pulseRateBpm: 71.25,
    pulseRateLowBpm: 70.5,
    pulseRateHighBpm: 72.75,
    pulseRateAbsentReason: null,
    beatRateBpm: 71.5,
    beatRateAbsentReason: null,
    rmssdMillis: 31.5,
    rmssdRawMillis: 33.25,
    pnn50Percent: 12.5,
    sdnnMillis: null,
    variabilityBeats: 36,
    variabilityAbsentReason: null,
    sdnnAbsentReason: "TOO_SHORT",
    respirationRatePerMinute: null,
    respirationAbsentReason: "RATES_DISAGREE",
    signalQuality: 0.9375,
    signalQualityAbsentReason: null,
    spectralQuality: 0.75,
    cameras: 1,
    modelName: "own-1",
    modelSha256: "c56623b27a03c823611b7491465e1682a5a51c51904e43c5cdf5039b1a4dddf2",
    algorithm: "facephys-vitals 1",
  },
};

for (const [name, sample] of Object.entries(samples)) {
  const schema = readFileSync(new URL(`../../main/avro/${name}.avsc`, import.meta.url), "utf8");
  console.log(name, avro.Type.forSchema(JSON.parse(schema)).toBuffer(sample).toString("hex"));
}
