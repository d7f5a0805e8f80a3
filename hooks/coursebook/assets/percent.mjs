// How credits become whole percent: rule 8 of coursebook/marking/rules.py. Pure functions, in integers.

/** @typedef {{got: bigint, of: bigint}} Fraction */

const MOST_ROWS = 100;

/** A credit that was kept as a number: the fraction with the smallest denominator. @param {number} score @returns {Fraction} */
function asFraction(score) {
  for (let of = 1; of <= MOST_ROWS; of++) {
    const got = Math.floor(score * of + 0.5);
    if (got / of === score) return { got: BigInt(got), of: BigInt(of) };
  }
  return { got: BigInt(Math.floor(score * 2 ** 53)), of: 2n ** 53n };
}

/** The mean of credits in whole percent, rounded down; 0 where there are none. @param {number[]} scores each from 0 to 1 */
export function percent(scores) {
  const sum = scores.map(asFraction).reduce((a, b) => ({ got: a.got * b.of + b.got * a.of, of: a.of * b.of }), { got: 0n, of: 1n });
  return scores.length ? Number((100n * sum.got) / (sum.of * BigInt(scores.length))) : 0;
}

/**
 * The percent of an exam that was marked, from the credits of its questions; of one that has none, from its own score.
 * @param {{answers: Record<string, {score?: number | null}>, score: number | null}} attempt
 */
export function percentOf({ answers, score }) {
  const each = Object.values(answers).flatMap((one) => one.score ?? []);
  return percent(each.length ? each : [score ?? 0]);
}
