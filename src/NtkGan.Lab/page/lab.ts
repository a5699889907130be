import { Atlas, Catalog, Frame, Prediction, Room, TourStop, ask } from "./protocol";
import { Pane } from "./pane";
import { Curves } from "./curves";
import { Field, State, fields, finite, paths, usual, words } from "./settings";
import { drawAtlas } from "./atlas";
import { describe, heading } from "./facts";

const rooms: Room[] = ["flow", "game", "synthesis"];
const byId = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const states: Record<Room, State> = { flow: usual("flow"), game: usual("game"), synthesis: usual("synthesis") };
let room: Room = "flow";
let catalog: Catalog;
let panes: Pane[] = [];
let curves: Curves | null = null;
let playing = false;
let opening = 0;
let prepared: Promise<unknown> = Promise.resolve();
let predicting = new AbortController();
let returns = false; // the focus to the atlas, when there is one again

function say(text: string) { byId("said").textContent = text; }
function wrong(failure: unknown) { byId("wrong").textContent = failure instanceof Error ? failure.message : String(failure); }

async function attempt(work: () => Promise<unknown>) {
  byId("wrong").textContent = "";
  try { await work(); } catch (failure) { wrong(failure); }
}

const state = () => states[room];

/** A line that names records, such as euler(step_size 1000) or whole(), in words. */
const plain = (line: string) => line.replaceAll("()", "").replaceAll("_", " ").replace(/(\w)\(/g, "$1 (");

function read() {
  for (const input of byId("settings").querySelectorAll<HTMLInputElement>("[name]")) state()[input.name] = input.value;
}

function control(field: Field): HTMLElement {
  const label = document.createElement("label");
  label.append(field.label);
  const input = document.createElement(field.kind === "choice" ? "select" : field.kind === "lines" ? "textarea" : "input");
  input.name = field.key;
  if (input instanceof HTMLSelectElement) for (const [value, text] of field.choices!) input.add(new Option(text, value));
  if (input instanceof HTMLTextAreaElement) input.rows = 2;
  if (input instanceof HTMLInputElement) input.inputMode = "decimal";
  const value = state()[field.key] ?? "";
  if (input instanceof HTMLSelectElement && ![...input.options].some(option => option.value === value)) input.add(new Option(value, value));
  input.value = value;
  input.addEventListener("change", () => { read(); if (field.key === "target") sketch(); });
  label.append(input);
  if (!field.help) return label;
  const box = document.createElement("div");
  const [formula, first] = [document.createElement("details"), document.createElement("summary")];
  formula.className = "formula";
  const show = () => {
    const [, sentence, rest] = /^(.*?\.)\s+(.*)$/s.exec(field.help![input.value] ?? "") ?? [null, field.help![input.value] ?? "", ""];
    first.textContent = sentence;
    formula.replaceChildren(first, rest);
    formula.hidden = sentence === "";
  };
  input.addEventListener("change", show);
  show();
  box.append(label, formula);
  return box;
}

function build() {
  for (const button of document.querySelectorAll<HTMLButtonElement>("nav button")) button.setAttribute("aria-pressed", String(button.dataset.room === room));
  const form = byId("settings");
  const list = document.createElement("div");
  list.className = "fields";
  form.replaceChildren(list);
  let pair: HTMLDivElement | null = null;
  const fixed = state().words ? new Set([...Object.keys(paths[room]), "more"]) : null;
  for (const field of fields(room, catalog)) {
    if (fixed && !fixed.has(field.key)) continue;
    if (!field.pair) { list.append(control(field)); pair = null; continue; }
    if (!pair) { pair = document.createElement("div"); pair.className = "pair"; list.append(pair); }
    pair.append(control(field));
    if (pair.children.length === 2) pair = null;
  }
  const apply = document.createElement("button");
  apply.id = "apply";
  apply.textContent = "Start";
  form.append(apply);
}

/** Lets people draw where the data are theirs and there are none yet, or ask anew. */
function sketch() {
  const draws = state().target === "drawn" && !state().words;
  const pane = panes[0];
  pane.canvas.classList.toggle("draws", draws);
  pane.drawing = draws ? JSON.parse(state().drawn || "[]") : null;
  pane.onDrawn = () => { state().drawn = JSON.stringify(pane.drawing); say(`${pane.drawing!.length} points drawn.`); remember(); };
  pane.draw();
}

function remember() {
  history.replaceState(null, "", `#${new URLSearchParams({ room, ...Object.fromEntries(Object.entries(state()).filter(([, value]) => value !== "")) })}`);
}

function recall(): boolean {
  const given = new URLSearchParams(location.hash.slice(1));
  const wanted = given.get("room") as Room | null;
  if (!wanted || !rooms.includes(wanted)) return false;
  room = wanted;
  given.delete("room");
  states[room] = { ...usual(room), ...Object.fromEntries(given) };
  return true;
}

function pane(index: number): Pane {
  const made: Pane = new Pane(index === 0 ? "What is played" : "The same with a finite network", () => shown(made, index), sentence => { wrong(sentence); setPlaying(false); }, () => void open());
  made.onPlaced = (point, place) => attempt(() => made.act("place", { point, place }));
  made.showsColours = byId<HTMLInputElement>("colours").checked;
  made.showsArrows = byId<HTMLInputElement>("arrows").checked;
  byId("panes").append(made.element);
  return made;
}

function shown(from: Pane, index: number) {
  const frame = from.frame as Frame;
  if (index === 0) {
    byId("moment").textContent = `step ${frame.step}${frame.time === null ? "" : `, time ${frame.time.toPrecision(4)}`}`;
    byId<HTMLButtonElement>("back").disabled = frame.kept === 0 || frame.step === 0;
    if (playing && frame.end) setPlaying(false); // a moment from before the last click may still be on its way
    if (frame.end) say(frame.end);
  }
  if (frame.values) curves?.add(index, frame.step, frame.values);
}

/** Plays from the start; says whether it does and nothing newer was asked for meanwhile. */
async function open(): Promise<boolean> {
  read();
  remember();
  const turn = ++opening;
  predicting.abort(); // the server gives up what nobody waits for
  predicting = new AbortController();
  byId("wrong").textContent = "";
  try {
    const said = [words(room, state()), ...(room === "flow" && state().width && !state().words ? [finite(state())] : [])];
    while (panes.length > said.length) panes.pop()!.close();
    while (panes.length < said.length) panes.push(pane(panes.length));
    panes[0].drawing = null;
    setPlaying(false);
    say("Preparing ...");
    const opened = Promise.all(panes.map((one, index) => one.open(said[index])));
    prepared = opened.catch(() => null);
    const starts = await opened;
    if (turn !== opening) return false;
    for (const id of ["colours", "arrows"]) byId(id).closest("label")!.hidden = starts[0].image !== null;
    curves?.close();
    byId("facts").replaceChildren();
    curves = new Curves(byId("facts"), starts[0].curves, panes.length > 1 ? ["infinite", `width ${state().width}`] : [""]);
    await Promise.all(panes.map(one => one.catchUp()));
    const pace = currentPace();
    await Promise.all(panes.map(one => one.session.ask("pace", pace)));
    if (state().words) fill(starts[0].settings);
    say([...starts[0].remarks, plain(starts[0].header.at(-1) ?? "")].filter(text => text).join(" "));
    if (room === "game") void predict(turn, predicting.signal); // it may take seconds, and nobody waits for it
  } catch (failure) {
    if (turn === opening) { wrong(failure); say(""); }
    return false;
  }
  return turn === opening;
}

function fill(settings: Record<string, string>) {
  for (const [key, path] of Object.entries(paths[room])) {
    if (settings[path] === undefined) continue;
    const isNew = state()[`was ${key}`] === undefined;
    if (isNew) state()[`was ${key}`] = state()[key] = settings[path];
  }
  build();
  remember();
}

async function predict(turn: number, signal: AbortSignal) {
  const asked = words(room, state());
  let facts: HTMLElement;
  try {
    facts = describe(await ask<Prediction>("predict", { words: asked }, signal));
  } catch (failure) {
    if (turn === opening) wrong(failure);
    return;
  }
  if (turn !== opening) return;
  byId("facts").prepend(facts);
  const atlas = await ask<Atlas>("atlas", { words: asked }, signal).catch(() => null); // some games have none
  if (turn !== opening) return;
  if (atlas) facts.append(heading("In the atlas: a click or arrow keys move there"), drawAtlas(atlas, (width, regularisation) => {
    state().length = String(Number((Number(state().length) * width / atlas.atWidth).toPrecision(3)));
    state().regularisation = String(Number(regularisation.toPrecision(3)));
    build();
    returns = document.activeElement?.id === "atlas";
    void open();
  }));
  if (returns) document.getElementById("atlas")?.focus();
  returns = false;
}

function currentPace() {
  const [stepsPerFrame, framesPerSecond] = byId<HTMLSelectElement>("pace").value.split("/").map(Number);
  return { stepsPerFrame, framesPerSecond };
}

function setPlaying(now: boolean) {
  playing = now;
  byId("play").textContent = now ? "Pause" : "Play";
  byId("play").setAttribute("aria-pressed", String(now));
}

/** A click while something is being prepared waits for it; says whether it was done. What becomes of it when something else is played by then is nobody's concern. */
async function all(ask: (pane: Pane) => Promise<unknown>): Promise<boolean> {
  const turn = opening;
  byId("wrong").textContent = "";
  try {
    await prepared;
    await Promise.all(panes.map(ask));
    return true;
  } catch (failure) {
    if (turn === opening) wrong(failure);
    return turn !== opening;
  }
}

async function toggle() {
  if (panes[0].drawing && !await open()) return;
  setPlaying(!playing);
  const act = playing ? "play" : "pause";
  if (!await all(pane => pane.act(act))) setPlaying(false);
}

async function enter(next: Room) {
  room = next;
  byId("lesson").hidden = true;
  build();
  sketch();
  if (!panes[0].drawing || state().drawn) await open();
}

async function follow(stop: TourStop) {
  room = stop.room;
  states[room] = { ...usual(room), words: JSON.stringify(stop.words) };
  build();
  byId("lesson").textContent = `${stop.name}. ${stop.text}`;
  byId("lesson").hidden = false;
  if (await open() && !playing) await toggle();
}

function save(name: string, text: string, type: string) {
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(new Blob([text], { type }));
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 1000);
}

