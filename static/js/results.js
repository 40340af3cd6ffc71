// What a technician found is written down even where the line is gone for a while.
//   <form data-result data-keep="…">   sent once; kept on this device, and sent again, until the server has answered
//   <div data-unsent="/…/tests" data-unsent-of="forum/POINT" hidden>   where the server leads to when a result was
//     written down, and of what it is: kept so, it is sent from whichever page of the point is open
//     <b data-unsent-count data-one data-many> · <button data-unsent-send> · <h2 data-closed="what it says then">
//   <p data-unsent-done hidden>   on the page that is looked at anew after all was written down
// Each press has a name of its own, so that one whose answer was lost is not written down twice. A refusal is shown
// as ever: the form goes the usual way, and the server says why.
import { forget } from "./typed.js";

const AGAIN = 5; // seconds
const PATIENCE = 15;
const REFUSED = [409, 422];
const CLOSED = [403, 404, 410]; // the secret page was renewed, or the point taken away: nothing is sent from here
const TOKEN = "csrf_token";
const DONE = "written";
const box = document.querySelector("[data-unsent]");
const home = box?.dataset.unsent;
const key = `unsent:${box?.dataset.unsentOf}`;
let held = [];
let sending = false;
let bell = null;

export function keepResults() {
  const forms = [...document.querySelectorAll("form[data-result]")];
  if (!box || !forms.length) return;
  for (const form of forms) form.addEventListener("submit", (event) => take(event, form));
  box.querySelector("[data-unsent-send]").addEventListener("click", send);
  addEventListener("online", send);
  document.querySelector("[data-unsent-done]").hidden = location.hash !== `#${DONE}`;
  show();
  send();
}

function take(event, form) {
  event.preventDefault();
  const fields = Object.fromEntries(new FormData(form));
  const { name, value } = event.submitter;
  write([...read(), { action: form.getAttribute("action"), keep: form.dataset.keep, fields: { ...fields, [name]: value, press: named() } }]);
  send();
}

async function send() {
  clearTimeout(bell);
  if (sending) return;
  sending = true;
  const done = await sendAll();
  sending = false;
  show();
  if (!done) bell = setTimeout(send, AGAIN * 1000);
}

// Whether nothing is left; the page is looked at anew once something was written down.
async function sendAll() {
  let wrote = false;
  for (let next = read()[0]; next; next = read()[0]) {
    const answer = await asked(next);
    if (CLOSED.includes(answer?.status)) return sayClosed();
    const isRefused = REFUSED.includes(answer?.status);
    if (!isRefused && !isTaken(answer)) return false;
    write(read().slice(1));
    if (isRefused) return sendOpenly(next);
    forget(next.keep);
    wrote = true;
  }
  if (wrote) lookAgain();
  return true;
}

// It waits for another page of the point: asking again and again would count as guessing at its address.
function sayClosed() {
  for (const place of box.querySelectorAll("[data-closed]")) place.textContent = place.dataset.closed;
  return true;
}

// The same act by the address of the page that is open: the one it was kept with may be renewed.
function actionNow(action) {
  const forms = [...document.querySelectorAll("form[data-result]")].map((form) => form.getAttribute("action"));
  return forms.find((one) => one.split("/").pop() === action.split("/").pop()) ?? action;
}

// A way to any other page, as to sign in, took nothing.
function isTaken(answer) {
  return Boolean(answer?.ok && answer.redirected && new URL(answer.url).pathname === home);
}

function lookAgain() {
  const isHere = location.pathname === home;
  location.assign(`${home}#${DONE}`);
  if (isHere) location.reload();
}

async function asked({ action, fields }) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE * 1000);
  try {
    const body = new URLSearchParams({ ...fields, ...token() });
    return await fetch(actionNow(action), { method: "POST", body, signal: stop.signal });
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

// Of the page as it is now: who signed in again has another.
function token() {
  return { [TOKEN]: document.querySelector(`form[data-result] [name=${TOKEN}]`).value };
}

// Refused, nothing was written: sent as a form, its answer is a page.
function sendOpenly({ action, fields }) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = actionNow(action);
  for (const [name, value] of Object.entries({ ...fields, ...token() })) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.append(field);
  }
  document.body.append(form);
  form.submit();
  return true;
}

function show() {
  const count = read().length;
  const place = box.querySelector("[data-unsent-count]");
  box.hidden = !count || sending;
  place.textContent = (count === 1 ? place.dataset.one : place.dataset.many).replace("{n}", count);
}

function named() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const drawn = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...drawn].map((one) => one.toString(16).padStart(2, "0")).join("");
  return [[0, 8], [8, 12], [12, 16], [16, 20], [20, 32]].map((span) => hex.slice(...span)).join("-");
}

// On the device, not in the tab alone: a phone closes tabs by itself.
function read() {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? [];
  } catch {
    return held;
  }
}

function write(kept) {
  held = kept;
  try {
    if (kept.length) localStorage.setItem(key, JSON.stringify(kept));
    else localStorage.removeItem(key);
  } catch {
    // Kept while the page is open.
  }
}
