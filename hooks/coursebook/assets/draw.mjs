// Which questions an exam asks, and in which order. Pure functions: the same seed gives the same exam.

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

/**
 * The ids of the questions of an exam, in order. A unit is one question, or a case whose questions stay together.
 * @param {{id: string, objective: string}[][]} units @param {{count: number, least: number, shuffle: boolean}} rule
 * count: how many are asked (0: all); least: how many of each objective, as far as there are @param {number} seed
 * @returns {string[]}
 */
export function draw(units, { count, least, shuffle }, seed) {
  const order = shuffled(units, random(seed));
  const wanted = count || Infinity;
  /** @type {Set<{id: string, objective: string}[]>} */
  const taken = new Set();
  let size = 0;
  const take = (/** @type {{id: string, objective: string}[]} */ unit) => {
    if (taken.has(unit) || size + unit.length > wanted) return;
    taken.add(unit);
    size += unit.length;
  };
  for (const objective of new Set(units.flat().map((one) => one.objective))) {
    for (const unit of order) {
      const have = [...taken].flat().filter((one) => one.objective === objective).length;
      if (have < least && unit.some((one) => one.objective === objective)) take(unit);
    }
  }
  order.forEach(take);
  return (shuffle ? order : units).filter((unit) => taken.has(unit)).flatMap((unit) => unit.map((one) => one.id));
}

/** @param {number} score 0 to 1 @param {number} pass percent */
export const passes = (score, pass) => 100 * score >= pass - 1e-9;
