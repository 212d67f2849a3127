// Asks the server for the parts of the page whenever a number or a choice changes. The address
// is the state; one question is under way at a time, and the latest state is asked about next.
"use strict";

const form = document.getElementById("state");
const problem = document.getElementById("problem");
const numbers = [...document.querySelectorAll(".number input[type=text]")];
const sliderOf = name => document.querySelector(`[data-for="${name}"]`);
let asking = false;
let changed = false;

function query() {
  const all = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, value.trim()]));
  for (const input of numbers) {
    if (input.value.trim() === input.dataset.central) all.delete(input.name);
  }
  return all.toString();
}

function mark(input) {
  const moved = input.value.trim() !== input.dataset.central;
  input.closest(".number").classList.toggle("moved", moved);
}

// who asks: what another tab wants is not ended by this one
const me = Array.from(crypto.getRandomValues(new Uint32Array(3)), n => n.toString(36)).join("");
// one question at a time can be given up: the one that takes long
let waiting = null;
// the state of which the answer is on the page
let shown = null;
// parts that are worked out beside, and asked for until they are there; the page is not busy for them
const beside = ["landing", "theorem", "why", "effects"];
const always = ["now", "answer", "game", "area", "share", "landing", "theorem"];
const pause = () => new Promise(done => setTimeout(done, 400));

// what a part depends on: the first view not on the numbers
function subject(name, asked) {
  if (name !== "landing") return asked;
  const all = new URLSearchParams(asked);
  return ["model", "setup", "vintage", "outcome"].map(one => all.get(one)).join();
}

async function load(names, asked, signal) {
  const answer = await fetch(`/parts/${names.join()}?${asked}`, {headers: {"X-Page": me}, signal});
  const told = await answer.json();
  const current = query();
  if (asked === current) {
    problem.hidden = !told.error;
    problem.textContent = told.error || "";
  }
  for (const name of told.error ? [] : names) {
    const part = document.getElementById(name);
    if (part.innerHTML !== told[name]) part.innerHTML = told[name];
    part.dataset.of = subject(name, asked);
    part.setAttribute("aria-busy", String((told.again || []).includes(name)));
  }
  fade(current);
  return told;
}

// what is shown of other numbers than are set looks so, from the moment that they are set
function fade(asked) {
  for (const name of [...always, ...open()]) {
    const part = document.getElementById(name);
    part.classList.toggle("stale", "of" in part.dataset && part.dataset.of !== subject(name, asked));
  }
}

function open() {
  return [...document.querySelectorAll("details[data-part][open]")].map(one => one.dataset.part);
}

async function show() {
  const asked = query();
  for (const link of document.querySelectorAll("[data-file]")) {
    link.href = `/files/${link.dataset.file}?${asked}`;
  }
  const first = await load(["now", "answer", "game"], asked);
  if (!first.error) shown = asked;
  if (first.error || changed) return;
  // a tree begins in the middle of its left side
  const tree = document.getElementById("game");
  if (!tree.dataset.placed) tree.scrollTop = (tree.scrollHeight - tree.clientHeight) / 2;
  tree.dataset.placed = "yes";
  follow();
  waiting = new AbortController();
  await load(["area"], asked, waiting.signal);
  if (changed) return;
  await load(["share", ...open().filter(name => !beside.includes(name))], asked, waiting.signal);
}

// ask for what is worked out beside until all of it is there, for the numbers that are set
let following = false;
async function follow() {
  if (following) return;
  following = true;
  for (;;) {
    const asked = query();
    const names = beside.filter(name => {
      const part = document.getElementById(name);
      const there = part.dataset.of === subject(name, asked) && part.getAttribute("aria-busy") === "false";
      return !there && (always.includes(name) || open().includes(name));
    });
    if (!names.length) break;
    // what is read first is worked out first
    if (names[0] === "landing") names.length = 1;
    try {
      // what is wrong with the numbers is said, and asked again when they change
      if ((await load(names, asked)).error && asked === query()) break;
    } catch {
      break;
    }
    await pause();
  }
  following = false;
}

