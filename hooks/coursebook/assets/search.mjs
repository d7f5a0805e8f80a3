// The search of the course: a dialog that is made when somebody opens it. What is found comes from find.mjs.
import { find, pageText, plain, start } from "./find.mjs";

/** @typedef {import("./find.mjs").Hit} Hit */

const AT_ONCE = 8;
const OF_A_PAGE = 3;
const root = new URL("../../", import.meta.url);
const button = /** @type {HTMLElement | null} */ (document.querySelector(".cb-bar-search"));

/** @param {string} tag @param {string} name @param {(string | Node)[]} content */
function make(tag, name, ...content) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.append(...content);
  return element;
}

/** A text with the words that were met marked. @param {string} text @param {Set<string>} words */
function marked(text, words) {
  const parts = text.split(/([\p{L}\p{M}\p{N}]+)/u);
  return parts.map((part, n) => (n % 2 && words.has(plain(part)) ? make("mark", "", part) : part));
}

/** The part of a text where most of the words are. @param {string} text @param {Set<string>} words */
function excerpt(text, words) {
  const long = 160;
  if (text.length <= long) return text;
  const places = [...text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)].filter(([word]) => words.has(plain(word))).map(({ index }) => index);
  const within = (/** @type {number} */ from) => places.filter((one) => one >= from && one < from + long - 40).length;
  const best = places.reduce((best, one) => (within(one) > within(best) ? one : best), places[0] ?? 0);
  const from = best < 60 ? 0 : text.indexOf(" ", best - 40) + 1;
  const to = text.length - from <= long ? text.length : text.lastIndexOf(" ", from + long);
  return `${from ? "… " : ""}${text.slice(from, to)}${to < text.length ? " …" : ""}`;
}

class Search {
  /** @type {Record<string, string>} */
  words = {};
  /** @type {Hit[]} */
  hits = [];
  asked = 0;

  constructor() {
    const name = button?.textContent?.trim() ?? "";
    this.field = /** @type {HTMLInputElement} */ (make("input", ""));
    Object.assign(this.field, { type: "search", autocomplete: "off", spellcheck: false, enterKeyHint: "search", placeholder: name });
    this.field.setAttribute("aria-label", name);
    const close = make("button", "", button?.dataset.close ?? "×");
    close.setAttribute("type", "button");
    this.status = make("p", "cb-search-status");
    this.status.setAttribute("role", "status");
    this.list = make("ol", "");
    this.more = make("button", "cb-search-more");
    Object.assign(this.more, { type: "button", hidden: true });
    this.dialog = /** @type {HTMLDialogElement} */ (make("dialog", "cb-search"));
    this.dialog.setAttribute("aria-label", name);
    const form = make("form", "", this.field, close);
    form.setAttribute("role", "search");
    this.dialog.append(form, make("div", "cb-search-found", this.status, this.list, this.more));
    document.body.append(this.dialog);

    close.addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.dialog.close());
    this.dialog.addEventListener("keydown", (event) => this.walk(event));
    this.list.addEventListener("click", (event) => event.target instanceof Element && event.target.closest("a") && this.dialog.close());
    this.more.addEventListener("click", () => this.show(this.list.children.length + AT_ONCE));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.list.querySelector("a")?.click();
    });
    let typing = 0;
    this.field.addEventListener("input", () => {
      clearTimeout(typing);
      typing = window.setTimeout(() => this.look(), 150);
    });
  }

  async open() {
    if (!this.dialog.open) this.dialog.showModal();
    this.field.select();
    try {
      this.words = (await start()).words;
      if (!this.field.value) this.status.textContent = this.say("search-hint");
    } catch {
      this.failed();
    }
  }

  /** @param {string} name @param {Record<string, string | number>} [values] */
  say(name, values = {}) {
    return (this.words[name] ?? "").replace(/\{(\w+)\}/g, (_, key) => String(values[key] ?? ""));
  }

  failed() {
    this.status.textContent = button?.dataset.failed ?? "";
  }

  /** Arrow keys go through what was found, and back to the field. @param {KeyboardEvent} event */
  walk(event) {
    event.stopPropagation(); // the theme has short cuts of one letter
    if (event.key === "Escape") {
      event.preventDefault(); // by itself it only empties the field
      this.dialog.close();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const stops = /** @type {HTMLElement[]} */ ([this.field, ...this.list.querySelectorAll("a")]);
    const next = stops[stops.indexOf(/** @type {HTMLElement} */ (document.activeElement)) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  async look() {
    const query = this.field.value.trim();
    const turn = ++this.asked;
    try {
      this.words = (await start()).words;
      const found = query ? await find(query) : { hits: [], words: [], instead: [] };
      if (turn !== this.asked) return; // something else was typed meanwhile
      /** @type {Map<number, number>} */
      const seen = new Map();
      this.hits = found.hits.filter(({ page }) => {
        seen.set(page, (seen.get(page) ?? 0) + 1);
        return (seen.get(page) ?? 0) <= OF_A_PAGE;
      });
      this.met = new Set(found.words);
      const count = this.hits.length;
      const message = !query ? "search-hint" : !count ? "search-none" : count === 1 ? "search-found-one" : "search-found";
      const instead = found.instead.map(([typed, word]) => this.say("search-instead", { typed, word }));
      const meant = found.instead.reduce((text, [typed, word]) => text.replace(typed, word), plain(query));
      await this.show(AT_ONCE, turn);
      if (turn === this.asked) this.status.textContent = [...instead, this.say(message, { query: instead.length ? meant : query, count })].join(" ");
    } catch {
      if (turn === this.asked) this.failed();
    }
  }

  /** Shows the first so many. @param {number} count @param {number} [turn] */
  async show(count, turn = this.asked) {
    const shown = this.hits.slice(0, count);
    const rows = await Promise.all(shown.map((one) => this.row(one)));
    if (turn !== this.asked) return;
    const before = this.list.contains(document.activeElement) || document.activeElement === this.more ? this.list.children.length : 0;
    this.list.replaceChildren(...rows);
    this.more.hidden = count >= this.hits.length;
    this.more.textContent = this.say("search-more");
    if (before) this.list.children[before]?.querySelector("a")?.focus();
  }

  /** @param {Hit} hit */
  async row({ page, section }) {
    const { url, title, part, sections } = await pageText(page);
    const [anchor, name, text] = sections[section];
    const words = this.met ?? new Set();
    const link = /** @type {HTMLAnchorElement} */ (make("a", ""));
    link.href = new URL(url + (anchor ? `#${anchor}` : ""), root).href;
    link.append(make("span", "cb-search-where", [part, name && title].filter(Boolean).join(" › ")));
    link.append(make("strong", "", ...marked(name || title, words)));
    link.append(make("span", "cb-search-text", ...marked(excerpt(text, words), words)));
    return make("li", "", link);
  }
}

/** @type {Search | null} */
let search = null;
let styled = false;

/** Has the style sheet, which a first visit does not load. @returns {Promise<void>} */
function style() {
  if (styled) return Promise.resolve();
  styled = true;
  const sheet = document.createElement("link");
  Object.assign(sheet, { rel: "stylesheet", href: new URL("search.css", import.meta.url).href });
  return new Promise((ready) => {
    for (const event of ["load", "error"]) sheet.addEventListener(event, () => ready());
    document.head.append(sheet);
  });
}

export async function open() {
  await style();
  search ??= new Search();
  search.open();
}
