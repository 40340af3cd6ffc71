// The self-test of a point: a picture, a level, a tone; then one press writes down what was found, and nothing else is
// sent or kept. What keeps it from beginning is said in a sentence, and leads to the form that is filled in by hand.
//   <section data-check data-self-test …>   as devices.js says, and
//     data-check-steps · -devices · -tone · -by-hand   <form data-check-form> with fields camera, microphone, width, …
import { offerCheck } from "./devices.js";

const LABEL = 80;
const TONE = { hertz: 440, seconds: 1.2, loud: 0.25 };

export function tryItself(place) {
  const [steps, named, tone, byHand, form] = ["steps", "devices", "tone", "by-hand", "form"].map((name) =>
    place.querySelector(`[data-check-${name}]`));
  const answers = [...form.querySelectorAll("button")];
  let found = null;
  const check = offerCheck(place, { began, loudest: (n) => (found.loudest = Math.round(n)), trouble, ended });

  function began(stream) {
    const [camera] = stream.getVideoTracks();
    const [microphone] = stream.getAudioTracks();
    const { width = 0, height = 0 } = camera.getSettings();
    found = { camera: cut(camera.label), microphone: cut(microphone.label), width, height, loudest: 0 };
    named.textContent = [found.camera, `${width}×${height}`, found.microphone].filter(Boolean).join(" · ");
    answers.forEach((answer) => (answer.disabled = true));
    byHand.hidden = true;
    steps.hidden = false;
  }

  function trouble() {
    byHand.hidden = false;
  }

  function ended() {
    steps.hidden = true;
  }

  tone.addEventListener("click", () => {
    play();
    answers.forEach((answer) => (answer.disabled = false));
  });

  form.addEventListener("submit", () => {
    for (const [name, value] of Object.entries(found)) form.elements[name].value = value;
    check.stop();
  });
}

function cut(label) {
  return label.slice(0, LABEL);
}

function play() {
  const sound = new AudioContext();
  const voice = sound.createOscillator();
  const loud = sound.createGain();
  voice.frequency.value = TONE.hertz;
  loud.gain.value = TONE.loud;
  voice.connect(loud).connect(sound.destination);
  voice.onended = () => sound.close();
  voice.start();
  voice.stop(sound.currentTime + TONE.seconds);
}
