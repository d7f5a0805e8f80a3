// The record of completion and its receipt, from what this browser keeps. Nothing is sent.
import { percentOf } from "./percent.mjs";
import { completion, loadMap, root } from "./progress.mjs";
import { all, day, make, makeButton, say, store } from "./questions.mjs";

/**
 * @typedef {import("./progress.mjs").CourseMap} CourseMap
 * @typedef {import("./progress.mjs").Completion} Completion
 * @typedef {import("./record.mjs").LearnerRecord} LearnerRecord
 * @typedef {import("./record.mjs").Attempt} Attempt
 * @typedef {{name: string, number: string, profession: string}} Learner `profession` is one that the
 *   course knows, or empty where nobody asks
 * @typedef {{course: object, provider: object, minutes: number, mode: string, means: string,
 *   credit: {body: string}[]}} Facts
 * @typedef {{id: string, title: string, pass: number | null, score: number | null, at: string, attempt: number,
 *   questions: {id: string, hash: string, score: number | null}[]}} Taken one quiz: the first attempt that counted, its
 *   score in percent, null where a provider marks
 */

const FIELDS = { name: "certificate-name", number: "certificate-number" };

/**
 * The attempt that a quiz was done with. Later and better ones do not change a certificate.
 * @param {LearnerRecord} record @param {import("./progress.mjs").QuizState} quiz @returns {Taken}
 */
export function taken(record, quiz) {
  const exams = (record.attempts[quiz.id] ?? []).filter((one) => one.done && !(/** @type {any} */ (one).retry));
  /** @param {any} one */
  const counts = (one) => [quiz.private ? one.saved : one.done].includes(quiz.at);
  const at = Math.max(0, exams.findIndex(counts));
  const { drawn = [], answers = {}, score = null } = exams[at] ?? {};
  return {
    id: quiz.id,
    title: quiz.title,
    pass: quiz.pass,
    score: quiz.private || score === null ? null : percentOf({ answers, score }),
    at: quiz.at ?? "",
    attempt: at + 1,
    questions: drawn.map((id) => ({
      id,
      hash: answers[id]?.hash ?? "",
      score: quiz.private ? null : (answers[id]?.score ?? 0),
    })),
  };
}

/**
 * The receipt. The same record and learner always give the same text, so that its hash can be on the print.
 * @param {LearnerRecord} record @param {CourseMap} map @param {Completion} state @param {Facts} facts
 * @param {Learner} learner @param {{body: string}[]} credit what the approvals give them
 */
export function receipt(record, map, state, facts, learner, credit) {
  const lessons = map.pages.filter((page) => !page.quiz).flatMap((page) => page.questions);
  const { profession, ...named } = learner;
  return {
    format: "coursebook receipt",
    version: 1,
    attested: "self",
    proctored: false,
    means: facts.means,
    course: facts.course,
    provider: facts.provider,
    learner: profession ? learner : named,
    completed: state.finishedAt,
    mode: facts.mode,
    minutes: facts.minutes,
    credit,
    pages: state.pages.all,
    quizzes: state.quizzes.map((quiz) => taken(record, quiz)),
    answers: lessons.flatMap((id) => {
      const answer = Object.hasOwn(record.answers, id) ? record.answers[id] : null;
      return answer ? [{ id, hash: answer.hash }] : [];
    }),
    evaluation: state.evaluation.at,
  };
}

