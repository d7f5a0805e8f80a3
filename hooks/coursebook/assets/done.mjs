// The end of a lesson: the learner marks the page as read, or takes it back; what is missing is listed with links.
import { day, make, store, timeLeft } from "./marks.mjs";
import { lessonState, markOf, sayOf } from "./progress.mjs";

/** @typedef {import("./progress.mjs").CourseMap} CourseMap */
/** @typedef {import("./progress.mjs").Completion} Completion */

export class LessonEnd {
  /** @param {HTMLElement} box @param {CourseMap} map */
  constructor(box, map) {
    this.box = box;
    this.map = map;
    this.hash = box.dataset.hash ?? "";
    this.page = map.pages.find((page) => page.url === box.dataset.page);
    this.state = make("p", "cb-done-state");
    this.state.setAttribute("role", "status");
    this.open = make("div", "cb-done-open");
    this.button = this.makeButton("done-button", () => this.mark(!this.isRead));
    this.again = this.makeButton("done-again", () => this.mark(true));
    this.module = make("p", "cb-done-module");
    if (!this.page) return; // the map is of another edition
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", sayOf(map, "done-label"));
    box.append(this.open, make("p", "cb-done-buttons", this.button, " ", this.again), this.state, this.module);
  }

  /** @param {string} word @param {() => void} press */
  makeButton(word, press) {
    const button = /** @type {HTMLButtonElement} */ (make("button", "md-button", sayOf(this.map, word)));
    button.type = "button";
    button.addEventListener("click", press);
    return button;
  }

  get isRead() {
    return this.button.getAttribute("aria-pressed") === "true";
  }

  /** @param {boolean} done */
  mark(done) {
    const { page, hash } = this;
    if (!page) return;
    const kept = store.change((record) => {
      record.pages[page.url] = { hash, at: new Date().toISOString(), done };
    });
    this.failed = !kept;
    this.button.focus(); // the other one is about to go
  }

  /** @param {Completion} state */
  show(state) {
    const { map, page } = this;
    if (!page) return;
    const record = store.read();
    const { read, changed, open, done, at } = lessonState(record, page, this.hash);
    this.button.setAttribute("aria-pressed", String(read));
    this.again.hidden = !changed;
    const links = open.flatMap((id) => this.linkTo(id) ?? []);
    this.open.replaceChildren();
    if (links.length) {
      const message = sayOf(map, read ? "done-open-read" : "done-open");
      this.open.append(make("p", "", message), make("ul", "", ...links.map((link) => make("li", "", link))));
    }
    const message = [];
    if (changed) message.push(sayOf(map, "done-changed", { date: day(markOf(record, page)?.at ?? null) }));
    else if (done) message.push(sayOf(map, "done-on", { date: day(at) }));
    if (this.failed) message.push(sayOf(map, "done-not-kept"));
    const text = message.join(" ");
    if (this.state.textContent !== text) this.state.textContent = text;
    const module = state.modules.find((one) => one.name === page.module);
    this.module.textContent = module
      ? [`${module.title}: ${sayOf(map, "part-done", module)}`, ...timeLeft(map, module.minutesLeft)].join(" ")
      : "";
  }

  /** A link to a question that is open, where the page has it. @param {string} id */
  linkTo(id) {
    const form = document.querySelector(`form.cb-question[data-question="${CSS.escape(id)}"]`);
    if (!form) return null;
    const name = form.querySelector(".cb-question-head")?.firstChild?.textContent?.trim() ?? id;
    const link = /** @type {HTMLAnchorElement} */ (make("a", "", name));
    link.href = `#${form.id}`;
    return link;
  }
}
