// How long a hold lasts yet, counted by this page from what the server said when it was written: the device's clock
// may be wrong, so only the time that passed since then is read from it. The server alone decides what is over.
//   <div data-countdown data-left="872" data-over="…"><b data-left-said>14:32</b><meter …></meter></div>
export function countDown() {
  for (const place of document.querySelectorAll("[data-countdown]")) countOne(place);
}

function countOne(place) {
  const end = performance.now() + Number(place.dataset.left) * 1000;
  const said = place.querySelector("[data-left-said]");
  const meter = place.querySelector("meter");
  const bell = setInterval(tick, 1000);

  function tick() {
    const left = Math.max(0, Math.round((end - performance.now()) / 1000));
    if (meter) meter.value = left;
    if (left < 3600) said.textContent = left ? clock(left) : place.dataset.over;
    if (!left) clearInterval(bell);
  }
}

function clock(seconds) {
  return [Math.floor(seconds / 60), seconds % 60].map((n) => String(n).padStart(2, "0")).join(":");
}