async function drop(event: DragEvent) {
  event.preventDefault();
  const file = event.dataTransfer?.files[0];
  if (!file || room === "game") return;
  await attempt(async () => {
    const { points } = await ask<{ points: number[][] }>("table", { name: file.name, text: await file.text() });
    Object.assign(state(), { target: "drawn", drawn: JSON.stringify(points) });
    delete state().words;
    build();
    say(`${points.length} points of ${file.name}.`);
    await open();
  });
}

function listen() {
  byId("settings").addEventListener("submit", event => { event.preventDefault(); void open(); });
  for (const button of document.querySelectorAll<HTMLButtonElement>("nav button")) button.addEventListener("click", () => { read(); if (button.dataset.room !== room || state().words) delete states[button.dataset.room as Room].words; void enter(button.dataset.room as Room); });
  byId("play").addEventListener("click", () => void toggle());
  byId("step").addEventListener("click", () => { setPlaying(false); void all(pane => pane.act("step")); });
  byId("back").addEventListener("click", () => { setPlaying(false); void all(pane => pane.act("back")); });
  byId("restart").addEventListener("click", () => void open());
  byId("pace").addEventListener("change", () => void all(pane => pane.session.ask("pace", currentPace())));
  for (const id of ["colours", "arrows"]) byId(id).addEventListener("change", () => { for (const one of panes) { one.showsColours = byId<HTMLInputElement>("colours").checked; one.showsArrows = byId<HTMLInputElement>("arrows").checked; one.draw(); } });
  byId<HTMLSelectElement>("tour").addEventListener("change", event => { const stop = catalog.tour[Number((event.target as HTMLSelectElement).value)]; if (stop) void follow(stop); });
  byId("link").addEventListener("click", () => void attempt(async () => { read(); remember(); await navigator.clipboard.writeText(location.href); say("The link is copied: ntkgan lab LINK takes it up on another day."); }));
  byId("export").addEventListener("click", () => void attempt(async () => {
    read();
    const { yaml, program } = await ask<{ yaml: string; program: string }>("export", { words: words(room, state()) });
    byId("yaml").textContent = yaml;
    byId("program").textContent = program;
    byId<HTMLDialogElement>("exported").showModal();
  }));
  byId("save-yaml").addEventListener("click", () => save("lab.yaml", byId("yaml").textContent!, "text/yaml"));
  byId("save-program").addEventListener("click", () => save("lab.cs", byId("program").textContent!, "text/plain"));
  byId("save-picture").addEventListener("click", () => void attempt(async () => save("lab.svg", (await panes[0].act<{ svg: string }>("picture")).svg, "image/svg+xml")));
  byId("close-export").addEventListener("click", () => byId<HTMLDialogElement>("exported").close());
  document.addEventListener("dragover", event => event.preventDefault());
  document.addEventListener("drop", event => void drop(event));
  document.addEventListener("keydown", event => {
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLSelectElement || event.target instanceof HTMLButtonElement || event.ctrlKey || event.metaKey || event.altKey) return;
    const id = { " ": "play", ArrowRight: "step", ArrowLeft: "back" }[event.key];
    if (!id) return;
    event.preventDefault();
    byId<HTMLButtonElement>(id).click();
  });
  window.addEventListener("hashchange", () => { if (recall()) void enter(room); });
}

async function main() {
  catalog = await ask<Catalog>("catalog");
  catalog.tour.forEach((stop, index) => byId<HTMLSelectElement>("tour").add(new Option(`${index + 1}. ${stop.name}`, String(index))));
  recall();
  panes = [pane(0)];
  listen();
  await enter(room);
}

void attempt(main);
