// Whether camera and microphone of this device work, shown to whoever sits at it. Picture and sound go nowhere.
//   <section data-check data-refused data-missing data-taken data-insecure data-old data-works hidden>
//     data-check-start · -said · -picture · -level
// began(stream) when they work; loudest(n), of 100, while they do; trouble(why): "refused", "missing", "taken",
// "insecure", "old"; ended() when all is let go. Gives {stop}.
const WHY = {
  NotAllowedError: "refused", SecurityError: "refused", NotFoundError: "missing", OverconstrainedError: "missing",
  NotReadableError: "taken", AbortError: "taken",
};
const nothing = () => {};

export function offerCheck(place, { began = nothing, loudest = nothing, trouble = nothing, ended = nothing } = {}) {
  const [start, said, picture, level] = ["start", "said", "picture", "level"].map((name) =>
    place.querySelector(`[data-check-${name}]`));
  const first = start.textContent;
  let stream = null;
  let sound = null;
  let peak = 0;
  place.hidden = false;
  start.addEventListener("click", () => (stream ? stop() : go()));

  async function go() {
    if (!window.isSecureContext) return fail("insecure");
    if (!navigator.mediaDevices?.getUserMedia) return fail("old");
    start.disabled = true;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: true, audio: true });
    } catch (error) {
      return fail(WHY[error.name] ?? "refused");
    } finally {
      start.disabled = false;
    }
    said.textContent = place.dataset.works;
    start.textContent = start.dataset.stop;
    picture.srcObject = stream;
    picture.hidden = level.hidden = false;
    picture.play();
    peak = 0;
    began(stream);
    listen();
  }

  function fail(why) {
    said.textContent = place.dataset[why];
    trouble(why);
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
      if (level.value > peak) loudest((peak = level.value));
      requestAnimationFrame(look);
    };
    look();
  }

  function stop() {
    if (!stream) return;
    for (const track of stream.getTracks()) track.stop();
    sound?.close();
    stream = sound = null;
    picture.srcObject = null;
    picture.hidden = level.hidden = true;
    said.textContent = "";
    start.textContent = first;
    ended();
  }

  return { stop };
}
