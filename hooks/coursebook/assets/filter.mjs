// Filters a table by its rows' data attributes. Without it the whole table is there.

for (const filter of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".cb-filter"))) {
  const table = /** @type {HTMLTableElement} */ (document.getElementById(filter.dataset.filter ?? ""));
  const selects = /** @type {HTMLSelectElement[]} */ ([...filter.querySelectorAll("select")]);
  const status = /** @type {HTMLElement} */ (filter.querySelector("[role=status]"));
  const rows = [...table.tBodies[0].rows];
  const apply = () => {
    let shown = 0;
    for (const row of rows) {
      row.hidden = selects.some((select) => select.value && row.dataset[select.dataset.column ?? ""] !== select.value);
      if (!row.hidden) shown += 1;
    }
    status.textContent = `${shown} of ${rows.length} rows`;
  };
  selects.forEach((select) => select.addEventListener("change", apply));
  filter.hidden = false;
  apply();
}
