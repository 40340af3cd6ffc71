// A line that is watched on the page: by the browser itself where it plays HLS, else by a player fetched only then.
//   <video data-player="/static/hls.….js" autoplay controls><source src="https://…/live.m3u8" type="…"></video>
//   <p role="status" data-player-told data-cannot="…" data-silent="…">
// What does not come yet, or no more, is asked for again until it does; a recording goes on where it stood.
const AGAIN = 5; // seconds, and by chance up to twice that: nobody comes back all at once
const video = document.querySelector("[data-player]");
const told = document.querySelector("[data-player-told]");
const source = video.querySelector("source");
let next = null;

video.addEventListener("playing", () => (told.textContent = ""));
if (video.canPlayType(source.type)) playItself();
else fetchPlayer();

function playItself() {
  const again = () => {
    const stood = whereItStands();
    later(() => {
      video.load();
      if (stood) video.currentTime = stood;
    });
  };
  video.addEventListener("error", again, true); // of the source too, which does not rise
  if (video.networkState === HTMLMediaElement.NETWORK_NO_SOURCE) again();
}

async function fetchPlayer() {
  source.remove();
  try {
    const { default: Hls } = await import(video.dataset.player);
    if (Hls.isSupported()) play(Hls, source.src);
    else cannot();
  } catch {
    later(fetchPlayer);
  }
}

function play(Hls, address, from = -1) {
  const hls = new Hls({ enableWorker: false, liveDurationInfinity: true, startPosition: from });
  hls.on(Hls.Events.ERROR, (_event, trouble) => {
    if (!trouble.fatal) return;
    const stood = whereItStands();
    hls.destroy();
    later(() => play(Hls, address, stood));
  });
  hls.loadSource(address);
  hls.attachMedia(video);
}

// In a recording; what is live goes on live.
function whereItStands() {
  return Number.isFinite(video.duration) ? video.currentTime : undefined;
}

function later(act) {
  told.textContent = told.dataset.silent;
  clearTimeout(next);
  next = setTimeout(act, AGAIN * 1000 * (1 + Math.random()));
}

function cannot() {
  video.hidden = true;
  told.textContent = told.dataset.cannot;
}
