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

async function load(names, asked, signal) {
  const parts = names.map(name => document.getElementById(name));
  const answer = await fetch(`/parts/${names.join()}?${asked}`, {headers: {"X-Page": me}, signal});
  const told = await answer.json();
  problem.hidden = !told.error;
  problem.textContent = told.error || "";
  for (const part of parts) {
    part.classList.toggle("stale", Boolean(told.error));
    if (!told.error && part.innerHTML !== told[part.id]) part.innerHTML = told[part.id];
  }
  return told;
}

function open() {
  return [...document.querySelectorAll("details[data-part][open]")].map(one => one.dataset.part);
}

async function show() {
  const asked = query();
  for (const link of document.querySelectorAll("[data-file]")) {
    link.href = `/files/${link.dataset.file}?${asked}`;
  }
  const first = await load(["now", "answer", "game", "theorem"], asked);
  if (!first.error) shown = asked;
  if (first.error || changed) return;
  // a tree begins in the middle of its left side
  const tree = document.getElementById("game");
  if (!tree.dataset.placed) tree.scrollTop = (tree.scrollHeight - tree.clientHeight) / 2;
  tree.dataset.placed = "yes";
  // what is still being worked out is asked for again
  waiting = new AbortController();
  const signal = waiting.signal;
  let names = ["area", ...first.again];
  while (names.length && !changed) {
    const again = (await load(names, asked, signal)).again || [];
    if (names.includes("area") && !changed) {
      again.push(...(await load(["share", ...open()], asked, signal)).again || []);
    }
    names = again;
    if (names.length) await new Promise(done => setTimeout(done, 300));
  }
}

async function refresh() {
  changed = true;
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
  document.getElementById(name).addEventListener("change", () => commit(name));
}
for (const details of document.querySelectorAll("details[data-part]")) {
  details.addEventListener("toggle", () => { if (details.open) refresh(); });
}
form.addEventListener("submit", event => { event.preventDefault(); refresh(); });
if (matchMedia("(max-width: 60rem)").matches) document.getElementById("others").open = false;
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
