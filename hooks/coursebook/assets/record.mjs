// The learner's record: one versioned object in localStorage, keyed by question id and content hash.
// Pure functions first; the store at the end is the only part that touches the browser.

export const VERSION = 1;

/**
 * @typedef {{hash: string, chosen: number[], right: boolean, at: string}} Answer
 * @typedef {{version: number, answers: Record<string, Answer>}} LearnerRecord
 */

/** @returns {LearnerRecord} */
export function empty() {
  return { version: VERSION, answers: {} };
}

/**
 * Reads a stored record. Anything that is not one is damaged, and is never thrown away by the caller.
 * @param {string | null} text
 * @returns {{record: LearnerRecord, damaged: boolean}}
 */
export function parse(text) {
  if (text === null) return { record: empty(), damaged: false };
  try {
    const value = JSON.parse(text);
    const answers = value && value.version === VERSION && value.answers;
    if (!answers || typeof answers !== "object" || Array.isArray(answers)) return { record: empty(), damaged: true };
    if (!Object.values(answers).every(isAnswer)) return { record: empty(), damaged: true };
    return { record: { version: VERSION, answers: { ...answers } }, damaged: false };
  } catch {
    return { record: empty(), damaged: true };
  }
}

/** @param {any} value @returns {value is Answer} */
function isAnswer(value) {
  return (
    value !== null &&
    typeof value === "object" &&
    typeof value.hash === "string" &&
    typeof value.right === "boolean" &&
    typeof value.at === "string" &&
    !Number.isNaN(Date.parse(value.at)) &&
    Array.isArray(value.chosen) &&
    value.chosen.every(Number.isInteger)
  );
}

/**
 * What a question may show of the record: its answer, or that it has changed since.
 * @param {LearnerRecord} record @param {string} id @param {string} hash
 * @returns {{answer: Answer | null, changed: boolean}}
 */
export function answerTo(record, id, hash) {
  const answer = Object.hasOwn(record.answers, id) ? record.answers[id] : null;
  if (answer && answer.hash !== hash) return { answer: null, changed: true };
  return { answer, changed: false };
}

/**
 * Marks a choice: right when exactly the right options are chosen.
 * @param {boolean[]} key @param {number[]} chosen positions from 1
 * @returns {{right: boolean, agreeing: number}} agreeing: options that are chosen or left as they should be
 */
export function mark(key, chosen) {
  const agreeing = key.filter((right, n) => right === chosen.includes(n + 1)).length;
  return { right: agreeing === key.length, agreeing };
}

export class Store {
  /** @param {Storage | null} storage @param {string} name */
  constructor(storage, name) {
    this.storage = storage;
    this.name = name;
    this.damaged = false; // a damaged record has been met: the learner is to be told
    this.locked = false; // it could not be set aside, and is not to be written over
  }

  /** The record as it is now, another tab's answers included. @returns {LearnerRecord} */
  read() {
    let text = null;
    try {
      text = this.storage ? this.storage.getItem(this.name) : null;
    } catch {
      return empty();
    }
    const { record, damaged } = parse(text);
    this.locked = false;
    if (damaged && this.storage && text !== null) {
      this.damaged = true;
      try {
        this.storage.setItem(`${this.name}.damaged.${Date.now()}`, text);
        this.storage.removeItem(this.name);
      } catch {
        this.locked = true; // no room to set it aside: leave it where it is
      }
    }
    return record;
  }

  /** Keeps one answer (null forgets it). @param {string} id @param {Answer | null} answer @returns {boolean} kept */
  keep(id, answer) {
    const record = this.read();
    if (answer) record.answers[id] = answer;
    else delete record.answers[id];
    try {
      if (!this.storage || this.locked) return false;
      this.storage.setItem(this.name, JSON.stringify(record));
      return true;
    } catch {
      return false;
    }
  }
}
