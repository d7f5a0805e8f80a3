// Loads what questions and marks of progress need when one comes near, or at once where this browser holds a record: a
// first visit waits for nothing that it may never use.
const course = document.getElementById("cb-words")?.dataset.course;
const wanted = "form.cb-question, .cb-done";
const places = document.querySelectorAll(wanted);
const load = () => {
  if (document.querySelector("form.cb-question")) import("./questions.mjs");
  import("./marks.mjs");
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
  places.forEach((place) => watcher.observe(place));
  addEventListener("focusin", (event) => event.target instanceof Element && event.target.closest(wanted) && load());
}
