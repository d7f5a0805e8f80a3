// What is done of the course, and what is left: the learner's record laid over the map that the build writes. Pure
// functions; loadMap alone asks the server.
import { percentOf } from "./percent.mjs";

/**
 * @typedef {{id: string, pass: number | null, private: boolean}} Test
 * @typedef {{url: string, title: string, module: string, minutes: number, hash: string, questions: string[],
 *   was: string[], quiz?: Test}} MapPage a lesson, or with `quiz` a quiz; addresses are relative to the site
 * @typedef {{id: string, title: string, modules: {name: string, title: string, url: string}[], pages: MapPage[],
 *   evaluation: {url: string, title: string} | null, words: Record<string, string>}} CourseMap
 *   `pages` are in the order of study
 * @typedef {import("./record.mjs").LearnerRecord} LearnerRecord
 * @typedef {{read: boolean, changed: boolean, open: string[], done: boolean, at: string | null}} Lesson
 *   `read`: the learner said so; `changed`: the page has been edited since; `open`: its questions that were never answered;
 *   `at`: when it was done
 * @typedef {{id: string, title: string, url: string, module: string, pass: number | null, private: boolean,
 *   best: number | null, passed: boolean, done: boolean, at: string | null, attempts: number}} QuizState `pass` and
 *   `best` in percent; `passed` is never true of a quiz that a provider marks, which is `done` once a sheet was saved;
 *   `at`: when it was first done; `attempts`: exams that were finished, retries of what was missed left out
 * @typedef {{title: string, url: string, why: string}} Left `why` as the learner reads it
 * @typedef {{name: string, title: string, url: string, done: number, all: number, minutesLeft: number}} ModuleState
 *   lessons and quizzes
 * @typedef {{done: boolean, begun: boolean, pages: {done: number, all: number}, quizzes: QuizState[],
 *   evaluation: {saved: boolean, at: string | null, url: string | null}, modules: ModuleState[], left: Left[],
 *   next: {title: string, url: string} | null, minutes: {left: number, all: number}, finishedAt: string | null}}
 *   Completion `pages` are lessons; `next` is where to go on; times in minutes; `finishedAt` null until all is done
 */

/** Where the site begins. */
export const root = new URL("../../", import.meta.url);

/** @type {Promise<CourseMap> | null} */
let loading = null;

/** The map of the course, fetched once. Rejects where it cannot be had. @returns {Promise<CourseMap>} */
export function loadMap() {
  loading ??= fetch(new URL("course.json", import.meta.url), { cache: "no-cache" }).then((answer) => {
    if (!answer.ok) throw new Error(`course.json: ${answer.status}`);
    return answer.json();
  });
  loading.catch(() => (loading = null));
  return loading;
}

/** A word of the interface, filled in. @param {CourseMap} map @param {string} name @param {Record<string, any>} [values] */
export const sayOf = (map, name, values = {}) =>
  (map.words[name] ?? name).replace(/\{(\w+)\}/g, (_, key) => String(values[key] ?? ""));

/** The mark of a page, under its address or a former one: the newest. @param {LearnerRecord} record @param {MapPage} page */
export function markOf(record, page) {
  const marks = [page.url, ...page.was].flatMap((id) => (Object.hasOwn(record.pages, id) ? record.pages[id] : []));
  return marks.sort((a, b) => Date.parse(b.at) - Date.parse(a.at))[0] ?? null;
}

/** @param {LearnerRecord} record @param {MapPage} page @param {string} [hash] of the page as it is now @returns {Lesson} */
export function lessonState(record, page, hash = page.hash) {
  const mark = markOf(record, page);
  const read = mark?.done ?? false;
  const open = page.questions.filter((id) => !Object.hasOwn(record.answers, id));
  const done = read && !open.length;
  // Answering again, or in a review, does not move the day on which the page was done.
  const times = page.questions.map((id) => record.answers[id]?.first ?? record.answers[id]?.at);
  return { read, open, done, changed: read && mark?.hash !== hash, at: done ? latest([mark?.at, ...times]) : null };
}

