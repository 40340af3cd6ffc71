// The board by keys. Several presses of the arrows are one act, saved once they rest.
import { same } from "./acts.js";

const REST = 600; // milliseconds without a press
const OPENS = 480; // minutes of the day at which a free slot is looked for

export function startKeys(page, board, acts) {
  let moving = null; // {code, before, timer}

  page.settle = () => {
    if (!moving) return;
    const { code, before, timer } = moving;
    clearTimeout(timer);
    moving = null;
    const card = page.plan.cards.get(code);
    const to = page.plan.placeOf(card);
    page.held.delete(code);
    if (same(before, to)) return page.draw();
    acts.move(code, to, before);
  };

  page.root.addEventListener("keydown", (event) => {
    const code = event.target.closest?.(".card")?.dataset.code;
    const card = code && page.plan.cards.get(code);
    if (!card || event.altKey || event.ctrlKey || event.metaKey) return;
    const act = card.tray ? inTray(event, card) : onBoard(event, card);
    if (!act) return;
    event.preventDefault();
    act();
  });

  addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.target.closest?.("input, select, textarea, dialog")) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) acts.redo();
    else acts.undo();
  });

  page.root.addEventListener("focusout", () => page.isDrawing || page.settle());

  function onBoard(event, card) {
    const { step, halls, longest } = page.plan;
    const by = { ArrowUp: -step, ArrowDown: step }[event.key];
    const beside = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const place = page.plan.placeOf(card);
    if (by && event.shiftKey) return () => nudge(card, { ...place, minutes: Math.min(longest, Math.max(step, place.minutes + by)) });
    if (by) return () => nudge(card, { ...place, wall: place.wall + by, fold: 0 });
    if (beside) {
      const hall = halls[halls.findIndex((one) => one.code === place.hall) + beside];
      return () => hall && nudge(card, { ...place, hall: hall.code });
    }
    if (event.key === "Enter") return () => location.assign(page.formOf(card.code));
    return (event.key === "Delete" || event.key === "Backspace") && (() => shelve(card));
  }

  function inTray(event, card) {
    return event.key === "Enter" && (() => place(card));
  }

  function nudge(card, { hall, wall, minutes, fold }) {
    const { plan } = page;
    if (moving && moving.code !== card.code) page.settle();
    moving ??= { code: card.code, before: plan.placeOf(card) };
    page.held.add(card.code);
    plan.put(card, plan.placed(hall, wall, minutes, fold));
    page.choose(card.code);
    page.draw();
    show(card.code);
    clearTimeout(moving.timer);
    moving.timer = setTimeout(page.settle, REST);
  }

  function shelve(card) {
    page.settle();
    const next = page.root.querySelector(`.card[data-code="${CSS.escape(card.code)}"]`)?.nextElementSibling;
    page.choose(card.code);
    acts.move(card.code, null);
    next?.focus();
  }

  function place(card) {
    const { plan, words } = page;
    const hall = page.hall();
    const top = freeSlot(hall, card.minutes);
    if (top === null) return page.say(words.full.replace("{hall}", hall), true);
    page.choose(card.code);
    acts.move(card.code, plan.placed(hall, plan.day + top, card.minutes));
    show(card.code);
  }

  // The first minute of the day, from the morning on, at which so many are free in the hall; null where none is.
  function freeSlot(hall, minutes) {
    const { plan } = page;
    const taken = [...plan.cards.values()].filter((card) => card.hall === hall && plan.isOnDay(card));
    const tops = taken.map((card) => [plan.topOf(card), plan.topOf(card) + card.minutes]);
    const starts = [OPENS, ...tops.map(([, ends]) => ends)].filter((top) => top >= OPENS && top + minutes <= 1440);
    const free = (top) => tops.every(([from, until]) => top + minutes <= from || until <= top);
    return starts.sort((one, other) => one - other).find(free) ?? null;
  }

  function show(code) {
    const made = page.root.querySelector(`.card[data-code="${CSS.escape(code)}"]`);
    made?.focus({ preventScroll: true });
    made?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}
