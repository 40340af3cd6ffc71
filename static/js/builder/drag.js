// Cards are taken with the pointer: by the middle to another place, by the lower edge to another length, onto the tray
// out of the day. With a finger a card is chosen first, so that the board can be moved under it.
import { judge } from "./judge.js";

const SLOP = 5; // pixels that are no drag yet
const BORDER = 36; // pixels from the edge of the board where it begins to move
const GRIP = 5; // minutes below its head at which a card of the tray is held
const SPEED = 14; // pixels for each frame

export function startDragging(page, board, acts) {
  let drag = null;

  page.root.addEventListener("pointerdown", (event) => {
    const made = event.target.closest(".card");
    const card = made && page.plan.cards.get(made.dataset.code);
    if (!card || event.button || drag || (event.pointerType === "touch" && page.chosen !== card.code)) return;
    page.settle();
    const isEdge = event.target.classList.contains("edge");
    const held = page.plan.topOf(card) + (isEdge ? card.minutes : 0);
    const grip = card.tray ? GRIP : minutesAt(event.clientY) - held;
    drag = { card, made, isEdge, grip, id: event.pointerId, from: event, x: event.clientX, y: event.clientY };
  });

  page.root.addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.id) return;
    drag.x = event.clientX;
    drag.y = event.clientY;
    if (!drag.ghost && Math.hypot(drag.x - drag.from.clientX, drag.y - drag.from.clientY) > SLOP) begin();
  });

  page.root.addEventListener("pointerup", (event) => drag?.id === event.pointerId && end(true));
  page.root.addEventListener("pointercancel", (event) => drag?.id === event.pointerId && end(false));
  addEventListener("keydown", (event) => event.key === "Escape" && drag?.ghost && end(false));

  function begin() {
    page.root.setPointerCapture(drag.id);
    page.held.add(drag.card.code);
    page.choose(drag.card.code);
    drag.ghost = board.ghost(drag.card);
    drag.made.classList.add("is-dragged");
    requestAnimationFrame(follow);
  }

  function follow() {
    if (!drag?.ghost) return;
    scroll();
    const place = aimed();
    if (place === undefined || sameAim(place, drag.place)) return requestAnimationFrame(follow);
    drag.place = place;
    if (place) drag.ghost.show(place, judge(page.plan, drag.card, place).some(({ hard }) => hard));
    else drag.ghost.hide();
    page.root.querySelector(".tray").classList.toggle("is-aimed", !place);
    page.showPlace(drag.card, place);
    requestAnimationFrame(follow);
  }

  // Where it would be dropped; null on the tray, undefined nowhere.
  function aimed() {
    const { plan } = page;
    if (drag.isEdge) {
      const minutes = snapped(minutesAt(drag.y) - drag.grip - plan.topOf(drag.card));
      const longest = plan.longest;
      return plan.placed(drag.card.hall, drag.card.wall, Math.min(longest, Math.max(plan.step, minutes)), drag.card.fold);
    }
    if (isOver(page.root.querySelector(".tray"))) return null;
    if (!isOver(board.frame)) return undefined;
    const hall = [...board.columns].find(([, lane]) => {
      const { left, right } = lane.getBoundingClientRect();
      return left <= drag.x && drag.x < right;
    })?.[0];
    const top = Math.min(1440 - plan.step, Math.max(0, snapped(minutesAt(drag.y) - drag.grip)));
    return hall && plan.placed(hall, plan.day + top, drag.card.minutes);
  }

  function end(isDropped) {
    const { card, made, ghost, place } = drag;
    drag = null;
    if (!ghost) return;
    ghost.hide();
    made.classList.remove("is-dragged");
    page.root.querySelector(".tray").classList.remove("is-aimed");
    page.held.delete(card.code);
    if (isDropped && place !== undefined) acts.move(card.code, place);
    page.draw();
  }

  function scroll() {
    const { left, right, top, bottom } = board.frame.getBoundingClientRect();
    if (!isOver(board.frame)) return;
    if (drag.y < top + BORDER * 2) board.frame.scrollTop -= SPEED;
    if (drag.y > bottom - BORDER) board.frame.scrollTop += SPEED;
    if (drag.x < left + BORDER * 2) board.frame.scrollLeft -= SPEED;
    if (drag.x > right - BORDER) board.frame.scrollLeft += SPEED;
  }

  function isOver(place) {
    const { left, right, top, bottom } = place.getBoundingClientRect();
    return left <= drag.x && drag.x <= right && top <= drag.y && drag.y <= bottom;
  }

  function minutesAt(y) {
    return (y - board.lanes.getBoundingClientRect().top) / board.scale();
  }

  function snapped(minutes) {
    return Math.round(minutes / page.plan.step) * page.plan.step;
  }
}

function sameAim(one, other) {
  if (!one || !other) return one === other;
  return one.hall === other.hall && one.wall === other.wall && one.minutes === other.minutes;
}
