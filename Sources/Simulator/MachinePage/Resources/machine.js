"use strict";
// Draws what the server tells: one event holds the whole state, so a lost one costs nothing.

const STACK_LIMIT = 56;
const LEG_SHOWN_MS = 160;
const ANSWER_SHOWN_MS = 4200;
const NAMED_SENSORS = ["throat", "path", "readPosition", "exitPath", "exit", "binMouth"];

// Where the middle of a card is drawn for each place, and how it lies.
const PLACES = {
  hopper: [152, 316, 0], throat: [252, 336, 0], path: [360, 336, 0], readPosition: [490, 336, 0],
  exitPath: [644, 336, 0], exit: [812, 336, 0], binMouth: [490, 424, 74], bin: [490, 548, 0],
  person: [926, 366, -16], staff: [152, -60, 0], counter: [904, 202, 90],
};

const byID = (id) => document.getElementById(id);
const all = (selector) => document.querySelectorAll(selector);
const svg = (name, attributes) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
};

let texts = {};
let language = localStorage.getItem("language") || "zh";
let view = null;
let received = 0;
let connected = false;
const drawn = new Map();

const say = (key, values = {}) => {
  const text = (texts[language] || {})[key] || key;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
};

function speak(next) {
  language = next;
  localStorage.setItem("language", next);
  document.documentElement.lang = next === "zh" ? "zh-CN" : "en";
  document.title = say("title");
  for (const element of all("[data-text]")) element.textContent = say(element.dataset.text);
  for (const button of all("[data-language]")) {
    button.classList.toggle("on", button.dataset.language === next);
    button.setAttribute("aria-pressed", button.dataset.language === next);
  }
  tellLink();
  if (view) draw(view);
}

function tellLink() {
  chip("link", connected ? "good" : "bad", say(connected ? "linkLive" : "linkLost"));
}

function place(element, name, milliseconds) {
  const [x, y, turn] = PLACES[name];
  element.style.transition = milliseconds > 0 ? `transform ${milliseconds}ms linear` : "none";
  element.style.transform = `translate(${x}px, ${y}px) rotate(${turn}deg)`;
}

function cardElement(card) {
  const group = svg("g", { class: "card" });
  group.append(
    svg("rect", { class: "body", x: -55, y: -5, width: 110, height: 10, rx: 3 }),
    svg("rect", { class: "stripe", x: -55, y: 1.5, width: 110, height: 3.5, rx: 1.5 }),
    svg("rect", { class: "gold", x: -38, y: -4, width: 14, height: 5, rx: 1 }),
    svg("text", { y: -11 }));
  byID("cards").append(group);
  drawn.set(card.serial, group);
  return group;
}

function drawCards(state) {
  const shown = new Map(state.cards.map((card) => [card.serial, card]));
  const move = state.movement;
  if (move && move.card !== undefined && !shown.has(move.card)) {
    shown.set(move.card, { serial: move.card, place: move.from, uid: "", stock: state.nextBlank || "blank" });
  }
  for (const [serial, element] of drawn) {
    if (shown.has(serial)) continue;
    element.remove();
    drawn.delete(serial);
  }
  for (const card of shown.values()) drawCard(card, move);
}

function drawCard(card, move) {
  const known = drawn.get(card.serial);
  const element = known || cardElement(card);
  element.setAttribute("class", `card ${card.stock}${card.place === "counter" ? " aside" : ""}`);
  const label = element.querySelector("text");
  label.textContent = card.uid && !["person", "binMouth"].includes(card.place) ? card.uid.slice(-6) : "";
  if (move && move.card === card.serial) {
    if (!known) {
      place(element, move.from, 0);
      element.getBoundingClientRect();
    }
    const age = performance.now() - received;
    place(element, move.to, Math.max(LEG_SHOWN_MS, move.legEndsAt - view.now - age));
  } else {
    place(element, card.place, known ? 260 : 0);
  }
}

function drawStack(id, unit, x, width, floor, height) {
  const group = byID(id);
  const count = Math.min(unit.count, STACK_LIMIT);
  const pitch = Math.min(4, height / Math.max(STACK_LIMIT, 1));
  if (group.childElementCount !== count) {
    group.replaceChildren(...Array.from({ length: count }, (_, index) =>
      svg("rect", { x, y: floor - (index + 1) * pitch, width, height: pitch, rx: 1 })));
  }
  return floor - count * pitch;
}

