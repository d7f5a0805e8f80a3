// Marks questions and remembers answers. The page is complete without it: every word and every reason is in the HTML.
import { Store, answerTo, mark } from "./record.mjs";

const catalogue = document.getElementById("cb-words");
/** @type {Record<string, string>} */
const words = JSON.parse(catalogue?.textContent || "{}");
const store = new Store(openStorage(), `coursebook.${catalogue?.dataset.course ?? ""}`);

/** @returns {Storage | null} */
function openStorage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/** @param {string} name @param {Record<string, string | number>} [values] */
function say(name, values = {}) {
  return (words[name] ?? name).replace(/\{(\w+)\}/g, (_, key) => String(values[key] ?? ""));
}

/** @param {string} tag @param {string} name @param {string} [text] */
function make(tag, name, text = "") {
  const element = document.createElement(tag);
  element.className = name;
  element.textContent = text;
  return element;
}

/** @param {Element} within @param {string} selector */
const all = (within, selector) => /** @type {HTMLElement[]} */ ([...within.querySelectorAll(selector)]);

class Question {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.id = form.dataset.question ?? "";
    this.hash = form.dataset.hash ?? "";
    this.options = all(form, ".cb-option");
    this.inputs = /** @type {HTMLInputElement[]} */ (all(form, ".cb-option input"));
    this.reasons = all(form, ".cb-reason");
    this.parts = this.reasons.map((reason) => [...reason.children]);
    this.key = this.reasons.map((reason) => reason.dataset.right === "1");
    this.explanation = form.querySelector(".cb-explanation");
    this.answer = /** @type {HTMLDetailsElement} */ (form.querySelector(".cb-answer"));
    /** @type {import("./record.mjs").Answer | null} the answer that the page shows */
    this.shown = null;

    // The verdict is read out because it gets the focus; what does not get the focus is a status.
    this.result = make("p", "cb-result");
    this.result.tabIndex = -1;
    this.note = make("p", "cb-note");
    this.button = make("button", "cb-button");
    this.hint = make("p", "cb-note");
    this.hint.setAttribute("role", "status");
    this.news = make("div", "cb-news");
    this.news.append(this.result, this.note);
    const actions = make("div", "cb-actions");
    actions.append(this.button, this.hint);
    this.list = /** @type {HTMLElement} */ (form.querySelector(".cb-options"));
    this.list.before(this.news);
    this.list.after(actions);
    this.answer.hidden = true;
    form.classList.add("cb-live");
    form.addEventListener("submit", (event) => this.submit(event));
    this.conceal();
    this.refresh();
  }

  /** Shows what the record holds, where the page does not show it yet. */
  refresh() {
    const { answer, changed } = answerTo(store.read(), this.id, this.hash);
    if (changed) this.note.textContent = say("changed");
    if (JSON.stringify(answer) === JSON.stringify(this.shown)) return;
    if (this.shown) this.conceal();
    if (answer) this.reveal(answer, true);
  }

  /** @param {Event} event */
  submit(event) {
    event.preventDefault();
    this.hint.textContent = "";
    if (this.shown) {
      store.keep(this.id, null);
      this.conceal();
      this.inputs[0]?.focus();
      return;
    }
    const chosen = this.inputs.map((input, n) => (input.checked ? n + 1 : 0)).filter(Boolean);
    if (!chosen.length) {
      this.hint.textContent = say("choose-first");
      return;
    }
    const answer = { hash: this.hash, chosen, right: mark(this.key, chosen).right, at: new Date().toISOString() };
    const kept = store.keep(this.id, answer);
    this.reveal(answer, kept);
    this.result.focus();
    if (!kept) this.hint.textContent = say("not-kept");
  }

  /** @param {import("./record.mjs").Answer} answer @param {boolean} kept */
  reveal(answer, kept) {
    const { right, agreeing } = mark(this.key, answer.chosen);
    this.options.forEach((option, n) => {
      const own = answer.chosen.includes(n + 1);
      this.inputs[n].checked = own;
      this.inputs[n].disabled = true;
      option.classList.add(this.key[n] ? "cb-right" : "cb-wrong");
      option.append(...this.parts[n]);
      if (own) option.querySelector(".cb-verdict")?.append(make("span", "cb-yours", say("chosen")));
    });
    const partly = this.form.dataset.kind === "many" && agreeing > 0 && !right;
    const name = right ? "right" : partly ? "partly" : "wrong";
    this.result.textContent = say(`result-${name}`, { right: agreeing, all: this.key.length });
    this.result.className = `cb-result cb-${name}`;
    const date = new Date(answer.at).toLocaleDateString(document.documentElement.lang || "en", { dateStyle: "long" });
    this.note.textContent = kept ? say("kept", { date }) : "";
    if (this.explanation) this.list.after(this.explanation);
    this.button.textContent = say("again");
    this.form.classList.add("cb-answered");
    this.shown = answer;
  }

  conceal() {
    for (const own of all(this.form, ".cb-yours")) own.remove();
    this.options.forEach((option, n) => {
      option.classList.remove("cb-right", "cb-wrong");
      this.reasons[n].append(...this.parts[n]);
      this.inputs[n].disabled = false;
      if (this.shown) this.inputs[n].checked = false;
    });
    if (this.explanation) this.answer.append(this.explanation);
    this.result.textContent = this.note.textContent = this.hint.textContent = "";
    this.result.className = "cb-result";
    this.button.textContent = say("check");
    this.form.classList.remove("cb-answered");
    this.shown = null;
  }
}

const questions = all(document.body, "form.cb-question").map(
  (form) => new Question(/** @type {HTMLFormElement} */ (form)),
);

function refresh() {
  for (const question of questions) question.refresh();
  if (store.damaged && questions[0]) questions[0].hint.textContent = say("damaged");
}
refresh();
addEventListener("storage", (event) => (event.key === store.name || event.key === null) && refresh());
addEventListener("pageshow", (event) => event.persisted && refresh());
