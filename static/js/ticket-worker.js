// Keeps one ticket page for the moment when the line fails at the door. ticket.js registers it with the path of that
// page as its scope, so no other page passes through it; it keeps that page and the files it uses, nothing else.
//   message {say: "keep", assets: [url]}   keep the page that asks; answers {say: "kept"}, or {say: "old"} where the line
//                                          failed and what was kept before stands
//   message {say: "forget"}                forget it and go
const PATIENCE = 6; // seconds a kept page waits for the line
const KINDS = /\.(css|js|svg|woff2)$/;
const NEVER_CHANGES = /\.[0-9a-f]{10}\.\w+$/; // named by its content
const PATH = new URL(self.registration.scope).pathname;
const CACHE = `ticket ${PATH}`;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const { say, assets } = event.data ?? {};
  if (say === "forget") event.waitUntil(forget());
  if (say === "keep" && isTicket(event.source.url)) event.waitUntil(keepAndTell(event.source, assets));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") {
    if (isTicket(request.url)) event.respondWith(page(request));
  } else if (isAsset(request.url)) {
    event.respondWith(asset(request));
  }
});

function isTicket(url) {
  return isOurs(url) && new URL(url).pathname === PATH;
}

function isAsset(url) {
  return isOurs(url) && KINDS.test(new URL(url).pathname) && !new URL(url).search;
}

function isOurs(url) {
  return new URL(url).origin === self.location.origin;
}

async function keepAndTell(client, assets) {
  let say = "kept";
  try {
    await keep(bare(client.url), assets.map(bare).filter(isAsset));
  } catch {
    say = "old";
  }
  client.postMessage({ say });
}

// All of it or nothing: what was kept before stays where one part cannot be had.
async function keep(pageUrl, assets) {
  const wanted = [[pageUrl, { cache: "no-store", redirect: "error" }], ...[...new Set(assets)].map((url) => [url, {}])];
  const answers = await Promise.all(wanted.map(([url, how]) => fetch(url, how)));
  if (answers.some((answer) => !answer.ok)) throw new Error("not all there");
  const cache = await caches.open(CACHE);
  await Promise.all(wanted.map(([url], place) => cache.put(url, answers[place])));
  const urls = wanted.map(([url]) => url);
  for (const old of await cache.keys()) if (!urls.includes(old.url)) await cache.delete(old);
}

// The line first; the kept page where it fails, is too slow or the house is down. A ticket that is gone is forgotten.
async function page(request) {
  const live = fetch(request);
  const copy = await kept(request);
  if (!copy) return live;
  try {
    const answer = await Promise.race([live, new Promise((wake) => setTimeout(wake, PATIENCE * 1000, copy))]);
    if (answer.status === 404 || answer.status === 410) await forget();
    return answer.status >= 500 ? copy : answer;
  } catch {
    return copy;
  }
}

async function asset(request) {
  const copy = await kept(request);
  if (copy && NEVER_CHANGES.test(new URL(request.url).pathname)) return copy;
  return fetch(request).catch(() => copy ?? Response.error());
}

function kept(request) {
  return caches.match(bare(request.url), { cacheName: CACHE, ignoreVary: true });
}

function bare(url) {
  return url.split("#")[0];
}

async function forget() {
  await caches.delete(CACHE);
  await self.registration.unregister();
}
