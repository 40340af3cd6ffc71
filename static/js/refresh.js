// Fragments that renew themselves.
//   <div data-refresh="/url" data-every="20" data-etag='"…"'>   its content becomes the answer
//   <div data-refresh="/url" data-swap="parts" hidden></div>    each element of the answer takes the place of the one
//                                                               with its id, wherever on the page that stands
// Asks again after data-every seconds (20), with the ETag of what it shows; rests while the page is hidden; after
// trouble it waits twice as long each time. 204, 404 and 410 end it. Fires "refreshed" on what it renewed, and before it
// "refreshing" with the new content, which whoever takes care of it prevents.
// With data-live (live.js) it asks at once when something changed, and six times less often by itself.
import { listen } from "./live.js";

const LONGEST_WAIT = 300;
const PATIENCE = 15;
const CALM = 6;

export function keepFresh() {
  listen([...document.querySelectorAll("[data-refresh]")].map(keepOneFresh));
}

function keepOneFresh(place) {
  const often = Number(place.dataset.every) || 20;
  let every = often;
  let etag = place.dataset.etag;
  let wait = every;
  let timer = null;
  let asking = false;
  let again = false; // an answer on its way may be older than what was told meanwhile
  let due = inSeconds(every);

  async function ask() {
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    again = false;
    const answer = await asked(place.dataset.refresh, etag);
    asking = false;
    if (!place.isConnected || [204, 404, 410].includes(answer?.status)) return rest();
    wait = answer?.ok || answer?.status === 304 ? every : Math.min(wait * 2, Math.max(LONGEST_WAIT, every));
    if (answer?.ok) {
      etag = answer.headers.get("ETag");
      swap(place, answer.html);
    }
    const later = Number(answer?.headers.get("Retry-After")) || 0;
    due = inSeconds(again && !later ? 0 : Math.max(wait, later));
    plan();
  }

  function plan() {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(ask, Math.max(0, due - Date.now()) * (0.9 + Math.random() / 5));
  }

  function askNow() {
    due = Date.now();
    plan();
  }

  function rest() {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", plan);
    removeEventListener("online", askNow);
  }

  function open(isOpen) {
    every = isOpen ? often * CALM : often;
    wait = every;
    due = inSeconds(every);
    plan();
  }

  document.addEventListener("visibilitychange", plan);
  addEventListener("online", askNow);
  plan();
  return { place, ask: askNow, open };
}

function inSeconds(seconds) {
  return Date.now() + seconds * 1000;
}

// The response with its text as .html; null where the line failed, was too slow, or led to another page.
async function asked(url, etag) {
  const stop = new AbortController();
  const bell = setTimeout(() => stop.abort(), PATIENCE * 1000);
  try {
    const headers = etag ? { "If-None-Match": etag } : {};
    const answer = await fetch(url, { headers, cache: "no-store", redirect: "error", signal: stop.signal });
    if (answer.ok && answer.status !== 204) answer.html = await answer.text();
    return answer;
  } catch {
    return null;
  } finally {
    clearTimeout(bell);
  }
}

function swap(place, html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  if (place.dataset.swap === "parts") {
    for (const part of [...made.content.children]) swapPart(part);
  } else {
    const news = { cancelable: true, detail: made.content };
    if (!place.dispatchEvent(new CustomEvent("refreshing", news))) return;
    const held = place.contains(document.activeElement) ? document.activeElement.id : "";
    place.replaceChildren(made.content);
    if (held) document.getElementById(held)?.focus({ preventScroll: true });
    tell(place);
  }
}

function swapPart(part) {
  const old = document.getElementById(part.id);
  if (!old || old.isEqualNode(part) || old.contains(document.activeElement)) return;
  old.replaceWith(part);
  tell(part);
}

function tell(place) {
  place.dispatchEvent(new CustomEvent("refreshed", { bubbles: true }));
}
