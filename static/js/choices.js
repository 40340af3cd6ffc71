// Registration: what is chosen, seen while choosing.
//   <form data-choices data-clash="Clashes with {codes}">
//     <div data-needs-way="point">…</div>                  shown only while some session is attended that way
//     <fieldset class="choice" id="W1" data-session="W1" data-title="W1 Planning" data-clock="08:30" data-day="Thu 22 Oct"
//               data-starts="2020-10-22T01:30:00Z" data-ends="2020-10-22T04:00:00Z">
//       <p class="error" data-clash-here hidden><svg…/><span></span></p>
//       <label class="option"><input type="radio" value="hall"> <span class="way hall">…</span></label>
//   <ul class="agenda" data-agenda></ul> <p data-agenda-empty>…</p> <p class="aside" role="status" data-agenda-said></p>
// The way of an option is its data-way, or its value up to the first "-" or ":"; "" is "not attending".
// data-day stands there only where the forum has several.
// With data-posted the server's own words on clashes stand until something is changed.
export function followChoices() {
  const form = document.querySelector("form[data-choices]");
  if (!form) return;
  const show = () => {
    const chosen = chosenIn(form);
    markClashes(form, chosen);
    listAgenda(form, chosen);
    showNeeded(form, chosen);
  };
  form.addEventListener("change", show);
  addEventListener("pageshow", show);
  if ("posted" in form.dataset) showNeeded(form, chosenIn(form));
  else show();
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

// The sign of the option itself; a point is called by its name once it is known.
function wayLine(form, one) {
  const sign = one.input.closest("label").querySelector(".way").cloneNode(true);
  const select = form.querySelector("[data-needs-way='point'] select");
  const name = wayOf(one.input) === "point" && select?.value && select.selectedOptions[0];
  if (name) sign.lastChild.textContent = name.dataset.name ?? name.textContent;
  return sign;
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
    part.hidden = !chosen.some((one) => wayOf(one.input) === part.dataset.needsWay);
  }
}
