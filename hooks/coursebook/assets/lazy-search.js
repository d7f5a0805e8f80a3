// Material starts its search worker and fetches the whole index on every page. Here both wait until someone searches.
// A classic script, loaded before the theme's bundle. Without it search works as before.
(() => {
  /** @type {(() => void)[] | null} what waits; null once searching has begun */
  let waiting = [];
  /** @param {() => void} task */
  const later = (task) => (waiting ? waiting.push(task) : task());
  const begin = () => {
    const tasks = waiting ?? [];
    waiting = null;
    for (const task of tasks) task();
  };

  const { open, send, abort } = XMLHttpRequest.prototype;
  /** @type {WeakMap<XMLHttpRequest, boolean>} index requests, true until they are given up */
  const held = new WeakMap();
  /** @this {XMLHttpRequest} @param {string} method @param {string | URL} url @param {any[]} rest */
  XMLHttpRequest.prototype.open = function (method, url, ...rest) {
    if (/\/search_index\.json(\?|$)/.test(String(url))) held.set(this, true);
    // @ts-expect-error the rest of the arguments is passed on as it came
    return open.call(this, method, url, ...rest);
  };
  /** @this {XMLHttpRequest} @param {any} [body] */
  XMLHttpRequest.prototype.send = function (body) {
    if (!held.has(this)) return send.call(this, body);
    later(() => held.get(this) && send.call(this, body));
  };
  /** @this {XMLHttpRequest} */
  XMLHttpRequest.prototype.abort = function () {
    if (held.has(this)) held.set(this, false);
    return abort.call(this);
  };

  const Real = window.Worker;
  class LateWorker extends EventTarget {
    /** @param {string | URL} url @param {WorkerOptions} [options] */
    constructor(url, options) {
      super();
      later(() => {
        this.worker = new Real(url, options);
        this.worker.addEventListener("message", ({ data }) => this.dispatchEvent(new MessageEvent("message", { data })));
      });
    }
    /** @param {any} message */
    postMessage(message) {
      later(() => this.worker?.postMessage(message));
    }
    terminate() {
      later(() => this.worker?.terminate());
    }
  }
  window.Worker = /** @type {any} */ (
    new Proxy(Real, {
      construct: (_, [url, options]) =>
        /\/workers\/search\./.test(String(url)) ? new LateWorker(url, options) : new Real(url, options),
    })
  );

  /** @param {Event} event */
  const touched = (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest(".md-search, [for=__search], #__search")) begin();
  };
  for (const name of ["focusin", "pointerdown", "touchstart", "change"]) {
    document.addEventListener(name, touched, { capture: true, passive: true });
  }
  document.addEventListener("keydown", (event) => "/fs".includes(event.key) && begin(), true);
  if (/[?&][qh]=/.test(location.search)) begin(); // a link to a search, or to a page with words to mark
})();
