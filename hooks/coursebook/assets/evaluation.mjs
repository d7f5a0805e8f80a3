// Keeps the evaluation form as a draft in this browser, and saves it as a file. Nothing is sent.
import { openStore } from "./record.mjs";

/**
 * @typedef {{id: string, question: string, answer: string}} Answered
 * @typedef {{version: 1, at: string, saved: string | null, answers: Record<string, string>}} Draft
 */

/**
 * A draft as it was kept. Anything else is damaged, and is never thrown away by the caller.
 * @param {string | null} text
 * @returns {{draft: Draft, damaged: boolean}}
 */
export function parse(text) {
  /** @type {Draft} */
  const empty = { version: 1, at: "", saved: null, answers: {} };
  if (text === null) return { draft: empty, damaged: false };
  try {
    const value = JSON.parse(text);
    const answers = value && value.version === 1 && value.answers;
    if (!answers || typeof answers !== "object" || Array.isArray(answers)) return { draft: empty, damaged: true };
    if (!Object.values(answers).every((one) => typeof one === "string")) return { draft: empty, damaged: true };
    const saved = typeof value.saved === "string" ? value.saved : null;
    return { draft: { version: 1, at: String(value.at ?? ""), saved, answers }, damaged: false };
  } catch {
    return { draft: empty, damaged: true };
  }
}

/** What begins a line of an answer. */
const NEXT = "\n" + " ".repeat(4);

/**
 * The file for people: one question a paragraph.
 * @param {{title: string, edition: string, at: string, answers: Answered[]}} given
 */
export function asText(given) {
  const head = [given.title, given.edition, given.at].filter(Boolean).join("\n");
  return `${[head, ...given.answers.map((one) => `${one.question}${NEXT}${one.answer.replace(/\n/g, NEXT)}`)].join("\n\n")}\n`;
}

const form = typeof document === "undefined" ? null : document.querySelector("form.cb-evaluation");
if (form instanceof HTMLFormElement) start(form);

/** @param {HTMLFormElement} form */
function start(form) {
  const name = `coursebook.${form.dataset.course ?? ""}.evaluation`;
  const status = /** @type {HTMLElement} */ (form.querySelector("[role=status]"));
  const fields = /** @type {(HTMLInputElement | HTMLTextAreaElement)[]} */ ([...form.querySelectorAll("input, textarea")]);
  const names = [...new Set(fields.map((field) => field.name))];
  /** @type {Storage | null} */
  let storage = null;
  try {
    storage = window.localStorage;
  } catch {
    // a browser that keeps nothing: the form works, and says so
  }
  let sure = false;

  /** @param {string} key @param {Record<string, string | number>} [values] */
  const say = (key, values = {}) => {
    status.textContent = (status.dataset[key] ?? "").replace(/\{(\w+)\}/g, (_, one) => String(values[one] ?? ""));
  };
  const answers = () => {
    /** @type {Record<string, string>} */
    const given = {};
    for (const [key, value] of new FormData(form)) if (String(value).trim()) given[key] = String(value);
    return given;
  };
  const read = () => {
    let text = null;
    try {
      text = storage?.getItem(name) ?? null;
    } catch {
      storage = null;
    }
    const { draft, damaged } = parse(text);
    if (damaged && storage && text !== null) {
      try {
        storage.setItem(`${name}.damaged.${Date.now()}`, text);
        storage.removeItem(name);
      } catch {
        storage = null; // no room to set it aside: leave it where it is
      }
      say("damaged");
    }
    return draft;
  };
  /** @param {string | null} saved */
  const keep = (saved) => {
    try {
      if (!storage) throw new Error("nothing is kept");
      storage.setItem(name, JSON.stringify({ version: 1, at: new Date().toISOString(), saved, answers: answers() }));
      return true;
    } catch {
      return false;
    }
  };
  const show = () => {
    const { answers: given } = read();
    for (const field of fields) {
      const value = Object.hasOwn(given, field.name) ? given[field.name] : "";
      if (field instanceof HTMLInputElement && field.type === "radio") field.checked = field.value === value;
      else if (field !== document.activeElement) field.value = value;
    }
  };
  /** @param {HTMLInputElement | HTMLTextAreaElement} field */
  const question = (field) =>
    (field.closest("fieldset")?.querySelector("legend") ?? field.labels?.[0])?.textContent?.trim() ?? field.name;

  /** @param {"json" | "txt"} kind */
  const save = (kind) => {
    const given = answers();
    const at = new Date().toISOString();
    const { course = "", title = "", edition = "" } = form.dataset;
    /** @type {Answered[]} */
    const message = [];
    for (const id of names) {
      const field = fields.find((one) => one.name === id);
      if (field && given[id]) message.push({ id, question: question(field), answer: given[id] });
    }
    const all = { type: "coursebook-evaluation", version: 1, course, title, edition, at, answers: message };
    const text = kind === "json" ? `${JSON.stringify(all, null, 2)}\n` : asText(all);
    const link = document.createElement("a");
    link.download = `evaluation-${course || "course"}-${at.slice(0, 10)}.${kind}`;
    link.href = URL.createObjectURL(new Blob([text], { type: kind === "json" ? "application/json" : "text/plain" }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    keep(at);
    openStore(course).change((record) => {
      record.saved.evaluation = { at };
    });
    say("saved", { name: link.download });
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save("json");
  });
  form.querySelector("[data-save]")?.addEventListener("click", () => save("txt"));
  form.querySelector("[data-clear]")?.addEventListener("click", () => {
    if (!sure) {
      sure = true;
      say("sure");
      return;
    }
    form.reset();
    for (const field of fields) {
      if (field instanceof HTMLInputElement && field.type === "radio") field.checked = false;
      else field.value = "";
    }
    try {
      storage?.removeItem(name);
    } catch {
      // it was not kept either
    }
    sure = false;
    say("cleared");
  });
  const changed = () => {
    sure = false;
    const count = Object.keys(answers()).length;
    if (keep(read().saved)) {
      say("open", { count, all: names.length });
      status.textContent += ` ${status.dataset.kept ?? ""}`;
    } else say("notKept");
  };
  form.addEventListener("change", changed);
  form.addEventListener("input", () => keep(read().saved)); // what is typed is kept before the field is left
  addEventListener("storage", (event) => (event.key === name || event.key === null) && show());
  addEventListener("pageshow", (event) => event.persisted && show());
  const actions = /** @type {HTMLElement} */ (form.querySelector(".cb-actions"));
  actions.hidden = false;
  form.classList.add("cb-live");
  show();
}
