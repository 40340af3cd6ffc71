// Which points of a session are full, said in the options of its select as the polled fragment says it:
//   <span id="full-W1" hidden><i data-point="SIN"> · Full</i></span>   beside   <select data-mine="KUL">
// The reader's own seat is never full to the reader.

export function nameFullPoints() {
  addEventListener("refreshed", (event) => {
    if (event.target.id?.startsWith("full-")) say(event.target);
  });
}

function say(told) {
  const select = told.closest(".pointfield")?.querySelector("select");
  if (!select) return;
  const words = new Map([...told.children].map((one) => [one.dataset.point, one.textContent]));
  words.delete(select.dataset.mine);
  for (const option of select.querySelectorAll("option[data-name]")) {
    const shown = `${option.dataset.name} (${option.value})${words.get(option.value) ?? ""}`;
    if (option.textContent !== shown) option.textContent = shown;
    const group = option.closest("optgroup");
    if (group && !words.has(option.value)) group.before(option);
  }
  for (const group of select.querySelectorAll("optgroup:empty")) group.remove();
}
