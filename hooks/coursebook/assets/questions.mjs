// Marks questions and remembers answers. The page is complete without it: every word and every reason is in the HTML.
import { markAnswer, percent, toNumber } from "./mark.mjs";
import { answerTo, openStore } from "./record.mjs";

/** @typedef {import("./record.mjs").Answer} Answer */
/** @typedef {HTMLInputElement | HTMLSelectElement} Control */
/** @typedef {{hash: string, chosen: string[], right: boolean, score: number, sure: boolean | null, at: string}} Given */

const catalogue = document.getElementById("cb-words");
/** @type {Record<string, string>} */
const words = JSON.parse(catalogue?.textContent || "{}");
const language = document.documentElement.lang || "en";

export const store = openStore(catalogue?.dataset.course ?? "");

/** @param {string} name @param {Record<string, string | number>} [values] */
export function say(name, values = {}) {
  return (words[name] ?? name).replace(/\{(\w+)\}/g, (_, key) => String(values[key] ?? ""));
}

/** @param {string} at @param {Intl.DateTimeFormatOptions} [style] */
export function day(at, style = { dateStyle: "long" }) {
  return new Date(at).toLocaleString(language, style);
}

/** @param {string} tag @param {string} name @param {string | (string | Node)[]} [content] */
export function make(tag, name, content = "") {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.append(...(Array.isArray(content) ? content : [content]));
  return element;
}

/** @param {string} name @param {string} text @param {() => void} press */
export function makeButton(name, text, press) {
  const button = /** @type {HTMLButtonElement} */ (make("button", name, text));
  button.type = "button";
  button.addEventListener("click", press);
  return button;
}

/** @param {ParentNode} within @param {string} selector */
export const all = (within, selector) => /** @type {HTMLElement[]} */ ([...within.querySelectorAll(selector)]);

const TYPED = ["number", "blank"];
const RESULT = { right: "result-right", partly: "result-partly", wrong: "result-wrong" };
/** @type {Record<string, string>} what is told of a score beside right and not right */
const COUNTED = { many: "score-many", match: "score-match", order: "score-order" };

/** Tells that an answer lives on this page only, and offers it as a file. @param {HTMLElement} place */
export function tellNotKept(place) {
  const save = async () => (await import("./keep.mjs")).saveRecord();
  place.textContent = `${say(store.storage ? "full" : "not-kept")} `;
  place.append(makeButton("cb-button cb-quiet", say("record-save"), save));
}

