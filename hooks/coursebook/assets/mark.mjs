// How answers are marked: the translation of coursebook/marking/rules.py, where each rule is stated in words. Pure
// functions: nothing here touches the page or the record. Rule 8 is in percent.mjs.
import { CHARACTERS } from "./characters.mjs";

/**
 * One line of a key. `id` is the option, the row, or the place in the list; by kind, `low` and `high` are bounds as
 * decimal text, `typed` is a text as compared, `target` the right side or the place of a row.
 * @typedef {{id: string, right: boolean, low?: string, high?: string, typed?: string, target?: string}} Line
 * @typedef {{right: boolean, score: number, got: number, of: number, extra: number, hit: string}} Mark
 * @typedef {{value: bigint, scale: number}} Decimal value / 10 ** scale
 */

const MOST_DIGITS = 30;
const NUMBER =
  /^([+-]?) ?([1-9][0-9]{0,2}(?:,[0-9]{3})+(?![0-9])|[1-9][0-9]{0,2}(?: [0-9]{3})+(?![0-9])|[0-9]*)(\.[0-9]*)?(?:e([+-]?[0-9]{1,2})(?![0-9]))?(.*)$/s;

/** A class of characters from `A B-D`. @param {string} ranges */
const classOf = (ranges) => ranges.replace(/[0-9A-F]+/g, "\\u{$&}").replaceAll(" ", "");

/** The same from gap and length in turn. @param {string} gaps */
function runsOf(gaps) {
  let end = 0;
  const one = (/** @type {number} */ code) => `\\u{${code.toString(16)}}`;
  return gaps.replace(/(\w+) (\w+) ?/g, (_, gap, length) => {
    const start = end + parseInt(gap, 36);
    end = start + parseInt(length, 36);
    return `${one(start)}-${one(end - 1)}`;
  });
}

const known = new RegExp(`[${runsOf(CHARACTERS.known)}]+`, "gu");
const invisible = new RegExp(`[${classOf(CHARACTERS.invisible)}]`, "gu");
const [space, dash, apostrophe] = [CHARACTERS.space, CHARACTERS.dash, CHARACTERS.apostrophe].map(
  (ranges) => new RegExp(`[${classOf(ranges)}]`, "gu"),
);
const fold = (/** @type {string} */ run) => run.normalize("NFKC").toLowerCase().toUpperCase().toLowerCase();

/** Rule 1. @param {string} text */
export function normalize(text) {
  const folded = text.replace(invisible, "").replace(known, fold).replaceAll("ς", "σ");
  return folded.replace(space, " ").replace(dash, "-").replace(apostrophe, "'");
}

/** Whether a character is dropped from the ends of a text. @param {string} sign */
const isEdge = (sign) => !/[\p{L}\p{M}\p{N}]/u.test(sign) && sign.replace(known, "") === "";

/** Rule 2: a text as it is compared. @param {string} text */
export function plain(text) {
  const tidy = normalize(text).split(" ").filter(Boolean).join(" ");
  const signs = [...tidy];
  const first = signs.findIndex((sign) => !isEdge(sign));
  const last = signs.findLastIndex((sign) => !isEdge(sign));
  return first < 0 ? tidy : signs.slice(first, last + 1).join("");
}

/** @param {string} text */
const asUnit = (text) => normalize(text).replace(/[ ,]/g, "");

/** A character as it stands in a number: what only looks like digits stays what it is. @param {string} sign */
function asDigit(sign) {
  const folded = normalize(sign);
  return /[0-9]/.test(folded) && !/\p{Nd}/u.test(sign) ? sign : folded;
}

/** Rules 3 and 4; null where the text is no number in the unit. @param {string} text @returns {Decimal | null} */
export function toNumber(text, unit = "") {
  const match = NUMBER.exec([...text].map(asDigit).join("").replace(/^ +| +$/g, ""));
  if (!match) return null;
  const [, sign, whole, part = ".", power = "0", rest] = match;
  const digits = whole.replace(/[, ]/g, "") + part.slice(1);
  const unread = asUnit(rest);
  if (!digits || digits.length > MOST_DIGITS || (unread && unread !== asUnit(unit))) return null;
  return { value: BigInt(digits) * (sign === "-" ? -1n : 1n), scale: part.length - 1 - Number(power) };
}

/** Whether one number is at most another. @param {Decimal} a @param {Decimal} b */
function atMost(a, b) {
  const scale = Math.max(a.scale, b.scale);
  const up = (/** @type {Decimal} */ one) => one.value * 10n ** BigInt(scale - one.scale);
  return up(a) <= up(b);
}

/**
 * Marks an answer. `score` is its credit, from 0 to 1; `got` of `of` are as they should be, `extra` were chosen and
 * should not have been; `hit` is the line of the key that a typed answer meets.
 * @param {string} kind @param {Line[]} key @param {string[]} chosen @returns {Mark}
 */
export function markAnswer(kind, key, chosen, unit = "") {
  if (kind === "number" || kind === "blank") return typed(kind, key, chosen[0] ?? "", unit);
  const own = new Set(chosen);
  if (kind === "match" || kind === "order") {
    const rows = key.filter((row) => row.right); // the others are right sides that belong to nothing
    const times = (/** @type {string} */ id) => [...own].filter((one) => one.split(">")[0] === id).length;
    return counted(rows.filter((row) => own.has(`${row.id}>${row.target}`) && times(row.id) === 1).length, rows.length, 0);
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
  const score = of ? Math.max(0, got - extra) / of : 0;
  return { right: of > 0 && score === 1, score, got, of, extra, hit: "" };
}

/** Rules 5 and 6. @param {string} kind @param {Line[]} key @param {string} text @param {string} unit @returns {Mark} */
function typed(kind, key, text, unit) {
  const value = kind === "number" ? toNumber(text, unit) : null;
  const compared = kind === "blank" ? plain(text) : "";
  const meets = (/** @type {Line} */ line) => (value ? holds(line, value) : compared !== "" && line.typed === compared);
  const hit = key.find((line) => line.right && meets(line)) ?? key.find(meets);
  const right = Boolean(hit?.right);
  return { right, score: Number(right), got: Number(right), of: 1, extra: 0, hit: hit?.id ?? "" };
}

/** @param {Line} line @param {Decimal} value */
function holds({ low = "", high = "" }, value) {
  const [least, most] = [toNumber(low), toNumber(high)];
  return least !== null && most !== null && atMost(least, value) && atMost(value, most);
}
