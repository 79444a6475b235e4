// The register: sort by the heads of columns, filter by what the rows carry, keep both in the address.
// Without this file the tables are whole and plain.

const FACETS = ["kind", "area", "role", "service", "channel", "component", "status"];

/** Text as it is compared: without case, accents of typing habits, or the three apostrophes' differences. */
const plain = (text) => text.toLocaleLowerCase().replace(/[\u2019\u02bc`]/g, "'").replace(/\s+/g, " ").trim();

/** What a cell sorts by: its date, its given value, or its text. */
function sortValue(row, column) {
  const cell = row.cells[column];
  return cell.querySelector("time")?.dateTime ?? cell.dataset.value ?? cell.textContent.trim();
}

function sortRows(table, name, descending) {
  const heads = [...table.tHead.rows[0].cells];
  const column = heads.findIndex((head) => head.dataset.sort === name);
  if (column < 0) return;
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });
  const rows = [...table.tBodies[0].rows].map((row) => [sortValue(row, column), row]);
  rows.sort(([a], [b]) => {
    if (!a || !b) return a ? -1 : b ? 1 : 0; // what is empty stands last, whichever way
    return (descending ? -1 : 1) * collator.compare(a, b);
  });
  table.tBodies[0].append(...rows.map(([, row]) => row));
  heads.forEach((head, n) => {
    if (n === column) head.setAttribute("aria-sort", descending ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
  });
}

function matches(row, wanted, words) {
  for (const [facet, value] of wanted) {
    if (!(row.dataset[facet] ?? "").split(" ").includes(value)) return false;
  }
  row.searched ??= plain(row.textContent);
  return words.every((word) => row.searched.includes(word));
}

function open(form) {
  if (form.dataset.open) return;
  form.dataset.open = "yes";
  const tables = [...document.querySelectorAll("table[data-register]")];
  const count = document.querySelector("[data-register-count]");
  const state = new URLSearchParams(location.search);

  const remember = () => {
    const query = state.toString();
    history.replaceState(history.state, "", `${location.pathname}${query ? `?${query}` : ""}${location.hash}`);
  };

  const filter = () => {
    const wanted = FACETS.filter((facet) => state.get(facet)).map((facet) => [facet, state.get(facet)]);
    const words = plain(state.get("q") ?? "").split(" ").filter(Boolean);
    const figures = {};
    for (const table of tables) {
      const rows = [...table.tBodies[0].rows];
      for (const row of rows) row.hidden = !matches(row, wanted, words);
      figures[table.dataset.register] = rows.filter((row) => !row.hidden).length;
      figures[`all_${table.dataset.register}`] = rows.length;
    }
    count.textContent = count.dataset.text.replace(/\{(\w+)\}/g, (_, name) => figures[name] ?? "");
  };

  const sort = (table) => {
    const [name, direction] = (state.get(`sort-${table.dataset.register}`) ?? "").split(".");
    if (name) sortRows(table, name, direction === "down");
  };

  for (const table of tables) {
    for (const head of table.tHead.rows[0].cells) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "ls-sort";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const direction = head.getAttribute("aria-sort") === "ascending" ? "down" : "up";
        state.set(`sort-${table.dataset.register}`, `${head.dataset.sort}.${direction}`);
        sort(table);
        remember();
      });
    }
    sort(table);
  }

  for (const field of form.elements) {
    if (field.name && state.has(field.name)) field.value = state.get(field.name);
  }
  const changed = () => {
    for (const field of form.elements) {
      if (!field.name) continue;
      if (field.value) state.set(field.name, field.value);
      else state.delete(field.name);
    }
    filter();
    remember();
  };
  form.addEventListener("input", changed);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(changed)); // the fields are empty only after the event
  form.hidden = false;
  filter();
}

function start() {
  const form = document.querySelector("[data-register-filter]");
  if (form) open(form);
}

// Under the theme's instant navigation pages come without a load; the theme says so.
if (window.document$) window.document$.subscribe(start);
else start();
