// Loads what questions need when one comes near, or at once where this browser holds answers: a first visit waits for
// nothing that it may never use.
const course = document.getElementById("cb-words")?.dataset.course;
const load = () => void import("./questions.mjs");

/** @returns {boolean} */
function isKnown() {
  try {
    return localStorage.getItem(`coursebook.${course}`) !== null;
  } catch {
    return false;
  }
}

const forms = document.querySelectorAll("form.cb-question");
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
  forms.forEach((form) => watcher.observe(form));
  addEventListener("focusin", (event) => event.target instanceof Element && event.target.closest("form.cb-question") && load());
}
