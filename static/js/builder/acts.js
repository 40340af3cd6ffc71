// Every act is shown at once and saved in its turn, each with the version that was seen when it began. Who was slower
// is asked which of both is to stay; undo and redo are acts like any other.
import { isoOf } from "./clock.js";
import { filled } from "./plan.js";

const PATIENCE = 20; // seconds for one answer

export class Acts {
  constructor(page) {
    this.page = page;
    this.done = [];
    this.undone = [];
    this.waiting = new Map(); // code -> its moves that are not saved yet
    this.queue = Promise.resolve();
    this.buttons = ["undo", "redo"].map((name) => page.root.querySelector(`[data-${name}]`));
    this.buttons[0].addEventListener("click", () => this.undo());
    this.buttons[1].addEventListener("click", () => this.redo());
  }

  // before, to: places, null for the tray. before: where it was when the act began, if not where it is shown.
  move(code, to, before) {
    const { plan } = this.page;
    const card = plan.cards.get(code);
    if (!card) return; // cancelled meanwhile
    before = before === undefined ? plan.placeOf(card) : before;
    if (same(before, to)) return this.release(code);
    this.show(code, to);
    this.later(async () => {
      const entry = { code, before, after: to };
      if (!this.waiting.has(code)) return; // an earlier move of it failed
      if (await this.put(entry, to, card.version, (theirs) => (entry.before = theirs))) this.note(entry);
    });
  }

  copy(code) {
    this.later(async () => {
      const answer = await this.send("copies", { code });
      if (!this.took(answer)) return;
      this.note({ code, made: versionsOf(answer) });
      this.page.say(filled(this.page.words.copied, { n: answer.cards.length }));
    });
  }

  undo() {
    this.page.settle();
    this.later(() => this.turn(this.done, this.undone, "before", this.page.words.undone));
  }

  redo() {
    this.page.settle();
    this.later(() => this.turn(this.undone, this.done, "after", this.page.words.redone));
  }

  async turn(from, to, side, word) {
    const entry = from.pop();
    if (!entry) return;
    const saved = entry.made ? await this.turnCopies(entry, side) : await this.turnMove(entry, entry[side]);
    if (saved) to.push(entry);
    if (saved) this.page.say(`${word} ${entry.made ? "" : this.page.told(entry.code)}`);
    this.tell();
  }

  turnMove(entry, place) {
    this.show(entry.code, place);
    return this.put(entry, place, entry.version);
  }

  async turnCopies(entry, side) {
    if (side === "before") return this.takeBack(entry);
    const answer = await this.send("copies", { code: entry.code });
    if (this.took(answer)) entry.made = versionsOf(answer);
    return answer.ok;
  }

  async takeBack(entry) {
    const answer = await this.send("copies/removal", { copies: entry.made.map(({ code, version }) => `${code}:${version}`).join(" ") });
    const [theirs] = answer.theirs ?? [];
    if (theirs && (await this.choose(answer.says, theirs, null)) === "mine") {
      entry.made.find(({ code }) => code === theirs.code).version = theirs.version;
      return this.takeBack(entry);
    }
    return this.took(answer);
  }

  // Saved, whether at once or over what somebody else saved; overwritten(place) is told what that was.
  async put(entry, place, seen, overwritten = () => {}) {
    const { code } = entry;
    const fields = place ? { hall: place.hall, starts: isoOf(place.wall), fold: place.fold, minutes: place.minutes } : {};
    const answer = await this.send(place ? "place" : "shelve", { code, seen, ...fields });
    const [theirs] = answer.theirs ?? [];
    if (theirs) {
      const mine = (await this.choose(answer.says, theirs, place)) === "mine";
      if (mine) overwritten(this.page.plan.placeOf(theirs));
      if (mine) return this.put(entry, place, theirs.version, overwritten);
    }
    this.release(code, !answer.ok);
    if (answer.ok) this.follow(code, seen, answer.cards[0].version);
    if (answer.ok) entry.version = answer.cards[0].version;
    return this.took(answer);
  }

  // Our own acts do not stand in the way of undoing earlier ones; what somebody else did in between does.
  follow(code, seen, version) {
    const copies = [...this.done, ...this.undone].flatMap((entry) => [entry, ...(entry.made ?? [])]);
    for (const one of copies) if (one.code === code && one.version === seen) one.version = version;
  }

  took(answer) {
    if (answer.ok) {
      this.page.plan.merge(answer, (code) => this.waiting.has(code));
      this.page.draw();
      for (const { code } of answer.cards.slice(0, 1)) this.page.say(this.page.told(code));
    } else {
      if (answer.says && !answer.theirs) this.page.say(answer.says, true);
      this.page.renew({ whole: true });
    }
    return answer.ok;
  }

  show(code, place) {
    const { plan, held } = this.page;
    const card = plan.cards.get(code);
    if (!card) return; // cancelled meanwhile: the answer says so
    this.waiting.set(code, (this.waiting.get(code) ?? 0) + 1);
    held.add(code);
    plan.put(card, place);
    this.page.draw();
  }

  release(code, isAll = false) {
    const left = (this.waiting.get(code) ?? 1) - 1;
    if (left > 0 && !isAll) return this.waiting.set(code, left);
    this.waiting.delete(code);
    this.page.held.delete(code);
    this.page.draw();
  }

  note(entry) {
    this.done.push(entry);
    this.undone = [];
    this.tell();
  }

  tell() {
    this.buttons[0].disabled = !this.done.length;
    this.buttons[1].disabled = !this.undone.length;
  }

  later(act) {
    this.queue = this.queue.then(act).catch((trouble) => {
      this.page.say(this.page.words.unread, true);
      throw trouble;
    });
  }

  // "theirs" or "mine"
  choose(says, theirs, yours) {
    const { plan } = this.page;
    const dialog = document.getElementById("both");
    dialog.querySelector("h2").textContent = says;
    dialog.querySelector("[data-theirs]").textContent = this.page.saidAt(plan.placeOf(theirs));
    dialog.querySelector("[data-yours]").textContent = this.page.saidAt(yours);
    dialog.returnValue = "theirs";
    dialog.showModal();
    return new Promise((resolve) => {
      dialog.addEventListener("close", () => resolve(dialog.returnValue || "theirs"), { once: true });
    });
  }

  // The answer with `ok`; where nothing could be read, what the page that came instead says.
  async send(path, fields) {
    const { acts, token } = this.page.root.dataset;
    const stop = new AbortController();
    const bell = setTimeout(() => stop.abort(), PATIENCE * 1000);
    try {
      const headers = { "X-CSRFToken": token };
      const body = new URLSearchParams(fields);
      const answer = await fetch(`${acts}/${path}`, { method: "POST", headers, body, cache: "no-store", signal: stop.signal });
      if (answer.redirected) location.assign(answer.url); // signing in
      const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
      return { ok: answer.ok && isJson, ...(isJson ? await answer.json() : { says: sentenceOf(await answer.text()) || this.page.words.unread }) };
    } catch {
      return { ok: false, says: this.page.words.lost };
    } finally {
      clearTimeout(bell);
    }
  }
}

function sentenceOf(html) {
  return new DOMParser().parseFromString(html, "text/html").querySelector("main p")?.textContent.trim();
}

function versionsOf({ cards }) {
  return cards.map(({ code, version }) => ({ code, version }));
}

export function same(one, other) {
  if (!one || !other) return one === other;
  return ["hall", "wall", "fold", "minutes"].every((name) => one[name] === other[name]);
}
