// Times in the zone a person chooses; the page itself is the same for everybody and shows the forum's.
//   <form class="zonebar" data-zones data-venue-zone="Asia/Ho_Chi_Minh" data-device="My device: {place} ({offset})"
//         data-shift="{n} day">
//     <select name="zone"><option value="Asia/Ho_Chi_Minh" selected>… <option value="device" hidden disabled>…</select>
//   <span data-when="2020-10-22T01:30:00Z"> <time data-clock>08:30</time> <span data-day>Thu 22 Oct</span>
//     <span class="shift" data-shift hidden></span> <small data-venue hidden>08:30 Hà Nội</small></span>
//   <time data-when="2020-10-22T01:30:00Z">08:30</time>     alone: its text is the clock
// The option chosen when the page came is how the server wrote it: going back to it puts that text back.
const REMEMBERED = "zone";
// Old names that some browsers still give. Only pure renames.
const RENAMED = {
  "Asia/Calcutta": "Asia/Kolkata",
  "Asia/Katmandu": "Asia/Kathmandu",
  "Asia/Rangoon": "Asia/Yangon",
  "Asia/Saigon": "Asia/Ho_Chi_Minh",
};
const written = new WeakMap();

export function showTimes() {
  const bar = document.querySelector("form[data-zones]");
  const select = bar?.querySelector("select");
  if (!select) return;
  const own = ([...select.options].find((option) => option.defaultSelected) ?? select.options[0]).value;
  offerDevice(bar, select);
  const asked = new URLSearchParams(location.search).get("zone") ?? remembered();
  if ([...select.options].some((option) => option.value === asked && !option.disabled)) select.value = asked;
  const show = (root) => write(root, bar, select.value === own ? null : zoneOf(select.value));
  select.addEventListener("change", () => {
    remember(select.value);
    show(document);
  });
  bar.addEventListener("submit", (event) => event.preventDefault());
  for (const button of bar.querySelectorAll("button")) button.hidden = true;
  document.addEventListener("refreshed", (event) => show(event.target));
  show(document);
}

function offerDevice(bar, select) {
  const option = select.querySelector("option[value=device]");
  if (!option) return;
  const zone = zoneOf("device");
  const place = zone.split("/").pop().replaceAll("_", " ");
  const instant = new Date(document.querySelector("[data-when]")?.dataset.when ?? Date.now()); // an offset holds at an instant
  option.textContent = bar.dataset.device.replace("{place}", place).replace("{offset}", offsetAt(instant, zone));
  option.hidden = option.disabled = false;
}

function zoneOf(value) {
  if (value !== "device") return value;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  return RENAMED[zone] ?? zone;
}

// zone null: as the server wrote it.
function write(root, bar, zone) {
  const places = [...root.querySelectorAll("[data-when]")];
  if (root !== document && root.matches("[data-when]")) places.push(root);
  for (const place of places) {
    const parts = { clock: place.querySelector("[data-clock]") ?? (place.children.length ? null : place) };
    for (const name of ["day", "shift", "venue"]) parts[name] = place.querySelector(`[data-${name}]`);
    const present = Object.values(parts).filter(Boolean);
    for (const part of present) if (!written.has(part)) written.set(part, [part.textContent, part.hidden]);
    if (zone) writeIn(zone, new Date(place.dataset.when), parts, bar.dataset);
    else for (const part of present) [part.textContent, part.hidden] = written.get(part);
  }
}

function writeIn(zone, instant, { clock, day, shift, venue }, { venueZone, shift: shiftWords }) {
  const here = wall(instant, zone);
  const there = wall(instant, venueZone);
  const days = Math.round((here.midnight - there.midnight) / 86_400_000);
  if (clock) clock.textContent = here.clock;
  if (day) day.textContent = dayWords(instant, zone);
  if (venue) venue.hidden = here.clock === there.clock && days === 0;
  if (!shift) return;
  shift.hidden = days === 0;
  shift.textContent = shiftWords.replace("{n}", (days < 0 ? "−" : "+") + Math.abs(days));
}

function wall(instant, timeZone) {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit",
  });
  const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  return { clock: `${part.hour}:${part.minute}`, midnight: Date.UTC(part.year, part.month - 1, part.day) };
}

// As clock.short_day_said writes it on the server: "Thứ Năm 22/10", "Thu 22 Oct".
export function dayWords(instant, timeZone) {
  const lang = document.documentElement.lang;
  const form =
    lang === "vi"
      ? { weekday: "long", day: "2-digit", month: "2-digit" }
      : { weekday: "short", day: "numeric", month: "short" };
  const parts = new Intl.DateTimeFormat(lang, { timeZone, ...form }).formatToParts(instant);
  const { weekday, day, month } = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  return lang === "vi" ? `${weekday} ${day}/${month}` : `${weekday} ${day} ${month}`;
}

function offsetAt(instant, timeZone) {
  const { midnight, clock } = wall(instant, timeZone);
  const [hours, minutes] = clock.split(":").map(Number);
  const off = Math.round((midnight - instant) / 60_000 + hours * 60 + minutes);
  const rest = Math.abs(off) % 60;
  return `UTC${off < 0 ? "−" : "+"}${Math.floor(Math.abs(off) / 60)}${rest ? `:${String(rest).padStart(2, "0")}` : ""}`;
}

function remembered() {
  try {
    return localStorage.getItem(REMEMBERED);
  } catch {
    return null;
  }
}

function remember(zone) {
  try {
    localStorage.setItem(REMEMBERED, zone);
  } catch {
    // A browser that refuses storage asks again on the next page.
  }
}
