// Finds sections of the course for what is typed. The build wrote the index (search/index.py) in files: only those that
// hold the words asked for are fetched, and the text of the pages that are shown. Knows nothing of the page.

/**
 * @typedef {{edition: string, starts: string[], words: Record<string, string>}} Start
 * @typedef {{url: string, title: string, part: string, sections: [string, string, string][]}} PageText
 * @typedef {{word: string, weight: number, rows: number[]}} Match a word of the course for one that was typed
 * @typedef {{page: number, section: number, score: number}} Hit
 * @typedef {{hits: Hit[], words: string[], instead: [string, string][]}} Found best first; the words that were met; what
 *   was typed and what was taken instead
 */

/** What the rest of its page adds to a section. */
const REST = 0.2;
const folder = new URL("search/", import.meta.url);
/** @type {Map<string, Promise<any>>} */
const held = new Map();

/** @param {string} name @param {string} [edition] @returns {Promise<any>} */
function fetched(name, edition) {
  const address = new URL(`${name}.json${edition ? `?${edition}` : ""}`, folder);
  const asked = held.get(name) ?? fetch(address, edition ? {} : { cache: "no-cache" }).then((answer) => {
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    return answer.json();
  });
  held.set(name, asked);
  asked.catch(() => held.delete(name));
  return asked;
}

/** @returns {Promise<Start>} */
export const start = () => fetched("index");

/** @param {number} number @returns {Promise<PageText>} */
export const pageText = async (number) => fetched(`p${number}`, (await start()).edition);

/** Without case and accents, as the index has words. @param {string} text */
export const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** @param {string} text @returns {string[]} */
export const wordsOf = (text) => plain(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/** The stem of an English word, roughly: washes, washing and washed are one. @param {string} word */
export function stem(word) {
  const short = word.replace(/(?:ies|y)$/, "i").replace(/(?:'s|s|es|ed|ing|e|ly)$/, "");
  const twice = short.replace(/(?:e|ed|es|ing)$/, "").replace(/([b-df-hj-np-tv-z])\1$/, "$1");
  return twice.length < 3 ? word : twice;
}

/** Letters to change, add, take away or exchange to make one word of another; more than `most` is `most + 1`.
 * @param {string} a @param {string} b @param {number} most */
export function distance(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  /** @type {number[]} */
  let before = [];
  let row = [...Array(b.length + 1).keys()];
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + Number(a[i - 1] !== b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    if (Math.min(...next) > most) return most + 1;
    [before, row] = [row, next];
  }
  return row[b.length];
}

/** The files that may hold words beginning with some letters. @param {Start} index @param {string} letters */
function files(index, letters) {
  const longer = index.starts.filter((one) => one.startsWith(letters));
  const shorter = index.starts.filter((one) => letters.startsWith(one)).sort((a, b) => b.length - a.length);
  return [...new Set([...longer, ...shorter.slice(0, 1)])];
}

/** @param {Start} index @param {string[]} names @returns {Promise<[string, number[]][]>} */
async function entries(index, names) {
  /** @type {Record<string, number[]>[]} */
  const parts = await Promise.all(names.map((one) => fetched(`w${index.starts.indexOf(one)}`, index.edition)));
  return parts.flatMap((one) => Object.entries(one));
}

/** What is meant by a word that some of the known words are, or begin with. @param {[string, number[]][]} known
 * @param {string} typed @returns {Match[]} */
function meant(known, typed) {
  const root = stem(typed);
  return known.flatMap(([word, rows]) => {
    const begins = typed.length > 2 && word.startsWith(typed) ? 0.8 * (typed.length / word.length) : 0;
    const weight = word === typed ? 1 : stem(word) === root ? 0.9 : begins;
    return weight ? [{ word, weight, rows }] : [];
  });
}

/** The words of the course that are meant by one that was typed, and the one taken in its place if it has none.
 * @param {Start} index @param {string} typed @returns {Promise<{found: Match[], instead?: string}>} */
async function matches(index, typed) {
  const known = await entries(index, files(index, typed));
  const found = meant(known, typed);
  if (found.length || typed.length < 4) return { found };
  // Nobody writes this word: take the nearest that begins alike, in the files at hand or in all of its first letter.
  const most = typed.length < 8 ? 1 : 2;
  for (const near of [known, await entries(index, index.starts.filter((one) => one[0] === typed[0]))]) {
    const far = near.map(([word]) => ({ word, off: distance(typed, word, most) })).sort((a, b) => a.off - b.off);
    if (!far.length || far[0].off > most) continue;
    const instead = far[0].word;
    return { found: meant(near, instead).map((one) => ({ ...one, weight: 0.6 * one.weight })), instead };
  }
  return { found };
}

/** @param {string} query @returns {Promise<Found>} */
export async function find(query) {
  const index = await start();
  const all = [...new Set(wordsOf(query))].slice(0, 12);
  const idle = new Set(wordsOf(index.words["search-ignored"] ?? ""));
  const telling = all.filter((one) => !idle.has(one));
  const typed = telling.length ? telling : all;
  const met = await Promise.all(typed.map((one) => matches(index, one)));
  /** @type {Map<number, {page: number, section: number, scores: number[]}>} */
  const sections = new Map();
  /** @type {Map<number, {met: Set<number>, sum: number}>} */
  const pages = new Map();
  met.forEach(({ found }, n) => {
    for (const { weight, rows } of found) {
      for (let at = 0; at < rows.length; at += 3) {
        const [page, section, score] = rows.slice(at, at + 3);
        const key = page * 65536 + section;
        const one = sections.get(key) ?? { page, section, scores: typed.map(() => 0) };
        one.scores[n] = Math.max(one.scores[n], weight * score);
        sections.set(key, one);
        const whole = pages.get(page) ?? { met: new Set(), sum: 0 };
        pages.set(page, { met: whole.met.add(n), sum: whole.sum + weight * score });
      }
    }
  });
  // A section that speaks of all words comes before one that speaks much of a single one, and of two alike that of the
  // page that speaks more of them.
  const hits = [...sections.values()].map(({ page, section, scores }) => {
    const { met: said, sum } = pages.get(page) ?? { met: new Set(), sum: 0 };
    const share = (scores.filter(Boolean).length / typed.length) ** 2 * (said.size / typed.length);
    return { page, section, score: (scores.reduce((total, one) => total + one, 0) + REST * sum) * share };
  });
  hits.sort((a, b) => b.score - a.score || a.page - b.page || a.section - b.section);
  const instead = met.flatMap(({ instead }, n) => (instead ? [/** @type {[string, string]} */ ([typed[n], instead])] : []));
  return { hits, words: met.flatMap(({ found }) => found.map((one) => one.word)), instead };
}
