// What was typed survives a broken line, in this tab only.
//   <form data-keep="register-ascf-2020">   kept while it is filled in, put back when the page is opened afresh
//   <p data-kept hidden>…<button type="button" data-kept-clear>   shown when something was put back
//   <div data-forget="register-ascf-2020">   on the page that says it worked: gone
// A form the server sends back with what was typed (data-posted) is left as it is. Hidden fields, passwords and files
// are never kept. Its place in the tab's history is that of its address: going back never asks to send again.
const PREFIX = "typed:";
const NEVER = ["hidden", "password", "file", "submit", "button", "image", "reset"];

export function keepTyped() {
  for (const place of document.querySelectorAll("[data-forget]")) forget(place.dataset.forget);
  for (const form of document.querySelectorAll("form[data-keep]")) keep(form);
  if (document.querySelector("form[data-posted]")) history.replaceState(history.state, "", location.href);
}

// What was typed in the form of that name is no longer needed.
export function forget(name) {
  store().removeItem(PREFIX + name);
}

function keep(form) {
  const key = PREFIX + form.dataset.keep;
  const fresh = stateOf(form);
  if (!("posted" in form.dataset) && putBack(form, store().getItem(key))) showKept(form, key, fresh);
  form.addEventListener("input", () => write(key, stateOf(form)));
}

function showKept(form, key, fresh) {
  const notice = document.querySelector("[data-kept]");
  if (!notice) return;
  notice.hidden = false;
  notice.querySelector("[data-kept-clear]")?.addEventListener("click", () => {
    store().removeItem(key);
    putBack(form, JSON.stringify(fresh));
    notice.hidden = true;
    form.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

// [name, value] of text fields and selects, [name, value, checked] of ticks and choices.
function stateOf(form) {
  return fieldsOf(form).map((field) =>
    isTick(field) ? [field.name, field.value, field.checked] : [field.name, field.value]);
}

// Whether anything on the form became different.
function putBack(form, kept) {
  let changed = false;
  for (const [name, value, checked] of read(kept)) {
    for (const field of fieldsOf(form)) {
      if (field.name !== name || (isTick(field) && field.value !== value)) continue;
      if (isTick(field) ? field.checked !== checked : field.value !== value) changed = true;
      if (isTick(field)) field.checked = checked;
      else if (field.tagName !== "SELECT" || [...field.options].some((option) => option.value === value)) field.value = value;
    }
  }
  return changed;
}

function fieldsOf(form) {
  return [...form.elements].filter((field) => field.name && "value" in field && !NEVER.includes(field.type));
}

function isTick(field) {
  return field.type === "checkbox" || field.type === "radio";
}

function write(key, state) {
  try {
    store().setItem(key, JSON.stringify(state));
  } catch {
    // Full: what was kept before stays.
  }
}

function read(kept) {
  try {
    return JSON.parse(kept) ?? [];
  } catch {
    return [];
  }
}

// The tab's own storage; a browser that refuses it gets one that forgets at once.
function store() {
  try {
    return sessionStorage;
  } catch {
    return { getItem: () => null, setItem: () => {}, removeItem: () => {} };
  }
}
