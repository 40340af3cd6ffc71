// What clashes where a session is being dragged, told within the frame: the rules of rules/clashes.py over the facts of
// the page. Whatever is shown once it is dropped comes from the server.
import { dayOf, hoursOf, wallOf } from "./clock.js";

// [{rule, hard, says}] of `card` at `place`; hard ones first
export function judge(plan, card, place) {
  if (!place || place.at === null) return [];
  const found = [...alone(plan, card, place), ...inOrder(plan, card, place)];
  const own = { ...card, ...place };
  for (const other of plan.cards.values()) {
    if (other.code !== card.code && !other.tray) found.push(...together(plan, own, other));
  }
  const once = new Map(found.map((one) => [one.says, one])); // whoever is in it twice is told of once
  return [...once.values()].sort((one, other) => other.hard - one.hard);
}

// [{who, point, zone, hours, shift, comfort}] of whoever speaks from a point, or online from a zone they named;
// comfort: "good", "fair" or "hard"
export function localHours(plan, card, place) {
  if (!place || place.at === null) return [];
  return peopleOf(card).filter((person) => offsetsOf(plan, person)).map((person) => {
    const [starts, ends] = spanOf(person, place).map((at) => wallOf(offsetsOf(plan, person), at));
    const shift = dayOf(starts) - dayOf(wallOf(plan.zone, spanOf(person, place)[0]));
    return { ...person, name: plan.people[person.who], hours: hoursOf(starts, ends), shift, comfort: comfortOf(plan, starts, ends) };
  });
}

function* alone(plan, card, place) {
  const [first, after] = plan.forum;
  if (place.wall < first || plan.endOf(place) > after) yield plan.told("outside_forum", { one: card.code });
  for (const person of peopleOf(card)) {
    const [starts, ends] = spanOf(person, place);
    const free = plan.free[person.who];
    if (free && !free.some(([since, until]) => since <= starts && ends <= until)) {
      yield plan.told("speaker_unavailable", { person: plan.people[person.who], one: card.code });
    }
  }
  for (const { name, point, zone, hours, comfort } of localHours(plan, card, place)) {
    const rule = point ? "speaking_point_hours" : "speaking_online_hours";
    if (comfort === "hard") yield plan.told(rule, { person: name, one: card.code, point, zone, hours });
  }
  const late = [...audienceAtNight(plan, card, place)];
  if (late.length) yield plan.told("audience_point_hours", { one: card.code, points: late.join(", ") });
}

// "BRU 03:30–06:00" of each point with seats in it where it is night
function* audienceAtNight(plan, card, place) {
  for (const point of plan.audiences[card.audience] ?? []) {
    if (!plan.points[point]) continue;
    const [starts, ends] = whole(place).map((at) => wallOf(plan.points[point], at));
    if (comfortOf(plan, starts, ends) === "hard") yield `${point} ${hoursOf(starts, ends)}`;
  }
}

function* inOrder(plan, card, place) {
  for (const [later, earlier, laterStarts, earlierEnds] of plan.orders) {
    if (later !== card.code && earlier !== card.code) continue;
    const other = plan.cards.get(later === card.code ? earlier : later);
    if (other?.tray) continue; // not held: told once this one is dropped
    const starts = later === card.code ? place.at : other?.at ?? laterStarts;
    const ends = earlier === card.code ? place.at + place.minutes : other ? other.at + other.minutes : earlierEnds;
    if (starts < ends) yield plan.told("order", { one: later, other: earlier });
  }
}

function* together(plan, own, there) {
  const [one, other] = own.code < there.code ? [own, there] : [there, own];
  const both = { one: one.code, other: other.code };
  const several = plan.hallAt.get(one.hall)?.several;
  if (overlap(whole(one), whole(other))) {
    if (one.hall === other.hall && !several) yield plan.told("hall_twice", { ...both, hall: one.hall });
    const [plenary, beside] = one.kind === "plenary" ? [one, other] : [other, one];
    if (plenary.kind === "plenary" && beside.kind !== "break") {
      yield plan.told("plenary_not_alone", { one: plenary.code, other: beside.code });
    }
  } else if (plan.changeover && one.hall === other.hall && !several) yield* changeover(plan, one, other);
  for (const mine of peopleOf(one)) {
    for (const theirs of peopleOf(other)) {
      if (mine.who === theirs.who && overlap(spanOf(mine, one), spanOf(theirs, other))) {
        yield plan.told("person_twice", { person: plan.people[mine.who], ...both });
      }
    }
  }
}

function* changeover(plan, one, other) {
  const [first, then] = one.at < other.at ? [one, other] : [other, one];
  const [going, coming] = [first, then].map((card) => peopleOf(card).filter(({ way }) => way !== "hall"));
  for (const mine of going) {
    for (const theirs of coming) {
      const free = spanOf(theirs, then)[0] - spanOf(mine, first)[1];
      if (originOf(mine) === originOf(theirs) || free >= plan.changeover) continue;
      const names = { person: plan.people[mine.who], one: first.code, next: plan.people[theirs.who], other: then.code };
      return yield plan.told("changeover", { ...names, minutes: plan.changeover });
    }
  }
}

// {who, way, point, zone, since, minutes}: since and minutes of a talk in its session, else undefined
function peopleOf(card) {
  return (card.people ?? []).map(([who, way, from, since, minutes]) => {
    const [point, zone] = way === "point" ? [from, ""] : ["", from];
    return { who, way, point, zone, since, minutes };
  });
}

function offsetsOf(plan, { point, zone }) {
  return point ? plan.points[point] : plan.zones[zone];
}

function spanOf({ since, minutes }, place) {
  return since === undefined ? whole(place) : [place.at + since, place.at + since + minutes];
}

function whole({ at, minutes }) {
  return [at, at + minutes];
}

function overlap([starts, ends], [otherStarts, otherEnds]) {
  return starts < otherEnds && otherStarts < ends;
}

function originOf({ way, point, who }) {
  return `${way} ${point || who}`;
}

function comfortOf({ good, fair }, starts, ends) {
  const within = ([first, last]) => dayOf(starts) === dayOf(ends) && starts % 1440 >= first && ends % 1440 <= last;
  return within(good) ? "good" : within(fair) ? "fair" : "hard";
}
