// Shows what is done: in the navigation, on the cards of modules, at the button that goes on. Without a record, and
// without the map, everything stays as the page came.
import { completion, lessonState, loadMap, quizState, root, sayOf } from "./progress.mjs";
import { openStore } from "./record.mjs";

/** @typedef {import("./progress.mjs").CourseMap} CourseMap */
/** @typedef {import("./progress.mjs").Completion} Completion */
/** @typedef {"done" | "passed" | "handed-in" | "changed" | "begun" | ""} Mark the state shown of a page; most have none */

export const store = openStore(document.getElementById("cb-words")?.dataset.course ?? "");
const language = document.documentElement.lang || "en";

/** @param {string} tag @param {string} name @param {(string | Node)[]} content */
export function make(tag, name, ...content) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  element.append(...content);
  return element;
}

/** @param {string | null} at */
export const day = (at) => new Date(at ?? 0).toLocaleDateString(language, { dateStyle: "long" });

/** How long what is left takes, as people say it; nothing where nothing is left.
 * @param {CourseMap} map @param {number} minutes @param {string} [word] */
export function timeLeft(map, minutes, word = "time-left") {
  if (!minutes) return [];
  const whole = minutes < 10 ? Math.max(1, Math.round(minutes)) : 5 * Math.round(minutes / 5);
  const values = { hours: Math.floor(whole / 60), minutes: whole % 60 };
  return [sayOf(map, word, { time: sayOf(map, whole < 60 ? "minutes" : "about-hours", values) })];
}

/** @param {string} url relative to the site */
const address = (url) => new URL(url, root).href;

/** @param {string} title @param {string} url */
function linkTo(title, url) {
  const link = /** @type {HTMLAnchorElement} */ (make("a", "", title));
  link.href = address(url);
  return link;
}

/** @param {CourseMap} map @returns {Map<string, Mark>} by address on the site */
function marksOf(map) {
  const record = store.read();
  return new Map(
    map.pages.map((page) => {
      if (page.quiz) {
        const state = quizState(record, { ...page, quiz: page.quiz });
        const done = page.quiz.private ? "handed-in" : page.quiz.pass === null ? "done" : "passed";
        return [page.url, /** @type {Mark} */ (state.done ? done : record.attempts[state.id]?.length ? "begun" : "")];
      }
      const { read, done, changed, open } = lessonState(record, page);
      const begun = read || open.length < page.questions.length;
      return [page.url, done ? (changed ? "changed" : "done") : begun ? "begun" : ""];
    }),
  );
}

/**
 * Puts one mark behind a link, or takes it away.
 * @param {Element} link @param {string} state @param {string} shown what is seen @param {string} message what is read out
 */
function put(link, state, shown, message) {
  const old = link.querySelector(":scope > .cb-mark");
  const sign = make("span", "", shown);
  sign.setAttribute("aria-hidden", "true");
  const mark = make("span", `cb-mark cb-mark-${state}`, sign, make("span", "cb-sr", ` (${message})`));
  mark.title = message;
  if (!state) old?.remove();
  else if (old) old.replaceWith(mark);
  else link.append(mark);
}

const SIGNS = { done: "✓", passed: "✓", "handed-in": "✓", changed: "✓*", begun: "…" };
const TOLD = {
  done: "mark-done",
  passed: "mark-passed",
  "handed-in": "mark-handed-in",
  changed: "mark-changed",
  begun: "mark-begun",
};

/** @param {CourseMap} map @param {Completion} state */
function showInNavigation(map, state) {
  const marks = marksOf(map);
  for (const link of document.querySelectorAll(".cb-nav li > a")) {
    const url = /** @type {HTMLAnchorElement} */ (link).href.replace(/\/index\.html$/, "/"); // a section has a #
    // The title of a module leads to its first page, but its mark is of the module.
    const module = link.parentElement?.matches(".cb-nav-part") && state.modules.find((one) => address(one.url) === url);
    if (module) {
      const { done, all } = module;
      const begun = map.pages.some((one) => one.module === module.name && marks.get(one.url));
      put(link, begun ? (done < all ? "part" : "done") : "", done < all ? `${done}/${all}` : "✓", sayOf(map, "mark-part", { done, all }));
      continue;
    }
    const page = map.pages.find((one) => address(one.url) === url);
    const mark = (page && marks.get(page.url)) || null;
    put(link, mark ?? "", mark ? SIGNS[mark] : "", mark ? sayOf(map, TOLD[mark]) : "");
  }
}

