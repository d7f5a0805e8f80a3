// What every page has: the drawer with the course, the button that opens the search, and what brings the scripts of
// questions and progress when one comes near. A first visit waits for nothing that it may never use.

/** @param {string} name of a module beside this one */
const bring = (name) => import(`./${name}.mjs`);

// The course: a drawer closes when the keyboard leaves it or a section is chosen, and begins where the reader is.
const drawer = document.getElementById("cb-nav");
const close = () => drawer?.matches(":popover-open") && drawer.hidePopover();
drawer?.addEventListener("focusout", ({ relatedTarget }) => {
  if (relatedTarget instanceof Node && !drawer.contains(relatedTarget)) close();
});
addEventListener("hashchange", close);
const toReader = () => {
  const here = /** @type {HTMLElement | null} */ (drawer?.querySelector("[aria-current]") ?? null);
  if (drawer && here) drawer.scrollTop = here.offsetTop - drawer.clientHeight / 2;
};
drawer?.addEventListener("toggle", toReader);
toReader();

// Search: by its button, or by Ctrl and K. What is typed before it is there must not be taken for a theme's short cut.
const hold = (/** @type {Event} */ event) => event.stopPropagation();
async function search() {
  addEventListener("keydown", hold, true);
  try {
    await (await bring("search")).open();
  } catch (error) {
    console.info("The search could not be loaded:", error);
  } finally {
    removeEventListener("keydown", hold, true);
  }
}
document.querySelector(".cb-bar-search")?.addEventListener("click", search);
addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  event.preventDefault();
  search();
});

// Light, dark, or as the system has it; the header's own line of script sets it before anything is drawn.
const scheme = /** @type {HTMLElement | null} */ (document.querySelector(".cb-bar-scheme"));
const schemes = ["auto", "default", "slate"];
const now = () => document.body.dataset.mdColorScheme ?? "auto";
const name = () => scheme?.querySelector("span")?.replaceChildren(scheme.dataset[now()] ?? "");
scheme?.addEventListener("click", () => {
  document.body.dataset.mdColorScheme = schemes[(schemes.indexOf(now()) + 1) % schemes.length];
  try {
    localStorage.setItem("cb.scheme", now());
  } catch {
    // it holds for this page
  }
  name();
});
name();

// Questions and progress: when one comes near, or at once where this browser holds a record.
const course = document.getElementById("cb-words")?.dataset.course;
const wanted = "form.cb-question, .cb-done";
const load = () => {
  if (document.querySelector("form.cb-question")) bring("questions");
  bring("marks");
};

/** @returns {boolean} */
function isKnown() {
  try {
    return localStorage.getItem(`coursebook.${course}`) !== null;
  } catch {
    return false;
  }
}

if (isKnown() || !("IntersectionObserver" in window)) load();
else {
  const watcher = new IntersectionObserver(
    (seen) => {
      if (!seen.some((one) => one.isIntersecting)) return;
      watcher.disconnect();
      load();
    },
    { rootMargin: "100%" },
  );
  for (const place of document.querySelectorAll(wanted)) watcher.observe(place);
  addEventListener("focusin", (event) => event.target instanceof Element && event.target.closest(wanted) && load());
}
