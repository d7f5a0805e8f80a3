// The learner's record: one versioned object in localStorage, its items keyed by question, quiz and attempt.
// Pure functions first; the store at the end is the only part that touches the browser.

export const VERSION = 2;

/**
 * @typedef {{hash: string, chosen: string[], right: boolean, score: number, sure: boolean | null, at: string,
 *   first?: string}} Answer `first`: when the question was first answered, if it was answered again
 * @typedef {{hash: string, at: string, done: boolean}} Mark whether the learner has read a page, whose text had this hash
 * @typedef {{at: string, first?: string}} Saved a form that was saved as a file
 * @typedef {{hash: string, ease: number, interval: number, repetitions: number, due: string, at: string}} Card
 * @typedef {{hash: string, chosen: string[], sure?: boolean | null, flag?: boolean, right?: boolean,
 *   score?: number}} Given
 * @typedef {{id: string, at: string, mode: string, seed: number, drawn: string[], answers: Record<string, Given>,
 *   done: string | null, score: number | null, passed: boolean | null, edited?: string, retry?: boolean,
 *   saved?: string}} Attempt `saved`: when its answer sheet was first saved as a file
 * @typedef {{version: number, answers: Record<string, Answer>, attempts: Record<string, Attempt[]>,
 *   cards: Record<string, Card>, pages: Record<string, Mark>, saved: Record<string, Saved>,
 *   [other: string]: any}} LearnerRecord
 * @typedef {"ok" | "migrated" | "damaged" | "newer"} State
 * @typedef {Map<string, any>} Items what a record holds, each item under its path
 * @typedef {(value: any) => boolean} Test
 */

/** Without a prototype: "constructor" is an id, and "__proto__" a key, like any other. @param {object} [values] */
const bare = (values) => Object.assign(Object.create(null), values);

/** @returns {LearnerRecord} */
export const empty = () => {
  // A part that is new is no new version: a script that does not know it carries it along.
  const parts = { answers: bare(), attempts: bare(), cards: bare(), pages: bare(), saved: bare() };
  return bare({ version: VERSION, ...parts });
};

/** @type {Test} */
const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
/** @type {(type: string) => Test} */
const is = (type) => (value) => typeof value === type;
/** @type {(test: Test) => Test} */
const maybe = (test) => (value) => value == null || test(value);
/** @type {(low: number, high: number) => Test} */
const within = (low, high) => (value) => is("number")(value) && value >= low && value <= high;
/** @type {(tests: Record<string, Test>) => Test} */
const like = (tests) => (value) => isObject(value) && Object.keys(tests).every((name) => tests[name](value[name]));
/** @type {Test} */
const time = (value) => is("string")(value) && /^\d{4}-\d\d-\d\d/.test(value) && Date.parse(value) > 0;
/** @type {Test} */
const texts = (value) => Array.isArray(value) && value.every(is("string"));
const flag = is("boolean");
const given = { hash: is("string"), chosen: texts, sure: maybe(flag) };
const answered = like({ ...given, right: maybe(flag), score: maybe(within(0, 1)) });

/** What an item must be, by the part of the record it stands in. @type {Record<string, Test>} */
const GOOD = {
  answers: like({ ...given, right: flag, score: within(0, 1), at: time, first: maybe(time) }),
  pages: like({ hash: is("string"), at: time, done: flag }),
  saved: like({ at: time, first: maybe(time) }),
  cards: like({
    hash: is("string"),
    ease: within(1.3, 9),
    interval: within(0, 36500),
    repetitions: within(0, 1e6),
    due: (value) => time(value) && value.length === 10,
    at: time,
  }),
  attempts: like({
    id: is("string"),
    at: time,
    mode: is("string"),
    seed: is("number"),
    drawn: texts,
    answers: (value) => isObject(value) && Object.values(value).every(answered),
    done: maybe(time),
    score: maybe(within(0, 1)),
    passed: maybe(flag),
    edited: maybe(time),
    saved: maybe(time),
  }),
};

