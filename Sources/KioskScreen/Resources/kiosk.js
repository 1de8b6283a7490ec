// @ts-check
// The screen's one script. The kiosk decides what is shown: this file sends what was touched, takes the page that
// comes back, and counts seconds. Without it every page still works as plain forms.

/** A touch so soon after another page appeared was meant for the page before. */
const SETTLE_MILLISECONDS = 450;
/** The reminder shows and sounds when the card has waited so long that only this is left. */
const REMINDER_MILLISECONDS = 10_000;
const TICK_MILLISECONDS = 200;
/** An answer takes milliseconds on this machine; after so long the page is asked for again. */
const ANSWER_LIMIT_MILLISECONDS = 5_000;
/** Between two tries to hear from a kiosk that does not answer. */
const NEWS_PAUSE_MILLISECONDS = 2_000;
/** HTTP's answer to a touch on a page that is gone, or on a button that is. */
const CONFLICT = 409;

const policy = window.trustedTypes?.createPolicy("kiosk-page", { createHTML: (html) => html });

/**
 * `face` is the page shown without its figures; `heard` the newest state number of the open stream, 0 without one;
 * `tickets` counts what was asked for, and `ticket` is that of the page shown.
 * @type {{ number: string, sending: boolean, face: string, heard: number, tickets: number, ticket: number,
 *   ring: { page: string, total: number } | null }}
 */
const memory = { number: "", sending: false, face: "", heard: 0, tickets: 0, ticket: 0, ring: null };

/** @returns {HTMLElement} */
const screen = () => /** @type {HTMLElement} */ (document.getElementById("screen"));
const pageName = () => screen().dataset.page ?? "";
const stateNumber = () => Number(screen().dataset.state);

// ---------------------------------------------------------------- pages

/**
 * Puts the page of this document in place of the one shown, unless a page that was asked for later stands there.
 * @param {string} html
 * @param {number} ticket
 */
function show(html, ticket) {
  const parsed = new DOMParser().parseFromString(
    /** @type {string} */ (policy ? policy.createHTML(html) : html), "text/html");
  const incoming = parsed.getElementById("screen");
  if (!incoming || ticket < memory.ticket) return;
  memory.ticket = ticket;
  const face = faceOf(incoming);
  if (face === memory.face && !("notice" in incoming.dataset)) renumber(incoming);
  else replace(incoming, face, parsed);
}

/**
 * @param {HTMLElement} incoming
 * @param {string} face
 * @param {Document} parsed
 */
function replace(incoming, face, parsed) {
  const current = screen();
  const samePage = incoming.dataset.page === current.dataset.page;
  const focused = document.activeElement?.id ?? "";
  keepTyped(current, incoming, samePage);
  document.documentElement.lang = parsed.documentElement.lang;
  document.title = parsed.title;
  current.replaceWith(document.adoptNode(incoming));
  memory.face = face;
  if (!samePage) settle();
  begin(samePage ? focused : "");
}

const FIGURES = "[data-remaining]";
const NUMBERS = "input[name=stateNumber]";

/**
 * What the page looks like and offers: all but its number and the seconds that are left.
 * @param {HTMLElement} page
 */
function faceOf(page) {
  const copy = /** @type {HTMLElement} */ (page.cloneNode(true));
  delete copy.dataset.state;
  for (const input of copy.querySelectorAll(NUMBERS)) input.removeAttribute("value");
  for (const figure of copy.querySelectorAll(FIGURES)) {
    figure.removeAttribute("data-remaining");
    figure.textContent = "";
  }
  return copy.outerHTML;
}

/**
 * A page that looks the same stays where it is, with what is typed, pressed and turning on it: only its number and its
 * clocks are set.
 * @param {HTMLElement} incoming
 */
function renumber(incoming) {
  screen().dataset.state = incoming.dataset.state;
  for (const input of screen().querySelectorAll(NUMBERS)) {
    /** @type {HTMLInputElement} */ (input).value = incoming.dataset.state ?? "";
  }
  const fresh = /** @type {NodeListOf<HTMLElement>} */ (incoming.querySelectorAll(FIGURES));
  screen().querySelectorAll(FIGURES).forEach((figure, index) =>
    figure.setAttribute("data-remaining", fresh[index].dataset.remaining ?? "0"));
  startClocks();
}

/** Ignores touches for a moment: the second half of a double tap must not press a button of the next page. */
function settle() {
  const shown = screen();
  shown.dataset.settling = "";
  setTimeout(() => delete shown.dataset.settling, SETTLE_MILLISECONDS);
}

/**
 * What was typed outlives a page that is only redrawn; a password does not outlive a mistake. The student number is
 * kept while it is checked, so that nobody types it twice, and forgotten with any other page.
 * @param {HTMLElement} from
 * @param {HTMLElement} to
 * @param {boolean} samePage
 */
