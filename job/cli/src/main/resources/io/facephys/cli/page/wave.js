// Draws the wave of a card on its canvas.

const SHOWN = 8_000; // milliseconds
export const LEAST_HEIGHT = 1; // a flat wave stays flat

export function drawWave(context, track, edge, colours, trusted) {
  const { width, height } = context.canvas;
  const scale = window.devicePixelRatio || 1;
  context.clearRect(0, 0, width, height);
  const start = edge - SHOWN;
  const from = Math.max(0, track.from(start) - 1);
  const to = track.from(edge);
  let low = Infinity;
  let high = -Infinity;
  for (let i = from; i < to; i++) {
    const sample = track.samples[i];
    if (sample < low) low = sample;
    if (sample > high) high = sample;
  }
  if (low > high) {
    return;
  }
  const half = Math.max(high - low, LEAST_HEIGHT) / 2;
  const middle = (low + high) / 2;
  // The height follows slowly, so that one strong beat does not make the picture jump.
  track.half = (track.half ?? half) * 0.9 + half * 0.1;
  track.middle = (track.middle ?? middle) * 0.9 + middle * 0.1;
  const room = 6 * scale;
  const x = (time) => ((time - start) / SHOWN) * width;
  const y = (sample) => height / 2 - ((sample - track.middle) / track.half) * (height / 2 - room);
  context.lineWidth = 1.6 * scale;
  context.lineJoin = "round";
  context.strokeStyle = trusted ? colours.wave : colours.doubt;
  context.beginPath();
  let broken = true;
  for (let i = from; i < to; i++) {
    const sample = track.samples[i];
    if (Number.isNaN(sample)) {
      broken = true;
    } else if (broken) {
      context.moveTo(x(track.times[i]), y(sample));
      broken = false;
    } else {
      context.lineTo(x(track.times[i]), y(sample));
    }
  }
  context.stroke();
  context.fillStyle = colours.beat;
  for (let i = track.beats.length - 1; i >= 0 && track.beats[i] > start; i--) {
    const at = track.nearest(track.beats[i]);
    if (track.beats[i] <= edge && at < track.samples.length && !Number.isNaN(track.samples[at])) {
      context.beginPath();
      context.arc(x(track.beats[i]), y(track.samples[at]), 2.6 * scale, 0, 7);
      context.fill();
    }
  }
}