/** @param {LearnerRecord} record @param {MapPage & {quiz: Test}} page @returns {QuizState} */
export function quizState(record, { title, url, module, quiz }) {
  const { id, pass } = quiz;
  const own = Object.hasOwn(record.attempts, id) ? record.attempts[id] : [];
  const exams = own.filter((one) => one.done && !one.retry);
  const marked = exams.filter((one) => typeof one.score === "number");
  const best = marked.length && !quiz.private ? Math.max(...marked.map(percentOf)) : null;
  // An edition may have raised the pass mark since: a certificate names the mark of now beside the score.
  const enough = (/** @type {typeof exams[number]} */ one) => one.passed === true && (one.score === null || percentOf(one) >= (pass ?? 0));
  const good = quiz.private ? [] : exams.filter((one) => (pass === null ? one.passed !== false : enough(one)));
  const at = earliest(quiz.private ? exams.map((one) => one.saved) : good.map((one) => one.done));
  const passed = good.length > 0;
  return { id, title, url, module, pass, private: quiz.private, best, passed, done: at !== null, at, attempts: exams.length };
}

/** @param {(string | null | undefined)[]} times */
const sorted = (times) =>
  times.flatMap((one) => (typeof one === "string" ? one : [])).sort((a, b) => Date.parse(a) - Date.parse(b));
/** @param {(string | null | undefined)[]} times */
const latest = (times) => sorted(times).at(-1) ?? null;
/** @param {(string | null | undefined)[]} times */
const earliest = (times) => sorted(times)[0] ?? null;

/** When a page was last worked on; null where it never was. @param {LearnerRecord} record @param {MapPage} page */
function touched(record, page) {
  const answers = page.questions.map((id) => record.answers[id]?.at);
  const attempts = (page.quiz && record.attempts[page.quiz.id]) ?? [];
  return latest([markOf(record, page)?.at, ...answers, ...attempts.map((one) => one.edited ?? one.at)]);
}

/** @param {LearnerRecord} record @param {CourseMap} map @returns {Completion} */
export function completion(record, map) {
  const steps = map.pages.map((page) => {
    const quiz = page.quiz ? quizState(record, { ...page, quiz: page.quiz }) : null;
    const lesson = quiz ? null : lessonState(record, page);
    return { page, quiz, lesson, done: (quiz ?? lesson)?.done ?? false, at: (quiz ?? lesson)?.at ?? null };
  });
  const lessons = steps.filter((step) => step.lesson);
  const form = map.evaluation && (record.saved.evaluation ?? null);
  const evaluation = { saved: !!form, at: form?.first ?? form?.at ?? null, url: map.evaluation?.url ?? null };
  const open = steps.filter((step) => !step.done);
  /** @type {Left[]} */
  const left = open.map(({ page: { title, url, questions }, quiz, lesson }) => {
    const values = { count: lesson?.open.length, pass: quiz?.pass };
    const name = quiz ? (quiz.private ? "left-sheet" : quiz.pass === null ? "left-exam" : "left-quiz") : lesson?.read ? "left-open" : questions.length && lesson?.open.length ? "left-both" : "left-unread";
    return { title, url, why: sayOf(map, name, values) };
  });
  if (map.evaluation && !form) left.push({ ...map.evaluation, why: sayOf(map, "left-evaluation") });
  const done = steps.length > 0 && !left.length;
  const times = steps.map((step) => touched(record, step.page));
  const last = times.indexOf(latest(times));
  const begun = times.some(Boolean);
  // Go on where the learner was last, or with what comes after it, from the beginning at the end.
  const next = begun ? [...steps.slice(last), ...steps].find((step) => !step.done)?.page : steps[0]?.page;
  const minutes = (/** @type {typeof steps} */ some) => some.reduce((sum, step) => sum + step.page.minutes, 0);
  return {
    done,
    begun,
    pages: { done: lessons.filter((step) => step.done).length, all: lessons.length },
    quizzes: steps.flatMap((step) => step.quiz ?? []),
    evaluation,
    modules: map.modules.map((module) => {
      const own = steps.filter((step) => step.page.module === module.name);
      const rest = own.filter((step) => !step.done);
      return { ...module, done: own.length - rest.length, all: own.length, minutesLeft: minutes(rest) };
    }),
    left,
    next: next ? { title: next.title, url: next.url } : left[0] ? { title: left[0].title, url: left[0].url } : null,
    minutes: { left: minutes(open), all: minutes(steps) },
    finishedAt: done ? latest([evaluation.at, ...steps.map((step) => step.at)]) : null,
  };
}
