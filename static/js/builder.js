// The agenda builder: the page is a list that leads to forms; this lays a board over it. Other organisers' moves are
// heard on the draft's stream, and asked for now and then where there is none.
import { Acts } from "./builder/acts.js";
import { Board } from "./builder/board.js";
import { startDragging } from "./builder/drag.js";
import { startKeys } from "./builder/keys.js";
import { saidAt, startPanel } from "./builder/panel.js";
import { Plan } from "./builder/plan.js";
import { listen } from "./live.js";

const EVERY = 10; // seconds between two looks without a stream
const CALM = 60; // seconds between two looks with one

const root = document.getElementById("builder");
const page = {
  root,
  words: JSON.parse(root.dataset.words),
  plan: null,
  chosen: null,
  held: new Set(), // codes of the cards that are being moved here: news leave them alone
  formOf: (code) => root.dataset.form.replace(/_$/, encodeURIComponent(code)),
  say: (sentence, isRefusal = false) => {
    const place = root.querySelector("[data-said]");
    place.textContent = sentence;
    place.classList.toggle("error", isRefusal);
  },
  saidAt: (place) => saidAt(page, place),
  told: (code) => {
    const card = page.plan.cards.get(code);
    if (!card) return "";
    const clashes = page.plan.clashesOf(code).map(({ says }) => says);
    return [`${code}: ${page.saidAt(page.plan.placeOf(card))}.`, ...(clashes.length || card.tray ? clashes : [page.words.clear])].join(" ");
  },
  choose: (code) => {
    page.chosen = code;
    page.draw();
  },
  draw: () => {
    board.draw();
    page.showChosen();
  },
  renew,
};
let board;
let asking = null;

open();

async function open() {
  const said = await asked();
  if (!said) return; // the list stays, and does all of it
  page.plan = new Plan(said);
  board = new Board(page);
  root.hidden = false;
  document.getElementById("list").hidden = true;
  const acts = new Acts(page);
  startPanel(page, acts);
  startKeys(page, board, acts);
  startDragging(page, board, acts);
  root.addEventListener("click", (event) => {
    const made = event.target.closest(".card");
    if (made) page.choose(made.dataset.code);
  });
  board.open();
  page.showChosen();
  follow();
}

function follow() {
  let every = EVERY;
  let last = Date.now();
  listen([{ place: root, ask: () => renew(), open: (isOpen) => (every = isOpen ? CALM : EVERY) }]);
  setInterval(() => {
    if (document.hidden || Date.now() - last < every * 1000) return;
    last = Date.now();
    renew();
  }, 1000);
}

// What others did since. whole: also where nothing was planned since, for what was shown too soon.
async function renew({ whole = false } = {}) {
  if (asking) return (asking = whole ? "whole" : asking === "once" ? "again" : asking);
  asking = "once";
  const before = page.plan.tag;
  const said = await asked(whole ? null : before);
  const again = asking !== "once" || (said && page.plan.tag !== before);
  const isWhole = asking === "whole";
  asking = null;
  if (again) return renew({ whole: isWhole || whole }); // something was saved meanwhile: what came is older
  if (!said) return;
  if (said.tag !== before) page.say(page.words.other);
  page.plan.take(said, page.held);
  page.draw();
}

// The board as JSON; null where nothing is new, or no answer came.
async function asked(tag) {
  try {
    const headers = tag ? { "If-None-Match": `"${tag}"` } : {};
    const answer = await fetch(root.dataset.board, { headers, cache: "no-store", redirect: "error" });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}
