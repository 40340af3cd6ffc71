// The gate of a session: how long it is until it opens, and whether camera and microphone work.
//   <div id="gate" data-refresh="/…/lines"><section data-gate-left="872" data-over="…" data-days="{n} days"><b data-gate-said>
//   <span data-gate-next="1800" hidden> in so many seconds another line is first, though nobody changes one
//   <template data-gate-beside data-offered> in what is renewed: the new head of the page, and that camera and
//   microphone may be tried · <div id="gate-head"> the head · <div id="gate-check" data-offered><template> the check
//   <p role="status" data-gate-told> what is new is told once · <p role="status" data-gate-alone hidden> there is no network
// What is left is counted from what the server said: the device's clock may be wrong, only the time that passed is read.
import { offerCheck } from "./devices.js";

const SPREAD = 3; // seconds within which those who wait ask whether it is open
const gate = document.querySelector("#gate");
const FAR = 86400; // seconds: beyond it the page looks again by itself before
let bell = null;
let turn = null;

if (gate) {
  gate.addEventListener("refreshing", keepWhatIsSame);
  gate.addEventListener("refreshed", () => (countDown(), tellNews()));
  gate.addEventListener("submit", (event) => alone(!navigator.onLine) && event.preventDefault());
  addEventListener("offline", () => alone(true));
  addEventListener("online", () => alone(false));
  countDown();
}
const check = document.querySelector("#gate-check");
let tried = null; // the check that is offered
if (check) offer("offered" in check.dataset);

// What reads the same stays, with whoever is on a button of it; it takes over the proof of the forms and what is left.
function keepWhatIsSame(event) {
  const news = event.detail;
  takeBeside(news);
  if (meaning(gate) !== meaning(news)) return;
  event.preventDefault();
  takeOver(news);
}

// A head that reads the same stays, and so does a check that is offered still, running or not.
function takeBeside(news) {
  const beside = news.querySelector("template[data-gate-beside]");
  if (!beside) return;
  beside.remove();
  offer("offered" in beside.dataset);
  const [was, is] = [document.querySelector("#gate-head"), beside.content.querySelector("#gate-head")];
  if (meaning(was) === meaning(is)) return;
  const held = was.contains(document.activeElement) ? document.activeElement.id : "";
  was.replaceWith(is);
  if (held) document.getElementById(held)?.focus({ preventScroll: true });
  is.dispatchEvent(new CustomEvent("refreshed", { bubbles: true })); // the times in the zone that is chosen
  say(is.querySelector(".sub").innerText);
}

function offer(is) {
  if (is === Boolean(tried)) return;
  if (is) {
    check.append(check.querySelector("template").content.cloneNode(true));
    tried = offerCheck(check.querySelector("[data-check]"));
    return;
  }
  tried.stop();
  tried = null;
  check.querySelector("[data-check]").remove();
}

function takeOver(news) {
  const proofs = news.querySelectorAll("[name=csrf_token]");
  gate.querySelectorAll("[name=csrf_token]").forEach((proof, place) => (proof.value = proofs[place].value));
  for (const name of ["data-gate-left", "data-gate-next"]) {
    const [was, is] = [gate, news].map((content) => content.querySelector(`[${name}]`));
    if (was && is) was.setAttribute(name, is.getAttribute(name));
  }
  countDown();
}

function meaning(content) {
  const copy = content.cloneNode(true);
  copy.querySelectorAll("[data-gate-said], [data-gate-device]").forEach((place) => place.remove());
  copy.querySelectorAll("[data-when]").forEach((place) => (place.textContent = place.dataset.when)); // in whatever zone
  const lines = [...copy.querySelectorAll("[name=line]")].map((line) => line.value);
  return [copy.textContent.replace(/\s+/g, " ").trim(), ...lines].join("|");
}

function tellNews() {
  say((gate.querySelector("#gate-now") ?? gate.querySelector("h2"))?.textContent ?? "");
}

function say(words) {
  document.querySelector("[data-gate-told]").textContent = words.replace(/\s+/g, " ").trim();
}

function alone(is) {
  document.querySelector("[data-gate-alone]").hidden = !is;
  return is;
}

function countDown() {
  clearInterval(bell);
  waitForTurn();
  const place = gate.querySelector("[data-gate-left]");
  if (!place) return;
  const end = performance.now() + Number(place.dataset.gateLeft) * 1000;
  const said = place.querySelector("[data-gate-said]");
  sayHere(place.querySelector("[data-gate-device]"));
  const tick = () => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    said.textContent = left ? words(left, place.dataset.days) : place.dataset.over;
    if (left) return;
    clearInterval(bell);
    setTimeout(lookAgain, Math.random() * SPREAD * 1000);
  };
  tick();
  bell = setInterval(tick, 1000);
}

// The instant is the server's, the zone the device's: a clock that is wrong changes nothing.
function sayHere(place) {
  const at = new Date(place.dataset.at);
  const hour = at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const [lang, month] = document.documentElement.lang === "en" ? ["en-GB", "short"] : [document.documentElement.lang, "numeric"];
  const day = at.toLocaleDateString(lang, { weekday: "long", day: "numeric", month });
  place.textContent = place.dataset.gateDevice.replace("{time}", `${hour}, ${day}`);
  place.hidden = hour === place.dataset.venue;
}

// Later than what is counted down to by a moment: the server decides what is first then.
function waitForTurn() {
  clearTimeout(turn);
  const seconds = Number(gate.querySelector("[data-gate-next]")?.dataset.gateNext ?? FAR);
  if (seconds < FAR && !gate.querySelector("[data-gate-left]")) turn = setTimeout(lookAgain, (seconds + Math.random() * SPREAD) * 1000);
}

async function lookAgain() {
  try {
    const answer = await fetch(gate.dataset.refresh, { cache: "no-store", redirect: "error" });
    if (!answer.ok) throw new Error(answer.status);
    const made = document.createElement("template");
    made.innerHTML = await answer.text();
    alone(false);
    takeBeside(made.content);
    if (meaning(gate) === meaning(made.content)) return takeOver(made.content);
    const held = gate.contains(document.activeElement) ? document.activeElement.id : "";
    gate.replaceChildren(made.content);
    if (held) document.getElementById(held)?.focus({ preventScroll: true });
    gate.dispatchEvent(new CustomEvent("refreshed", { bubbles: true }));
  } catch {
    alone(!navigator.onLine);
    setTimeout(lookAgain, 5000 * (0.5 + Math.random()));
  }
}

function words(left, days) {
  if (left >= 86400) return days.replace("{n}", Math.floor(left / 86400));
  const parts = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60];
  return parts.map((n, place) => (place ? String(n).padStart(2, "0") : n)).join(":");
}
