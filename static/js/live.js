// Hears that something a page shows has changed, on one stream for all of it.
//   <div data-refresh="/url" data-live="/live?t=…">   asks anew as soon as one of its topics has another version
//   <div … data-live-within=".1">                     within so many seconds, where only few people watch it
//   <div … data-live-beside>                           so too, where the page has a stream for something else
// While the stream is open its pages ask by themselves only now and then. Where there is none (an old browser, a full
// server, a proxy that swallows it), they ask as often as ever, and the stream is tried again later.
const TRY_AGAIN = 90; // seconds
const SPREAD = 1; // seconds: not everybody asks in the same instant
const FIRST = 5; // seconds within which a page that has just opened its stream asks once what it missed

// watched: [{place, ask, open(isOpen)}]
export function listen(watched) {
  const live = watched.filter(({ place }) => place.dataset.live);
  // A place with data-live-beside hears what a stream tells, but is no reason to open one: they are for pages that wait.
  const reasons = live.filter(({ place }) => !("liveBeside" in place.dataset));
  if (!reasons.length || !window.EventSource) return;
  let stream = null;
  const known = new Map();

  function open() {
    if (stream || document.hidden) return;
    stream = new EventSource(addressOf(live));
    stream.onopen = () => tell(true);
    stream.onmessage = (event) => changed(JSON.parse(event.data));
    stream.onerror = () => {
      tell(false);
      if (stream?.readyState !== EventSource.CLOSED) return; // it comes back by itself
      stream = null;
      setTimeout(open, TRY_AGAIN * 1000 * (0.5 + Math.random()));
    };
  }

  function close() {
    stream?.close();
    stream = null;
    tell(false);
  }

  function tell(isOpen) {
    for (const one of live) one.open(isOpen);
  }

  function changed(versions) {
    const news = Object.keys(versions).filter((topic) => known.get(topic) !== versions[topic]);
    const within = news.some((topic) => known.has(topic)) ? SPREAD : FIRST;
    for (const topic of news) known.set(topic, versions[topic]);
    for (const one of live) {
      const seconds = Number(one.place.dataset.liveWithin) || within;
      if (news.some((topic) => topicsOf(one.place).includes(topic))) setTimeout(one.ask, Math.random() * seconds * 1000);
    }
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  open();
}

function addressOf(live) {
  const signed = new Set(live.flatMap(({ place }) => paramsOf(place)));
  return `/live?${new URLSearchParams([...signed].map((one) => ["t", one]))}`;
}

function paramsOf(place) {
  return new URL(place.dataset.live, location).searchParams.getAll("t");
}

function topicsOf(place) {
  return paramsOf(place).map((signed) => signed.split("~")[0]);
}
