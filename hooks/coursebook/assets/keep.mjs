// "Your record": what this browser keeps, saved to a file, loaded from one, deleted.
import { all, make, makeButton, say, day as shown, store } from "./questions.mjs";
import { day, parse } from "./record.mjs";

const LIMIT = 5e6; // bytes; a browser keeps no more of a site
const course = store.name.slice(store.name.indexOf(".") + 1);

/** @param {string} name @param {string} text @param {string} type */
function save(name, text, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** A name as files may have it. @param {string} name */
const plain = (name) => name.replace(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^[-.]+/, "") || "course";

/** Offers the record as a file, with what could not be kept by the browser. */
export function saveRecord() {
  const saved = { course, saved: new Date().toISOString(), record: store.read() };
  save(`${plain(course)}-record-${day()}.json`, JSON.stringify(saved, null, 1), "application/json");
}

/** @param {any} value @returns {value is {course: string, record: object}} */
const isSaved = (value) => typeof value?.course === "string" && typeof value.record === "object";

class Panel {
  /** @param {HTMLElement} section */
  constructor(section) {
    this.counts = make("p", "cb-record-counts");
    this.trouble = make("p", "cb-note");
    this.aside = make("ul", "cb-record-aside");
    this.status = make("p", "cb-note");
    this.status.setAttribute("role", "status");
    const input = /** @type {HTMLInputElement} */ (make("input", ""));
    Object.assign(input, { type: "file", accept: ".json,application/json" });
    input.addEventListener("change", async () => {
      if (input.files?.[0]) await this.load(input.files[0]);
      input.value = "";
    });
    this.remove = makeButton("cb-button cb-quiet", say("record-delete"), () => this.ask());
    const question = make("p", "", say("record-delete-sure"));
    question.tabIndex = -1;
    const yes = makeButton("cb-button", say("record-delete-yes"), () => this.clear());
    const no = makeButton("cb-button cb-quiet", say("record-delete-no"), () => this.unask());
    this.sure = make("div", "cb-record-sure", [question, make("div", "cb-actions", [no, " ", yes])]);
    this.sure.hidden = true;
    const actions = [makeButton("cb-button", say("record-save"), () => this.save()), " ", this.remove];
    section.replaceChildren(
      ...[this.counts, this.trouble, this.aside, make("div", "cb-actions", actions), this.sure],
      ...[make("p", "cb-record-load", [make("label", "", [`${say("record-load")} `, input])]), this.status],
    );
    for (const event of ["coursebook:record", "coursebook:answered", "pageshow"])
      addEventListener(event, () => this.show());
    store.onChange(() => this.show());
    this.show();
  }

  show() {
    const { answers, attempts, cards, pages } = store.read();
    const values = {
      answers: Object.keys(answers).length,
      attempts: Object.values(attempts).reduce((sum, list) => sum + list.length, 0),
      cards: Object.keys(cards).length,
      pages: Object.values(pages).filter((one) => one.done).length,
    };
    this.counts.textContent = say("record-counts", values);
    const { storage, full, newer, damaged } = store;
    const trouble = !storage ? "not-kept" : full ? "full" : newer ? "newer" : damaged ? "damaged" : "";
    this.trouble.textContent = trouble && say(trouble);
    const kept = store.aside();
    const rows = kept.map(([key, text]) => {
      const [at] = key.match(/\d+$/) ?? ["0"];
      const name = `${plain(course)}-set-aside-${day(Number(at))}.txt`;
      const date = shown(new Date(Number(at)).toISOString(), { dateStyle: "long", timeStyle: "short" });
      const press = () => save(name, text, "text/plain");
      return make("li", "", [`${say("record-aside", { date })} `, makeButton("cb-button cb-quiet", say("record-aside-save"), press)]);
    });
    this.aside.replaceChildren(...rows);
    this.aside.hidden = !rows.length;
  }

  save() {
    saveRecord();
    this.announce("record-saved");
  }

  /** @param {File} file */
  async load(file) {
    const values = { file: file.name, course: "", limit: LIMIT / 1e6 };
    if (file.size > LIMIT) return this.announce("load-large", values);
    /** @type {any} */
    let value;
    try {
      value = JSON.parse(await file.text());
    } catch {
      return this.announce("load-damaged", values);
    }
    if (!isSaved(value)) return this.announce("load-foreign", values);
    values.course = value.course.slice(0, 100);
    if (value.course !== course) return this.announce("load-course", values);
    const { record, state } = parse(serialized(value.record));
    if (state === "newer") return this.announce("load-newer", values);
    if (state === "damaged") return this.announce("load-damaged", values);
    const kept = store.load(record);
    this.announce(kept ? "loaded" : "loaded-not-kept", values);
    return this.changed();
  }

  ask() {
    this.sure.hidden = false;
    this.remove.disabled = true;
    /** @type {HTMLElement} */ (this.sure.firstElementChild).focus();
  }

  unask() {
    this.sure.hidden = true;
    this.remove.disabled = false;
    this.remove.focus();
  }

  clear() {
    store.clear();
    store.storage?.removeItem(`${store.name}.certificate`); // a name, if the learner had it kept
    this.unask();
    this.announce("record-deleted");
    this.changed();
  }

  changed() {
    dispatchEvent(new Event("coursebook:record"));
  }

  /** @param {string} name of a word @param {Record<string, string | number>} [values] */
  announce(name, values) {
    this.status.textContent = say(name, values);
  }
}

/** @param {object} record @returns {string} text that cannot be read where it is nested too deep */
function serialized(record) {
  try {
    return JSON.stringify(record);
  } catch {
    return "";
  }
}

for (const section of all(document, ".cb-record")) new Panel(section);
