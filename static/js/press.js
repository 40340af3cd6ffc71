// A form that writes is sent once: its buttons rest from the first press until the answer, or until the person comes
// back by the back button. <form data-again> is left alone; data-busy="Sending…" on a button is what it says meanwhile.
// Of <form data-file> the answer is a file and the page stays: its buttons rest for a double press alone.
// Any form without an address of its own is sent to that of the page, without the place on it that a link had led to.
const GIVE_UP = 20;
const FILE_COMES = 2;

export function pressOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    sendClean(form);
    if (event.defaultPrevented || form.method !== "post" || "again" in form.dataset) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => rest(form, event.submitter)); // after the pressed button's own value was read
    setTimeout(() => wake(form), ("file" in form.dataset ? FILE_COMES : GIVE_UP) * 1000);
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(wake));
}

function sendClean(form) {
  if (location.hash && !form.hasAttribute("action")) form.setAttribute("action", location.pathname + location.search);
}

function rest(form, pressed) {
  for (const button of buttonsOf(form)) {
    if (button.disabled) continue;
    button.disabled = true;
    button.dataset.rests = "yes";
  }
  if (!pressed) return;
  pressed.setAttribute("aria-busy", "true");
  if (!pressed.dataset.busy) return;
  pressed.dataset.said = pressed.textContent;
  pressed.textContent = pressed.dataset.busy;
}

function wake(form) {
  delete form.dataset.sent;
  for (const button of buttonsOf(form)) {
    if (!button.dataset.rests) continue;
    button.disabled = false;
    button.removeAttribute("aria-busy");
    if (button.dataset.said) button.textContent = button.dataset.said;
    delete button.dataset.rests;
    delete button.dataset.said;
  }
}

function buttonsOf(form) {
  return [...form.elements].filter((element) => element.type === "submit");
}
