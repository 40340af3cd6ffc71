// A table of many choices, <form data-changed>: what differs from what was shown is marked and counted, and that
// alone is sent. Without a script all of it is sent, which means the same.
export function sendChanged() {
  for (const form of document.querySelectorAll("form[data-changed]")) {
    const choices = [...form.querySelectorAll("select")];
    const told = form.querySelector("[data-count]");
    const words = told.textContent;
    const differs = (choice) => !choice.options[choice.selectedIndex]?.defaultSelected || choice.dataset.kept;
    const count = () => {
      const changed = choices.filter(differs);
      choices.forEach((choice) => choice.toggleAttribute("data-differs", changed.includes(choice)));
      told.textContent = words.replace("{n}", changed.length);
      told.hidden = !changed.length;
    };
    form.addEventListener("change", count);
    form.addEventListener("submit", () => choices.forEach((choice) => (choice.disabled = !differs(choice))));
    addEventListener("pageshow", () => choices.forEach((choice) => (choice.disabled = false)));
    count();
  }
}
