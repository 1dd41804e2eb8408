// One subject large: wave, trend and all values.

import { bandText, isTrusted } from "./state.js";
import { LEAST_HEIGHT } from "./wave.js";

const SHOWN = 20; // seconds
const TREND = 300;

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const byId = (id) => document.getElementById(id);

export class Detail {
  constructor(colours) {
    this.colours = colours;
    this.dialog = byId("detail");
    byId("detail-close").addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("click", (event) => {
      if (event.target === this.dialog) {
        this.dialog.close(); // beside the dialog
      }
    });
    this.dialog.addEventListener("close", () => this.leave());
    window.addEventListener("resize", () => this.resize());
    this.track = null;
    this.trusted = false;
    this.waveRange = this.trendRange = [0, 1]; // until there are data
  }

  open(track) {
    this.track = track;
    this.dialog.showModal();
    this.plot();
  }

  leave() {
    this.wave?.destroy();
    this.trend?.destroy();
    this.track = null;
  }

  plot() {
    this.wave?.destroy();
    this.trend?.destroy();
    const width = byId("detail-wave").clientWidth;
    const { wave, doubt, beat, fill } = this.colours;
    const clear = { points: { show: false } };
    this.wave = this.chart("detail-wave", { width, height: 190 }, [
      {},
      { label: "wave", stroke: () => (this.trusted ? wave : doubt), width: 2, ...clear },
      { label: "beats", stroke: beat, paths: () => null, points: { show: true, size: 8, fill: beat } },
    ], [], { x: { time: true, range: () => this.waveRange }, y: { range: heightOf } });
    this.trend = this.chart("detail-trend", { width, height: 170 }, [
      {},
      { label: "high", stroke: "transparent", ...clear },
      { label: "low", stroke: "transparent", ...clear },
      { label: "rate", stroke: wave, width: 2, ...clear },
    ], [{ series: [1, 2], fill }], { x: { time: true, range: () => this.trendRange } });
  }

  chart(id, size, series, bands, scales) {
    const { soft, line } = this.colours;
    const axis = { stroke: soft, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1 } };
    const options = {
      ...size,
      series,
      bands,
      legend: { show: false },
      cursor: { show: false },
      scales,
      axes: [
        { ...axis, space: 90, values: (plot, times) => times.map((time) => clock.format(time * 1000)) },
        { ...axis, size: 44 },
      ],
    };
    return new uPlot(options, series.map(() => []), byId(id));
  }

  resize() {
    if (this.track) {
      const width = byId("detail-wave").clientWidth;
      this.wave.setSize({ width, height: 190 });
      this.trend.setSize({ width, height: 170 });
    }
  }

  draw(edge) {
    const { track } = this;
    const start = track.from(edge - SHOWN * 1000);
    const end = track.from(edge);
    const times = track.times.slice(start, end);
    const samples = track.samples.slice(start, end).map((sample) => (Number.isNaN(sample) ? null : sample));
    const beats = new Array(times.length).fill(null);
    for (const beat of track.beats) {
      const at = track.nearest(beat) - start;
      if (at >= 0 && at < times.length) {
        beats[at] = samples[at];
      }
    }
    this.waveRange = [edge / 1000 - SHOWN, edge / 1000];
    this.wave.setData([times.map((time) => time / 1000), samples, beats]);
  }

  show(state, together) {
    const { track } = this;
    const row = state.name === "lost" ? null : track.row;
    this.trusted = isTrusted(track, state);
    byId("detail-name").textContent = `${track.subject} \u00b7 ${track.camera}`;
    byId("detail-state").textContent = state.label;
    byId("detail-state").dataset.state = state.name;
    byId("detail-rate").textContent = row?.rate == null ? "\u2013" : row.rate.toFixed(1);
    byId("detail-band").textContent = row ? bandText(row) : "";
    byId("detail-why").textContent = state.why;
    this.showTrend();
    this.showValues(row, together);
  }

  showTrend() {
    const { trend } = this.track;
    const end = (trend.at(-1)?.[0] ?? Date.now()) / 1000;
    this.trendRange = [end - TREND, end];
    const column = (i) => trend.map((point) => point[i]);
    this.trend.setData([column(0).map((time) => time / 1000), column(3), column(2), column(1)]);
  }

  showValues(row, together) {
    const { track } = this;
    const values = [
      ["Rate from beats", row?.beatRate, 1, "bpm", row?.beatRateWhy],
      ["Variability, RMSSD", row?.rmssd, 0, "ms", row?.rmssdWhy],
      ["Variability, SDNN", row?.sdnn, 0, "ms", row?.sdnnWhy],
      ["Respiration", row?.respiration, 1, "a minute", row?.respirationWhy],
      ["Quality: beats alike", row?.quality, 2, "of 1", row?.qualityWhy],
      ["Usable wave", row && row.coverage * 100, 0, "%", null],
      ["Frame rate", row?.frameRate, 1, "frames/s", null],
      ["Delay from capture", track.delay / 1000, 1, "s", null],
    ];
    if (together) {
      values.push([`All ${together.cameras} cameras`, together.rate, 1, "bpm", together.rateWhy]);
    }
    byId("detail-values").replaceChildren(...values.map(valueElement));
  }
}

// The ends of the scale of a wave.
function heightOf(plot, low, high) {
  if (low === null) {
    return [-LEAST_HEIGHT / 2, LEAST_HEIGHT / 2];
  }
  const room = Math.max(0.08 * (high - low), (LEAST_HEIGHT - (high - low)) / 2);
  return [low - room, high + room];
}

function valueElement([label, value, digits, unit, why]) {
  const element = document.createElement("div");
  const term = document.createElement("dt");
  const text = document.createElement("dd");
  term.textContent = label;
  text.textContent = value == null ? why ?? "\u2013" : `${value.toFixed(digits)} ${unit}`;
  text.classList.toggle("absent", value == null);
  element.append(term, text);
  return element;
}