/** A day as YYYY-MM-DD, where the learner is. @param {string | number} [at] @param {number} [more] days later */
export function day(at = Date.now(), more = 0) {
  const date = new Date(at);
  return new Date(+date - date.getTimezoneOffset() * 6e4 + more * 864e5).toISOString().slice(0, 10);
}

/**
 * The card of a question that was missed: to be asked tomorrow, and from the beginning.
 * @param {string} hash @param {string} at @param {Card} [card] what there was @returns {Card}
 */
export function begin(hash, at, card) {
  return { hash, ease: card?.ease ?? 2.5, interval: 1, repetitions: 1, due: day(at, 1), at };
}

/** How a record of one version becomes one of the next. @type {Record<number, (old: any) => any>} */
const MIGRATIONS = {
  // Version 1 kept positions of options, which say nothing once options are reordered.
  1(old) {
    const record = { ...old, ...empty() };
    for (const [id, one] of Object.entries(old.answers)) {
      const answer = isObject(one) ? { ...one, chosen: [], score: Number(one.right), sure: null } : one;
      record.answers[id] = answer;
      if (GOOD.answers(answer) && !answer.right) record.cards[id] = begin(answer.hash, answer.at);
    }
    return record;
  },
};

/**
 * Reads a stored record. `damaged`: not all of `text` could be read, and the record is what could; `newer`: the text is
 * of a version that is yet to come. In both cases the caller keeps the text.
 * @param {string | null} text @returns {{record: LearnerRecord, state: State}}
 */
export function parse(text) {
  /** @type {State} */
  let state = "ok";
  let record = empty();
  try {
    let value = text === null ? record : JSON.parse(text);
    if (value.version > VERSION) return { record, state: "newer" };
    for (let old = value.version; old !== VERSION; old++, state = "migrated") value = MIGRATIONS[old](value);
    const read = build(items(value, () => (state = "damaged")));
    JSON.stringify(read); // what is nested too deep to be written again counts as damaged, too
    record = read;
  } catch {
    state = "damaged";
  }
  return { record, state };
}

/**
 * The items of a record that are what they should be. They are what is compared, merged and put back.
 * @param {any} record @param {() => void} [wrong] called for each that is not @returns {Items}
 */
function items(record, wrong) {
  /** @type {Items} */
  const found = new Map();
  const put = (/** @type {any} */ item, /** @type {string[]} */ ...path) => {
    if (wrong && Object.hasOwn(GOOD, path[0]) && !GOOD[path[0]](item)) wrong();
    else found.set(JSON.stringify(path), item);
  };
  for (const [key, part] of Object.entries(record)) {
    if (!Object.hasOwn(GOOD, key) || !isObject(part)) put(part, key);
    else
      for (const [id, item] of Object.entries(part)) {
        if (key === "attempts" && Array.isArray(item)) for (const one of item) put(one, key, id, one?.id);
        else put(item, key, id);
      }
  }
  return found;
}

/** @param {Items} found @returns {LearnerRecord} */
function build(found) {
  const record = empty();
  for (const [path, item] of found) {
    const [key, id, one] = JSON.parse(path);
    if (one !== undefined) (record[key][id] ??= []).push(item);
    else if (id !== undefined) record[key][id] = item;
    else record[key] = item;
  }
  for (const list of Object.values(record.attempts)) list.sort((a, b) => (a.at < b.at ? -1 : 1));
  return record;
}

/** When an item was last changed; 0 for what has no time. @param {any} item */
const stamp = (item) => Date.parse(item?.edited ?? item?.at) || 0;

