// The live page: takes batches from the server, keeps the wall sorted, draws the visible waves.

import { Card } from "./card.js";
import { Detail } from "./detail.js";
import { isTrusted, stateOf } from "./state.js";
import { Track } from "./track.js";
import { drawWave } from "./wave.js";

const FORGET_AFTER = 600_000;
const REFRESH = 500;
const SILENCE = 4_000;
const DRAW_BUDGET = 6; // milliseconds of a frame
const CALM_INTERVAL = 1_000; // between pictures, for those who want little motion

const byId = (id) => document.getElementById(id);
const wall = byId("wall");
const cards = new Map(); // by subject and camera
const together = new Map(); // rows of all cameras, by subject
const colours = {};
const detail = new Detail(colours);
const calm = matchMedia("(prefers-reduced-motion: reduce)");

let serverTime = null; // less performance.now()
let heard = 0;
let lostAfter = 6_000;
let unreadable = null;
let refused = false;
let next = 0; // the card that is drawn first

const now = () => performance.now() + serverTime;

const observer = new IntersectionObserver(
  (entries) => entries.forEach((entry) => { entry.target.card.visible = entry.isIntersecting; }),
  { rootMargin: "60px" },
);
const sizes = new ResizeObserver((entries) =>
  entries.forEach(({ target, contentRect }) => target.card.resize(contentRect.width, contentRect.height)));

function take(batch, snapshot) {
  heard = performance.now();
  const offset = batch.now - heard;
  serverTime = serverTime === null || Math.abs(offset - serverTime) > 2000 ? offset : serverTime + (offset - serverTime) * 0.05;
  lostAfter = batch.lostAfter;
  unreadable = batch.problem;
  if (snapshot) {
    for (const card of cards.values()) {
      card.track.times.length = card.track.samples.length = card.track.beats.length = card.track.trend.length = 0;
    }
  }
  for (const view of batch.views) {
    if (view.camera === null) {
      together.set(view.subject, view.row ?? together.get(view.subject));
    } else {
      cardOf(view).track.add(view);
    }
  }
}

function cardOf({ subject, camera }) {
  const key = JSON.stringify([subject, camera]);
  let card = cards.get(key);
  if (!card) {
    card = new Card(new Track(subject, camera), (track) => {
      detail.open(track);
      if (card.state) { // else the next tick shows it
        detail.show(card.state, together.get(subject));
      }
    });
    card.canvas.card = card.element.card = card;
    cards.set(key, card);
    wall.append(card.element);
    observer.observe(card.element);
    sizes.observe(card.canvas);
  }
  return card;
}

function forget(key, card) {
  observer.unobserve(card.element);
  sizes.unobserve(card.canvas);
  card.element.remove();
  cards.delete(key);
  together.delete(card.track.subject);
}

function refresh() {
  showProblem();
  if (serverTime === null || performance.now() - heard > SILENCE) {
    return; // nothing is known of the cameras
  }
  const time = now();
  for (const [key, card] of cards) {
    if (card.track.arrived && time - card.track.arrived > FORGET_AFTER) {
      forget(key, card);
      continue;
    }
    const row = together.get(card.track.subject);
    card.show(stateOf(card.track, row, time, lostAfter));
    if (card.track === detail.track) {
      detail.show(card.state, row);
    }
  }
  showCounts();
  sort();
}

function showProblem() {
  const silent = heard && performance.now() - heard > SILENCE;
  const text = refused
    ? "The server refuses this page. Open the address that the command printed."
    : silent ? "The server does not answer; what is shown is old. Trying again." : unreadable;
  byId("problem").hidden = !text;
  byId("problem").textContent = text ?? "";
}

function showCounts() {
  const count = { ok: 0, warm: 0, look: 0, none: 0, lost: 0 };
  cards.forEach((card) => count[card.state.name]++);
  const parts = [`${new Set([...cards.values()].map((card) => card.track.subject)).size} subjects`, `${count.ok} ok`];
  const words = { warm: "warming up", look: "to check", none: "without a rate", lost: "lost" };
  for (const [name, word] of Object.entries(words)) {
    if (count[name]) {
      parts.push(`${count[name]} ${word}`);
    }
  }
  byId("counts").textContent = parts.join(" \u00b7 ");
  byId("empty").hidden = cards.size > 0;
}

const orders = {
  attention: (a, b) => b.level - a.level || compareNames(a, b),
  name: compareNames,
  rate: (a, b) => (b.track.row?.rate ?? 0) - (a.track.row?.rate ?? 0) || compareNames(a, b),
  quality: (a, b) => (a.track.row?.quality ?? -1) - (b.track.row?.quality ?? -1) || compareNames(a, b),
};

const names = new Intl.Collator("en", { numeric: true });

function compareNames(a, b) {
  return names.compare(a.track.subject, b.track.subject) || names.compare(a.track.camera, b.track.camera);
}

function sort() {
  const wanted = byId("filter").value.trim().toLowerCase();
  const time = performance.now();
  for (const card of cards.values()) {
    const { level } = card.state;
    if (level !== card.newLevel) {
      card.newLevel = level;
      card.since = time;
    }
    // A state that lasts moves the card; one that flickers does not.
    if (card.level === undefined || time - card.since > 1500) {
      card.level = level;
    }
    const text = `${card.track.subject} ${card.track.camera}`.toLowerCase();
    card.element.hidden = !text.includes(wanted);
  }
  const sorted = [...cards.values()].sort(orders[byId("sort").value]);
  let place = wall.firstElementChild;
  for (const card of sorted) {
    if (card.element === place) {
      place = place.nextElementSibling;
    } else {
      wall.insertBefore(card.element, place);
    }
  }
}

function frame(time) {
  requestAnimationFrame(frame);
  if (serverTime === null) {
    return;
  }
  const visible = [...cards.values()].filter((card) => card.visible);
  const end = performance.now() + DRAW_BUDGET;
  for (let i = 0; i < visible.length && performance.now() < end; i++) {
    const card = visible[next++ % visible.length];
    if (!calm.matches || time - card.drawn > CALM_INTERVAL) {
      draw(card, time);
    }
  }
  if (detail.track) {
    detail.draw(detail.track.edge(now(), 0));
  }
}

function draw(card, time) {
  const edge = card.track.edge(now(), time - card.drawn);
  card.drawn = time;
  drawWave(card.context, card.track, edge, colours, isTrusted(card.track, card.state));
}

// Canvases need the colours that the style sheet gives.
function readColours() {
  const probe = document.createElement("span");
  document.body.append(probe);
  for (const name of ["wave", "doubt", "beat", "soft", "line", "fill"]) {
    probe.style.color = `var(--${name})`;
    colours[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  if (detail.track) {
    detail.plot();
    refresh();
  }
}

byId("theme").addEventListener("change", ({ target }) => {
  document.documentElement.dataset.theme = target.value;
  readColours();
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", readColours);
byId("sort").addEventListener("change", refresh);
byId("filter").addEventListener("input", refresh);

const stream = new EventSource("/events");
stream.addEventListener("snapshot", (event) => take(JSON.parse(event.data), true));
stream.addEventListener("changes", (event) => take(JSON.parse(event.data), false));
stream.addEventListener("open", () => { refused = false; });
stream.addEventListener("error", () => { refused = stream.readyState === EventSource.CLOSED; });

readColours();
setInterval(refresh, REFRESH);
requestAnimationFrame(frame);
