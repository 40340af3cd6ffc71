// Beside the board: the chosen session, or the one that is dragged, with the local hours of whoever speaks from afar,
// what clashes, and a form that moves it without a pointer.
import { dayWords } from "../times.js";
import { element } from "./board.js";
import { hoursOf, isoOf, wallIn } from "./clock.js";
import { judge, localHours } from "./judge.js";
import { filled } from "./plan.js";

export function startPanel(page, acts) {
  const part = (name) => page.root.querySelector(`[data-${name}]`);
  const form = part("move");
  const fields = form.elements;
  let shown = "";

  page.showPlace = (card, place) => show(card, place, judge(page.plan, card, place));

  page.showChosen = () => {
    const card = page.plan.cards.get(page.chosen);
    form.hidden = !card;
    if (!card) return page.showNothing();
    const place = page.plan.placeOf(card);
    const isMoving = page.held.has(card.code);
    show(card, place, isMoving ? judge(page.plan, card, place) : page.plan.clashesOf(card.code));
    const seen = JSON.stringify([card.code, card.version, place]);
    if (seen !== shown) fill(card); // what was typed since stays
    shown = seen;
  };

  page.showNothing = () => {
    part("where").textContent = page.words.hint;
    for (const name of ["local", "clashes"]) part(name).replaceChildren();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const wall = wallIn(fields.starts.value);
    const minutes = Number(fields.minutes.value);
    acts.move(page.chosen, page.plan.placed(fields.hall.value, wall, minutes));
  });
  part("shelve").addEventListener("click", () => acts.move(page.chosen, null));
  part("copy").addEventListener("click", () => acts.copy(page.chosen));
  page.hall = () => fields.hall.value || page.plan.halls[0]?.code;
  page.root.addEventListener("focusin", (event) => {
    const card = page.plan.cards.get(event.target.closest(".card")?.dataset.code);
    if (card && !card.tray) fields.hall.value = card.hall; // where the next one of the tray is placed
  });

  function show(card, place, clashes) {
    const { words } = page;
    part("name").textContent = `${card.code} ${card.title}`;
    part("where").textContent = page.saidAt(place);
    const isSkipped = place && place.at === null;
    part("local").replaceChildren(...localHours(page.plan, card, place).map((one) => local(one, words)));
    const told = isSkipped ? [{ hard: true, says: words.skipped }] : clashes;
    part("clashes").replaceChildren(...(told.length || !place ? told.map(line) : [element("li", "", words.clear)]));
  }

  function fill(card) {
    fields.hall.value = card.hall;
    fields.starts.value = isoOf(card.wall);
    fields.minutes.value = card.minutes;
    part("shelve").hidden = Boolean(card.tray);
    part("copy").hidden = card.kind !== "break" || Boolean(card.tray);
    part("open").href = page.formOf(card.code);
  }

  function line({ hard, says }) {
    const made = element("li");
    const mark = element("span", `badge ${hard ? "refuse" : "gold"}`, page.words[hard ? "must" : "consider"]);
    made.append(mark, " ", says);
    return made;
  }
}

function local({ point, zone, hours, shift, name, comfort }, words) {
  const made = element("li", comfort);
  const days = shift ? ` ${filled(words.shift, { n: shift > 0 ? `+${shift}` : `−${-shift}` })}` : "";
  made.append(element("b", "", `${point || zone} ${hours}${days}`), " ", element("span", "", `${name}, ${words[comfort]}`));
  return made;
}

export function saidAt(page, place) {
  if (!place) return page.words.tray;
  const hall = page.plan.hallAt.get(place.hall);
  const day = dayWords(place.wall * 60000, "UTC"); // a wall, read as if it hung in Greenwich
  return `${day}, ${hoursOf(place.wall, page.plan.endOf(place))}, ${hall ? hall.name : place.hall}`;
}
