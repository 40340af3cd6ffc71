// The day drawn: a column for each hall, a row for each hour, each session where it stands. Positions are set on the
// elements' own style objects: the page's policy allows no style written in it.
import { hoursOf, timeOf } from "./clock.js";
import { filled } from "./plan.js";

const LEAST = 20; // minutes that a card is high at least, so that it can be met with a finger
const FIRST = 420; // minutes of the day at which an empty one is opened

export class Board {
  constructor(page) {
    this.page = page;
    this.frame = page.root.querySelector(".planner");
    this.lanes = page.root.querySelector(".lanes");
    this.tray = page.root.querySelector(".tray-cards");
    this.drawn = new Map();
  }

  open() {
    const { plan } = this.page;
    const hours = Array.from({ length: 24 }, (_, hour) => element("span", "row-hour", timeOf(hour * 60)));
    this.page.root.querySelector(".axis").replaceChildren(...hours);
    this.drawHalls();
    this.draw();
    const first = Math.min(FIRST, ...[...plan.cards.values()].filter((card) => plan.isOnDay(card)).map((card) => plan.topOf(card)));
    this.frame.scrollTop = Math.max(0, first - 15) * this.scale();
  }

  drawHalls() {
    const { halls } = this.page.plan;
    const codes = halls.map((hall) => hall.code).join(" ");
    if (codes === this.codes) return;
    this.codes = codes;
    this.page.root.querySelector(".heads").replaceChildren(...halls.map(({ code, name }) => {
      const head = element("div", "head");
      head.append(element("b", "", code), element("span", "", name));
      return head;
    }));
    this.columns = new Map(halls.map(({ code, name }) => {
      const lane = element("div", "lane");
      lane.setAttribute("role", "group");
      lane.setAttribute("aria-label", `${code} ${name}`);
      return [code, lane];
    }));
    this.lanes.replaceChildren(...this.columns.values());
  }

  draw() {
    this.page.isDrawing = true; // a card that changes its column loses the focus for a moment
    this.drawAll();
    this.page.isDrawing = false;
  }

  drawAll() {
    this.drawHalls();
    const { plan } = this.page;
    const focused = document.activeElement?.closest?.(".card");
    const byPlace = [...plan.cards.values()].sort((one, other) => one.wall - other.wall || (one.code < other.code ? -1 : 1));
    for (const [hall, lane] of this.columns) {
      const cards = byPlace.filter((card) => card.hall === hall && plan.isOnDay(card));
      keep(lane, sideBySide(cards, plan).map((standing) => this.drawOne(standing)));
    }
    const inTray = byPlace.filter((card) => card.tray).sort((one, other) => (one.code < other.code ? -1 : 1));
    keep(this.tray, inTray.map((card) => this.drawOne({ card })));
    this.page.root.querySelector("[data-empty]").hidden = inTray.length > 0;
    this.page.root.querySelector("[data-many]").textContent = inTray.length || "";
    for (const [code, made] of this.drawn) if (!plan.cards.has(code)) made.remove(), this.drawn.delete(code);
    if (focused?.isConnected && document.activeElement !== focused) focused.focus({ preventScroll: true });
  }

  drawOne({ card, column = 0, columns = 1 }) {
    const { plan, words, chosen, held } = this.page;
    const made = this.drawn.get(card.code) ?? this.make(card);
    const clashes = plan.clashesOf(card.code);
    const hours = card.tray ? filled(words.minutes, { n: card.minutes }) : hoursOf(card.wall, plan.endOf(card));
    const mark = !clashes.length || held.has(card.code) ? "" : clashes.some(({ hard }) => hard) ? "hard" : "soft";
    const shown = JSON.stringify([hours, card.title, mark, clashes.length, card.tray]);
    if (made.shown !== shown) this.fill(made, card, hours, mark, clashes.length);
    made.shown = shown;
    made.setAttribute("aria-pressed", String(chosen === card.code));
    made.classList.toggle("is-held", held.has(card.code));
    if (!card.tray) this.stand(made, card, column, columns);
    else made.removeAttribute("style");
    return made;
  }

  make(card) {
    const made = element("button", `card ${card.kind}`);
    made.type = "button";
    made.dataset.code = card.code;
    this.drawn.set(card.code, made);
    return made;
  }

  fill(made, card, hours, mark, many) {
    const title = element("span", "title", card.title);
    if (card.lang) title.lang = card.lang;
    const told = mark ? [this.mark(mark, many)] : [];
    const text = element("span", "text");
    text.append(element("b", "code", card.code), " ", element("span", "time", hours), " ", ...told, " ", title);
    made.replaceChildren(text);
    if (!card.tray) made.append(element("span", "edge"));
  }

  mark(kind, many) {
    const mark = element("span", `mark ${kind}`);
    const sign = element("span", "", kind === "hard" ? "✕" : "!");
    sign.setAttribute("aria-hidden", "true");
    mark.append(sign, element("span", "aside", filled(this.page.words.clashes, { n: many })));
    return mark;
  }

  stand(made, card, column, columns) {
    const top = Math.max(0, this.page.plan.topOf(card));
    const bottom = Math.min(1440, this.page.plan.topOf(card) + card.minutes);
    put(made, top, bottom - top, column / columns, 1 / columns);
  }

  // What is being dragged: over everything, and never in the way of the pointer.
  ghost(card) {
    const made = element("div", `card ghost ${card.kind}`);
    made.setAttribute("aria-hidden", "true");
    const text = element("span", "text");
    text.append(element("b", "code", card.code), " ", element("span", "time"));
    made.append(text);
    return {
      show: (place, isHard) => {
        this.columns.get(place.hall).append(made);
        made.querySelector(".time").textContent = hoursOf(place.wall, this.page.plan.endOf(place));
        made.classList.toggle("hard", isHard);
        put(made, this.page.plan.topOf(place), place.minutes, 0, 1);
      },
      hide: () => made.remove(),
    };
  }

  // Pixels of a minute.
  scale() {
    return this.lanes.clientHeight / 1440;
  }
}

function put(made, top, minutes, left, width) {
  made.style.top = `${(top / 1440) * 100}%`;
  made.style.height = `${(minutes / 1440) * 100}%`;
  made.style.left = `${left * 100}%`;
  made.style.width = `${width * 100}%`;
}

// [{card, column, columns}]: those that overlap, one through the other, share the width.
function sideBySide(cards, plan) {
  const found = [];
  let together = [];
  let until = -Infinity;
  for (const card of cards) {
    const top = plan.topOf(card);
    if (top >= until) [together, until] = [[], -Infinity];
    const ends = Math.max(top + card.minutes, top + LEAST);
    const free = together.findIndex((column) => column.until <= top);
    const column = free < 0 ? together.push({ cards: [] }) - 1 : free;
    Object.assign(together[column], { until: ends });
    until = Math.max(until, ends);
    found.push({ card, column, together });
  }
  return found.map(({ card, column, together }) => ({ card, column, columns: together.length }));
}

// `place` holds just these, in this order; whoever stands right is not touched.
function keep(place, wanted) {
  wanted.forEach((made, number) => {
    if (place.children[number] !== made) place.insertBefore(made, place.children[number] ?? null);
  });
  while (place.children.length > wanted.length) place.lastElementChild.remove();
}

export function element(name, look, text) {
  const made = document.createElement(name);
  if (look) made.className = look;
  if (text !== undefined) made.textContent = text;
  return made;
}
