// When a question is to be asked again: the method SM-2 of SuperMemo (Wozniak 1990), as the review page says it.
import { begin, day } from "./record.mjs";

/** @typedef {import("./record.mjs").Card} Card @typedef {import("./record.mjs").LearnerRecord} LearnerRecord */

/** Below this grade the method asks a question once more on the same day. */
export const ENOUGH = 4;

/**
 * How an answer counts on the method's scale of 0 to 5: not right 2, right but unsure 3, right and sure 5; 4 where the
 * learner did not say how sure they were.
 * @param {{right: boolean, sure: boolean | null}} answer
 */
export function gradeOf({ right, sure }) {
  if (!right) return 2;
  return sure === null ? 4 : sure ? 5 : 3;
}

/**
 * The card after an answer. Below 3 it begins anew and keeps its ease; else intervals are 1 day, 6 days, and from then
 * on the last one times the ease, rounded up.
 * @param {Card} card @param {number} grade @param {string} hash @param {string} at when it was answered @returns {Card}
 */
export function next(card, grade, hash, at) {
  if (grade < 3) return begin(hash, at, card);
  const ease = Math.max(1.3, card.ease + 0.1 - (5 - grade) * (0.08 + (5 - grade) * 0.02));
  const repetitions = card.repetitions + 1;
  const longer = Math.ceil(card.interval * ease - 1e-6); // 10 times 1.1 is 11, whatever binary fractions say
  const interval = repetitions < 2 ? 1 : repetitions === 2 ? 6 : Math.min(longer, 3650);
  return { hash, ease: Number(ease.toFixed(2)), interval, repetitions, due: day(at, interval), at };
}

/**
 * Which questions are due today, the longest waiting first, and how many on each later day. A question that changed
 * since is due at once. One that the course no longer has is left out.
 * @param {LearnerRecord} record @param {Map<string, {hash: string}>} index the questions of the course
 * @param {string} today YYYY-MM-DD
 * @returns {{due: {id: string, card: Card, changed: boolean}[], ahead: [string, number][]}}
 */
export function plan(record, index, today) {
  const due = [];
  /** @type {Map<string, number>} */
  const ahead = new Map();
  for (const [id, { hash }] of index) {
    const card = record.cards[id];
    if (!card) continue;
    const changed = card.hash !== hash;
    if (changed || card.due <= today) due.push({ id, card: changed ? begin(hash, card.at) : card, changed });
    else ahead.set(card.due, (ahead.get(card.due) ?? 0) + 1);
  }
  due.sort((a, b) => (a.card.due < b.card.due ? -1 : Number(a.card.due > b.card.due)));
  return { due, ahead: [...ahead].sort() };
}