function drawUnits(state) {
  const top = drawStack("hopper-stack", state.hopper, 97, 110, 308, 208);
  byID("hopper-weight").setAttribute("transform", `translate(0 ${top - 14})`);
  byID("hopper-count").textContent = `${state.hopper.count} / ${state.hopper.capacity}`;
  drawStack("bin-stack", state.bin, 435, 110, 564, 92);
  byID("bin-count").textContent = `${state.bin.count} / ${state.bin.capacity}`;
  byID("bin-counter").textContent =
    say("binCounter", { n: String(state.binCounter).padStart(3, "0") });
}

function drawLights(state) {
  for (const element of all(".sensor")) {
    const sensor = state.sensors[element.dataset.sensor];
    element.classList.toggle("lit", sensor.lit && state.power);
    element.classList.toggle("stuck", sensor.stuck);
  }
  for (const element of all("[data-led]")) {
    const name = element.dataset.led;
    element.classList.toggle("on", state.power && (name === "power" || state.plugs[name]));
  }
  for (const element of all("[data-field]")) {
    element.classList.toggle("alive", state.power && state.plugs[element.dataset.field]);
  }
  for (const element of all("[data-blocked]")) {
    element.classList.toggle("on", state.blocked.includes(element.dataset.blocked));
  }
  for (const element of all("[data-plug-drawing]")) {
    element.classList.toggle("out", !state.plugs[element.dataset.plugDrawing]);
  }
}

function drawMotion(state) {
  const picture = byID("picture");
  const move = state.movement;
  picture.classList.toggle("turning", Boolean(move));
  picture.classList.toggle("back", Boolean(move) && move.motion === "toBin");
  picture.classList.toggle("open", state.shutterOpen);
  picture.classList.toggle("dark", !state.power);
  const last = state.lastMotion;
  const bad = !move && last && last.outcome !== "done" && last.outcome !== "stopped";
  const first = move ? say(`motion.${move.motion}`) : last ? say(`motion.${last.motion}`) : say("ready");
  byID("display-one").textContent = state.power ? first : "";
  byID("display-two").textContent =
    !state.power ? "" : move ? say("moving") + " …" : last ? say(`outcome.${last.outcome}`) : "";
  byID("display-two").classList.toggle("bad", Boolean(bad));
  chip("motion", !state.power ? "bad" : move ? "busy" : bad ? "bad" : "good",
    !state.power ? say("noPower")
      : move ? say(`motion.${move.motion}`)
        : bad ? `${say(`motion.${last.motion}`)} · ${say(`outcome.${last.outcome}`)}` : say("still"));
}

function drawStudent(state) {
  const absent = state.person.behaviour === "absent";
  const atExit = state.shutterOpen;
  for (const id of ["student", "arm"]) byID(id).classList.toggle("absent", absent);
  byID("arm").classList.toggle("reaching", atExit && !absent);
  tellStudent();
}

function tellStudent() {
  if (!view) return;
  const { person, shutterOpen, now } = view;
  const left = Math.ceil((person.takesAt - now - (performance.now() - received)) / 1000);
  const words = person.behaviour === "absent" ? ""
    : shutterOpen && person.takesAt !== undefined ? say("takesIn", { n: Math.max(0, left) })
      : shutterOpen && person.behaviour === "manual" ? say("waits")
        : view.cards.some((card) => card.place === "person") ? say("thanks") : "";
  byID("speech").style.display = words ? "" : "none";
  byID("speech").querySelector("text").textContent = words;
}

function drawButtons(state) {
  const at = (name) => state.cards.some((card) => card.place === name);
  const still = !state.movement;
  const possible = {
    "take-card": still && at("exit"), "leave-card": still && at("exit"),
    "tap-card": at("person") && !at("counter"), "lift-card": at("counter"),
    "unjam": state.blocked.length > 0,
    "clear-path": still && NAMED_SENSORS.some(at),
    "empty-hopper": still && state.hopper.count > 0,
    "load 10": state.hopper.capacity - state.hopper.count >= 10,
    "fill-bin": still && state.bin.count < state.bin.capacity,
    "empty-bin": still && state.bin.count > 0,
  };
  for (const button of all("[data-command]")) {
    const command = button.dataset.command;
    if (command in possible) button.disabled = !possible[command];
    if (command.startsWith("next-blank")) {
      button.disabled = state.hopper.count === 0;
      mark(button, command === `next-blank ${state.nextBlank}`);
    }
    if (command.startsWith("person")) mark(button, command === `person ${state.person.behaviour}`);
  }
  for (const button of all("[data-plug]")) {
    button.classList.toggle("out", !state.plugs[button.dataset.plug]);
    button.setAttribute("aria-pressed", state.plugs[button.dataset.plug]);
  }
  byID("power").textContent = say(state.power ? "powerCut" : "powerOn");
  byID("power").classList.toggle("off", !state.power);
}

