// Takes readers of a page that has moved to the anchor they came for. Without it they follow a link, or, where the
// whole page moved, land at its top. Not a module: it has to run before the page's own refresh does.
(() => {
  const follow = () => {
    let anchor = location.hash.slice(1);
    try {
      anchor = decodeURIComponent(anchor);
    } catch {
      // it is no encoding: taken as it is
    }
    /** @type {HTMLAnchorElement | null | undefined} */
    const part = anchor ? document.getElementById(anchor)?.querySelector("a") : null;
    const whole = /** @type {HTMLAnchorElement | null} */ (document.getElementById("cb-moved"));
    if (part) location.replace(part.href);
    else if (whole) location.replace(whole.href + location.hash);
  };
  document.addEventListener("DOMContentLoaded", follow);
})();
