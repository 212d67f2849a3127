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
  const all = new URLSearchParams(new FormData(form));
  for (const input of numbers) {
    if (input.value.trim() === input.dataset.central) all.delete(input.name);
  }
  return all.toString();
}

function mark(input) {
  const moved = input.value.trim() !== input.dataset.central;
  input.closest(".number").classList.toggle("moved", moved);
}

async function load(names, asked) {
  const parts = names.map(name => document.getElementById(name));
  const answer = await fetch(`/parts/${names.join()}?${asked}`);
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
  if (first.error || changed) return;
  // what is still being worked out is asked for again
  // a tree begins in the middle of its left side
  const tree = document.getElementById("game");
  if (!tree.dataset.placed) tree.scrollTop = (tree.scrollHeight - tree.clientHeight) / 2;
  tree.dataset.placed = "yes";
  let names = ["area", ...first.again];
  while (names.length && !changed) {
    const again = (await load(names, asked)).again || [];
    if (names.includes("area") && !changed) {
      again.push(...(await load(["share", ...open()], asked)).again || []);
    }
    names = again;
    if (names.length) await new Promise(done => setTimeout(done, 300));
  }
}

async function refresh() {
  changed = true;
  if (asking) return;
  asking = true;
  document.documentElement.setAttribute("aria-busy", "true");
  while (changed) {
    changed = false;
    try {
      await show();
    } catch {
      problem.hidden = false;
      problem.textContent = "The server does not answer: is it still running?";
    }
  }
  // once, as browsers refuse many changes of the address in a row
  history.replaceState(null, "", `/?${query()}`);
  document.documentElement.setAttribute("aria-busy", "false");
  asking = false;
}

function set(input, value) {
  input.value = value;
  const slider = sliderOf(input.name);
  if (slider) slider.value = value;
  mark(input);
}

for (const input of numbers) {
  input.addEventListener("change", () => { set(input, input.value); refresh(); });
}
for (const slider of document.querySelectorAll("[data-for]")) {
  slider.addEventListener("input", () => {
    const input = document.getElementById(slider.dataset.for);
    input.value = slider.value;
    mark(input);
    refresh();
  });
}
for (const button of document.querySelectorAll("[data-reset]")) {
  button.addEventListener("click", () => {
    const input = document.getElementById(button.dataset.reset);
    set(input, input.dataset.central);
    input.focus();
    refresh();
  });
}
document.getElementById("back").addEventListener("click", () => {
  for (const input of numbers) set(input, input.dataset.central);
  refresh();
});
document.getElementById("link").addEventListener("click", async () => {
  let told = "Copied.";
  try {
    await navigator.clipboard.writeText(`${location.origin}/?${query()}`);
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
  document.getElementById(name).addEventListener("change", refresh);
}
for (const details of document.querySelectorAll("details[data-part]")) {
  details.addEventListener("toggle", () => { if (details.open) refresh(); });
}
form.addEventListener("submit", event => { event.preventDefault(); refresh(); });
if (matchMedia("(max-width: 60rem)").matches) document.getElementById("others").open = false;
refresh();
