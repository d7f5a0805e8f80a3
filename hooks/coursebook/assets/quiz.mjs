// A quiz page: practice as on every page, or an exam that is marked once, reviewed, and kept with its attempts.
import { draw, random, seedFor, shuffled } from "./draw.mjs";
import { markAnswer } from "./mark.mjs";
import { percentOf } from "./percent.mjs";
import { all, cases, day, make, makeButton, paint, questions, say, store, reportNotKept } from "./questions.mjs";

/** @typedef {import("./questions.mjs").Question} Question */
/** @typedef {import("./record.mjs").Attempt & {retry?: boolean}} Attempt */

/** Two decimals at most. @param {number} points */
const tidy = (points) => String(Number(points.toFixed(2)));

export class Quiz {
  /** @param {HTMLElement} panel */
  constructor(panel) {
    const { quiz = "", pass = "", draw: count = "0", least = "0", shuffle } = panel.dataset;
    this.panel = panel;
    this.id = quiz;
    this.pass = pass ? Number(pass) : null;
    this.rule = { count: Number(count), least: Number(least), shuffle: shuffle === "1" };
    this.byId = new Map(questions.map((question) => [question.id, question]));
    // A unit is what is drawn and moved as one: a question, or a case with its questions.
    const units = [...new Set(questions.map(({ form }) => form.closest(".cb-case") ?? form))];
    this.units = units.map((element) => {
      const inside = questions.filter(({ form }) => element.contains(form));
      const slot = document.createComment("");
      element.before(slot);
      return { element: /** @type {HTMLElement} */ (element), inside, slot };
    });
    // Headings between questions name groups of the bank. An exam mixes them, so there they would name the wrong ones.
    const { element: last } = this.units[this.units.length - 1];
    const [before, after] = [2, 4]; // as Node.DOCUMENT_POSITION_ has it, preceding and following
    this.groups = all(panel.parentElement ?? panel, ":scope > h2, :scope > h3").filter(
      (one) => panel.compareDocumentPosition(one) & after && last.compareDocumentPosition(one) & before,
    );
    this.heads = new Map(questions.map(({ id, form }) => [id, form.querySelector(".cb-question-head")?.firstChild]));
    this.keys = new Map(questions.map(({ id, answer }) => [id, answer.querySelector("summary .cb-sr")]));
    /** @type {Attempt | null} the attempt that the page shows; none in practice */
    this.attempt = null;
    const practice = makeButton("cb-button cb-quiet", say("practice"), () => this.practice(true));
    const exam = makeButton("cb-button cb-quiet", say("exam"), () => this.exam());
    this.modes = [practice, exam];
    this.state = make("p", "cb-note cb-state");
    this.report = make("div", "cb-report");
    this.earlier = make("div", "cb-attempts");
    this.reread = new Map(all(this.panel, ".cb-reread > li").map((item) => [item.dataset.objective ?? "", item]));
    this.warning = make("section", "cb-warning");
    this.progress = make("p", "cb-note");
    this.bar = make("div", "cb-bar", [this.progress, makeButton("cb-button", say("submit"), () => this.warn())]);
    this.layOut();
    if (!this.resume()) this.practice(false);
    document.addEventListener("coursebook:answered", () => this.attempt || this.count());
    store.onChange(() => this.follow());
    addEventListener("pageshow", (event) => event.persisted && this.follow()); // it has heard nothing meanwhile
  }

  layOut() {
    const modes = make("div", "cb-modes", this.modes);
    modes.setAttribute("role", "group");
    modes.setAttribute("aria-label", say("how-to-work"));
    for (const status of [this.state, this.progress]) status.setAttribute("role", "status");
    this.state.tabIndex = this.warning.tabIndex = -1;
    this.panel.append(modes, this.state, this.report, this.earlier);
    const list = this.panel.querySelector(".cb-reread");
    (list?.closest("details") ?? list)?.remove();
    this.units[this.units.length - 1].element.after(this.warning, this.bar);
    this.bar.hidden = this.warning.hidden = true;
  }

