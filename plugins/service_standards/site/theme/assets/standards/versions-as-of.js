// /as-of/: what held on a day, of the whole handbook or of one document or clause, as known today or on another day.
// The table on the page is the record of today; what was known on which day the build wrote. Here both are only looked up.

import { link, load, make, speaker, stateIn } from "./versions-draw.js"

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
  const documents = root.dataset.rows ? null : [...record.querySelectorAll("tbody")]
  const many = documents ? null : import("./versions-as-of-many.js").then((module) => module.open(root, { holds, interval, inDays }))
  const { on: onField, id: idField, clause: clauseField, known: knownField } = form.elements
  const clausesPlace = form.querySelector("[data-clauses]")
  const note = form.querySelector("#as-of-known-about")
  const asKnown = record.querySelector("[data-known]")
  const knownToday = asKnown.textContent
  const today = new Map() // cell to what it says today
  let unlisted = "" // a document that the link named and the handbook does not have

  const dayBefore = (day) => new Date(Date.parse(day) - 86400000).toISOString().slice(0, 10)

  /** An interval in the words of the page. */
  function inDays([since, until]) {
    if (!until) return say("held.from", 0, { since: inWords(since) })
    const last = dayBefore(until)
    return last === since ? say("held.one_day", 0, { since: inWords(since) }) : say("held.from_to", 0, { since: inWords(since), last: inWords(last) })
  }

  /** What of a document held on a day: [since, until, version's place, retired], as known today or on *known*. */
  function interval(one, day, known) {
    const held = known ? (one.known.findLast(([from]) => from <= known)?.[1] ?? []) : one.held
    const found = held.find(([since, until]) => (!since || since <= day) && (!until || day < until))
    return found && found[2] !== null ? found : undefined
  }

  /** Where the versions of a document are looked up. */
  const fileOf = (id) => `${root.dataset.compared}${encodeURIComponent(id)}.json`

  /** Its versions; undefined if the handbook has no such document. */
  async function versionsOf(id) {
    if (documents && !documents.some((one) => one.dataset.document === id)) return undefined
    try {
      return await load(fileOf(id))
    } catch (error) {
      if (error.message.startsWith("404 ")) return undefined
      throw error
    }
  }

  /** Which of the rows on the page held on a day; gives of how many documents. */
  async function ofFew(day, known) {
    const data = known ? await load(root.dataset.file) : null
    let found = 0
    for (const one of documents) {
      const rows = [...one.rows]
      const document = data?.documents.find(({ id }) => id === one.dataset.document)
      const there = document && interval(document, day, known)
      for (const row of rows) {
        const held = row.cells[2]
        if (!today.has(held)) today.set(held, held.textContent)
        const shown = there && row.dataset.version === document.versions[there[2]] && "retired" in row.dataset === there[3]
        row.hidden = known ? !shown : !holds(row, day)
        const text = shown && !there[3] ? inDays(there) : today.get(held)
        if (held.textContent !== text) held.textContent = text // else the browser would draw all rows anew
      }
      one.hidden = rows.every((row) => row.hidden)
      found += rows.some((row) => !row.hidden && !("retired" in row.dataset))
    }
    return found
  }

  async function whole(day, known) {
    if (many) status.textContent = say("compare.working")
    const found = many ? await (await many).show(day, known) : await ofFew(day, known)
    title.textContent = say("as_of.on", 0, { date: inWords(day) })
    status.textContent = (known ? `${say("as_of.count_known", 0, { known: inWords(known) })} ` : "") + say("as_of.count", found)
    asKnown.textContent = known ? "" : knownToday
    record.hidden = false
    result.replaceChildren()
  }

  /** The parts of a version that are clauses, or the one that is asked for. */
  const clauses = (data, version, clause) =>
    data.parts.filter((part) => part.name.startsWith("#") && stateIn(part, version) !== undefined && (!clause || part.name === `#${clause}`))

  function said(day, known, held, number) {
    const date = inWords(day)
    if (known) return say("as_of.answer_known", 0, { known: inWords(known), date, version: number, held })
    return say(day > root.dataset.on ? "as_of.answer_future" : "as_of.answer", 0, { date, version: number, held })
  }

  function noRecord(one, day, known) {
    const date = inWords(day)
    if (known) return say("as_of.no_record_known", 0, { known: inWords(known), date })
    const first = one.held.find(([, , version]) => version !== null)?.[0]
    return say("as_of.no_record", 0, { date, first: first ? inWords(first) : "…" })
  }

  async function single(id, clause, day, known) {
    record.hidden = true
    const asked = clause ? `${id}#${clause}` : id
    status.textContent = say("compare.working")
    const data = await versionsOf(id)
    if (!data) {
      status.textContent = say("as_of.unknown", 0, { id: asked })
      return
    }
    const one = { held: data.days, known: data.known }
    const found = interval(one, day, known)
    const now = interval(one, day, "")
    if (known && (found?.[2] !== now?.[2] || found?.[3] !== now?.[3])) {
      const query = new URLSearchParams({ id: asked, on: day })
      result.append(make("p", "ss-soft", `${say("as_of.now_other")} `, link(`?${query}`, say("as_of.now_link"))))
    }
    if (!found) {
      status.textContent = noRecord(one, day, known)
      result.dataset.answer = "no-record"
      return
    }
    const [since, until, version, retired] = found
    if (retired) {
      status.textContent = known ? say("as_of.retired_known", 0, { known: inWords(known), date: inWords(since) }) : say("as_of.retired", 0, { date: inWords(since) })
      Object.assign(result.dataset, { answer: "retired", since })
      return
    }
    const shown = clauses(data, version, clause)
    if (clause && !shown.length) {
      const known_ = data.parts.some((part) => part.name === `#${clause}`)
      status.textContent = known_ ? say("as_of.no_record_clause", 0, { date: inWords(day), clause }) : say("as_of.unknown", 0, { id: asked })
      result.dataset.answer = "no-record"
      return
    }
    const number = data.versions[version].version
    status.textContent = said(day, known, inDays(found), number)
    const home = `${root.dataset.home}${data.id}/`
    const address = `${home}${number}/${clause ? `#${clause}` : ""}`
    result.append(make("p", "sv-event__title", link(home, data.title), " ", make("span", "ss-soft", number)))
    for (const part of shown) {
      const group = make("section", "sv-group", heading(data, part, version), fields(data, part, version))
      group.dataset.clause = part.name.slice(1)
      result.append(group)
    }
    result.append(make("p", "sv-ways", link(address, say("as_of.full"))))
    Object.assign(result.dataset, { answer: number, since, until: until ?? "" })
  }

  /** Offer the clauses that a document has, or ever had. */
  async function offer(id, chosen) {
    const data = id ? await versionsOf(id) : undefined
    clausesPlace.hidden = !data
    while (clauseField.options.length > 1) clauseField.remove(1)
    if (!data) return
    for (const part of data.parts.filter(({ name }) => name.startsWith("#"))) {
      const last = part.states[part.held.at(-1)[2]]
      clauseField.add(new Option(`${part.name.slice(1)}: ${data.words[last.title]}`, part.name.slice(1)))
    }
    clauseField.value = chosen
    if (clauseField.value !== chosen) clauseField.value = ""
  }

  async function show(id, clause) {
    const [day, known] = [onField.value, knownField.value]
    for (const name of ["answer", "since", "until"]) delete result.dataset[name]
    result.replaceChildren()
    if (!day) {
      status.textContent = say("as_of.wrong_day")
      title.textContent = all
      return
    }
    try {
      await (id ? single(id, clause, day, known) : whole(day, known))
    } catch {
      status.textContent = say("as_of.failed")
    }
    result.dataset.shown = `${id}${clause ? `#${clause}` : ""}@${day}${known ? `~${known}` : ""}`
  }

  const state = new URLSearchParams(location.search)
  const [id, anchor = ""] = (state.get("id") ?? "").split("#")
  const clause = anchor || state.get("clause") || ""
  const listed = many || [...idField.options].some((option) => option.value === id)
  unlisted = listed ? "" : id
  if (listed) idField.value = id
  onField.value = state.get("on") ?? root.dataset.on
  knownField.value = state.get("known") ?? ""
  form.hidden = false
  note.hidden = false
  root.querySelector("[data-without]").hidden = true
  if (listed && id) offer(id, clause).catch(() => {})

  idField.addEventListener("change", () => offer(idField.value.trim().split("#")[0], "").catch(() => {}))
  idField.addEventListener("focus", async () => (await many)?.offer(document.getElementById("as-of-ids")), { once: true })
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    unlisted = ""
    const [chosen, anchor_ = ""] = idField.value.trim().split("#") // an id may be typed with its clause
    const part = chosen ? anchor_ || clauseField.value : ""
    const query = new URLSearchParams()
    if (chosen) query.set("id", chosen + (part ? `#${part}` : ""))
    query.set("on", onField.value)
    if (knownField.value) query.set("known", knownField.value)
    history.replaceState(history.state, "", `${location.pathname}?${query}`)
    show(chosen, part)
  })
  // Without a question the whole record stands; with one, the answer.
  if (state.has("on") || state.has("id") || state.has("known")) show(unlisted || idField.value, clause)
}
