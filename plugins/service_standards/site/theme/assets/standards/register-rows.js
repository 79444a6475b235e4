// All rows of a long register, from the file that `register_rows.py` packs; drawn one by one, as the page's template does.

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value) made.setAttribute(key, value);
  made.append(...children.filter(Boolean));
  return made;
}

const head = (address, id) => element("th", { scope: "row" }, element("a", { href: address }, element("code", {}, id)));
const time = (iso, text) => iso && element("time", { datetime: iso }, text);

/** A row as `register.js` sorts, filters and draws it; *values* are those of its columns. */
function row(facets, values, texts, drawn) {
  return { facets, value: (column) => values[column], text: () => texts.join(" "), drawn };
}

function documentRow(entry, { root, home, overdue }) {
  const [kind, area, role, service, channel, component, status, id, title, lang, ...cells] = entry;
  const [kindText, version, statusText, coming, since, sinceText, owner, ownerAddress, review, reviewText, late] = cells;
  const facets = { kind, area, role, service, channel, component, status };
  const texts = [id, title, kindText, version, statusText, coming, sinceText, owner, reviewText, late ? overdue : ""];
  return row(facets, [id, title, kindText, version, statusText, since, owner, review], texts, () =>
    element(
      "tr",
      { "data-document": id },
      head(`${home}${id}/`, id),
      element("td", { lang }, title),
      element("td", {}, kindText),
      element("td", { class: "ls-nowrap" }, version),
      element("td", {}, statusText, coming && element("span", { class: "ls-small ls-block" }, coming)),
      element("td", { class: "ls-nowrap" }, time(since, sinceText)),
      element("td", {}, ownerAddress ? element("a", { href: `${root}${ownerAddress}` }, owner) : owner),
      element(
        "td",
        { class: "ls-nowrap" },
        time(review, reviewText),
        late && " ",
        late && element("span", { class: "ss-badge ss-badge--soon" }, overdue)
      )
    )
  );
}

function commitmentRow(entry, documents, { home }) {
  const [at, component, channel, clause, statement, lang, ...cells] = entry;
  const [componentText, strength, limit, order, target, channels] = cells;
  const [kind, area, role, service, , , status, of] = documents[at];
  const id = `${of}#${clause}`;
  const texts = [id, statement, componentText, strength, limit, target, channels];
  const values = [id, statement, componentText, strength, order, target, channels];
  return row({ kind, area, role, service, channel, component, status }, values, texts, () =>
    element(
      "tr",
      { "data-clause": id },
      head(`${home}${of}/#${clause}`, id),
      element("td", { lang }, statement),
      element("td", {}, componentText),
      element("td", {}, strength),
      element("td", { class: "ls-nowrap" }, limit),
      element("td", { class: "ls-nowrap" }, target),
      element("td", {}, channels)
    )
  );
}

/** The rows of both tables by name; *form* says where the file is. Raises if it cannot be read. */
export async function load(form) {
  const response = await fetch(form.dataset.file);
  if (!response.ok) throw new Error(`${response.status} ${response.url}`);
  const unpacked = response.body.pipeThrough(new DecompressionStream("gzip"));
  const { documents, commitments } = JSON.parse(await new Response(unpacked).text());
  const { root, home, words } = form.dataset;
  const given = { root, home, overdue: JSON.parse(words).overdue };
  return new Map([
    ["documents", documents.map((entry) => documentRow(entry, given))],
    ["commitments", commitments.map((entry) => commitmentRow(entry, documents, given))],
  ]);
}
