// Marks questions and remembers answers. The page is complete without it: every word and every reason is in the HTML.
import { markAnswer, toNumber } from "./mark.mjs";
import { percent } from "./percent.mjs";
import { answerTo, openStore } from "./record.mjs";

/** @typedef {import("./record.mjs").LearnerRecord} LearnerRecord */
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
/** @type {Record<string, string>} what is said of a score besides correct and incorrect */
const COUNTED = { many: "score-many", match: "score-match", order: "score-order" };

/** Tells that an answer lives on this page only, and offers it as a file. @param {HTMLElement} place */
export function reportNotKept(place) {
  const save = async () => (await import("./keep.mjs")).saveRecord();
  place.textContent = `${say(store.storage ? "full" : "not-kept")} `;
  place.append(makeButton("cb-button cb-quiet", say("record-save"), save));
}

/** Questions of which the page does not show yet what is known: a page may hold hundreds. @type {Set<Question>} */
const stale = new Set();

/**
 * What is known of a question changes at once; `paint` brings the page to it.
 */
export class Question {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.id = form.dataset.question ?? "";
    this.hash = form.dataset.hash ?? "";
    this.kind = form.dataset.kind ?? "one";
    this.list = /** @type {HTMLElement} */ (form.querySelector(".cb-options, .cb-field"));
    this.inputs = /** @type {Control[]} */ (all(this.list, "input, select"));
    this.unit = form.dataset.unit ?? "";
    const none = () => make("details", "cb-answer", [make("ul", "cb-reasons")]); // an assessment without its key
    this.answer = /** @type {HTMLDetailsElement} */ (form.querySelector(".cb-answer") ?? none());
    this.explanation = form.querySelector(".cb-explanation");
    this.reasonList = /** @type {HTMLElement} */ (this.answer.querySelector(".cb-reasons"));
    const reasons = all(this.reasonList, ".cb-reason");
    this.reasons = new Map(reasons.map((one, n) => [one.dataset.option ?? one.dataset.row ?? String(n), one]));
    this.key = [...this.reasons].map(([id, { dataset }]) => ({
      id,
      right: dataset.right === "1",
      low: dataset.low,
      high: dataset.high,
      typed: dataset.text,
      target: dataset.target,
    }));
    this.rows = all(this.list, ".cb-option").map((option) => {
      const input = /** @type {Control} */ (option.querySelector("input, select"));
      const id = input.dataset.row ?? input.value;
      const reason = this.reasons.get(id) ?? make("li", "cb-reason");
      const letter = option.querySelector(".cb-letter")?.textContent ?? "";
      return { id, option, input, reason, letter, parts: [...reason.children] };
    });
    /** @type {Given | null} the answer that is shown */
    this.shown = null;
    this.isOpen = false; // the page shows the reasons of `shown`
    this.seen = "null"; // the answer of the record that was looked at last
    /** @type {((question: Question) => void) | null} in an exam: called at every change */
    this.exam = null;
    this.asked = true; // an exam may leave it out
    this.held = false; // what it shows is not the record's practice answer: an exam, or the review of one
    this.locked = false; // it can be read only
    /** @type {string | null} what the note says; null: when the answer that is shown was given */
    this.message = "";
    /** @type {{chosen: string[], sure: boolean | null, flag: boolean} | null} what is to be filled in */
    this.draft = null;
    /** @type {((question: Question) => string[]) | null} gives the options in the order in which they are to stand */
    this.order = null;
    this.ordered = String(this.rows.map((row) => row.id));
    /** @type {ReturnType<Question["layOut"]> | null} */
    this.made = null;
    stale.add(this);
  }

  /** What is added to the form; made when it is needed. */
  get ui() {
    this.made ??= this.layOut();
    return this.made;
  }

  layOut() {
    const ui = {
      actions: make("div", "cb-actions"),
      // The verdict is read out because it gets the focus; what does not get the focus is a status.
      result: make("p", "cb-result"),
      note: make("p", "cb-note"),
      button: make("button", "cb-button cb-check"),
      flag: makeButton("cb-button cb-quiet cb-flag", say("flag"), () => {
        ui.flag.setAttribute("aria-pressed", String(!this.flagged));
        this.exam?.(this);
      }),
      hint: make("p", "cb-note cb-told"),
      sureness: [true, false].map((sure) => {
        const input = /** @type {HTMLInputElement} */ (make("input", ""));
        Object.assign(input, { type: "radio", name: `${this.id}-sure`, value: String(Number(sure)) });
        return { sure, input, label: make("label", "", [input, say(sure ? "sure" : "unsure")]) };
      }),
    };
    ui.result.tabIndex = -1;
    ui.flag.setAttribute("aria-pressed", "false");
    ui.hint.setAttribute("role", "status");
    ui.hint.id = `${this.form.id}-told`;
    const rating = make("fieldset", "cb-sure", [make("legend", "", say("how-sure"))]);
    rating.append(...ui.sureness.map((one) => one.label));
    this.list.before(make("div", "cb-news", [ui.result, ui.note]));
    ui.actions.append(rating, ui.button, ui.flag, ui.hint);
    this.list.after(ui.actions);
    for (const input of this.inputs) if (this.isTyped) input.setAttribute("aria-describedby", ui.hint.id);
    this.answer.hidden = true;
    this.form.classList.add("cb-live");
    oneAtATime(all(this.form, ".cb-hint"));
    this.form.addEventListener("input", () => this.exam?.(this));
    this.form.addEventListener("change", () => this.exam && this.announce(this.chosen.length ? this.problem : ""));
    return ui;
  }

  get isTyped() {
    return TYPED.includes(this.kind);
  }

  /** @returns {boolean} */
  get flagged() {
    return this.draft ? this.draft.flag : this.made?.flag.getAttribute("aria-pressed") === "true";
  }

  /** What is chosen or typed now, as the record keeps it. @returns {string[]} */
  get chosen() {
    if (this.draft) return this.draft.chosen;
    return this.inputs.flatMap((input) => {
      if (input instanceof HTMLSelectElement) return input.value ? [`${input.dataset.row}>${input.value}`] : [];
      if (this.isTyped) return input.value.trim() ? [input.value] : [];
      return input.checked ? [input.value] : [];
    });
  }

  /** @returns {boolean | null} */
  get sure() {
    if (this.draft) return this.draft.sure;
    return this.made?.sureness.find((one) => one.input.checked)?.sure ?? null;
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

  /** To be filled in. @param {string[]} chosen @param {boolean | null} [sure] */
  fill(chosen, sure = null, flag = false) {
    this.draft = { chosen, sure, flag };
    stale.add(this);
  }

  /** Shows a note. @param {string} note */
  remark(note) {
    this.message = note;
    if (this.made) this.made.note.textContent = note;
  }

  /** To be shown with every reason. @param {Given} answer @param {string | null} [note] */
  reveal(answer, note = null) {
    this.fill(answer.chosen, answer.sure, this.flagged);
    this.shown = answer;
    this.message = note;
  }

  /** To be asked anew. */
  conceal() {
    if (this.shown) this.fill([]);
    if (this.isOpen) this.form.classList.add("cb-wait");
    this.shown = null;
    this.message = "";
    stale.add(this);
  }

  /** @param {string} problem the name of a word, or nothing */
  announce(problem) {
    this.ui.hint.textContent = problem && say(problem, { text: this.chosen[0] ?? "", unit: this.unit });
    for (const input of this.inputs) if (this.isTyped) input.setAttribute("aria-invalid", String(Boolean(problem)));
  }

  /** Takes what the record holds, where it is not known yet. @param {LearnerRecord} record */
  refresh(record) {
    if (this.held) return;
    const { answer, changed } = answerTo(record, this.id, this.hash);
    const seen = JSON.stringify(answer);
    if (seen !== this.seen) {
      this.seen = seen;
      if (this.shown) this.conceal();
      if (answer) this.reveal(answer);
    }
    if (changed) this.remark(say("changed"));
  }

  /** @param {Event} event */
  submit(event) {
    event.preventDefault();
    if (this.held) return;
    if (this.shown) {
      this.conceal();
      this.paint();
      this.inputs[0]?.focus();
      return;
    }
    this.announce(this.problem);
    if (this.problem) {
      if (this.isTyped) this.inputs[0].focus();
      return;
    }
    const { chosen, id, hash, sure, ui } = this;
    const { right, score } = markAnswer(this.kind, this.key, chosen, this.unit);
    const answer = { hash, chosen, right, score, sure, at: new Date().toISOString() };
    const kept = store.change((record) => {
      record.answers[id] = answer;
    });
    this.seen = JSON.stringify(answer);
    this.reveal(answer, kept ? null : "");
    this.paint();
    ui.result.focus();
    if (!kept) reportNotKept(ui.hint);
    const detail = { id, hash, chosen, right, score, sure };
    this.form.dispatchEvent(new CustomEvent("coursebook:answered", { bubbles: true, detail }));
  }

  /** Brings the page to what is known. */
  paint() {
    stale.delete(this);
    const { ui, shown, draft, message, order } = this;
    if (this.isOpen) {
      this.fold();
      for (const { option } of this.rows) option.classList.remove("cb-right", "cb-wrong");
      this.isOpen = false;
    }
    if (order) this.arrange(order(this));
    if (draft) this.write(draft.chosen, draft.sure, draft.flag);
    this.order = this.draft = null;
    this.announce("");
    for (const input of this.inputs) input.disabled = this.locked || Boolean(shown);
    for (const { input } of ui.sureness) input.disabled = this.locked;
    ui.result.textContent = "";
    ui.result.className = "cb-result";
    ui.note.textContent = message ?? say("kept", { date: day(shown?.at ?? "") });
    ui.button.textContent = say(shown ? "again" : "check");
    this.form.classList.remove("cb-wait");
    this.form.classList.toggle("cb-answered", Boolean(shown));
    if (shown) this.open(shown);
  }

  /** @param {string[]} chosen @param {boolean | null} sure @param {boolean} flag */
  write(chosen, sure, flag) {
    for (const input of this.inputs) {
      if (input instanceof HTMLSelectElement) {
        const row = `${input.dataset.row}>`;
        input.value = chosen.find((one) => one.startsWith(row))?.slice(row.length) ?? "";
      } else if (this.isTyped) input.value = chosen[0] ?? "";
      else input.checked = chosen.includes(input.value);
    }
    for (const one of this.ui.sureness) one.input.checked = one.sure === sure;
    this.ui.flag.setAttribute("aria-pressed", String(flag));
  }

  /** Shows the verdict, and every reason where it belongs. @param {Given} answer */
  open(answer) {
    const { actions, result } = this.ui;
    const mark = markAnswer(this.kind, this.key, answer.chosen, this.unit);
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
    const counts = { got: mark.got, of: mark.of, extra: mark.extra, percent: percent([answer.score]) };
    const message = [say(RESULT[name])];
    if (COUNTED[this.kind] && !answer.right && answer.chosen.length) message.push(say(COUNTED[this.kind], counts));
    if (answer.sure !== null) message.push(say(answer.sure ? "was-sure" : "was-unsure"));
    result.textContent = message.join(" ");
    result.classList.add(`cb-${name}`);
    if (this.explanation) actions.before(this.explanation);
    this.isOpen = true;
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

  /** Shows the options in the given order, with letters by what is shown. @param {string[]} ids */
  arrange(ids) {
    if ((this.kind !== "one" && this.kind !== "many") || this.ordered === String(ids)) return;
    this.ordered = String(ids);
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
    this.questions = all(section, "form.cb-question").map(questionOf);
    this.news = make("p", "cb-sr");
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
  unfold(announce = false, everything = false) {
    const before = this.open;
    const { questions } = this;
    const isDone = (/** @type {Question} */ one) => everything || !one.asked || one.isAnswered;
    while (this.open < questions.length && isDone(questions[this.open])) this.open++;
    this.parts.forEach((part, n) => part.forEach((one) => (one.hidden = n > this.open)));
    for (const { form, asked } of questions) form.hidden ||= !asked;
    if (announce && this.open > before)
      this.news.textContent = say(this.open < questions.length ? "case-more" : "case-end");
  }

  close() {
    this.open = 0;
    this.news.textContent = "";
    this.unfold();
  }
}

/** @type {WeakMap<EventTarget, Question>} */
const known = new WeakMap();

/** @param {HTMLElement} form @returns {Question} the same one each time */
function questionOf(form) {
  const question = known.get(form) ?? new Question(/** @type {HTMLFormElement} */ (form));
  known.set(form, question);
  return question;
}

/** Makes a question that has come onto the page answerable. @param {HTMLElement} form */
export const enliven = (form) => questionOf(form).paint();

const AT_ONCE = 12; // more than anybody sees at a time
/** @type {ReturnType<typeof setTimeout>} */
let timer;

/** Shows what has changed: at once at the top, then a few at a time. @param {Question[]} [order] how they stand */
export function paint(order = questions) {
  for (const one of order.slice(0, AT_ONCE)) if (stale.has(one)) one.paint();
  clearTimeout(timer);
  if (stale.size) timer = setTimeout(paintMore, 30);
}

function paintMore() {
  const end = performance.now() + 8; // ms: half a frame
  for (const one of stale) {
    one.paint();
    if (performance.now() > end) break;
  }
  paint([]);
}

/** What is about to be used is brought up first. @param {{target: EventTarget | null}} event */
function wake({ target }) {
  const form = target instanceof Element && target.closest("form.cb-question");
  const question = form && known.get(form);
  if (question && stale.has(question)) question.paint();
}

/** @type {Question[]} */
export const questions = all(document, "form.cb-question").map(questionOf);
/** @type {Map<Element, Case>} */
export const cases = new Map();

const trouble = make("p", "cb-note cb-told");
trouble.setAttribute("role", "status");
questions[0]?.form.prepend(trouble);

function refresh() {
  const record = store.read();
  for (const question of questions) question.refresh(record);
  for (const one of cases.values()) one.unfold();
  const message = store.newer ? "newer" : store.damaged ? "damaged" : "";
  trouble.textContent = message && say(message);
  paint();
}

/** A link to what is folded away opens it. */
function follow() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const section = target?.closest("section.cb-case");
  if (!target || !section || !target.closest("[hidden]")) return;
  cases.get(section)?.unfold(false, true);
  target.scrollIntoView();
}

const watcher = new IntersectionObserver(
  (seen) => {
    for (const one of seen) if (one.isIntersecting) wake(one);
  },
  { rootMargin: "100%" },
);
for (const { form } of questions) watcher.observe(form);
for (const event of ["focusin", "pointerdown", "submit"]) document.addEventListener(event, wake);
document.addEventListener("submit", (event) => known.get(event.target ?? document)?.submit(event));
refresh();
for (const section of all(document, "section.cb-case")) cases.set(section, new Case(section));
follow();
store.onChange(refresh);
addEventListener("hashchange", follow);
addEventListener("pageshow", (event) => event.persisted && refresh());
addEventListener("beforeprint", () => {
  for (const one of stale) one.paint();
  for (const one of questions) one.fold();
});
addEventListener("afterprint", () => {
  for (const one of questions) if (one.shown) stale.add(one);
  paint(questions.filter((one) => one.shown));
});