function keepTyped(from, to, samePage) {
  const typed = /** @type {HTMLInputElement | null} */ (from.querySelector("input[name=studentNumber]"));
  if (typed) memory.number = typed.value;
  if (!["login", "checking"].includes(to.dataset.page ?? "")) memory.number = "";
  const number = /** @type {HTMLInputElement | null} */ (to.querySelector("input[name=studentNumber]"));
  if (number) number.value = memory.number;
  if (!samePage || "notice" in to.dataset) return;
  for (const old of inputs(from)) {
    const fresh = inputs(to).find((input) => input.name === old.name);
    if (fresh) fresh.value = old.value;
  }
}

/**
 * Starts what a page needs: its focus, its keypad, its clocks.
 * @param {string} focused id of the element that had the focus on the same page
 */
function begin(focused) {
  const dialog = screen().querySelector(".veil h2");
  const first = inputs(screen()).find((input) => input.value === "") ?? inputs(screen())[0];
  const again = focused ? document.getElementById(focused) : null;
  const target = dialog ?? again ?? first ?? screen().querySelector("h1");
  /** @type {HTMLElement | null} */ (target)?.focus({ preventScroll: true });
  for (const input of inputs(screen())) drawCells(input);
  if (first) activate(/** @type {HTMLInputElement} */ (again?.matches("input") ? again : first));
  startClocks();
  if (dialog) sound();
}

let retry = 0;
let loading = false;
let again = false;

/** Asks for the page of this moment, until it comes. */
async function refresh() {
  again = true;
  if (loading) return;
  clearTimeout(retry);
  loading = true;
  while (again) {
    again = false;
    if (!await load()) {
      setOffline(true);
      retry = setTimeout(refresh, NEWS_PAUSE_MILLISECONDS);
    }
  }
  loading = false;
}

/** False when no page came: a kiosk that does not answer is asked again, like one that cannot. */
async function load() {
  const ticket = ++memory.tickets;
  try {
    const response = await fetch("/", { signal: AbortSignal.timeout(ANSWER_LIMIT_MILLISECONDS) });
    if (!response.ok) return false;
    show(await response.text(), ticket);
  } catch {
    return false;
  }
  setOffline(false);
  return true;
}

/** News may come before the page that it overtakes: a page older than the news is asked for again. */
function catchUp() {
  if (stateNumber() < memory.heard) refresh();
}

/** @param {boolean} offline */
function setOffline(offline) {
  document.body.classList.toggle("offline", offline);
}

// ---------------------------------------------------------------- touches

document.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (memory.sending || "settling" in screen().dataset) return;
  const form = /** @type {HTMLFormElement} */ (event.target);
  memory.sending = true;
  screen().setAttribute("aria-busy", "true");
  try {
    const late = await send(form);
    // The page got another number while it was touched, and nothing else: the touch still means what it meant.
    if (late && form.isConnected) await send(form);
    setOffline(false);
    catchUp();
  } catch {
    refresh();
  } finally {
    memory.sending = false;
    screen().removeAttribute("aria-busy");
  }
});

/**
 * Sends a form, and shows the page that answers it, whatever became of the touch. True when it came too late.
 * @param {HTMLFormElement} form
 */
async function send(form) {
  const ticket = ++memory.tickets;
  // Not form.action: a field of that name stands in its place.
  const response = await fetch(/** @type {string} */ (form.getAttribute("action")), {
    method: "POST",
    body: new URLSearchParams(/** @type {any} */ (new FormData(form))),
    signal: AbortSignal.timeout(ANSWER_LIMIT_MILLISECONDS),
  });
  show(await response.text(), ticket);
  return response.status === CONFLICT;
}

document.addEventListener("contextmenu", (event) => event.preventDefault());
document.addEventListener("dragstart", (event) => event.preventDefault());

// ---------------------------------------------------------------- keypad

/** @param {ParentNode} root @returns {HTMLInputElement[]} */
const inputs = (root) => [...root.querySelectorAll(/** @type {"input"} */ (".field input"))];
const activeInput = () => /** @type {HTMLInputElement | null} */ (
  screen().querySelector(".field[data-active] input"));

/**
 * The field that the keypad writes to.
 * @param {HTMLInputElement} input
 */
function activate(input) {
  for (const each of inputs(screen())) each.closest(".field")?.toggleAttribute("data-active", each === input);
  const isNumber = input.type === "text";
  toggle("[data-key=letters]", isNumber);
  setLayer(isNumber && input.dataset.layer === "letters" ? "letters" : "digits");
  const last = inputs(screen()).at(-1) === input;
  screen().querySelector("[data-key=next]")?.toggleAttribute("disabled", last);
}

/** @param {string} layer */
function setLayer(layer) {
  for (const keys of screen().querySelectorAll("[data-layer]")) {
    if (keys.matches(".keys")) /** @type {HTMLElement} */ (keys).hidden = /** @type {HTMLElement} */ (keys).dataset.layer !== layer;
  }
  const isNumber = activeInput()?.type === "text";
  toggle("[data-key=letters]", isNumber && layer === "digits");
  toggle("[data-key=digits]", isNumber && layer === "letters");
}

/** @param {string} selector @param {boolean} visible */
function toggle(selector, visible) {
  screen().querySelector(selector)?.classList.toggle("hidden-key", !visible);
}