  /** @returns {Attempt[]} in the order in which they were begun */
  attempts(record = store.read()) {
    return record.attempts[this.id] ?? [];
  }

  /** Shows what another tab has done: to the exam that is open here, or to the list of attempts. */
  follow() {
    const attempts = this.attempts();
    const current = attempts.find((one) => one.id === this.attempt?.id) ?? null;
    if (this.attempt && !this.attempt.done) {
      if (current?.done) return this.review(current);
      if (current) this.show(current);
      return;
    }
    this.list(attempts);
    if (!this.attempt) this.count();
  }

  /** @param {boolean} moved whether the learner asked for it */
  practice(moved) {
    if (this.attempt) for (const one of cases.values()) one.close();
    this.attempt = null;
    this.place(questions.map((question) => question.id));
    const record = store.read();
    for (const question of questions) {
      question.exam = null;
      question.held = false;
      question.form.classList.remove("cb-exam", "cb-marked");
      question.conceal();
      question.fill([]);
      question.order = asWritten;
      question.seen = "null";
      question.refresh(record);
    }
    paint();
    for (const one of cases.values()) one.unfold();
    this.mode(0);
    this.count();
    if (moved) this.state.focus();
  }

  /** Which of the two modes is on, and what belongs to it. @param {number} on */
  mode(on) {
    this.modes.forEach((button, n) => button.setAttribute("aria-pressed", String(n === on)));
    this.report.replaceChildren();
    this.warning.hidden = true;
    this.bar.hidden = on === 0 || Boolean(this.attempt?.done);
    document.body.classList.toggle("cb-in-exam", !this.bar.hidden);
    this.list(this.attempts());
  }

  count() {
    const shown = questions.map((question) => question.shown).filter((one) => one !== null);
    const right = shown.filter((one) => one?.right).length;
    this.state.textContent = say("practice-state", { done: shown.length, all: questions.length, right });
  }

  /** Begins an exam, or goes on with the one that is not finished. */
  exam() {
    if (this.attempt && !this.attempt.done) return;
    if (!this.resume()) this.begin(questions, this.rule);
    this.state.focus();
  }

  /** Goes on with the exam that is not finished. @returns {boolean} whether there is one */
  resume() {
    const open = this.attempts().findLast((one) => !one.done);
    if (open) this.go(open, say("exam-resumed", { date: day(open.at) }));
    return Boolean(open);
  }

  /** @param {Question[]} bank @param {{count: number, least: number, shuffle: boolean}} rule */
  begin(bank, rule, retry = false) {
    const units = this.units.map(({ inside }) =>
      inside.filter((one) => bank.includes(one)).map(({ id, form }) => ({ id, objective: form.dataset.objective })),
    );
    const seed = crypto.getRandomValues(new Uint32Array(1))[0];
    const at = new Date().toISOString();
    const drawn = draw(units, rule, seed);
    /** @type {Attempt} */
    const attempt = { id: `${at}-${seed}`, at, mode: "exam", seed, drawn, answers: {}, done: null, score: null, passed: null };
    if (retry) attempt.retry = true;
    this.keep(attempt);
    this.go(attempt, say(retry ? "retry-begun" : "exam-begun", { all: drawn.length }));
  }

  /** Writes an attempt into the record. @param {Attempt} attempt @returns {boolean} */
  keep(attempt) {
    return store.change((record) => {
      const others = this.attempts(record).filter((one) => one.id !== attempt.id);
      record.attempts[this.id] = [...others, structuredClone(attempt)];
    });
  }

  /** @param {Attempt} attempt @param {string} message */
  go(attempt, message) {
    this.attempt = structuredClone(attempt);
    const there = this.place(attempt.drawn, attempt.seed);
    for (const question of there) {
      question.conceal();
      question.locked = false;
      question.form.classList.remove("cb-marked");
      question.form.classList.add("cb-exam");
      question.held = true;
      question.exam = () => this.draft(question);
    }
    this.show(attempt);
    for (const one of cases.values()) one.close();
    this.mode(1);
    const gone = attempt.drawn.length - there.length;
    this.state.textContent = gone ? `${message} ${say("gone", { count: gone })}` : message;
  }