/** @param {Items} mine @param {Items} theirs @returns {Items} the newest of each, a finished attempt first; else mine */
function newest(mine, theirs) {
  const found = new Map(mine);
  for (const [path, item] of theirs) {
    const had = mine.get(path);
    const more = (item?.drawn ? Number(!!item.done) - Number(!!had?.done) : 0) || stamp(item) - stamp(had);
    // The same moment in two tabs: both have to come to the same end.
    const wins = !mine.has(path) || more > 0 || (!more && stamp(item) && JSON.stringify(item) > JSON.stringify(had));
    const [best, other] = wins ? [item, had] : [had, item];
    // One attempt in two tabs: what was answered in either counts.
    if (other?.drawn && !best.done && Object.keys(other.answers).some((id) => !Object.hasOwn(best.answers, id)))
      found.set(path, { ...best, answers: { ...other.answers, ...best.answers } });
    else if (wins) found.set(path, item);
  }
  return found;
}

/**
 * Both records in one: the newest of each answer, card and attempt.
 * @param {LearnerRecord} mine @param {LearnerRecord} theirs @returns {LearnerRecord}
 */
export const merge = (mine, theirs) => build(newest(items(mine), items(theirs)));

/**
 * What a question may show of the record: its answer, or that it has changed since.
 * @param {LearnerRecord} record @param {string} id @param {string} hash
 * @returns {{answer: Answer | null, changed: boolean}}
 */
export function answerTo(record, id, hash) {
  const answer = Object.hasOwn(record.answers, id) ? record.answers[id] : null;
  const changed = answer !== null && answer.hash !== hash;
  return { answer: changed ? null : answer, changed };
}

/**
 * Gives a card to what was missed, or was unsure and has none.
 * @param {LearnerRecord} record @param {string} at @param {Record<string, Given>} given
 */
function gather(record, at, given) {
  for (const [id, { hash, right, sure }] of Object.entries(given)) {
    const card = record.cards[id];
    if ((right === false || (sure === false && !card)) && !(card?.at >= at)) record.cards[id] = begin(hash, at, card);
  }
}

/**
 * The record in the browser. Browsers give no lock across tabs that a script could wait for at once, so two tabs may
 * write over each other: each remembers what it changed, and puts back what it finds missing.
 */
export class Store {
  /** @param {Storage | null} storage null where the browser refuses it @param {string} name */
  constructor(storage, name) {
    this.storage = storage;
    this.name = name;
    /** @type {Items} what this tab has changed */
    this.own = new Map();
    /** @type {Items} */
    this.stored = new Map();
    /** @type {string | null | undefined} the text that `stored` was read from */
    this.text = undefined;
    this.damaged = false; // text was met that cannot be read: the learner has to be informed
    this.newer = false; // the same of a later version
    this.full = false; // the last change was not kept; without `storage` none is
    this.locked = false; // there is text that could not be set aside, and is not to be written over
    /** @type {(() => void)[]} */
    this.listeners = [];
    addEventListener("storage", (event) => {
      if (event.storageArea === storage && (event.key ?? name) === name) this.hear(event.newValue);
    });
    // A page that comes back from the browser's memory has heard nothing, not even that all was deleted.
    addEventListener("pageshow", (event) => event.persisted && !this.full && this.own.clear());
    for (const [key, kept] of this.aside()) {
      const { record, state } = parse(kept);
      // Set aside by an earlier version of this script: now it can be read.
      if (key.includes(".newer.") && state !== "newer" && this.load(record)) storage?.removeItem(key);
    }
  }

  /** The record as it is now, with other tabs' answers. Not to be changed. @returns {LearnerRecord} */
  read() {
    let text = null;
    try {
      text = /** @type {Storage} */ (this.storage).getItem(this.name);
    } catch {
      this.storage = null;
    }
    if (text !== this.text) {
      const { record, state } = parse(text);
      this.text = text;
      this.stored = items(record);
      this.locked = state === "newer" && this.newer; // two tabs of two versions would set aside for ever
      if (state === "damaged" || state === "newer") {
        this[state] = true;
        this.locked ||= !this.put(`${this.name}.${state}.${Date.now()}`, text) || !this.write(record);
      }
    }
    return build(this.all());
  }

