// Minutes, all of them: "wall" counts them on somebody's clocks from 1970 on, "at" as instants do.
// offsets: [[at, minutes ahead of UTC from then on], …], the earliest first.
export const DAY = 1440;

export function wallOf(offsets, at) {
  let ahead = offsets[0][1];
  for (const [since, value] of offsets) if (since <= at) ahead = value;
  return at + ahead;
}

// The instant at which those clocks show `wall`, the first of two unless `fold` is 1; null where they skip it.
export function instantOf(offsets, wall, fold = 0) {
  const found = new Set(offsets.map(([, ahead]) => wall - ahead).filter((at) => wallOf(offsets, at) === wall));
  const both = [...found].sort((one, other) => one - other);
  return both[Math.min(fold, both.length - 1)] ?? null;
}

export function dayOf(wall) {
  return Math.floor(wall / DAY);
}

// "08:30"
export function timeOf(wall) {
  const minutes = ((wall % DAY) + DAY) % DAY;
  return [Math.floor(minutes / 60), minutes % 60].map((n) => String(n).padStart(2, "0")).join(":");
}

// "08:30–11:00", past midnight "22:30–01:00 (+1)"
export function hoursOf(starts, ends) {
  const days = dayOf(ends) - dayOf(starts);
  return `${timeOf(starts)}–${timeOf(ends)}${days ? ` (+${days})` : ""}`;
}

// "2020-10-22T08:30", and back
export function isoOf(wall) {
  return new Date(wall * 60000).toISOString().slice(0, 16);
}

export function wallIn(iso) {
  return Math.round(Date.parse(`${iso}Z`) / 60000);
}
