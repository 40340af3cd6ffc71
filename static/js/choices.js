// Registration: what is chosen, seen while choosing.
//   <form data-choices data-clash="Clashes with {codes}">
//     <div data-needs-way="point">…</div>                  shown only while some session is attended that way; inside
//                                                          a data-session: while that one is. Its select names the point
//     <fieldset class="choice" id="W1" data-session="W1" data-title="W1 Planning" data-clock="08:30" data-day="Thu 22 Oct"
//               data-starts="2020-10-22T01:30:00Z" data-ends="2020-10-22T04:00:00Z">
//       <p class="error" data-clash-here hidden><svg…/><span></span></p>
//       <label class="option"><input type="radio" value="hall"> <span class="way hall">…</span></label>
//   <ul class="agenda" data-agenda></ul> <p data-agenda-empty>…</p> <p class="aside" role="status" data-agenda-said></p>
// The way of an option is its data-way, or its value up to the first "-" or ":"; "" is "not attending".
// data-day stands there only where the forum has several.
// With data-posted the server's own words on the sessions stand until something is changed.
export function followChoices() {
  const form = document.querySelector("form[data-choices]");
  if (!form) return;
  let changed = !("posted" in form.dataset);
  const show = () => {
    const chosen = chosenIn(form);
    if (changed) markClashes(form, chosen);
    listAgenda(form, chosen);
    showNeeded(form, chosen);
  };
  form.addEventListener("change", () => {
    changed = true;
    show();
  });
  addEventListener("pageshow", show);
  show();
}

function chosenIn(form) {
  const chosen = [];
  for (const choice of form.querySelectorAll("[data-session]")) {
    const input = choice.querySelector("input:checked");
    if (!input || !wayOf(input)) continue;
    const { session: code, title, clock, day, starts, ends } = choice.dataset;
    chosen.push({ choice, input, code, title, clock, day, starts: Date.parse(starts), ends: Date.parse(ends) });
  }
  for (const one of chosen) one.clashes = chosen.filter((other) => other !== one && overlap(one, other));
  return chosen.sort((a, b) => a.starts - b.starts);
}

function wayOf(input) {
  return input.dataset.way ?? input.value.split(/[-:]/)[0];
}

function overlap(one, other) {
  return one.starts < other.ends && other.starts < one.ends;
}

function markClashes(form, chosen) {
  for (const choice of form.querySelectorAll("[data-session]")) {
    const clashes = chosen.find((one) => one.choice === choice)?.clashes ?? [];
    const here = choice.querySelector("[data-clash-here]");
    choice.classList.toggle("clash", clashes.length > 0);
    if (!here) continue;
    here.hidden = clashes.length === 0;
    here.querySelector("span").textContent = clashSentence(form, clashes);
  }
}

function clashSentence(form, clashes) {
  return form.dataset.clash.replace("{codes}", clashes.map((other) => other.code).join(", "));
}

function listAgenda(form, chosen) {
  const list = document.querySelector("[data-agenda]");
  if (!list) return;
  list.replaceChildren(...chosen.map((one) => agendaLine(form, one)));
  document.querySelector("[data-agenda-empty]")?.toggleAttribute("hidden", chosen.length > 0);
  const said = document.querySelector("[data-agenda-said]");
  const clashing = chosen.filter((one) => one.clashes.length);
  if (said) said.textContent = clashing.map((one) => `${one.title}: ${clashSentence(form, one.clashes)}`).join(". ");
}

function agendaLine(form, one) {
  const line = document.createElement("li");
  const time = Object.assign(document.createElement("time"), { textContent: one.clock });
  time.dateTime = one.choice.dataset.starts;
  const title = Object.assign(document.createElement("b"), { textContent: one.title });
  line.append(time, title);
  if (one.day) line.append(Object.assign(document.createElement("span"), { className: "note", textContent: one.day }));
  line.append(wayLine(form, one));
  if (one.clashes.length) line.append(clashLine(form, one));
  return line;
}

// The sign of the option itself; a point is called by its name once it is known, after what is waited for.
function wayLine(form, one) {
  const sign = one.input.closest("label").querySelector(".way").cloneNode(true);
  const select = wayOf(one.input) === "point" && pointSelect(form, one.choice);
  const point = select?.value && select.selectedOptions[0];
  if (point) {
    const name = point.dataset.name ?? point.textContent;
    sign.lastChild.textContent = one.input.value === "point" ? name : `${sign.lastChild.textContent}: ${name}`;
  }
  return sign;
}

// The session's own, or the one for all.
function pointSelect(form, choice) {
  const within = "[data-needs-way='point'] select";
  return choice.querySelector(within) ?? form.querySelector(within);
}

function clashLine(form, one) {
  const line = Object.assign(document.createElement("span"), { className: "error" });
  const sign = one.choice.querySelector("[data-clash-here] .icon");
  if (sign) line.append(sign.cloneNode(true));
  line.append(clashSentence(form, one.clashes));
  return line;
}

function showNeeded(form, chosen) {
  for (const part of form.querySelectorAll("[data-needs-way]")) {
    const choice = part.closest("[data-session]");
    const asks = (one) => wayOf(one.input) === part.dataset.needsWay && (!choice || one.choice === choice);
    part.hidden = !chosen.some(asks);
  }
}