export class Question {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.id = form.dataset.question ?? "";
    this.hash = form.dataset.hash ?? "";
    this.kind = form.dataset.kind ?? "one";
    this.list = /** @type {HTMLElement} */ (form.querySelector(".cb-options, .cb-field"));
    this.inputs = /** @type {Control[]} */ (all(this.list, "input, select"));
    this.unit = form.querySelector(".cb-unit")?.textContent ?? "";
    const none = () => make("details", "cb-answer", [make("ul", "cb-reasons")]); // an assessment without its key
    this.answer = /** @type {HTMLDetailsElement} */ (form.querySelector(".cb-answer") ?? none());
    this.explanation = form.querySelector(".cb-explanation");
    this.reasonList = /** @type {HTMLElement} */ (this.answer.querySelector(".cb-reasons"));
    const reasons = all(this.reasonList, ".cb-reason");
    this.reasons = new Map(reasons.map((one, n) => [one.dataset.option ?? one.dataset.row ?? String(n), one]));
    this.key = [...this.reasons].map(([id, { dataset }]) => ({
      id,
      right: dataset.right === "1",
      low: Number(dataset.low ?? NaN),
      high: Number(dataset.high ?? NaN),
      unit: this.unit,
      text: dataset.text,
      target: dataset.target,
    }));
    this.rows = all(this.list, ".cb-option").map((option) => {
      const input = /** @type {Control} */ (option.querySelector("input, select"));
      const id = input.dataset.row ?? input.value;
      const reason = this.reasons.get(id) ?? make("li", "cb-reason");
      const letter = option.querySelector(".cb-letter")?.textContent ?? "";
      return { id, option, input, reason, letter, parts: [...reason.children] };
    });
    /** @type {Given | null} the answer that the page shows */
    this.shown = null;
    this.seen = "null"; // the answer of the record that was looked at last
    /** @type {((question: Question) => void) | null} in an exam: told of every change */
    this.exam = null;
    this.asked = true; // an exam may leave it out
    this.held = false; // what it shows is not the record's practice answer: an exam, or the review of one
    this.actions = make("div", "cb-actions");
    // The verdict is read out because it gets the focus; what does not get the focus is a status.
    this.result = make("p", "cb-result");
    this.result.tabIndex = -1;
    this.note = make("p", "cb-note");
    this.button = /** @type {HTMLButtonElement} */ (make("button", "cb-button cb-check"));
    this.flag = makeButton("cb-button cb-quiet cb-flag", say("flag"), () => {
      this.flag.setAttribute("aria-pressed", String(!this.flagged));
      this.exam?.(this);
    });
    this.hint = make("p", "cb-note cb-told");
    this.hint.setAttribute("role", "status");
    this.hint.id = `${this.form.id}-told`;
    this.sureness = [true, false].map((sure) => {
      const input = /** @type {HTMLInputElement} */ (make("input", ""));
      Object.assign(input, { type: "radio", name: `${this.id}-sure`, value: String(Number(sure)) });
      return { sure, input, label: make("label", "", [input, say(sure ? "sure" : "unsure")]) };
    });
    this.layOut();
    this.conceal();
  }

  layOut() {
    const rating = make("fieldset", "cb-sure", [make("legend", "", say("how-sure"))]);
    rating.append(...this.sureness.map((one) => one.label));
    this.list.before(make("div", "cb-news", [this.result, this.note]));
    this.actions.append(rating, this.button, this.flag, this.hint);
    this.list.after(this.actions);
    for (const input of this.inputs) if (this.isTyped) input.setAttribute("aria-describedby", this.hint.id);
    this.answer.hidden = true;
    oneAtATime(all(this.form, ".cb-hint"));
    this.form.classList.add("cb-live");
    this.form.addEventListener("submit", (event) => this.submit(event));
    this.form.addEventListener("input", () => this.exam?.(this));
    this.form.addEventListener("change", () => this.exam && this.tell(this.chosen.length ? this.problem : ""));
  }

  get isTyped() {
    return TYPED.includes(this.kind);
  }

  get flagged() {
    return this.flag.getAttribute("aria-pressed") === "true";
  }

  /** What is chosen or typed now, as the record keeps it. @returns {string[]} */
  get chosen() {
    return this.inputs.flatMap((input) => {
      if (input instanceof HTMLSelectElement) return input.value ? [`${input.dataset.row}>${input.value}`] : [];
      if (this.isTyped) return input.value.trim() ? [input.value] : [];
      return input.checked ? [input.value] : [];
    });
  }

  /** @returns {boolean | null} */
  get sure() {
    return this.sureness.find((one) => one.input.checked)?.sure ?? null;
  }

  /** Why the answer cannot be marked yet: the name of a word, or nothing. */
  get problem() {
    const { chosen, kind } = this;
    if (kind === "match" || kind === "order") {
      if (chosen.length < this.rows.length) return "choose-all";
      const places = new Set(chosen.map((one) => one.split(">")[1]));
      return kind === "order" && places.size < chosen.length ? "same-place" : "";
    }
    if (!chosen.length) return this.isTyped ? "type-first" : "choose-first";
    return kind === "number" && toNumber(chosen[0], this.unit) === null ? "not-a-number" : "";
  }

  /** Whether what comes after it may be seen. */
  get isAnswered() {
    return this.exam ? !this.problem : this.shown !== null;
  }

  /** @param {string[]} chosen @param {boolean | null} [sure] @param {boolean} [flagged] */
  fill(chosen, sure = null, flagged = false) {
    for (const input of this.inputs) {
      if (input instanceof HTMLSelectElement) {
        const row = `${input.dataset.row}>`;
        input.value = chosen.find((one) => one.startsWith(row))?.slice(row.length) ?? "";
      } else if (this.isTyped) input.value = chosen[0] ?? "";
      else input.checked = chosen.includes(input.value);
    }
    for (const one of this.sureness) one.input.checked = one.sure === sure;
    this.flag.setAttribute("aria-pressed", String(flagged));
  }

  /** @param {string} problem the name of a word, or nothing */
  tell(problem) {
    this.hint.textContent = problem && say(problem, { text: this.chosen[0] ?? "", unit: this.unit });
    for (const input of this.inputs) if (this.isTyped) input.setAttribute("aria-invalid", String(Boolean(problem)));
  }

  /** Shows what the record holds, where the page does not show it yet. */
  refresh(record = store.read()) {
    if (this.held) return;
    const { answer, changed } = answerTo(record, this.id, this.hash);
    const seen = JSON.stringify(answer);
    if (seen !== this.seen) {
      this.seen = seen;
      if (this.shown) this.conceal();
      if (answer) this.reveal(answer, say("kept", { date: day(answer.at) }));
    }
    if (changed) this.note.textContent = say("changed");
  }

  /** @param {Event} event */
  submit(event) {
    event.preventDefault();
    if (this.held) return;
    if (this.shown) {
      this.conceal();
      this.inputs[0]?.focus();
      return;
    }
    this.tell(this.problem);
    if (this.problem) {
      if (this.isTyped) this.inputs[0].focus();
      return;
    }
    const { chosen, id, hash, sure } = this;
    const { right, score } = markAnswer(this.kind, this.key, chosen);
    const answer = { hash, chosen, right, score, sure, at: new Date().toISOString() };
    const kept = store.change((record) => {
      record.answers[id] = answer;
    });
    this.seen = JSON.stringify(answer);
    this.reveal(answer, kept ? say("kept", { date: day(answer.at) }) : "");
    this.result.focus();
    if (!kept) tellNotKept(this.hint);
    const detail = { id, hash, chosen, right, score, sure };
    this.form.dispatchEvent(new CustomEvent("coursebook:answered", { bubbles: true, detail }));
  }

  /** Shows an answer with every reason. @param {Given} answer @param {string} note */
  reveal(answer, note) {
    this.fill(answer.chosen, answer.sure, this.flagged);
    for (const input of this.inputs) input.disabled = true;
    const mark = markAnswer(this.kind, this.key, answer.chosen);
    for (const { id, option, reason, parts } of this.rows) {
      const item = this.key.find((one) => one.id === id);
      const own = answer.chosen.includes(item?.target ? `${id}>${item.target}` : id);
      option.classList.add((item?.target ? own : item?.right) ? "cb-right" : "cb-wrong");
      option.append(...parts);
      reason.hidden = true;
      if (item?.target && answer.chosen.length) this.own(option, own ? "right" : "wrong");
      else if (own) this.own(option, "chosen");
    }
    if (this.reasons.size > this.rows.length) this.list.after(this.reasonList);
    const hit = this.reasons.get(mark.hit);
    if (hit) this.own(hit, "chosen");
    const name = answer.right ? "right" : answer.score > 0 ? "partly" : "wrong";
    const counts = { got: mark.got, of: mark.of, extra: mark.extra, percent: percent(answer.score) };
    const told = [say(RESULT[name])];
    if (COUNTED[this.kind] && !answer.right && answer.chosen.length) told.push(say(COUNTED[this.kind], counts));
    if (answer.sure !== null) told.push(say(answer.sure ? "was-sure" : "was-unsure"));
    this.result.textContent = told.join(" ");
    this.result.className = `cb-result cb-${name}`;
    this.note.textContent = note;
    if (this.explanation) this.actions.before(this.explanation);
    this.button.textContent = say("again");
    this.form.classList.add("cb-answered");
    this.shown = answer;
  }

  /** Says which row is the learner's. @param {HTMLElement} row @param {string} word */
  own(row, word) {
    row.querySelector(".cb-verdict")?.append(make("span", `cb-yours cb-yours-${word}`, say(word)));
  }

  /** Puts every reason back below the question, where print and the page without scripts have it. */
  fold() {
    for (const own of all(this.form, ".cb-yours")) own.remove();
    for (const { reason, parts } of this.rows) {
      reason.append(...parts);
      reason.hidden = false;
    }
    this.answer.append(this.reasonList);
    if (this.explanation) this.answer.append(this.explanation);
  }

  conceal() {
    this.fold();
    for (const { option } of this.rows) option.classList.remove("cb-right", "cb-wrong");
    for (const input of this.inputs) input.disabled = false;
    if (this.shown) this.fill([]);
    this.tell("");
    this.result.textContent = this.note.textContent = "";
    this.result.className = "cb-result";
    this.button.textContent = say("check");
    this.form.classList.remove("cb-answered");
    this.shown = null;
  }

  /** Shows the options in the given order, with letters by what is shown. @param {string[]} ids */
  arrange(ids) {
    if (this.kind !== "one" && this.kind !== "many") return;
    const rows = [...this.rows].sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
    rows.forEach((row, n) => {
      this.list.append(row.option);
      this.reasonList.append(row.reason);
      for (const part of [row.option, ...row.parts]) {
        const letter = part.querySelector(".cb-letter");
        if (letter) letter.textContent = this.rows[n].letter;
      }
    });
  }
}

