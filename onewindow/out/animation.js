"use strict";
const made = JSON.parse(document.getElementById("replay").textContent);
const w = made.words, ROW = 34, NAME = 250, BOX = 560, MOST = 44;
const canvas = document.querySelector("canvas"), pen = canvas.getContext("2d");
const slider = document.getElementById("time"), button = document.getElementById("play"), speed = document.getElementById("speed");
const days = w.days.match(w.days.length === 7 ? /./gu : /../gu);
const first = new Date(made.start + "T00:00:00Z").getTime();
const still = matchMedia("(prefers-reduced-motion: reduce)");
let now = made.judged[0] + 8 * 60, playing = false, last = 0;
let places = new Map(), moving = false, asked = false;

function colour(name) { return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim(); }

function told(minute) {
  const at = new Date(first + minute * 60000), text = at.toISOString();
  return `${text.slice(0, 10)} ${w.day.replace("{day}", days[at.getUTCDay()])} ${text.slice(11, 16)}`;
}

const isOpen = (minute) => made.open.some(([a, b]) => a <= minute && minute < b);

function dot(x, y, fill, hollow) {
  pen.beginPath();
  pen.arc(x, y, 4.5, 0, 2 * Math.PI);
  pen.lineWidth = 1.6;
  pen.strokeStyle = pen.fillStyle = fill;
  if (hollow) pen.stroke(); else pen.fill();
}

// A dot glides to its place; one that is new comes from where its case was last, or from the left.
function placed(visit, x, y, part) {
  const key = `${visit[0]} ${visit[1]} ${visit[2]}`, was = places.get(key) || left.get(visit[0]) || [NAME, y];
  const near = still.matches || part >= 1 || Math.abs(x - was[0]) + Math.abs(y - was[1]) < 0.5;
  const at = near ? [x, y] : [was[0] + part * (x - was[0]), was[1] + part * (y - was[1])];
  if (!near) moving = true;
  next.set(key, at);
  next.set(visit[0], at);
  return at;
}
let next = new Map(), left = places;

function draw(part = 1) {
  moving = false;
  next = new Map();
  left = places;
  const scale = devicePixelRatio || 1, wide = canvas.clientWidth, high = made.steps.length * ROW + 12;
  canvas.style.height = high + "px";
  if (canvas.width !== Math.round(wide * scale)) { canvas.width = Math.round(wide * scale); canvas.height = Math.round(high * scale); }
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  const open = isOpen(now);
  pen.fillStyle = colour(open ? "ground" : "closed");
  pen.fillRect(0, 0, wide, high);
  const rows = made.steps.map(() => ({ queue: [], work: [], done: 0 }));
  for (const [, row, joined, started, ended] of made.visits) {
    if (joined > now) break;
    if (ended >= 0 && ended <= now) rows[row].done += 1;
  }
  let live = 0, done = 0, late = 0;
  for (const [arrived, finished, over] of Object.values(made.cases)) {
    if (arrived < 0 || arrived > now) continue;
    if (finished >= 0 && finished <= now) done += 1; else live += 1;
    if (over >= 0 && over <= now && (finished < 0 || over < finished) && arrived >= made.judged[0] && arrived < made.judged[1]) late += 1;
  }
  for (const visit of made.visits) {
    const [, row, joined, started, ended] = visit;
    if (joined > now) break;
    if (ended >= 0 && ended <= now) continue;
    (started >= 0 && started <= now ? rows[row].work : rows[row].queue).push(visit);
  }
  pen.font = `13px "Noto Sans SC", sans-serif`;
  pen.textBaseline = "middle";
  rows.forEach((row, n) => {
    const y = n * ROW + ROW / 2 + 6, step = made.steps[n];
    pen.fillStyle = colour("ink");
    pen.textAlign = "right";
    const under = [step.service, step.pool].filter(Boolean).join(" · ");
    pen.fillText(step.name, NAME - 12, y - (under ? 6 : 0), NAME - 20);
    if (under) {
      pen.fillStyle = colour("soft_ink");
      pen.font = `10.5px "Noto Sans SC", sans-serif`;
      pen.fillText(under, NAME - 12, y + 8, NAME - 20);
      pen.font = `13px "Noto Sans SC", sans-serif`;
    }
    pen.strokeStyle = colour("grid");
    pen.lineWidth = 1;
    pen.strokeRect(BOX, y - 13, wide - BOX - 70, 26);
    const fill = (visit) => {
      const over = made.cases[visit[0]] && made.cases[visit[0]][2];
      return colour(over >= 0 && over <= now ? "overdue" : "on_time");
    };
    row.queue.slice(0, MOST / 2).forEach((visit, k) => dot(...placed(visit, BOX - 14 - k * 12.5, y, part), fill(visit), true));
    row.work.slice(0, MOST).forEach((visit, k) => dot(...placed(visit, BOX + 14 + k * 12.5, y, part), fill(visit), false));
    pen.textAlign = "left";
    pen.fillStyle = colour("soft_ink");
    if (row.queue.length > MOST / 2) pen.fillText(w.too_long.replace("{n}", row.queue.length - MOST / 2), NAME, y - 12);
    pen.textAlign = "right";
    pen.fillText(row.done, wide - 12, y);
  });
  places = next;
  const phase = now < made.judged[0] ? w.lead_in : now >= made.judged[1] ? w.after : "";
  document.getElementById("when").textContent = [told(now), open ? "" : w.closed, phase].filter(Boolean).join(" · ");
  document.getElementById("counts").textContent = `${w.in_process} ${live} · ${w.done} ${done} · ${w.late} ${late}`;
  slider.value = now;
  slider.setAttribute("aria-valuetext", told(now));
}

const GLIDE = 0.12;  // seconds in which most of the way is gone

function step(at) {
  const since = Math.min(0.1, (at - last) / 1000);
  last = at;
  if (playing) now = Math.min(made.end, now + since * speed.value * 60);
  if (playing && now >= made.end) toggle();
  draw(1 - Math.exp(-since / GLIDE));
  asked = playing || moving;
  if (asked) requestAnimationFrame(step);
}

function go() {
  if (asked) return;
  asked = true;
  last = performance.now();
  requestAnimationFrame(step);
}

function toggle() {
  playing = !playing && now < made.end;
  button.textContent = playing ? w.pause : w.play;
  if (playing) go();
}

button.addEventListener("click", toggle);
slider.max = made.end;
slider.addEventListener("input", () => { now = Number(slider.value); go(); });
addEventListener("resize", () => draw());
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => draw());
addEventListener("load", () => document.fonts.ready.then(() => draw()));
for (const [part, minutes] of [["lead-in", made.judged[0]], ["judged", made.judged[1] - made.judged[0]], ["after", made.end - made.judged[1]]])
  document.getElementById(part).style.flexGrow = minutes;
