// The page of a door, alone: every form with data-scan answers within the page, the camera reads codes, each answer
// has a sound of its own. The page works without any of this.
//   <form id="scan" data-scan>   its field is where a hand scanner types: it has the focus after each answer
//   <div id="answer">, <div id="acts">, <div id="counts">   what an answer replaces
//   <body data-idle="600" data-pin="/url">   a shared device: after so many seconds without a scan it asks for its PIN
// Scans wait for each other. One whose answer does not come is sent again with the same nonce: it counts once.
import QrScanner from "qr-scanner";

const PATIENCE = 10; // seconds for one answer
const AGAIN = [0.5, 1, 2, 4, 8]; // seconds before each new try, the last for ever
const SAME = 4; // seconds in which the camera's same code is one scan
const PARTS = ["answer", "acts", "counts"];
// verdict -> tones: [hertz, seconds] each
const TONES = {
  welcome: [[660, 0.1], [990, 0.2]],
  already_in: [[440, 0.12], [0, 0.06], [440, 0.12]],
  no_place: [[330, 0.2], [220, 0.3]],
  wrong_session: [[520, 0.12], [390, 0.12], [520, 0.12]],
  wrong_day: [[520, 0.12], [390, 0.12], [290, 0.2]],
  not_confirmed: [[350, 0.1], [0, 0.05], [350, 0.1], [0, 0.05], [350, 0.1]],
  pending: [[350, 0.1], [0, 0.05], [350, 0.3]],
  declined: [[250, 0.25], [0, 0.05], [250, 0.25]],
  withdrawn: [[250, 0.25], [0, 0.05], [200, 0.25]],
  revoked: [[180, 0.6]],
  other_forum: [[700, 0.08], [350, 0.08], [700, 0.08], [350, 0.08]],
  not_ours: [[140, 0.25], [0, 0.08], [140, 0.5]],
  full: [[880, 0.15], [0, 0.08], [880, 0.15], [0, 0.08], [880, 0.15]],
  undone: [[300, 0.15], [400, 0.15]],
  unsaid: [[160, 0.15], [0, 0.05], [160, 0.15]],
};

const form = document.getElementById("scan");
const field = form.elements.typed;
const waiting = [];
let isSending = false;
let audio = null;
let lastScanAt = Date.now();

// A hand scanner types wherever the focus is: what nothing else takes is for the field.
document.addEventListener("keydown", (event) => {
  const isText = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (isText && document.activeElement === document.body) field.focus();
});

document.addEventListener("submit", (event) => {
  if (!("scan" in event.target.dataset)) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(event.target));
  body.set("nonce", newNonce());
  if (event.target === form) field.value = "";
  queue(body);
}, { capture: true });

function queue(body) {
  lastScanAt = Date.now();
  audio ??= newAudio(); // a sound needs a person's act before it
  waiting.push(body);
  send();
}

async function send() {
  if (isSending) return;
  isSending = true;
  while (waiting.length) {
    await answered(waiting[0]);
    waiting.shift();
  }
  isSending = false;
}

async function answered(body) {
  for (let tried = 0; ; tried += 1) {
    const answer = await asked(body);
    if (answer?.redirected) return location.assign(answer.url); // the PIN, or signing in
    if (answer && answer.status < 500) return show(answer.html);
    say(form.dataset.lost);
    await new Promise((resolve) => setTimeout(resolve, AGAIN[Math.min(tried, AGAIN.length - 1)] * 1000));
  }
}

// The response with its text as .html; null where the line failed or was too slow.
async function asked(body) {
  const stop = new AbortController();
  const bell = setTimeout(() => stop.abort(), PATIENCE * 1000);
  try {
    const headers = { "X-Part": "answer" };
    const answer = await fetch(form.action, { method: "POST", body, headers, cache: "no-store", signal: stop.signal });
    answer.html = await answer.text();
    return answer;
  } catch {
    return null;
  } finally {
    clearTimeout(bell);
  }
}

