// Minute medians of the pulse rate, from records of vital-signs in JSON, one a line, on standard input.
//
//     kcat -b HOST:PORT -t vital-signs -C -e -q -X isolation.level=read_committed | node medians.mjs

import { createInterface } from "node:readline";

const MINUTE = 60e6; // microseconds
const minutes = new Map(); // rates by subject, camera and minute

for await (const line of createInterface({ input: process.stdin })) {
  const { subjectId, cameraId, windowEnd, pulseRateBpm } = JSON.parse(line);
  if (cameraId === null) {
    continue; // all cameras together: the same seconds once more
  }
  const key = [subjectId, cameraId, new Date((Math.floor(windowEnd / MINUTE) * MINUTE) / 1000).toISOString()].join("\t");
  const rates = minutes.get(key) ?? [];
  if (pulseRateBpm !== null) {
    rates.push(pulseRateBpm);
  }
  minutes.set(key, rates);
}

for (const [key, rates] of [...minutes].sort()) {
  rates.sort((a, b) => a - b);
  const middle = rates.length / 2;
  const median = (rates[Math.floor(middle)] + rates[Math.ceil(middle) - 1]) / 2;
  console.log([key, rates.length ? median.toFixed(2) : "-", rates.length].join("\t"));
}