// A key must not take the focus from the field that it writes to.
document.addEventListener("pointerdown", (event) => {
  if (/** @type {Element} */ (event.target).closest(".key")) event.preventDefault();
});

document.addEventListener("focusin", (event) => {
  const input = /** @type {Element} */ (event.target).closest(".field input");
  if (input) activate(/** @type {HTMLInputElement} */ (input));
});

document.addEventListener("input", (event) => {
  const input = /** @type {HTMLInputElement} */ (event.target);
  if (input.type === "password") input.value = input.value.replace(/\D/g, "");
  drawCells(input);
});

document.addEventListener("click", (event) => {
  const key = /** @type {HTMLElement | null} */ (
    /** @type {Element} */ (event.target).closest(".key"));
  if (key?.dataset.key && !("settling" in screen().dataset)) press(key.dataset.key);
});

/** @param {string} key */
function press(key) {
  const input = activeInput();
  if (!input) return;
  if (key === "next") return void nextField(input)?.focus();
  if (key === "letters" || key === "digits") {
    input.dataset.layer = key;
    return setLayer(key);
  }
  if (key === "clear") input.value = "";
  else if (key === "delete") input.value = input.value.slice(0, -1);
  else if (input.value.length < input.maxLength) input.value += key;
  drawCells(input);
  const full = input.type === "password" && input.value.length === input.maxLength;
  if (full) nextField(input)?.focus();
}

/** @param {HTMLInputElement} input */
function nextField(input) {
  const all = inputs(screen());
  return all[all.indexOf(input) + 1];
}

/**
 * A password's cells, filled as far as it is typed.
 * @param {HTMLInputElement} input
 */
function drawCells(input) {
  const cells = input.closest(".field")?.querySelectorAll(".cell") ?? [];
  cells.forEach((cell, index) => cell.classList.toggle("filled", index < input.value.length));
}

// ---------------------------------------------------------------- clocks

/** Reads what is left from the page and counts from now. */
function startClocks() {
  const now = performance.now();
  for (const figure of screen().querySelectorAll("[data-remaining]")) {
    const left = Number(/** @type {HTMLElement} */ (figure).dataset.remaining);
    /** @type {HTMLElement} */ (figure).dataset.deadline = String(now + left);
    if (/** @type {HTMLElement} */ (figure).dataset.kind !== "card") continue;
    const sameRing = memory.ring?.page === pageName() && memory.ring.total >= left;
    if (!sameRing) memory.ring = { page: pageName(), total: left };
  }
  if (pageName() !== memory.ring?.page) memory.ring = null;
  tick();
}

let askedAt = 0;

function tick() {
  const now = performance.now();
  for (const element of screen().querySelectorAll("[data-deadline]")) {
    const figure = /** @type {HTMLElement} */ (element);
    const left = Math.max(0, Number(figure.dataset.deadline) - now);
    figure.textContent = String(Math.ceil(left / 1000));
    if (figure.dataset.kind === "card") drawRing(left);
    // The news of the next page may have been lost with its connection.
    if (left === 0 && now - askedAt > 2_000) {
      askedAt = now;
      refresh();
    }
  }
}
setInterval(tick, TICK_MILLISECONDS);

/** @param {number} left milliseconds */
function drawRing(left) {
  const total = memory.ring?.total || 1;
  const gone = 100 * (1 - left / total);
  screen().querySelector(".ring-left")?.setAttribute("stroke-dashoffset", String(gone));
  const reminder = /** @type {HTMLElement | null} */ (screen().querySelector(".reminder"));
  const urgent = left <= REMINDER_MILLISECONDS;
  if (!reminder || reminder.hidden !== urgent) return;
  reminder.hidden = !urgent;
  screen().toggleAttribute("data-urgent", urgent);
  if (urgent) sound();
}

/** Two short tones: who does not look at the screen is called back. A browser without sound stays silent. */
function sound() {
  try {
    const audio = new AudioContext();
    for (const [start, frequency] of [[0, 880], [0.22, 660]]) {
      const tone = audio.createOscillator();
      const level = audio.createGain();
      tone.frequency.value = frequency;
      level.gain.value = 0.2;
      tone.connect(level).connect(audio.destination);
      tone.start(audio.currentTime + start);
      tone.stop(audio.currentTime + start + 0.18);
    }
    setTimeout(() => audio.close(), 1_000);
  } catch {
    // Sound is the second sense; the page has said it already.
  }
}

// ---------------------------------------------------------------- news

/** Opens the stream of state numbers, and opens it anew where the browser gives up by itself. */
function listen() {
  const news = new EventSource("/events");
  news.addEventListener("state", (event) => {
    memory.heard = Number(event.data);
    setOffline(false);
    // Also a smaller number is news: the kiosk has been started anew.
    if (memory.heard !== stateNumber()) refresh();
  });
  news.addEventListener("error", () => {
    memory.heard = 0;
    setOffline(true);
    if (news.readyState === EventSource.CLOSED) setTimeout(listen, NEWS_PAUSE_MILLISECONDS);
  });
}

memory.face = faceOf(screen());
listen();
begin("");
