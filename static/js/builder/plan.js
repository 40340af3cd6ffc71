// The day as the server told it (views/board.py), and what became of it since.
import { instantOf, wallOf } from "./clock.js";

export class Plan {
  constructor(said) {
    this.cards = new Map();
    this.take(said, new Set());
  }

  // All of it anew; cards in `held` are being moved here and stay as they were seen.
  take(said, held) {
    const kept = new Map([...held].map((code) => [code, this.cards.get(code)]).filter(([, card]) => card));
    Object.assign(this, said);
    this.cards = new Map(said.cards.map((card) => [card.code, card]));
    for (const [code, card] of kept) this.cards.set(code, card);
    this.hallAt = new Map(said.halls.map((hall) => [hall.code, hall]));
  }

  // What one act changed. `isMoving(code)`: it is moved on already, and only its version is news.
  merge({ before, tag, cards, gone, clashes }, isMoving) {
    for (const card of cards) {
      const there = this.cards.get(card.code) ?? {};
      if (isMoving(card.code)) there.version = card.version;
      else this.cards.set(card.code, Object.assign(there, { fold: 0, tray: false }, card));
    }
    for (const code of gone) this.cards.delete(code);
    const named = new Set([...cards.map((card) => card.code), ...gone]);
    this.clashes = [...this.clashes.filter(({ names }) => !names.some((code) => named.has(code))), ...clashes];
    if (this.tag === before) this.tag = tag;
  }

  // [{hard, says}], hard ones first, as the server sorts them
  clashesOf(code) {
    return this.clashes.filter(({ names }) => names.includes(code)).map(({ rule, facts }) => this.told(rule, facts));
  }

  told(rule, facts) {
    const [hard, says] = this.says[rule];
    return { rule, hard, says: filled(says, facts) };
  }

  // {hall, wall, fold, minutes, at}; null in the tray; `at` is null where the clocks skip the hour
  placeOf({ tray, hall, wall, fold = 0, minutes, at }) {
    return tray ? null : { hall, wall, fold, minutes, at };
  }

  placed(hall, wall, minutes, fold = 0) {
    return { hall, wall, fold, minutes, at: instantOf(this.zone, wall, fold) };
  }

  // Shown there at once, before it is saved.
  put(card, place) {
    if (place) Object.assign(card, place, { tray: false });
    else card.tray = true;
  }

  endOf({ wall, at, minutes }) {
    return at === null ? wall + minutes : wallOf(this.zone, at + minutes);
  }

  // From midnight of the day shown, as far as its walls go: what is drawn.
  topOf({ wall }) {
    return wall - this.day;
  }

  isOnDay(card) {
    return !card.tray && this.topOf(card) < 1440 && this.topOf(card) + card.minutes > 0;
  }
}

// "%(one)s" and "{one}" alike
export function filled(text, facts) {
  return text.replace(/%\((\w+)\)s|\{(\w+)\}|%%/g, (whole, name, other) => facts[name ?? other] ?? (whole === "%%" ? "%" : whole));
}
