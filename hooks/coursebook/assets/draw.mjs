// Which questions an exam asks, and in which order, by the rules of coursebook/marking/draw.py. Pure functions: the same
// seed gives the same exam.

/** Numbers from 0 to 1 (mulberry32, public domain). @param {number} seed @returns {() => number} */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A copy in an order of chance (Fisher and Yates). @template T @param {T[]} list @param {() => number} next @returns {T[]} */
export function shuffled(list, next) {
  const copy = [...list];
  for (let last = copy.length - 1; last > 0; last--) {
    const other = Math.floor(next() * (last + 1));
    [copy[last], copy[other]] = [copy[other], copy[last]];
  }
  return copy;
}

/** A seed for one question, so that its options keep their order whatever else is drawn. @param {number} seed @param {string} id */
export function seedFor(seed, id) {
  let hash = seed >>> 0;
  for (const sign of id) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 16777619) >>> 0;
  return hash;
}

const TRIES = 1000; // the build refuses a quiz of which no exam keeps the rules

/** @typedef {{id: string, objective?: string}[]} Unit one question, or a case whose questions stay together */

/**
 * The ids of the questions of an exam, in order. Where cases are in the way of the rule, other orders of chance are
 * tried, and the one that comes nearest is taken.
 * @param {Unit[]} units @param {{count: number, least: number, shuffle: boolean}} rule
 * count: how many are asked (0: all); least: how many of each objective, as far as there are @param {number} seed
 * @returns {string[]}
 */
export function draw(units, { count, least, shuffle }, seed) {
  const next = random(seed);
  const of = (/** @type {Iterable<Unit>} */ list, /** @type {string | undefined} */ name) =>
    [...list].flat().filter(({ objective }) => objective === name).length;
  const all = units.flat();
  const objectives = new Set(all.flatMap((one) => one.objective || []));
  let [order, best, nearest] = [units, new Set(units), Infinity];
  for (let n = 0; n < TRIES && nearest; n++) {
    const mixed = shuffled(units, next);
    /** @type {Set<Unit>} */
    const taken = new Set();
    let lack = Math.min(count || Infinity, all.length);
    const take = (/** @type {Unit} */ unit) => {
      if (taken.has(unit) || lack < unit.length) return;
      taken.add(unit);
      lack -= unit.length;
    };
    for (const one of objectives) {
      for (const unit of mixed) if (of([unit], one) && of(taken, one) < least) take(unit);
    }
    mixed.forEach(take);
    for (const one of objectives) if (of(taken, one) < Math.min(least, of(units, one))) lack += 1e6;
    if (lack < nearest) [order, best, nearest] = [mixed, taken, lack];
  }
  return (shuffle ? order : units).filter((unit) => best.has(unit)).flatMap((unit) => unit.map((one) => one.id));
}