/** @param {CourseMap} map @param {Completion} state */
function showOnCards(map, state) {
  for (const card of document.querySelectorAll(".cb-card")) {
    const module = state.modules.find((one) => one.name === /** @type {HTMLElement} */ (card).dataset.module);
    card.querySelector(".cb-card-progress")?.remove();
    if (!module?.all || !state.begun) continue;
    const { done, all, minutesLeft } = module;
    // Before anything is done the card says the time already.
    const message = [sayOf(map, "part-done", { done, all }), ...(done ? timeLeft(map, minutesLeft) : [])];
    card.append(make("p", "cb-card-progress", bar(done, all), message.join(" ")));
  }
}

/** A bar for the eye; the words beside it say the same. @param {number} done @param {number} all */
function bar(done, all) {
  const bar = /** @type {HTMLProgressElement} */ (make("progress", ""));
  Object.assign(bar, { max: all, value: done });
  bar.setAttribute("aria-hidden", "true");
  return bar;
}

/** @param {CourseMap} map @param {Completion} state */
function showWhereToGoOn(map, state) {
  for (const place of document.querySelectorAll(".cb-resume")) {
    const button = /** @type {HTMLAnchorElement | null} */ (place.querySelector("a.md-button"));
    const panel = make("div", "cb-resume-state");
    place.querySelector(".cb-resume-state")?.remove();
    if (button && state.next) {
      button.textContent = sayOf(map, state.begun ? "resume-next" : "resume-start", state.next);
      button.href = address(state.next.url);
    }
    if (button) button.hidden = !state.next;
    if (!state.begun) continue;
    const { pages, quizzes, left, minutes } = state;
    const passed = quizzes.filter((one) => one.done).length;
    const values = { pages: pages.done, all_pages: pages.all, quizzes: passed, all_quizzes: quizzes.length };
    const message = [sayOf(map, "course-part", values)];
    if (state.done) message.push(sayOf(map, "course-done", { date: day(state.finishedAt) }));
    const outside = quizzes.some((one) => !one.module && !one.done); // the time on the cards is without it
    message.push(...timeLeft(map, minutes.left, outside ? "time-left-all" : "time-left"));
    panel.append(make("p", "", bar(pages.done + passed, pages.all + quizzes.length), message.join(" ")));
    if (left.length) {
      const rows = left.map(({ title, url, why }) => make("li", "", linkTo(title, url), ` ${why}`));
      panel.append(make("details", "", make("summary", "", sayOf(map, "left", { count: left.length })), make("ul", "", ...rows)));
    }
    place.append(panel);
  }
}

/** Has the style sheet of marks, which a first visit does not load. @returns {Promise<void>} */
function style() {
  const sheet = /** @type {HTMLLinkElement} */ (document.createElement("link"));
  Object.assign(sheet, { rel: "stylesheet", href: new URL("progress.css", import.meta.url).href });
  return new Promise((ready) => {
    for (const event of ["load", "error"]) sheet.addEventListener(event, () => ready());
    document.head.append(sheet);
  });
}

async function start() {
  const [map] = await Promise.all([loadMap(), style()]);
  const box = document.querySelector(".cb-done");
  const end = box && new (await import("./done.mjs")).LessonEnd(/** @type {HTMLElement} */ (box), map);
  const show = () => {
    const state = completion(store.read(), map);
    showInNavigation(map, state);
    showOnCards(map, state);
    showWhereToGoOn(map, state);
    end?.show(state);
  };
  let waiting = false;
  const later = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => ((waiting = false), show()));
  };
  show();
  store.onChange(later);
  addEventListener("coursebook:changed", later);
  addEventListener("pageshow", later);
}

start().catch((error) => console.info("Progress could not be shown:", error)); // the page itself is whole
