// The gate of a session: how long it is until it opens, and whether camera and microphone work.
//   <div id="gate" data-refresh="/…/lines"><section data-gate-left="872" data-over="…" data-days="{n} days"><b data-gate-said>
// What is left is counted from what the server said: the device's clock may be wrong, only the time that passed is read.
//   <section data-check data-refused data-missing data-works hidden> … data-check-start · -said · -picture · -level
// Picture and sound go nowhere.
const SPREAD = 3; // seconds within which those who wait ask whether it is open
const gate = document.querySelector("#gate");
let bell = null;

if (gate) {
  document.addEventListener("refreshed", (event) => event.target === gate && countDown());
  countDown();
}
const check = document.querySelector("[data-check]");
if (check && navigator.mediaDevices?.getUserMedia) offerCheck(check);

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

function offerCheck(place) {
  const [start, said, picture, level] = ["start", "said", "picture", "level"].map((name) =>
    place.querySelector(`[data-check-${name}]`));
  const first = start.textContent;
  let stream = null;
  let sound = null;
  place.hidden = false;
  start.addEventListener("click", () => (stream ? stop() : go()));

  async function go() {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: true, audio: true });
    } catch (trouble) {
      said.textContent = trouble.name === "NotFoundError" ? place.dataset.missing : place.dataset.refused;
      return;
    }
    said.textContent = place.dataset.works;
    start.textContent = start.dataset.stop;
    picture.srcObject = stream;
    picture.hidden = level.hidden = false;
    picture.play();
    listen();
  }

  function listen() {
    sound = new AudioContext();
    const ear = sound.createAnalyser();
    sound.createMediaStreamSource(stream).connect(ear);
    const heard = new Uint8Array(ear.fftSize);
    const look = () => {
      if (!stream) return;
      ear.getByteTimeDomainData(heard);
      level.value = Math.min(100, 2 * Math.max(...heard.map((one) => Math.abs(one - 128))));
      requestAnimationFrame(look);
    };
    look();
  }

  function stop() {
    for (const track of stream.getTracks()) track.stop();
    sound?.close();
    stream = sound = null;
    picture.hidden = level.hidden = true;
    said.textContent = "";
    start.textContent = first;
  }
}