  /** The questions that are asked, in their order, at the places of the page; the others are hidden.
   * @param {string[]} drawn @param {number} [seed] @returns {Question[]} those that the page still has */
  place(drawn, seed) {
    const there = drawn.flatMap((id) => this.byId.get(id) ?? []);
    const asked = new Set(there);
    const order = [...new Set(there.map((question) => this.units.find((unit) => unit.inside.includes(question))))];
    const rest = this.units.filter((unit) => !order.includes(unit));
    [...order, ...rest].forEach((unit, n) => {
      const { slot } = this.units[n];
      if (unit && slot.nextSibling !== unit.element) slot.after(unit.element);
    });
    for (const unit of this.units) unit.element.hidden = !order.includes(unit);
    for (const heading of this.groups) heading.hidden = Boolean(this.attempt);
    for (const question of questions) {
      question.asked = asked.has(question);
      question.form.hidden = !question.asked;
    }
    there.forEach(({ id }, n) => {
      const [head, key, values] = [this.heads.get(id), this.keys.get(id), { number: n + 1, all: there.length }];
      if (head) head.textContent = `${say("question-of", values)} `;
      if (key) key.textContent = say("answer-to", values);
    });
    if (seed !== undefined && this.rule.shuffle) {
      for (const question of there) {
        question.order = () => {
          const ids = asWritten(question);
          return isScale(question) ? ids : shuffled(ids, random(seedFor(seed, question.id)));
        };
      }
    }
    return there;
  }

  /** @returns {Question[]} the questions of the attempt that the page has */
  get asked() {
    return (this.attempt?.drawn ?? []).flatMap((id) => this.byId.get(id) ?? []);
  }

  /** Fills in what was kept of an exam. @param {Attempt} attempt */
  show(attempt) {
    this.attempt = structuredClone(attempt);
    for (const question of this.asked) {
      const draft = attempt.answers[question.id];
      const fits = draft?.hash === question.hash;
      if (draft && !fits) question.remark(say("changed"));
      const same = JSON.stringify(fits ? draft.chosen : []) === JSON.stringify(question.chosen);
      if (!same || (draft?.sure ?? null) !== question.sure || (draft?.flag ?? false) !== question.flagged) {
        question.fill(fits ? draft.chosen : [], draft?.sure, draft?.flag);
      }
    }
    for (const one of cases.values()) one.unfold();
    paint(this.asked);
    this.tally();
  }

  /** Keeps one question of the exam as it stands: whatever happens to the page, nothing is lost. @param {Question} question */
  draft(question) {
    const { attempt } = this;
    if (!attempt) return;
    const { hash, chosen, sure, flagged: flag } = question;
    question.remark("");
    let latest = attempt;
    const kept = store.change((record) => {
      const stored = this.attempts(record);
      latest = stored.find((one) => one.id === attempt.id) ?? attempt;
      if (latest.done) return;
      latest.answers[question.id] = { hash, chosen, sure, flag };
      record.attempts[this.id] = [...stored.filter((one) => one !== latest), latest];
    });
    if (latest.done) return this.review(latest);
    this.attempt = structuredClone(latest);
    for (const one of cases.values()) one.unfold(true);
    this.tally(kept);
  }

  tally(kept = true) {
    const { asked } = this;
    const done = asked.filter((question) => !question.problem).length;
    const flagged = asked.filter((question) => question.flagged).length;
    const message = [say("progress", { done, all: asked.length })];
    if (flagged) message.push(say("flagged", { count: flagged }));
    if (!kept) message.push(say("not-kept"));
    const text = message.join(" ");
    if (this.progress.textContent !== text) this.progress.textContent = text;
    if (!this.warning.hidden) this.warning.hidden = true;
  }

