// The register: sort by the heads of columns, filter by what the rows carry, keep both in the address.
// Without this file the tables are whole and plain. Of a long register the page has no rows, but links to
// its parts: what is asked for is then looked up in a file with all rows (register-rows.js), and some are drawn.

const FACETS = ["kind", "area", "role", "service", "channel", "component", "status"];
const SHOWN_AT_ONCE = 50;

/** Text as it is compared: without case, accents of typing habits, or the three apostrophes' differences. */
const plain = (text) => text.toLocaleLowerCase().replace(/[\u2019\u02bc`]/g, "'").replace(/\s+/g, " ").trim();

/** What a cell sorts by: its date, its given value, or its text. */
function sortValue(cell) {
  return cell.querySelector("time")?.dateTime ?? cell.dataset.value ?? cell.textContent.trim();
}

/** The rows of a table that stand on the page. */
function rowsOf(table) {
  return [...table.tBodies[0].rows].map((row) => ({
    facets: row.dataset,
    text: () => row.textContent,
    value: (column) => sortValue(row.cells[column]),
    element: row,
  }));
}

function sorted(rows, column, descending) {
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });
  const valued = rows.map((row) => [row.value(column), row]);
  valued.sort(([a], [b]) => {
    if (!a || !b) return a ? -1 : b ? 1 : 0; // what is empty stands last, whichever way
    return (descending ? -1 : 1) * collator.compare(a, b);
  });
  return valued.map(([, row]) => row);
}

function matches(row, wanted, words) {
  for (const [facet, value] of wanted) {
    if (!(row.facets[facet] ?? "").split(" ").includes(value)) return false;
  }
  if (!words.length) return true;
  row.searched ??= plain(row.text());
  return words.every((word) => row.searched.includes(word));
}

/** Draw the first of the rows found, and more of them at a press of the button. */
function draw(table, found, more, from = 0) {
  const fresh = found.slice(from, from + SHOWN_AT_ONCE).map((row) => row.drawn());
  if (from) table.tBodies[0].append(...fresh);
  else table.tBodies[0].replaceChildren(...fresh);
  more.hidden = found.length <= from + SHOWN_AT_ONCE;
  more.onclick = () => {
    draw(table, found, more, from + SHOWN_AT_ONCE);
    fresh.at(-1)?.nextElementSibling?.querySelector("a").focus();
  };
}

function open(form, tables) {
  const name = (table) => table.dataset.register;
  const file = form?.dataset.file;
  const count = document.querySelector("[data-register-count]");
  const state = new URLSearchParams(location.search);
  const asked = () => [...state.keys()].some((key) => key === "q" || key.startsWith("sort-") || FACETS.includes(key));
  let rows = file ? null : new Map(tables.map((table) => [name(table), rowsOf(table)]));
  let loading;
  let latest = 0;

  const remember = () => {
    const query = state.toString();
    history.replaceState(history.state, "", `${location.pathname}${query ? `?${query}` : ""}${location.hash}`);
  };

  /** *chosen* rows of a table in the order that is asked for; its heads say which. */
  const order = (table, chosen) => {
    const [column, direction] = (state.get(`sort-${name(table)}`) ?? "").split(".");
    const heads = [...table.tHead.rows[0].cells];
    const at = heads.findIndex((head) => head.dataset.sort === column);
    heads.forEach((head, n) => {
      if (n === at) head.setAttribute("aria-sort", direction === "down" ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    return at < 0 ? chosen : sorted(chosen, at, direction === "down");
  };

  const sort = (table) => {
    if (file || !state.has(`sort-${name(table)}`)) return;
    table.tBodies[0].append(...order(table, rows.get(name(table))).map((row) => row.element));
  };

  const filter = () => {
    const wanted = FACETS.filter((facet) => state.get(facet)).map((facet) => [facet, state.get(facet)]);
    const words = plain(state.get("q") ?? "").split(" ").filter(Boolean);
    const figures = {};
    for (const table of tables) {
      const all = rows.get(name(table));
      const found = all.filter((row) => matches(row, wanted, words));
      figures[name(table)] = found.length;
      figures[`all_${name(table)}`] = all.length;
      if (file) draw(table, order(table, found), document.querySelector(`[data-register-more="${name(table)}"]`));
      else {
        const shown = new Set(found);
        for (const row of all) row.element.hidden = !shown.has(row);
      }
    }
    count.textContent = count.dataset.text.replace(/\{(\w+)\}/g, (_, figure) => figures[figure] ?? "");
  };

  /** Show the parts, or what was found in all of them. */
  const turn = (found) => {
    for (const part of document.querySelectorAll("[data-parts]")) part.hidden = found;
    for (const table of tables) table.closest("[role=region]").hidden = !found;
  };

  const answer = async () => {
    if (!form) return;
    if (!file) return filter();
    const mine = ++latest;
    if (!asked()) {
      turn(false);
      count.textContent = "";
      for (const button of document.querySelectorAll("[data-register-more]")) button.hidden = true;
      return;
    }
    const texts = JSON.parse(form.dataset.words);
    if (!rows) {
      count.textContent = texts.loading;
      try {
        loading ??= import("./register-rows.js").then((module) => module.load(form));
        rows = await loading;
      } catch {
        loading = undefined; // the next question tries again
        if (mine !== latest) return;
        turn(false);
        count.textContent = texts.failed;
        return;
      }
    }
    if (mine !== latest) return;
    turn(true);
    filter();
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
        state.set(`sort-${name(table)}`, `${head.dataset.sort}.${direction}`);
        if (file) filter();
        else sort(table);
        remember();
      });
    }
    sort(table);
  }
  if (!form) return;

  for (const field of form.elements) {
    if (field.name && state.has(field.name)) field.value = state.get(field.name);
  }
  const changed = () => {
    for (const field of form.elements) {
      if (!field.name) continue;
      if (field.value) state.set(field.name, field.value);
      else state.delete(field.name);
    }
    answer();
    remember();
  };
  form.addEventListener("input", changed);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => {
    if (file) for (const table of tables) state.delete(`sort-${name(table)}`);
    setTimeout(changed); // the fields are empty only after the event
  });
  form.hidden = false;
  answer();
}

function start() {
  const form = document.querySelector("[data-register-filter]");
  const tables = [...document.querySelectorAll("table[data-register]")];
  if (!tables.length || tables[0].dataset.open) return;
  tables[0].dataset.open = "yes";
  open(form, tables);
}

// Under the theme's instant navigation pages come without a load; the theme says so.
if (window.document$) window.document$.subscribe(start);
else start();