function mark(button, on) {
  button.classList.toggle("on", on);
  button.setAttribute("aria-pressed", on);
}

function chip(id, kind, words) {
  byID(id).className = `chip ${kind}`;
  byID(id).querySelector("span").textContent = words;
}

const ALARMS = ["faultStruck", "blocked", "plugPulled", "powerCut"];

function clock(milliseconds) {
  const seconds = milliseconds / 1000;
  return `${Math.floor(seconds / 60)}:${(seconds % 60).toFixed(1).padStart(4, "0")}`;
}

function line(at, title, words, code, alarm) {
  const item = document.createElement("li");
  const [time, head, rest] = ["time", "b", "span"].map((name) => document.createElement(name));
  time.textContent = clock(at);
  head.textContent = title;
  rest.textContent = words;
  if (code) {
    const bytes = document.createElement("code");
    bytes.textContent = ` ${code}`;
    rest.append(bytes);
  }
  item.append(time, head, rest);
  item.classList.toggle("alarm", alarm);
  return item;
}

function drawLogs(state) {
  byID("truth").replaceChildren(...state.truth.map((entry) => {
    const way = entry.to ? `${entry.from ? say(`place.${entry.from}`) + " → " : "→ "}${say(`place.${entry.to}`)}` : "";
    const card = entry.card ? `#${entry.card}` : "";
    const detail = (entry.detail || "").split(" ")
      .map((word) => ["motion", "outcome", "initiator", "place", "stock"]
        .map((kind) => `${kind}.${word}`).filter((key) => key in texts[language]).map((key) => say(key))[0] || word)
      .join(" ");
    return line(entry.atMilliseconds, say(`event.${entry.event}`), [card, way, detail].filter(Boolean).join("  "),
      "", ALARMS.includes(entry.event));
  }));
  byID("usb").replaceChildren(...state.traffic.map((entry) =>
    line(entry.atMilliseconds, `${say(`plug${entry.plug[0].toUpperCase()}${entry.plug.slice(1)}`)} ${entry.toDevice ? "←" : "→"}`,
      entry.words[language] + (entry.times > 1 ? ` ×${entry.times}` : ""), entry.bytes, entry.words.alarm)));
}

function draw(state) {
  view = state;
  drawCards(state);
  drawUnits(state);
  drawLights(state);
  drawMotion(state);
  drawStudent(state);
  drawButtons(state);
  drawLogs(state);
}

let hiding = 0;
function answer(text, refused) {
  const box = byID("answer");
  box.textContent = text;
  box.className = refused ? "shown refused" : "shown";
  clearTimeout(hiding);
  hiding = setTimeout(() => { box.className = ""; }, ANSWER_SHOWN_MS);
}

async function order(command, label) {
  try {
    const response = await fetch("/command", { method: "POST", body: command });
    const told = await response.json();
    if (told.done) answer(say("done", { what: language === "en" ? told.text : label }), false);
    else answer(say("refused", { what: `${told.text}${told.remedy ? ` (${told.remedy})` : ""}` }), true);
  } catch {
    answer(say("refused", { what: say("offline") }), true);
  }
}

function listen() {
  const source = new EventSource("/events");
  source.addEventListener("state", (event) => {
    received = performance.now();
    connected = true;
    tellLink();
    draw(JSON.parse(event.data));
  });
  source.addEventListener("error", () => {
    connected = false;
    tellLink();
  });
}

async function begin() {
  const [words, drawing] = await Promise.all(
    [fetch("/texts.json").then((r) => r.json()), fetch("/machine.svg").then((r) => r.text())]);
  texts = words;
  byID("picture").innerHTML = drawing;
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.language) return speak(button.dataset.language);
    if (button.dataset.command) return order(button.dataset.command, button.textContent);
    if (button.dataset.plug) {
      const word = view.plugs[button.dataset.plug] ? "pull" : "plug";
      return order(`${word} ${button.dataset.plug}`, button.textContent);
    }
    if (button.id === "power") order(view.power ? "power-cut" : "power-on", button.textContent);
  });
  speak(language);
  listen();
  setInterval(tellStudent, 250);
}

begin();
