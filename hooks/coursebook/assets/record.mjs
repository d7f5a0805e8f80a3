// The learner's record: one versioned object in localStorage. (A stand-in until the record's own branch is merged.)

export const VERSION = 2;

/**
 * @typedef {{hash: string, chosen: string[], right: boolean, score: number, sure: boolean | null, at: string}} Answer
 * @typedef {{version: number, answers: Record<string, Answer>, attempts: Record<string, any[]>, cards: Record<string, any>}} LearnerRecord
 */

/** @returns {LearnerRecord} */
const empty = () => ({ version: VERSION, answers: {}, attempts: {}, cards: {} });

/** @param {string | null} text */
export function parse(text) {
  if (text === null) return { record: empty(), state: "ok" };
  try {
    const value = JSON.parse(text);
    if (value?.version > VERSION) return { record: empty(), state: "newer" };
    if (value?.version !== VERSION || typeof value.answers !== "object") return { record: empty(), state: "damaged" };
    return { record: { ...empty(), ...value }, state: "ok" };
  } catch {
    return { record: empty(), state: "damaged" };
  }
}

/** @param {LearnerRecord} record @param {string} id @param {string} hash @returns {{answer: Answer | null, changed: boolean}} */
export function answerTo(record, id, hash) {
  const answer = Object.hasOwn(record.answers, id) ? record.answers[id] : null;
  if (answer && answer.hash !== hash) return { answer: null, changed: true };
  return { answer, changed: false };
}

export class Store {
  /** @param {Storage | null} storage @param {string} name */
  constructor(storage, name) {
    this.storage = storage;
    this.name = name;
    this.damaged = this.newer = this.full = false;
  }

  /** @returns {LearnerRecord} */
  read() {
    const text = this.storage?.getItem(this.name) ?? null;
    const { record, state } = parse(text);
    if (state === "damaged" || state === "newer") {
      this[state] = true;
      this.storage?.setItem(`${this.name}.${state}.${Date.now()}`, text ?? "");
      this.storage?.removeItem(this.name);
    }
    return record;
  }

  /** @param {(record: LearnerRecord) => void} fn */
  change(fn) {
    const record = this.read();
    fn(record);
    try {
      if (!this.storage) return false;
      this.storage.setItem(this.name, JSON.stringify(record));
      return true;
    } catch {
      this.full = true;
      return false;
    }
  }

  /** @param {() => void} fn */
  onChange(fn) {
    addEventListener("storage", (event) => (event.key === this.name || event.key === null) && fn());
  }
}
