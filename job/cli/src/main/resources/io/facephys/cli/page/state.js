// How a camera's measurement stands, in one word and one sentence.

const WIDE_BAND = 10; // beats a minute
const ROW_MISSING = 5_000;
const SINKS_AFTER = 120_000; // who has been lost for longer has rather left

// level: 4 needs attention most, 0 not at all, -1 has left
export function stateOf(track, together, now, lostAfter) {
  const silent = now - track.arrived;
  const row = track.row;
  if (silent > lostAfter) {
    return state("lost", silent > SINKS_AFTER ? -1 : 4, "lost", `Camera lost: no frames for ${lengthText(silent)}`);
  }
  if (!row || row.end < track.times.at(-1) - ROW_MISSING) {
    return state("none", 2, "no rate", "No vital signs have come");
  }
  if (row.rate === null) {
    return row.warmingUp ? state("warm", 1, "warming up", row.rateWhy) : state("none", 3, "no rate", row.rateWhy);
  }
  if (together && together.rate === null && !together.warmingUp) {
    return state("look", 2, "check", together.rateWhy);
  }
  if (row.high - row.low > WIDE_BAND) {
    return state("look", 2, "uncertain", "The rate is uncertain");
  }
  if (track.delay > lostAfter) {
    return state("look", 2, "late", "Waves come late");
  }
  return state("ok", 0, "ok", together ? `All ${together.cameras} cameras: ${rateText(together)}` : "");
}

function state(name, level, label, why) {
  return { name, level, label, why };
}

function lengthText(millis) {
  const seconds = Math.round(millis / 1000);
  return seconds < 120 ? `${seconds} s` : `${Math.floor(seconds / 60)} min`;
}

// Whether the newest wave is one of a pulse.
export function isTrusted(track, state) {
  return track.trusted && (state?.name === "ok" || state?.name === "look");
}

export function rateText(row) {
  return row.rate === null ? "-" : `${row.rate.toFixed(0)} bpm (${bandText(row)})`;
}

export function bandText(row) {
  if (row.low === null) {
    return "";
  }
  const digits = row.high - row.low < 2 ? 1 : 0;
  return `${row.low.toFixed(digits)}\u2013${row.high.toFixed(digits)}`;
}
