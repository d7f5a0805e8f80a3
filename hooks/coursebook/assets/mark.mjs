// How answers are marked. Pure functions: nothing here touches the page or the record.

/**
 * One line of a key. `id` is the option, the row, or the place in the list; the rest depends on the kind.
 * @typedef {{id: string, right: boolean, low?: number, high?: number, unit?: string, text?: string, target?: string}} Item
 * @typedef {{right: boolean, score: number, got: number, of: number, extra: number, hit: string}} Mark
 */

/**
 * Text as it is compared: one form of each sign, no case, single spaces, nothing but letters and digits at its ends.
 * @param {string} text
 */
export function plain(text) {
  // Upper case first: it takes apart what lower case alone leaves (ß, final sigma).
  const folded = text.normalize("NFKC").toUpperCase().toLowerCase().replaceAll("ς", "σ");
  const tidy = folded.replace(/\s+/g, " ").trim();
  return tidy.replace(/^[^\p{L}\p{M}\p{N}]+|[^\p{L}\p{M}\p{N}]+$/gu, "") || tidy;
}

/** @param {string} text */
const asUnit = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s,]/g, "");

/**
 * The number a learner typed, with or without the unit shown beside the field; null where it is none.
 * Groups of three may be parted by commas or spaces; the decimal sign is a point.
 * @param {string} text @param {string} [unit] @returns {number | null}
 */
export function toNumber(text, unit = "") {
  if (/\d[¹²³\u2070-\u2079]/.test(text)) return null; // 10² is not 102
  const tidy = text.normalize("NFKC").replace(/[\u2212\u2013]/g, "-").trim();
  const match = /^([+-]?)\s?(\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d*)(\.\d*)?(e[+-]?\d+)?(.*)$/is.exec(tidy);
  if (!match || !/\d/.test(match[2] + (match[3] ?? ""))) return null;
  const rest = asUnit(match[5]);
  if (rest && rest !== asUnit(unit)) return null;
  const value = Number(match[1] + match[2].replace(/[, ]/g, "") + (match[3] ?? "") + (match[4] ?? ""));
  return Number.isFinite(value) ? value : null;
}

/**
 * Marks an answer. `score` is 0 to 1; `got` of `of` are as they should be, `extra` were chosen and should not have
 * been; `hit` is the line of the key that a typed answer meets.
 * @param {string} kind @param {Item[]} key @param {string[]} chosen @returns {Mark}
 */
export function markAnswer(kind, key, chosen) {
  if (kind === "number" || kind === "blank") return typed(kind, key, chosen[0] ?? "");
  const own = new Set(chosen);
  if (kind === "match" || kind === "order") {
    const rows = key.filter((row) => row.right); // the others are right sides that belong to nothing
    return counted(rows.filter((row) => own.has(`${row.id}>${row.target}`)).length, rows.length, 0);
  }
  const rights = key.filter((option) => option.right);
  const got = rights.filter((option) => own.has(option.id)).length;
  const extra = key.filter((option) => !option.right && own.has(option.id)).length;
  if (kind === "many") return counted(got, rights.length, extra);
  const right = got === 1 && !extra;
  return { right, score: Number(right), got, of: rights.length, extra, hit: "" };
}

/** @param {number} got @param {number} of @param {number} extra @returns {Mark} */
function counted(got, of, extra) {
  const score = of ? Math.max(0, (got - extra) / of) : 0;
  return { right: of > 0 && score === 1, score, got, of, extra, hit: "" };
}

/** @param {string} kind @param {Item[]} key @param {string} text @returns {Mark} */
function typed(kind, key, text) {
  const meets = kind === "number" ? inRange(text) : (/** @type {Item} */ line) => plain(text) === plain(line.text ?? "");
  const hit = (text.trim() && (key.find((line) => line.right && meets(line)) ?? key.find(meets))) || null;
  const right = Boolean(hit?.right);
  return { right, score: Number(right), got: Number(right), of: 1, extra: 0, hit: hit?.id ?? "" };
}

/** @param {string} text @returns {(line: Item) => boolean} */
function inRange(text) {
  return ({ low = NaN, high = NaN, unit = "" }) => {
    const value = toNumber(text, unit);
    // 4.1 + 0.2 is a little more than 4.3: an answer on the edge is inside.
    const slack = 1e-9 * Math.max(1, Math.abs(low), Math.abs(high));
    return value !== null && value >= low - slack && value <= high + slack;
  };
}

/** Whole percent, rounded down: 79.9 is not shown as 80 beside a pass mark of 80. @param {number} score 0 to 1 */
export const percent = (score) => Math.floor(100 * score + 1e-9);
