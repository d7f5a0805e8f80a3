// An assessment without its key: the learner answers, and saves an answer sheet that the provider marks.
import { all, day, make, makeButton, paint, questions, say, store } from "./questions.mjs";
import { Quiz } from "./quiz.mjs";

/** @typedef {import("./quiz.mjs").Attempt} Attempt */

const FORMAT = "coursebook answer sheet";
const TICKET = /^([A-Za-z0-9][A-Za-z0-9_-]{0,63})\.([A-Z2-7]{24})$/;
const FIELDS = { name: "sheet-name", number: "sheet-number", ticket: "sheet-ticket" };

/** A value as one line: keys sorted, no spaces; coursebook/marking/tickets.py writes the same. @param {unknown} value @returns {string} */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const parts = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${parts.map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`).join(",")}}`;
}

/** HMAC-SHA-256 as hexadecimal digits. @param {string} code @param {string} text */
export async function seal(code, text) {
  const bytes = (/** @type {string} */ one) => new TextEncoder().encode(one);
  const key = await crypto.subtle.importKey("raw", bytes(code), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const made = await crypto.subtle.sign("HMAC", key, bytes(text));
  return [...new Uint8Array(made)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A moment by the learner's own clock: that day is on the certificate. @param {string | null} at */
export function local(at) {
  if (!at) return at;
  const date = new Date(at);
  const ahead = -date.getTimezoneOffset();
  const [hours, minutes] = [ahead / 60, ahead % 60].map((one) => String(Math.floor(Math.abs(one))).padStart(2, "0"));
  const shown = new Date(date.getTime() + ahead * 60000).toISOString();
  return shown.replace("Z", `${ahead < 0 ? "-" : "+"}${hours}:${minutes}`);
}

class Assessment extends Quiz {
  layOut() {
    super.layOut();
    const [practice, exam] = this.modes;
    practice.remove();
    exam.textContent = say("begin");
  }

  /** Nothing is shown before it has been begun. */
  practice() {
    this.attempt = null;
    this.place([]);
    this.bar.hidden = true;
    this.report.replaceChildren();
    this.list(this.attempts());
    this.state.textContent = "";
  }

  /** @param {number} on */
  mode(on) {
    super.mode(on);
    for (const button of this.modes) button.hidden = Boolean(this.attempt);
  }

  finish() {
    const { attempt } = this;
    if (!attempt) return;
    attempt.done = new Date().toISOString();
    const kept = this.keep(attempt);
    this.review(attempt);
    if (!kept) this.state.textContent = say("not-kept");
    this.report.querySelector("h2")?.focus();
  }

  /** What was answered, as it is in the sheet, and the sheet. @param {Attempt} attempt */
  review(attempt) {
    this.attempt = attempt;
    for (const question of this.place(attempt.drawn, attempt.seed)) {
      const given = attempt.answers[question.id];
      question.exam = null;
      question.held = true;
      question.fill(given?.hash === question.hash ? given.chosen : [], given?.sure ?? null, given?.flag);
      question.locked = true;
      question.form.classList.add("cb-exam", "cb-marked");
    }
    paint(this.asked);
    this.mode(1);
    this.state.textContent = "";
    this.report.replaceChildren(...this.sheet(attempt));
  }

  /** @param {Attempt} attempt @returns {Node[]} */
  sheet(attempt) {
    const title = make("h2", "cb-result", say("sheet-title"));
    title.tabIndex = -1;
    const message = make("p", "cb-note cb-told");
    message.setAttribute("role", "status");
    const inputs = Object.entries(FIELDS).map(([name, word]) => {
      const input = /** @type {HTMLInputElement} */ (make("input", ""));
      Object.assign(input, { type: "text", name, autocomplete: name === "name" ? "name" : "off", maxLength: 120 });
      return { name, input, label: make("label", "", [say(word), " ", input]) };
    });
    // Some bodies give credit to some professions alone: then the certificate depends on the profession.
    const profession = /** @type {HTMLSelectElement} */ (make("select", ""));
    const known = /** @type {HTMLElement | null} */ (this.panel.querySelector("[data-professions]"))?.dataset.professions;
    /** @type {[string, string][]} */
    const professions = Object.entries(JSON.parse(known ?? "{}"));
    profession.append(...professions.map(([id, name]) => new Option(name, id)));
    const asked = professions.length ? [profession] : [];
    const labels = inputs.map((one) => one.label);
    for (const select of asked) labels.splice(2, 0, make("label", "", [say("certificate-profession"), " ", select]));
    const save = makeButton("cb-button", say("sheet-save"), async () => {
      const [name, number, ticket] = inputs.map(({ input }) => input.value.trim());
      const match = TICKET.exec(ticket);
      const wrong = ticket && !match ? "sheet-no-ticket" : match && !crypto.subtle ? "sheet-no-seal" : "";
      inputs[2].input.setAttribute("aria-invalid", String(Boolean(wrong)));
      if (wrong) {
        message.textContent = say(wrong);
        inputs[2].input.focus();
        return;
      }
      const file = await this.fill(attempt, { name, number, ...(asked.length && { profession: profession.value }) }, match);
      const link = /** @type {HTMLAnchorElement} */ (make("a", ""));
      link.href = URL.createObjectURL(new Blob([file], { type: "application/json" }));
      link.download = `${this.id}-${(match?.[1] ?? name.replace(/[^\p{L}\d]+/gu, "-")) || "sheet"}-${attempt.at.slice(0, 10)}.json`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
      message.textContent = say("sheet-saved", { file: link.download });
      attempt.saved ??= new Date().toISOString(); // handed in, as far as a page can know
      this.keep(attempt);
    });
    const again = makeButton("cb-button cb-quiet", say("exam-again"), () => (this.practice(), this.exam()));
    const date = day(attempt.done ?? attempt.at, { dateStyle: "long", timeStyle: "short" });
    return [
      title,
      make("p", "cb-note", date),
      make("p", "", say("sheet-why")),
      make("div", "cb-sheet-fields", labels),
      make("div", "cb-modes", [save, again]),
      message,
    ];
  }

  /** @param {Attempt} attempt @param {{name: string, number: string, profession?: string}} learner @param {RegExpExecArray | null} ticket */
  async fill(attempt, learner, ticket) {
    const answers = Object.entries(attempt.answers).map(([id, { hash, chosen, sure }]) => [id, { hash, chosen, sure }]);
    /** @type {Record<string, unknown>} */
    const sheet = {
      format: FORMAT,
      version: 1,
      course: store.name.slice("coursebook.".length),
      quiz: this.id,
      edition: this.panel.dataset.edition,
      attempt: attempt.id.replace(/[^\w-]/g, "-"),
      started: local(attempt.at),
      finished: local(attempt.done),
      learner,
      drawn: attempt.drawn,
      answers: Object.fromEntries(answers),
    };
    if (ticket) sheet.seal = { ticket: ticket[1], mac: await seal(ticket[2], canonical(sheet)) };
    return `${JSON.stringify(sheet, null, 1)}\n`;
  }

  /** @param {Attempt[]} attempts */
  list(attempts) {
    const done = attempts.filter((one) => one.done).reverse();
    const items = done.map((one) => {
      const date = day(one.done ?? one.at, { dateStyle: "long", timeStyle: "short" });
      const button = makeButton("cb-link", say("sheet-again"), () => {
        this.review(one);
        this.report.querySelector("h2")?.focus();
      });
      button.setAttribute("aria-label", `${say("sheet-again")}: ${date}`);
      return make("li", "", [`${date} `, button]);
    });
    this.earlier.replaceChildren();
    if (items.length) this.earlier.append(make("h3", "", say("attempts")), make("ol", "", items));
  }
}

const panel = all(document, "section.cb-quiz[data-edition]")[0];
if (panel && questions.length) new Assessment(panel);