  /** Lists what is not answered or flagged before anything is marked. */
  warn() {
    const open = this.asked.filter((question) => question.problem);
    const flagged = this.asked.filter((question) => question.flagged && !question.problem);
    if (!open.length && !flagged.length) return this.finish();
    const title = make("h2", "", say("before-submit"));
    title.id = "cb-warning";
    this.warning.setAttribute("aria-labelledby", title.id);
    const parts = [title];
    if (open.length) parts.push(make("p", "", say("unanswered")), this.links(open));
    if (flagged.length) parts.push(make("p", "", say("still-flagged")), this.links(flagged));
    const buttons = [
      makeButton("cb-button", say("submit-anyway"), () => this.finish()),
      makeButton("cb-button cb-quiet", say("go-back"), () => {
        this.warning.hidden = true;
        this.goTo((open[0] ?? flagged[0]));
      }),
    ];
    this.warning.replaceChildren(...parts, make("div", "cb-modes", buttons));
    this.warning.hidden = false;
    this.warning.focus();
  }

  /** @param {Question[]} list */
  links(list) {
    const items = list.map((question) => {
      const number = this.asked.indexOf(question) + 1;
      const link = /** @type {HTMLAnchorElement} */ (make("a", "", say("question", { number })));
      link.href = `#${question.form.id}`;
      link.addEventListener("click", (event) => {
        event.preventDefault();
        this.goTo(question);
      });
      return make("li", "", [link]);
    });
    return make("ul", "cb-links", items);
  }

  /** @param {Question} question */
  goTo(question) {
    let target = question;
    if (question.form.hidden) target = this.asked.find((one) => !one.form.hidden && one.problem) ?? question;
    const place = this.attempt?.done ? target.ui.result : target.inputs[0];
    target.form.scrollIntoView();
    place.focus({ preventScroll: true });
  }

  finish() {
    const { attempt, asked } = this;
    if (!attempt) return;
    let total = 0;
    for (const question of asked) {
      const { hash, chosen, sure, flagged: flag } = question;
      const { right, score } = markAnswer(question.kind, question.key, chosen, question.unit);
      attempt.answers[question.id] = { hash, chosen, sure, flag, right, score };
      total += score;
    }
    attempt.done = new Date().toISOString();
    attempt.score = asked.length ? total / asked.length : 0;
    attempt.passed = this.pass === null || attempt.retry ? null : percentOf(attempt) >= this.pass;
    const kept = this.keep(attempt);
    this.review(attempt);
    if (!kept) reportNotKept(this.state);
    this.report.querySelector("h2")?.focus();
  }

  /** Shows a finished exam: the result, then each question as it was answered, with its reasons. @param {Attempt} attempt */
  review(attempt) {
    this.attempt = attempt;
    const there = this.place(attempt.drawn, attempt.seed);
    for (const one of cases.values()) one.unfold(false, true);
    for (const question of there) {
      const given = attempt.answers[question.id] ?? { hash: question.hash, chosen: [], sure: null, flag: false, right: false, score: 0 };
      const same = given.hash === question.hash;
      const { right = false, score = 0 } = given;
      question.exam = null;
      question.held = true;
      question.conceal();
      question.fill([], null, given.flag);
      const note = [!same ? say("changed-since") : given.chosen.length ? "" : say("no-answer"), given.flag ? say("was-flagged") : ""];
      question.reveal({ ...given, sure: given.sure ?? null, chosen: same ? given.chosen : [], right, score, at: attempt.done ?? "" }, note.join(" ").trim());
      question.form.classList.remove("cb-exam");
      question.form.classList.add("cb-marked");
    }
    paint(there);
    this.mode(1);
    this.modes[1].setAttribute("aria-pressed", "false");
    this.state.textContent = "";
    this.report.replaceChildren(...this.result(attempt, there));
  }