/** @param {HTMLElement[]} hints */
function oneAtATime(hints) {
  hints.forEach((hint, n) => {
    hint.hidden = n > 0;
    hint.addEventListener("toggle", () => {
      if (hints[n + 1] && /** @type {HTMLDetailsElement} */ (hint).open) hints[n + 1].hidden = false;
    });
  });
}

/** A clinical case: what follows a question unfolds once it has been answered. */
export class Case {
  /** @param {HTMLElement} section */
  constructor(section) {
    this.section = section;
    this.questions = all(section, "form.cb-question").map((form) => enliven(/** @type {HTMLFormElement} */ (form)));
    this.news = make("p", "cb-note cb-told");
    this.news.setAttribute("role", "status");
    this.parts = /** @type {HTMLElement[][]} */ ([[]]);
    for (const child of /** @type {HTMLElement[]} */ ([...section.children])) {
      this.parts[this.parts.length - 1].push(child);
      if (child.matches("form.cb-question")) this.parts.push([]);
    }
    section.append(this.news);
    this.open = 0;
    section.addEventListener("coursebook:answered", () => this.unfold(true));
    this.unfold();
  }

  /** Shows as much as has been answered; `all` shows everything. */
  unfold(tell = false, everything = false) {
    const before = this.open;
    const { questions } = this;
    const isDone = (/** @type {Question} */ one) => everything || !one.asked || one.isAnswered;
    while (this.open < questions.length && isDone(questions[this.open])) this.open++;
    this.parts.forEach((part, n) => part.forEach((one) => (one.hidden = n > this.open)));
    for (const { form, asked } of questions) form.hidden ||= !asked;
    if (tell && this.open > before) this.news.textContent = say(this.parts[this.open].length ? "case-more" : "case-end");
  }

