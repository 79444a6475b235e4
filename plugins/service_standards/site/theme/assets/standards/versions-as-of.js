// /as-of/: what held on a day, of the whole handbook or of one document or clause.
// The table on the page is the record; here its rows are only chosen.

import { link, load, make, place, speaker, stateIn } from "./versions-draw.js"

const holds = (row, day) => row.dataset.since <= day && (!row.dataset.until || day < row.dataset.until)

/** The fields of a part in a version as a list of names and values. */
function fields(data, part, version) {
  const state = part.states[stateIn(part, version)]
  const list = make("dl", "ss-terms")
  for (const [key, label, word] of state.rows) {
    const value = make("dd", "", data.words[word])
    if (data.foreign.includes(word)) value.lang = data.source_language
    const row = make("div", "", make("dt", "", data.words[label]), value)
    row.dataset.field = key
    list.append(row)
  }
  return list
}

function heading(data, part, version) {
  const { title } = part.states[stateIn(part, version)]
  const element = make("h3", "sv-group__title", data.words[title])
  if (data.foreign.includes(title)) element.lang = data.source_language
  return element
}

export function open(root) {
  const say = speaker(JSON.parse(root.dataset.words))
  const form = root.querySelector("[data-form]")
  const status = root.querySelector("[data-status]")
  const result = root.querySelector("[data-result]")
  const record = root.querySelector("[data-record]")
  const title = root.querySelector("[data-all]")
  const all = title.textContent
  const { lang } = document.documentElement
  const format = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, { dateStyle: "long", timeZone: "UTC" })
  const inWords = (day) => format.format(new Date(day))
  const documents = [...record.querySelectorAll("tbody")]
  let clause = ""

  function whole(day) {
    let found = 0
    for (const one of documents) {
      const rows = [...one.rows]
      for (const row of rows) row.hidden = !holds(row, day)
      one.hidden = rows.every((row) => row.hidden)
      found += rows.some((row) => !row.hidden && !("retired" in row.dataset))
    }
    title.textContent = say("as_of.on", 0, { date: inWords(day) })
    status.textContent = say("as_of.count", found)
    record.hidden = false
    result.replaceChildren()
  }

  async function single(id, day) {
    record.hidden = true
    result.replaceChildren()
    const place_ = documents.find((one) => one.dataset.document === id)
    const asked = clause ? `${id}#${clause}` : id
    if (!place_) {
      status.textContent = say("as_of.unknown", 0, { id: asked })
      return
    }
    const rows = [...place_.rows]
    const row = rows.find((one) => holds(one, day))
    const date = inWords(day)
    if (!row) {
      const first = rows.map((one) => one.dataset.since).sort()[0]
      status.textContent = say("as_of.no_record", 0, { date, first: inWords(first) })
      result.dataset.answer = "no-record"
      return
    }
    if ("retired" in row.dataset) {
      status.textContent = say("as_of.retired", 0, { date: inWords(row.dataset.since) })
      result.dataset.answer = "retired"
      return
    }
    status.textContent = say("compare.working")
    let data
    try {
      data = await load(place_.dataset.file)
    } catch {
      status.textContent = say("as_of.failed")
      return
    }
    const number = row.dataset.version
    const version = place(data, number)
    const parts = data.parts.filter((part) => part.name.startsWith("#") && stateIn(part, version) !== undefined)
    const shown = clause ? parts.filter((part) => part.name === `#${clause}`) : parts
    if (clause && !shown.length) {
      const known = data.parts.some((part) => part.name === `#${clause}`)
      status.textContent = known ? say("as_of.no_record_clause", 0, { date, clause }) : say("as_of.unknown", 0, { id: asked })
      result.dataset.answer = "no-record"
      return
    }
    const held = row.cells[2].textContent
    status.textContent = say(day > root.dataset.on ? "as_of.answer_future" : "as_of.answer", 0, { date, version: number, held })
    const address = `${place_.dataset.address}${number}/${clause ? `#${clause}` : ""}`
    result.append(make("p", "sv-event__title", link(place_.dataset.address, row.cells[0].textContent), " ", make("span", "ss-soft", number)))
    for (const part of shown) {
      const group = make("section", "sv-group", heading(data, part, version), fields(data, part, version))
      group.dataset.clause = part.name.slice(1)
      result.append(group)
    }
    result.append(make("p", "sv-ways", link(address, say("as_of.full"))))
    result.dataset.answer = number
  }

  async function show() {
    const [id, day] = [form.elements.id.value || unlisted, form.elements.on.value]
    delete result.dataset.answer
    if (!day) {
      status.textContent = say("as_of.wrong_day")
      title.textContent = all
      return
    }
    await (id ? single(id, day) : whole(day))
    result.dataset.shown = `${id}${clause ? `#${clause}` : ""}@${day}`
  }

  const state = new URLSearchParams(location.search)
  const [id, anchor = ""] = (state.get("id") ?? "").split("#")
  clause = anchor || state.get("clause") || ""
  const listed = [...form.elements.id.options].some((option) => option.value === id)
  let unlisted = listed ? "" : id
  if (listed) form.elements.id.value = id
  form.elements.on.value = state.get("on") ?? root.dataset.on
  form.hidden = false

  form.addEventListener("submit", (event) => {
    event.preventDefault()
    const { id: chosen, on } = form.elements
    const asked = (state.get("id") ?? "").split("#")[0]
    if (chosen.value !== asked) clause = "" // the clause was one of another document
    unlisted = ""
    const query = new URLSearchParams()
    if (chosen.value) query.set("id", chosen.value + (clause ? `#${clause}` : ""))
    query.set("on", on.value)
    history.replaceState(history.state, "", `${location.pathname}?${query}`)
    show()
  })
  // Without a question the whole record stands; with one, the answer.
  if (state.has("on") || state.has("id")) show()
}