  /** @param {Attempt} attempt @param {Question[]} there @returns {Node[]} */
  result(attempt, there) {
    const scoreOf = (/** @type {Question} */ question) => attempt.answers[question.id]?.score ?? 0;
    const points = there.reduce((sum, question) => sum + scoreOf(question), 0);
    const score = attempt.score ?? 0;
    const verdict = { true: "exam-passed", false: "exam-failed", null: "exam-result" }[String(attempt.passed)] ?? "";
    const values = { points: tidy(score * there.length || points), all: there.length, percent: percentOf(attempt), pass: this.pass ?? "" };
    const title = make("h2", `cb-result ${attempt.passed === false ? "cb-partly" : attempt.passed ? "cb-right" : ""}`, say(verdict, values));
    title.tabIndex = -1;
    const parts = [title, make("p", "cb-note", day(attempt.done ?? attempt.at, { dateStyle: "long", timeStyle: "short" }))];
    const sure = there.filter((question) => attempt.answers[question.id]?.sure && scoreOf(question) < 1);
    if (sure.length) parts.push(make("h3", "cb-sure-wrong", say("sure-and-wrong")), make("p", "", say("sure-and-wrong-why")), this.links(sure));
    const missed = there.filter((question) => scoreOf(question) < 1);
    const rest = missed.filter((question) => !sure.includes(question));
    if (rest.length) parts.push(make("h3", "", say("missed")), this.links(rest));
    parts.push(...this.byObjective(there, scoreOf));
    const again = [makeButton("cb-button", say("exam-again"), () => (this.practice(false), this.exam()))];
    if (missed.length) again.unshift(makeButton("cb-button", say("retry", { count: missed.length }), () => this.retry(missed)));
    return [...parts, make("div", "cb-modes", again)];
  }

  /** @param {Question[]} there @param {(question: Question) => number} scoreOf */
  byObjective(there, scoreOf) {
    const objectives = [...new Set(there.map(({ form }) => form.dataset.objective ?? ""))].filter((id) => this.reread.has(id));
    if (!objectives.length) return [];
    const items = objectives.map((id) => {
      const own = there.filter(({ form }) => form.dataset.objective === id);
      const points = own.reduce((sum, question) => sum + scoreOf(question), 0);
      const item = /** @type {HTMLElement} */ (this.reread.get(id)?.cloneNode(true));
      if (points === own.length) item.querySelector(".cb-where")?.remove();
      item.prepend(make("strong", "", say("points", { points: tidy(points), all: own.length })), " ");
      return item;
    });
    return [make("h3", "", say("by-objective")), make("ul", "cb-scores", items)];
  }

  /** @param {Question[]} missed */
  retry(missed) {
    this.begin(missed, { ...this.rule, count: 0, least: 0 }, true);
    this.state.focus();
  }

  /** The attempts so far. @param {Attempt[]} attempts */
  list(attempts) {
    const done = attempts.filter((one) => one.done).reverse();
    const items = done.map((one) => {
      const values = { date: day(one.done ?? one.at, { dateStyle: "long", timeStyle: "short" }), percent: percentOf(one) };
      const message = { true: "attempt-passed", false: "attempt-failed", null: "attempt" }[String(one.retry ? null : one.passed)] ?? "";
      const button = makeButton("cb-link", say("look-again"), () => {
        this.review(one);
        this.report.querySelector("h2")?.focus();
      });
      button.setAttribute("aria-label", `${say("look-again")}: ${values.date}`);
      return make("li", "", [`${say(one.retry ? "attempt-retry" : message, values)} `, button]);
    });
    this.earlier.replaceChildren();
    if (items.length) this.earlier.append(make("h3", "", say("attempts")), make("ol", "", items));
  }
}

const asWritten = (/** @type {Question} */ { rows }) => rows.map((row) => row.id);

/** Options that all begin with a number are a scale, and stay in its order. @param {Question} question */
function isScale(question) {
  return question.rows.every(({ option }) => /^\s*[\d<>≤≥±+–−-]/.test(option.querySelector(".cb-option-text")?.textContent ?? ""));
}

const panel = /** @type {HTMLElement | null} */ (document.querySelector("section.cb-quiz"));
if (panel && questions.length && !panel.dataset.edition) new Quiz(panel);
