// What has come of one subject and camera. All times are milliseconds since the epoch.

const KEPT_WAVE = 32_000;
const KEPT_TREND = 300_000;
const BREAK = 250; // a longer interval is a gap
const HOLDS = 8;

export class Track {
  constructor(subject, camera) {
    this.subject = subject;
    this.camera = camera;
    this.times = [];
    this.samples = []; // NaN breaks the line
    this.beats = [];
    this.trend = []; // [time, rate, low, high]
    this.row = null;
    this.arrived = 0;
    this.delay = null;
    this.trusted = true;
    this.lag = null; // how far behind now the wave is drawn, so that it never has to stop
    this.holds = [];
  }

  add(view) {
    for (const wave of view.waves) {
      this.addWave(wave);
    }
    for (const beat of view.beats) {
      this.beats.push(beat);
    }
    for (const point of view.trend) {
      if (this.trend.length && point[0] <= this.trend.at(-1)[0]) {
        this.trend.length = 0; // the camera's clock was set back
      }
      this.trend.push(point);
    }
    if (view.row) {
      this.row = view.row;
    }
    this.forgetOld();
  }

  addWave({ segment, arrived, trusted, first, after, wave }) {
    const last = this.times.at(-1);
    if (last !== undefined && first <= last) {
      this.times.length = this.samples.length = this.beats.length = 0; // the clock was set back
    } else if (last !== undefined) {
      if (segment !== this.segment || first - last > BREAK) {
        this.push(last + 1, NaN);
      } else {
        this.hold(arrived - last);
      }
    }
    after.forEach((offset, i) => {
      if (i > 0 && offset - after[i - 1] > BREAK) {
        this.push(first + after[i - 1] + 1, NaN);
      }
      this.push(first + offset, wave[i] / 1000);
    });
    this.segment = segment;
    this.arrived = Math.max(this.arrived, arrived);
    this.delay = arrived - this.times.at(-1);
    this.trusted = trusted;
  }

  push(time, sample) {
    this.times.push(time);
    this.samples.push(sample);
  }

  hold(millis) {
    this.holds.push(millis);
    if (this.holds.length > HOLDS) {
      this.holds.shift();
    }
  }

  forgetOld() {
    const end = this.times.at(-1) ?? 0;
    const old = this.times.findIndex((time) => time >= end - KEPT_WAVE);
    if (old > 300) { // not at each batch
      this.times.splice(0, old);
      this.samples.splice(0, old);
      this.beats = this.beats.filter((beat) => beat >= end - KEPT_WAVE);
    }
    while (this.trend.length && this.trend[0][0] < this.trend.at(-1)[0] - KEPT_TREND) {
      this.trend.shift();
    }
  }

  // The capture time at the right edge of the picture; it runs evenly although waves come in chunks.
  edge(now, elapsed) {
    const wanted = 150 + (this.holds.length ? Math.max(...this.holds) : (this.delay ?? 0) + 1000);
    if (this.lag === null || elapsed > 1000 || Math.abs(wanted - this.lag) > 5000) {
      this.lag = wanted;
    } else if (wanted > this.lag) {
      this.lag += Math.min(wanted - this.lag, elapsed * 0.4);
    } else {
      this.lag -= Math.min(this.lag - wanted, elapsed * 0.05);
    }
    return now - this.lag;
  }

  // Index of the first sample at or after a time.
  from(time) {
    let low = 0;
    let high = this.times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.times[middle] < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  // Index of the sample that is nearest to a time.
  nearest(time) {
    const after = this.from(time);
    const before = after - 1;
    return before >= 0 && !(this.times[after] - time < time - this.times[before]) ? before : after;
  }
}