  /** What is stored and what this tab knows; the latter first once it could not be stored. */
  all() {
    return this.full ? newest(this.own, this.stored) : newest(this.stored, this.own);
  }

  /**
   * Changes the record as it is now, other tabs' answers included.
   * @param {(record: LearnerRecord) => void} fn @returns {boolean} kept by the browser
   */
  change(fn) {
    this.text = undefined; // so that nothing is shared with what was read before
    const record = this.read();
    const before = new Map([...items(record)].map(([path, item]) => [path, JSON.stringify(item)]));
    const changed = () => [...items(record)].filter(([path, item]) => JSON.stringify(item) !== before.get(path));
    fn(record);
    for (const [path, item] of changed()) {
      const [key, id] = JSON.parse(path);
      const old = before.get(path);
      if (old && (key === "answers" || key === "saved")) item.first ??= JSON.parse(old).first ?? JSON.parse(old).at;
      if (key === "answers") gather(record, item.at, { [id]: item });
      if (key !== "attempts") continue;
      item.edited = new Date().toISOString();
      if (item.done) gather(record, item.done, item.answers);
    }
    const left = items(record);
    for (const path of this.own.keys()) if (!left.has(path)) this.own.delete(path);
    for (const [path, item] of changed()) this.own.set(path, item);
    const kept = this.write(record);
    dispatchEvent(new Event("coursebook:changed"));
    return kept;
  }

  /** Adds what is newer in a record from elsewhere. @param {LearnerRecord} theirs @returns {boolean} kept */
  load(theirs) {
    return this.change((mine) => void Object.assign(mine, merge(mine, theirs)));
  }

  /** Forgets everything. */
  clear() {
    this.own.clear();
    const form = `${this.name}.evaluation`;
    const drafts = Object.keys(this.storage ?? {}).filter((key) => key === form || key.startsWith(`${form}.damaged.`));
    for (const key of [this.name, ...drafts, ...this.aside().map(([key]) => key)]) this.storage?.removeItem(key);
    this.damaged = this.newer = this.full = false;
    dispatchEvent(new Event("coursebook:changed"));
  }

  /** What could not be read: keys and texts, the oldest first. @returns {[string, string][]} */
  aside() {
    try {
      const all = Object.entries(this.storage ?? {});
      const rest = (/** @type {string} */ key) => (key.startsWith(this.name) ? key.slice(this.name.length) : "");
      return all.filter(([key]) => /^\.(damaged|newer)\.\d+$/.test(rest(key))).sort();
    } catch {
      return [];
    }
  }

  /** @param {() => void} fn called when another tab has changed the record */
  onChange(fn) {
    this.listeners.push(fn);
  }

  /** Another tab has written. What it wrote may be lost by now, and the tab gone. @param {string | null} text */
  hear(text) {
    if (text === null) this.own.clear();
    const { record, state } = parse(text);
    this.read();
    const all = newest(this.all(), items(state === "ok" ? record : {}));
    if (text !== null && [...all].some(([path, item]) => this.stored.get(path) !== item)) this.write(build(all));
    for (const fn of this.listeners) fn();
  }

  /** @param {LearnerRecord} record */
  write(record) {
    this.full = this.locked || !this.put(this.name, JSON.stringify(record));
    return !this.full;
  }

  /** @param {string} key @param {string | null} text */
  put(key, text) {
    try {
      /** @type {Storage} */ (this.storage).setItem(key, text ?? "");
      return true;
    } catch {
      return false;
    }
  }
}

/** @returns {Storage | null} */
function openStorage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/** @type {Map<string, Store>} one for all scripts of a page: what could not be kept is known to all of them */
const stores = new Map();

/** The record of a course. @param {string} course @returns {Store} */
export function openStore(course) {
  const name = `coursebook.${course}`;
  const store = stores.get(name) ?? new Store(openStorage(), name);
  stores.set(name, store);
  return store;
}
