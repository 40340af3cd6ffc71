// A ticket opens without a line too, on the device that opened it once.
//   <section data-ticket>             on the ticket page: keep this page, see ticket-worker.js
//     <p data-ticket-kept hidden>     shown when it is kept
//     <p data-ticket-old hidden>      shown when there is no line and this is the kept copy
//   <div data-ticket-forget>          on the page after a withdrawal or a sign-out: forget every ticket of this device
const WORKER = "/ticket-worker.js";

export function keepTicket() {
  if (!navigator.serviceWorker) return;
  if (document.querySelector("[data-ticket-forget]")) forgetTickets();
  else if (document.querySelector("[data-ticket]")) addEventListener("load", () => keep().catch(() => {}));
}

async function keep() {
  navigator.serviceWorker.addEventListener("message", ({ data }) => show(data.say));
  await navigator.serviceWorker.register(WORKER, { scope: location.pathname });
  const { active } = await navigator.serviceWorker.ready;
  await document.fonts.ready;
  active.postMessage({ say: "keep", assets: assetsOfPage() });
}

function show(say) {
  for (const name of ["kept", "old"]) {
    for (const place of document.querySelectorAll(`[data-ticket-${name}]`)) place.hidden = name !== say;
  }
}

function assetsOfPage() {
  const named = [...document.querySelectorAll("link:not([rel=alternate]), script, img, use")].map((element) =>
    element.src || element.href?.baseVal || element.href);
  const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
  return [...named.filter(Boolean).map((url) => new URL(url, location).href), ...loaded];
}

async function forgetTickets() {
  for (const registration of await navigator.serviceWorker.getRegistrations()) {
    if (new URL(registration.active?.scriptURL ?? location).pathname === WORKER) registration.active.postMessage({ say: "forget" });
  }
}
