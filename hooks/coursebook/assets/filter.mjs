// Filters the rows of a table or list by their data attributes. Without it every row is there.

/**
 * How a row's value meets the one chosen: it is the same, has it as a word, or is at least as large.
 * @type {Record<string, (value: string, wanted: string) => boolean>}
 */
const fits = {
  same: (value, wanted) => value === wanted,
  word: (value, wanted) => value.split(" ").includes(wanted),
  since: (value, wanted) => Number(value) >= Number(wanted),
};

for (const filter of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".cb-filter"))) {
  const list = document.getElementById(filter.dataset.filter ?? "");
  const status = /** @type {HTMLElement | null} */ (filter.querySelector("[role=status]"));
  if (!list || !status) continue;
  const selects = /** @type {HTMLSelectElement[]} */ ([...filter.querySelectorAll("select")]);
  const rows = /** @type {HTMLElement[]} */ ([...(list instanceof HTMLTableElement ? list.tBodies[0] : list).children]);
  const pattern = status.dataset.words ?? "{shown} / {all}";
  const apply = () => {
    for (const row of rows) {
      row.hidden = selects.some((select) => {
        const value = row.dataset[select.dataset.column ?? ""] ?? "";
        return select.value && !fits[select.dataset.match ?? "same"](value, select.value);
      });
    }
    const shown = rows.filter((row) => !row.hidden).length;
    status.textContent = pattern.replace("{shown}", String(shown)).replace("{all}", String(rows.length));
  };
  /** A link to a row shows the row, whatever the filter says. */
  const follow = () => {
    const row = rows.find((one) => one.hidden && `#${one.id}` === decodeURIComponent(location.hash));
    if (!row) return;
    for (const select of selects) select.value = "";
    apply();
    row.scrollIntoView();
  };
  for (const select of selects) select.addEventListener("change", apply);
  addEventListener("hashchange", follow);
  filter.hidden = false;
  apply();
  follow();
}