  close() {
    this.open = 0;
    this.news.textContent = "";
    this.unfold();
  }
}

/** @type {WeakMap<HTMLFormElement, Question>} */
const enlivened = new WeakMap();

/** Makes a question of the page answerable; the same one each time. @param {HTMLFormElement} form @returns {Question} */
export function enliven(form) {
  const known = enlivened.get(form) ?? new Question(form);
  enlivened.set(form, known);
  return known;
}

export const questions = all(document, "form.cb-question").map((form) =>
  enliven(/** @type {HTMLFormElement} */ (form)),
);
export const cases = new Map();

const trouble = make("p", "cb-note cb-told");
trouble.setAttribute("role", "status");
questions[0]?.form.prepend(trouble);

function refresh() {
  const record = store.read();
  for (const question of questions) question.refresh(record);
  for (const one of cases.values()) one.unfold();
  const told = store.newer ? "newer" : store.damaged ? "damaged" : "";
  trouble.textContent = told && say(told);
}

/** A link to what is folded away opens it. */
function follow() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const section = target?.closest("section.cb-case");
  if (!target || !section || !target.closest("[hidden]")) return;
  cases.get(section)?.unfold(false, true);
  target.scrollIntoView();
}

refresh();
for (const section of all(document, "section.cb-case")) cases.set(section, new Case(section));
follow();
store.onChange(refresh);
addEventListener("hashchange", follow);
addEventListener("pageshow", (event) => event.persisted && refresh());
addEventListener("beforeprint", () => questions.forEach((question) => question.fold()));
addEventListener("afterprint", () => {
  for (const question of questions) if (question.shown) question.reveal(question.shown, question.note.textContent ?? "");
});
