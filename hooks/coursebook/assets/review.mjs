// The review page: what was missed or unsure, asked again on the day it is due. Everything comes from this browser's
// record; a question itself comes from the page of this site on which it stands.
import { all, enliven, make, makeButton, say, store } from "./questions.mjs";
import { day } from "./record.mjs";
import { ENOUGH, gradeOf, next, plan } from "./spacing.mjs";

/**
 * @typedef {import("./record.mjs").Card} Card
 * @typedef {{hash: string, url: string, module: string}} Place
 * @typedef {{id: string, card: Card, changed: boolean, again?: boolean}} Due
 */

const DAYS = 5; // how many of the next days are listed one by one

class Review {
  /** @param {HTMLElement} section */
  constructor(section) {
    this.plain = /** @type {HTMLElement} */ (section.querySelector(".cb-review-plain"));
    /** @type {{pages: [string, string][], questions: Record<string, [string, number]>}} */
    const { pages, questions } = JSON.parse(section.querySelector("script")?.textContent ?? "{}");
    /** @type {Map<string, Place>} */
    this.index = new Map();
    for (const [id, [hash, page]] of Object.entries(questions)) {
      const [url, module] = pages[page];
      this.index.set(id, { hash, url: new URL(url, document.baseURI).href, module });
    }
    /** @type {Map<string, Promise<Document>>} */
    this.pages = new Map();
    /** @type {Due[]} what is still to be asked; empty outside a session */
    this.queue = [];
    this.asked = 0;
    this.counts = make("div", "cb-review-counts");
    this.counts.tabIndex = -1;
    this.place = make("div", "cb-review-place");
    const live = make("div", "cb-review-live", [this.counts, this.place]);
    this.plain.before(live);
    const first = this.plain.querySelector("p");
    if (first) first.hidden = true;
    for (const event of ["coursebook:record", "pageshow"]) addEventListener(event, () => this.show());
    store.onChange(() => this.show());
    this.show();
  }

  /** How many are due, today and on the next days; not while questions are being asked. */
  show() {
    if (this.place.firstElementChild) return;
    const { due, ahead } = plan(store.read(), this.index, day());
    this.plain.hidden = due.length + ahead.length > 0;
    const none = ahead.length ? "due-none" : "due-empty";
    const count = due.length;
    const message = [make("p", "cb-review-due", say(!count ? none : count === 1 ? "due-one" : "due-many", { count }))];
    if (count) message.push(actions(makeButton("cb-button", say("review-start"), () => this.start(due))));
    if (ahead.length) message.push(make("p", "cb-review-ahead", say("ahead")), make("ul", "cb-review-days", days(ahead)));
    this.counts.replaceChildren(...message);
  }

  /** @param {Due[]} due */
  start(due) {
    this.queue = [...due];
    this.asked = 0;
    this.counts.replaceChildren();
    return this.ask();
  }

  /** Asks the first question of the queue, or ends. */
  async ask() {
    const one = this.queue.shift();
    if (!one) {
      this.place.replaceChildren();
      this.show();
      this.counts.prepend(make("p", "cb-review-done", say("review-done")));
      this.counts.focus();
      return;
    }
    this.asked++;
    const { url, module } = /** @type {Place} */ (this.index.get(one.id));
    const link = /** @type {HTMLAnchorElement} */ (make("a", "", say("review-page", { module })));
    link.href = `${url}#q-${one.id}`;
    const place = say("review-position", { number: this.asked, all: this.asked + this.queue.length });
    const head = make("p", "cb-review-position", [`${place} `, link]);
    head.tabIndex = -1;
    const parts = [head];
    if (one.again) parts.push(make("p", "cb-note", say("review-again")));
    if (one.changed) parts.push(make("p", "cb-note", say("review-changed")));
    try {
      parts.push(...(await this.fetch(url, one.id)));
      this.place.replaceChildren(...parts);
      this.listen(one);
    } catch {
      parts.push(make("p", "cb-note", say("review-failed")));
      this.place.replaceChildren(...parts, this.further());
    }
    head.focus();
  }

  /**
   * The form of a question, and what its case tells before it, made fit for this page.
   * @param {string} url @param {string} id @returns {Promise<HTMLElement[]>}
   */
  async fetch(url, id) {
    if (!this.pages.has(url)) this.pages.set(url, load(url));
    const page = await /** @type {Promise<Document>} */ (this.pages.get(url)).catch((error) => {
      this.pages.delete(url);
      throw error;
    });
    const form = all(page, "form.cb-question").find((one) => one.dataset.question === id);
    if (!form) throw new Error(id);
    const before = [];
    for (let part = form.previousElementSibling; form.closest(".cb-case") && part; part = part.previousElementSibling) {
      if (!part.matches("form")) before.unshift(part);
    }
    const copies = [...before, form].map((part) => document.importNode(part, true));
    copies[before.length].querySelector(".cb-question-head")?.firstChild?.remove(); // its number is another page's
    return /** @type {HTMLElement[]} */ (copies);
  }

  /** @param {Due} one */
  listen(one) {
    const form = /** @type {HTMLFormElement} */ (this.place.querySelector("form.cb-question"));
    enliven(form);
    const answered = (/** @type {Event} */ event) => {
      const { hash, right, sure } = /** @type {CustomEvent} */ (event).detail;
      const at = new Date().toISOString();
      const grade = gradeOf({ right, sure });
      const card = next(one.card, grade, hash, at);
      if (!one.again) store.change((record) => void (record.cards[one.id] = card));
      const again = grade < ENOUGH;
      if (again) this.queue.push({ ...one, changed: false, again });
      const { due } = store.read().cards[one.id] ?? card;
      const note = say(again ? "review-next-again" : "review-next", { date: date(due) });
      this.place.append(make("p", "cb-note", note), this.further());
    };
    form.addEventListener("coursebook:answered", answered, { once: true });
  }

  /** A button for the next question, or the end. */
  further() {
    const name = this.queue.length ? "review-further" : "review-end";
    return actions(makeButton("cb-button", say(name), () => this.ask()));
  }
}

/** A page of this site, its addresses made whole, its ids of footnote marks taken off. @param {string} url */
async function load(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const name of ["href", "src"])
    for (const one of all(page, `form.cb-question [${name}], .cb-case [${name}]`))
      one.setAttribute(name, new URL(one.getAttribute(name) ?? "", url).href);
  for (const mark of all(page, "sup[id]")) mark.removeAttribute("id");
  return page;
}

const actions = (/** @type {Node[]} */ ...buttons) => make("div", "cb-actions", buttons);

/** @param {string} on YYYY-MM-DD */
function date(on) {
  const language = document.documentElement.lang || "en";
  return new Date(`${on}T12:00`).toLocaleDateString(language, { weekday: "long", month: "long", day: "numeric" });
}

/** @param {[string, number][]} ahead */
function days(ahead) {
  const rest = ahead.slice(DAYS).reduce((sum, [, count]) => sum + count, 0);
  const message = ahead.slice(0, DAYS).map(([on, count]) => make("li", "", say("ahead-day", { date: date(on), count })));
  if (rest) message.push(make("li", "", say("ahead-rest", { count: rest })));
  return message;
}

for (const section of all(document, ".cb-review")) new Review(section);