async function refresh() {
  changed = true;
  fade(query());
  if (waiting) waiting.abort();
  if (asking) return;
  asking = true;
  document.documentElement.setAttribute("aria-busy", "true");
  while (changed) {
    changed = false;
    try {
      await show();
    } catch (error) {
      if (error.name === "AbortError") continue;
      problem.hidden = false;
      problem.textContent = "The server does not answer: is it still running?";
    }
    waiting = null;
  }
  document.documentElement.setAttribute("aria-busy", "false");
  asking = false;
}

// a change that is done is an entry in the history; more of the same at once, as by arrow keys, is
// one, as browsers refuse many in a row
let last = {name: "", at: 0};
function commit(name) {
  const address = `/?${query()}`;
  if (address !== location.pathname + location.search) {
    const again = last.name === name && Date.now() - last.at < 1500;
    history[again ? "replaceState" : "pushState"](null, "", address);
  }
  last = {name, at: Date.now()};
  refresh();
}

// where a slider stands for what is written: 1/3, 30 %, 0,3
function amount(text) {
  const [above, below] = text.replace("%", "").replace(",", ".").split("/").map(Number);
  return (below === undefined ? above : above / below) / (text.includes("%") ? 100 : 1);
}

function set(input, value) {
  input.value = value;
  const slider = sliderOf(input.name);
  const place = amount(value);
  if (slider && Number.isFinite(place)) slider.value = place;
  mark(input);
}

// what is chosen and set is what the address says, whatever a browser keeps of a page that was left
function restore() {
  const said = new URLSearchParams(location.search);
  for (const select of document.querySelectorAll("select[form=state]")) {
    const first = [...select.options].find(one => one.defaultSelected);
    select.value = said.get(select.name) ?? (first || select.options[0]).value;
  }
  for (const input of numbers) set(input, said.get(input.name) ?? input.dataset.central);
  title();
}

for (const input of numbers) {
  input.addEventListener("change", () => { set(input, input.value); commit(input.name); });
}
for (const slider of document.querySelectorAll("[data-for]")) {
  const input = document.getElementById(slider.dataset.for);
  slider.addEventListener("input", () => {
    input.value = slider.value;
    mark(input);
    refresh();
  });
  slider.addEventListener("change", () => commit(`slide ${input.name}`));
}
for (const button of document.querySelectorAll("[data-reset]")) {
  button.addEventListener("click", () => {
    const input = document.getElementById(button.dataset.reset);
    set(input, input.dataset.central);
    input.focus();
    commit(`reset ${input.name}`);
  });
}
document.getElementById("back").addEventListener("click", () => {
  for (const input of numbers) set(input, input.dataset.central);
  commit("back");
});
document.getElementById("link").addEventListener("click", async () => {
  let told = "Copied.";
  try {
    await navigator.clipboard.writeText(`${location.origin}/?${shown ?? query()}`);
  } catch {
    told = "The address of this page is the link.";
  }
  document.getElementById("copied").textContent = told;
});
for (const name of ["model", "setup", "vintage"]) {
  document.getElementById(name).addEventListener("change", () => {
    location.assign(`/switch?${query()}`);
  });
}
for (const name of ["outcome", "x", "y"]) {
  document.getElementById(name).addEventListener("change", () => { title(); commit(name); });
}
function title() {
  document.getElementById("asked").textContent = document.getElementById("outcome").value;
}
for (const details of document.querySelectorAll("details[data-part]")) {
  details.addEventListener("toggle", () => { if (details.open) refresh(); });
}
form.addEventListener("submit", event => { event.preventDefault(); refresh(); });
if (matchMedia("(max-width: 60rem)").matches) {
  for (const group of document.querySelectorAll("details.group")) {
    group.open = group.querySelector(".number.moved") !== null;
  }
}
// an address says all that is shown
restore();
history.replaceState(null, "", `/?${query()}`);
refresh();
addEventListener("popstate", () => { restore(); last = {name: "", at: 0}; refresh(); });
// browsers fill a form in again after it was loaded, or bring a page back as it was left
addEventListener("pageshow", () => {
  const before = query();
  restore();
  if (query() !== before) refresh();
});