/** The file, and the beginning of its SHA-256: null where the browser works none out. @param {object} made */
export async function sealed(made) {
  const text = `${JSON.stringify(made, null, 1)}\n`;
  if (!crypto.subtle) return { text, id: null };
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  const id = [...bytes.slice(0, 6)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return { text, id };
}

class Certificate {
  /** @param {HTMLElement} section @param {CourseMap} map */
  constructor(section, map) {
    this.map = map;
    this.facts = /** @type {Facts} */ (JSON.parse(section.dataset.facts ?? "{}"));
    this.ends = section.dataset.ends ?? "";
    this.live = /** @type {HTMLElement} */ (section.querySelector(".cb-certificate-live"));
    this.paper = /** @type {HTMLElement} */ (section.querySelector(".cb-paper"));
    this.awards = all(this.paper, "[data-award]");
    this.asks = this.awards.some((one) => one.dataset.for);
    this.kept = `${store.name}.certificate`;
    this.status = make("p", "cb-note");
    this.status.setAttribute("role", "status");
    this.inputs = Object.entries(FIELDS).map(([name, word]) => {
      const input = /** @type {HTMLInputElement} */ (make("input", ""));
      Object.assign(input, { type: "text", name, autocomplete: name === "name" ? "name" : "off", maxLength: 200 });
      input.addEventListener("input", () => this.changed());
      return { name, input, label: make("label", "", [make("span", "", say(word)), input]) };
    });
    this.profession = /** @type {HTMLSelectElement} */ (make("select", ""));
    this.professions = /** @type {Record<string, string>} */ (JSON.parse(section.dataset.professions ?? "{}"));
    this.profession.append(...Object.entries(this.professions).map(([id, name]) => new Option(name, id)));
    this.profession.addEventListener("change", () => this.changed());
    this.keep = /** @type {HTMLInputElement} */ (make("input", ""));
    this.keep.type = "checkbox";
    this.keep.addEventListener("change", () => this.changed());
    this.turn = 0;
    this.remember();
    this.show();
    addEventListener("pageshow", (event) => event.persisted && this.show());
    store.onChange(() => this.show());
  }

  /** @returns {Learner} */
  get learner() {
    const [name, number] = this.inputs.map(({ input }) => input.value.trim().replace(/\s+/g, " "));
    return { name, number, profession: this.asks ? this.profession.value : "" };
  }

  /** What was kept of name and number. */
  remember() {
    try {
      const kept = JSON.parse(store.storage?.getItem(this.kept) ?? "null");
      if (!kept) return;
      for (const { name, input } of this.inputs) input.value = typeof kept[name] === "string" ? kept[name].slice(0, 200) : "";
      if (Object.hasOwn(this.professions, kept.profession)) this.profession.value = kept.profession;
      this.keep.checked = true;
    } catch {
      // what cannot be read is typed again; the next change writes over it
    }
  }

  /** Shows the record where it is due, else what is left. */
  show() {
    const record = store.read();
    const state = completion(record, this.map);
    if (state.done && this.state && !this.paper.hidden) return void ((this.state = state), this.fill());
    this.state = state;
    this.paper.hidden = !state.done;
    this.live.replaceChildren(...(state.done ? this.form() : this.left(state)));
    return void (state.done && this.fill());
  }

  /** @param {Completion} state @returns {Node[]} */
  left(state) {
    const rows = state.left.map(({ title, url, why }) => {
      const link = /** @type {HTMLAnchorElement} */ (make("a", "", title));
      link.href = new URL(url, root).href;
      return make("li", "", [link, ": ", why]);
    });
    const quizzes = state.quizzes.filter((quiz) => quiz.done).length;
    const form = state.evaluation.url === null ? 0 : 1;
    const steps = state.pages.all + state.quizzes.length + form;
    const done = state.pages.done + quizzes + (form && state.evaluation.saved ? 1 : 0);
    return [make("p", "", say("certificate-left", { done, all: steps })), make("ul", "cb-certificate-left", rows)];
  }

  /** @returns {Node[]} */
  form() {
    const fields = this.inputs.map((one) => one.label);
    if (this.asks) fields.push(make("label", "", [make("span", "", say("certificate-profession")), this.profession]));
    const print = makeButton("cb-button", say("certificate-print"), () => this.named() && print_());
    const save = makeButton("cb-button cb-quiet", say("certificate-receipt"), () => this.named() && this.save());
    return [
      make("p", "", say("certificate-ready", { date: day(this.state?.finishedAt ?? "") })),
      make("div", "cb-certificate-fields", fields),
      make("p", "", [make("label", "cb-certificate-keep", [this.keep, " ", say("certificate-keep")])]),
      make("div", "cb-actions", [print, " ", save]),
      this.status,
      make("p", "cb-note", say("certificate-why")),
    ];
  }

  /** Whether there is a name; else asks for it. */
  named() {
    const { input } = this.inputs[0];
    const { name } = this.learner;
    input.setAttribute("aria-invalid", String(!name));
    if (!name) {
      this.status.textContent = say("certificate-name-first");
      input.focus();
    }
    return Boolean(name);
  }

  changed() {
    this.status.textContent = "";
    try {
      if (!store.storage) throw new Error("nothing is kept");
      if (this.keep.checked) store.storage.setItem(this.kept, JSON.stringify(this.learner));
      else store.storage.removeItem(this.kept);
    } catch {
      if (this.keep.checked) this.status.textContent = say("certificate-not-kept");
    }
    this.fill();
  }

  /** The credit that is due: approvals in force on the day of completion, by profession. */
  credit() {
    const { profession } = this.learner;
    const date = new Date(this.state?.finishedAt ?? 0);
    const local = `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}-${String(date.getDate()).padStart(2, "0")}`;
    const over = this.ends !== "" && local > this.ends;
    for (const one of this.awards) {
      const { since = "", until = "", for: whose } = one.dataset;
      one.hidden = over || local < since || (until !== "" && local > until) || Boolean(whose && !whose.split(" ").includes(profession));
    }
    const none = this.paper.querySelector("[data-none]");
    if (none instanceof HTMLElement) none.hidden = this.awards.some((one) => !one.hidden);
    const given = this.awards.filter((one) => !one.hidden && one.dataset.noCredit === undefined);
    return given.flatMap((one) => this.facts.credit[Number(one.dataset.award)] ?? []);
  }

  async fill() {
    const turn = ++this.turn;
    const { state } = this;
    if (!state) return;
    const record = store.read();
    const made = receipt(record, this.map, state, this.facts, this.learner, this.credit());
    const { text, id } = await sealed(made);
    if (turn !== this.turn) return; // typed on meanwhile
    this.text = text;
    this.id = id;
    const { name, number } = this.learner;
    /** @type {Record<string, string>} */
    const said = { name: name || "\u00a0", number, date: day(state.finishedAt ?? ""), id: id?.match(/.{4}/g)?.join(" ") ?? say("certificate-no-id") };
    for (const slot of all(this.paper, "[data-slot]")) {
      if (slot.dataset.slot === "scores") slot.replaceChildren(scores(made.quizzes));
      else slot.textContent = said[slot.dataset.slot ?? ""] ?? "";
    }
    this.paper.querySelector(".cb-paper-name")?.toggleAttribute("data-long", name.length > 60);
    for (const line of all(this.paper, "[data-number]")) line.hidden = !number;
  }

  async save() {
    await this.fill();
    const link = /** @type {HTMLAnchorElement} */ (make("a", ""));
    link.href = URL.createObjectURL(new Blob([this.text ?? ""], { type: "application/json" }));
    link.download = `receipt-${this.map.id.replace(/[^\p{L}\p{N}_-]+/gu, "-")}-${this.id ?? "record"}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    this.status.textContent = say("certificate-saved", { name: link.download });
  }
}

const print_ = () => window.print();

/** @param {Taken[]} quizzes */
function scores(quizzes) {
  const head = ["quiz", "score", "pass", "attempt", "date"].map((name) => {
    const cell = make("th", "", HEADS[name]());
    cell.setAttribute("scope", "col");
    return cell;
  });
  const rows = quizzes.map(({ title, score, pass, attempt, at }) => {
    const name = make("th", "", title);
    name.setAttribute("scope", "row");
    const cells = [score === null ? say("certificate-sheet") : String(score), pass === null ? "–" : String(pass), String(attempt), day(at, { dateStyle: "medium" })];
    return make("tr", "", [name, ...cells.map((one) => make("td", "", one))]);
  });
  const caption = make("caption", "", say("certificate-scores"));
  return make("table", "cb-paper-scores", [caption, make("thead", "", [make("tr", "", head)]), make("tbody", "", rows)]);
}

/** @type {Record<string, () => string>} */
const HEADS = {
  quiz: () => say("certificate-quiz"),
  score: () => say("certificate-score"),
  pass: () => say("certificate-pass"),
  attempt: () => say("certificate-attempt"),
  date: () => say("certificate-date"),
};

/** @param {HTMLElement} section */
async function start(section) {
  const off = section.querySelector(".cb-certificate-off");
  if (off) off.textContent = say("certificate-loading");
  try {
    const map = await loadMap();
    off?.remove();
    new Certificate(section, map);
  } catch {
    if (off) off.textContent = say("certificate-failed");
  }
}

for (const section of all(document, ".cb-certificate")) start(section);
