// The gate of a session: how long it is until it opens, and whether camera and microphone work.
//   <div id="gate" data-refresh="/…/lines"><section data-gate-left="872" data-over="…" data-days="{n} days"><b data-gate-said>
// What is left is counted from what the server said: the device's clock may be wrong, only the time that passed is read.
import { offerCheck } from "./devices.js";

const SPREAD = 3; // seconds within which those who wait ask whether it is open
const gate = document.querySelector("#gate");
let bell = null;

if (gate) {
  document.addEventListener("refreshed", (event) => event.target === gate && countDown());
  countDown();
}
const check = document.querySelector("[data-check]");
if (check) offerCheck(check);

function countDown() {
  clearInterval(bell);
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
  const day = at.toLocaleDateString(document.documentElement.lang, { weekday: "long", day: "numeric", month: "numeric" });
  place.textContent = place.dataset.gateDevice.replace("{time}", `${hour}, ${day}`);
  place.hidden = hour === place.dataset.venue;
}

async function lookAgain() {
  try {
    const answer = await fetch(gate.dataset.refresh, { cache: "no-store", redirect: "error" });
    if (!answer.ok) throw new Error(answer.status);
    gate.innerHTML = await answer.text();
    countDown();
  } catch {
    setTimeout(lookAgain, 5000 * (0.5 + Math.random()));
  }
}

function words(left, days) {
  if (left >= 86400) return days.replace("{n}", Math.floor(left / 86400));
  const parts = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60];
  return parts.map((n, place) => (place ? String(n).padStart(2, "0") : n)).join(":");
}
