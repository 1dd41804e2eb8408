// A card of the wall: texts and the canvas of one subject and camera.

import { bandText } from "./state.js";

const LOWEST = 40; // beats a minute, the ends of the scale
const HIGHEST = 180;

export class Card {
  constructor(track, open) {
    this.track = track;
    this.element = document.createElement("button");
    this.element.type = "button";
    this.element.className = "card";
    this.element.addEventListener("click", () => open(track));
    const head = part(this.element, "head");
    this.name = part(head, "name");
    this.camera = part(head, "camera");
    this.label = part(head, "state");
    this.canvas = document.createElement("canvas");
    this.context = this.canvas.getContext("2d");
    this.element.append(this.canvas);
    const vital = part(this.element, "vital");
    this.rate = part(vital, "rate");
    part(vital, "unit").textContent = "bpm";
    this.band = part(vital, "band");
    this.beats = part(vital, "beats");
    this.range = document.createElement("i");
    part(this.element, "scale").append(this.range);
    this.why = part(this.element, "why");
    const foot = part(this.element, "foot");
    this.quality = part(foot, "quality");
    this.frames = part(foot, "frames");
    this.delay = part(foot, "delay");
    this.name.textContent = track.subject;
    this.camera.textContent = track.camera;
    head.title = `${track.subject} \u00b7 ${track.camera}`;
    this.element.dataset.subject = track.subject;
    this.visible = false;
    this.drawn = 0;
  }

  show(state) {
    this.state = state;
    const { track } = this;
    // What was measured before is not what is: a lost camera has no values.
    const row = state.name === "lost" ? null : track.row;
    set(this.element.dataset, "state", state.name);
    set(this.label.dataset, "state", state.name);
    set(this.label, "textContent", state.label);
    set(this.rate, "textContent", row?.rate == null ? "\u2013" : row.rate.toFixed(0));
    set(this.band, "textContent", row ? bandText(row) : "");
    set(this.beats, "textContent", row?.beatRate == null ? "" : `beats ${row.beatRate.toFixed(1)}`);
    set(this.why, "textContent", state.why);
    set(this.why, "title", state.why);
    set(this.quality, "textContent", `quality ${row?.quality == null ? "\u2013" : row.quality.toFixed(2)}`);
    set(this.frames, "textContent", row?.frameRate == null ? "\u2013 frames/s" : `${row.frameRate.toFixed(1)} frames/s`);
    set(this.delay, "textContent", row === null || track.delay === null ? "delay \u2013" : `delay ${(track.delay / 1000).toFixed(1)} s`);
    this.showRange(row);
  }

  showRange(row) {
    const hidden = row?.low == null;
    set(this.range, "hidden", hidden);
    if (!hidden) {
      set(this.range.style, "left", `${share(row.low)}%`);
      set(this.range.style, "right", `${100 - share(row.high)}%`);
    }
  }

  resize(width, height) {
    const scale = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(width * scale);
    this.canvas.height = Math.round(height * scale);
  }
}

function share(rate) {
  const clipped = Math.min(HIGHEST, Math.max(LOWEST, rate));
  return Math.round((1000 * (clipped - LOWEST)) / (HIGHEST - LOWEST)) / 10;
}

function part(parent, name) {
  const element = document.createElement("span");
  element.className = name;
  parent.append(element);
  return element;
}

// Writing what is there already would cost a new layout.
function set(target, name, value) {
  if (target[name] !== value) {
    target[name] = value;
  }
}
