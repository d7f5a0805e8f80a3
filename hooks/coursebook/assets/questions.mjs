// Marks questions and remembers answers. The page is complete without it: every word and every reason is in the HTML.
import { Store, answerTo, mark } from "./record.mjs";

/** @type {Record<string, string>} */
const words = JSON.parse(document.getElementById("cb-words")?.textContent ?? "{}");
const store = new Store(openStorage(), document.documentElement.dataset.course ?? "coursebook");

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

class Question {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.id = form.dataset.question ?? "";
    this.hash = form.dataset.hash ?? "";
    this.fieldset = /** @type {HTMLFieldSetElement} */ (form.querySelector("fieldset"));
    this.inputs = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll(".cb-option input")]);
    this.options = /** @type {HTMLElement[]} */ ([...form.querySelectorAll(".cb-option")]);
    this.reasons = /** @type {HTMLElement[]} */ ([...form.querySelectorAll(".cb-reason")]);
    this.key = this.reasons.map((reason) => reason.dataset.right === "1");
    this.answer = /** @type {HTMLDetailsElement} */ (form.querySelector(".cb-answer"));
    this.button = /** @type {HTMLButtonElement} */ (make("button", "cb-button", say("check")));
    this.result = make("p", "cb-result");
    this.note = make("p", "cb-note");
    this.result.tabIndex = -1;
    const actions = make("div", "cb-actions");
    const news = make("div", "cb-news");
    news.setAttribute("role", "status");
    news.append(this.result, this.note);
    actions.append(this.button);
    this.fieldset.append(actions, news);
    this.answer.hidden = true;
    form.classList.add("cb-live");
    form.addEventListener("submit", (event) => this.submit(event));
    this.show();
  }

  show() {
    const { answer, changed } = answerTo(store.read(), this.id, this.hash);
    if (answer) this.reveal(answer.chosen, answer.at, true);
    else this.reset();
    if (changed) this.note.textContent = say("changed");
    if (store.damaged) this.note.textContent = say("damaged");
  }

  /** @param {Event} event */
  submit(event) {
    event.preventDefault();
    if (this.form.classList.contains("cb-answered")) {
      store.keep(this.id, null);
      this.inputs.forEach((input) => (input.checked = false));
      this.reset();
      this.inputs[0].focus();
      return;
    }
    const chosen = this.inputs.filter((input) => input.checked).map((input) => Number(input.value));
    if (!chosen.length) {
      this.note.textContent = say("choose-first");
      return;
    }
    const at = new Date().toISOString();
    const kept = store.keep(this.id, { hash: this.hash, chosen, right: mark(this.key, chosen).right, at });
    this.reveal(chosen, at, kept);
    this.result.focus();
  }

  /** @param {number[]} chosen @param {string} at @param {boolean} kept */
  reveal(chosen, at, kept) {
    const { right, agreeing } = mark(this.key, chosen);
    this.inputs.forEach((input) => {
      input.checked = chosen.includes(Number(input.value));
      input.disabled = true;
    });
    this.options.forEach((option, n) => {
      const own = chosen.includes(n + 1);
      option.classList.add(this.key[n] ? "cb-right" : "cb-wrong");
      option.classList.toggle("cb-chosen", own);
      const reason = this.reasons[n];
      const verdict = reason.querySelector(".cb-verdict");
      verdict?.querySelector(".cb-yours")?.remove();
      if (own) verdict?.append(make("span", "cb-yours", say("chosen")));
      option.append(...reason.childNodes);
    });
    const partly = this.form.dataset.kind === "many" && agreeing > 0 && !right;
    const name = right ? "result-right" : partly ? "result-partly" : "result-wrong";
    this.result.textContent = say(name, { right: agreeing, all: this.key.length });
    this.result.className = `cb-result ${right ? "cb-right" : "cb-wrong"}`;
    const date = new Date(at).toLocaleDateString(document.documentElement.lang || "en");
    this.note.textContent = kept ? say("kept", { date }) : say("not-kept");
    this.button.textContent = say("again");
    this.answer.hidden = !this.answer.querySelector(".cb-explanation");
    this.answer.open = true;
    this.form.classList.add("cb-answered");
  }

  reset() {
    if (this.form.classList.contains("cb-answered")) {
      this.options.forEach((option, n) => {
        option.classList.remove("cb-right", "cb-wrong", "cb-chosen");
        option.querySelector(".cb-yours")?.remove();
        this.reasons[n].append(...[...option.childNodes].slice(1));
      });
      this.form.classList.remove("cb-answered");
    }
    this.inputs.forEach((input) => (input.disabled = false));
    this.result.textContent = this.note.textContent = "";
    this.result.className = "cb-result";
    this.button.textContent = say("check");
    this.answer.hidden = true;
  }
}

const questions = [...document.querySelectorAll("form.cb-question")].map(
  (form) => new Question(/** @type {HTMLFormElement} */ (form)),
);
window.addEventListener("storage", (event) => {
  if (event.key === store.name) questions.forEach((question) => question.show());
});