function show(html) {
  const made = new DOMParser().parseFromString(html, "text/html");
  if (!made.getElementById("acts")) return say(sentenceOf(made));
  for (const part of PARTS.map((id) => made.getElementById(id))) {
    if (part) document.getElementById(part.id).replaceChildren(...part.childNodes);
  }
  const verdict = document.querySelector("#answer [data-verdict]").dataset.verdict;
  play(verdict);
  field.focus();
}

// What an error page says, in its own words.
function sentenceOf(page) {
  return page.querySelector("main p")?.textContent.trim() || form.dataset.unread;
}

function say(sentence) {
  const told = document.createElement("section");
  told.className = "verdict unsaid";
  told.dataset.verdict = "unsaid";
  const words = document.createElement("p");
  words.textContent = sentence;
  told.append(words);
  document.getElementById("answer").replaceChildren(told);
  play("unsaid");
  field.focus();
}

function newNonce() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// ---- sound, unless it is switched off on this device ----
const QUIET = "door:quiet";
const sound = document.querySelector("[data-sound]");
sound.setAttribute("aria-pressed", String(!isQuiet()));
sound.addEventListener("click", () => {
  keep(QUIET, isQuiet() ? "" : "yes");
  sound.setAttribute("aria-pressed", String(!isQuiet()));
  field.focus();
});

function isQuiet() {
  try {
    return localStorage.getItem(QUIET) === "yes";
  } catch {
    return false;
  }
}

function keep(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch { /* a browser that keeps nothing: it sounds */ }
}

function newAudio() {
  try {
    return new AudioContext();
  } catch {
    return null;
  }
}

function play(verdict) {
  if (!audio || isQuiet() || !TONES[verdict]) return;
  audio.resume();
  let at = audio.currentTime;
  for (const [hertz, seconds] of TONES[verdict]) {
    if (hertz) tone(hertz, at, seconds);
    at += seconds;
  }
}

function tone(hertz, at, seconds) {
  const made = audio.createOscillator();
  const loud = audio.createGain();
  made.frequency.value = hertz;
  loud.gain.setValueAtTime(0.25, at);
  loud.gain.exponentialRampToValueAtTime(0.001, at + seconds);
  made.connect(loud).connect(audio.destination);
  made.start(at);
  made.stop(at + seconds);
}

// ---- the camera ----
const camera = document.querySelector("[data-camera]");
const start = camera.querySelector("[data-camera-start]");
const picture = camera.querySelector("[data-camera-picture]");
const told = camera.querySelector("[data-camera-said]");
let scanner = null;
let seen = { code: "", at: 0 };
camera.hidden = false;
start.addEventListener("click", () => (scanner ? stopCamera() : startCamera()));

async function startCamera() {
  told.hidden = true;
  if (!navigator.mediaDevices?.getUserMedia) return refuse(camera.dataset.missing);
  try {
    const asked = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    for (const track of asked.getTracks()) track.stop(); // it only asks: the scanner opens its own
    picture.hidden = false;
    scanner = new QrScanner(picture, ({ data }) => read(data), { returnDetailedScanResult: true, maxScansPerSecond: 10 });
    start.setAttribute("aria-pressed", "true");
    await scanner.start();
  } catch (trouble) {
    stopCamera();
    refuse(trouble?.name === "NotAllowedError" ? camera.dataset.refused : camera.dataset.missing);
  }
}

function stopCamera() {
  scanner?.destroy();
  scanner = null;
  picture.hidden = true;
  start.setAttribute("aria-pressed", "false");
}

function refuse(sentence) {
  told.textContent = sentence;
  told.hidden = false;
  field.focus();
}

// The camera sees one ticket many times: it is scanned once, and again after it was away.
function read(code) {
  const isSame = code === seen.code && Date.now() - seen.at < SAME * 1000;
  seen = { code, at: Date.now() };
  if (isSame || !code) return;
  const body = new URLSearchParams(new FormData(form));
  body.set("typed", code);
  body.set("nonce", newNonce());
  queue(body);
}

// ---- a shared device locks itself ----
const { idle, pin } = document.body.dataset;
if (idle) setInterval(() => Date.now() - lastScanAt > Number(idle) * 1000 && location.assign(pin), 5000);
