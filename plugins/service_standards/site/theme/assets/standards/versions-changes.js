// /changes/: choose among the changes, and compare the whole handbook on two days.

import { changeItem, changeList, classBadge, comparison, link, load, make, shape, speaker } from "./versions-draw.js"

const FILTERS = ["role", "kind", "class"]

function filters(root, say) {
  const form = root.querySelector("[data-filter]")
  const count = root.querySelector("[data-count]")
  const events = [...root.querySelectorAll("[data-event]")]
  const state = new URLSearchParams(location.search)

  const apply = () => {
    const wanted = FILTERS.filter((name) => state.get(name)).map((name) => [name, state.get(name)])
    let shown = 0
    for (const event of events) {
      const fits = wanted.every(([name, value]) => (event.dataset[name] ?? "").split(" ").includes(value))
      event.hidden = !fits || (state.get("small") === "no" && "small" in event.dataset)
      shown += !event.hidden
    }
    for (const month of root.querySelectorAll("[data-month]")) month.hidden = !month.querySelector("[data-event]:not([hidden])")
    count.textContent = shown ? say("changes.count", 0, { shown, all: events.length }) : say("changes.none")
  }
  const changed = () => {
    for (const field of form.elements) {
      if (!field.name) continue
      const value = field.type === "checkbox" && !field.checked ? "" : field.value
      if (value) state.set(field.name, value)
      else state.delete(field.name)
    }
    apply()
    const query = state.toString()
    history.replaceState(history.state, "", `${location.pathname}${query ? `?${query}` : ""}${location.hash}`)
  }
  for (const field of form.elements) {
    if (!field.name || !state.has(field.name)) continue
    if (field.type === "checkbox") field.checked = state.get(field.name) === field.value
    else field.value = state.get(field.name)
  }
  form.addEventListener("input", changed)
  form.addEventListener("submit", (event) => event.preventDefault())
  form.addEventListener("reset", () => setTimeout(changed)) // the fields are empty only after the event
  form.hidden = false
  apply()
}

/** What held on a day: [since, until, version or null, retired]. ISO days compare as texts. */
export const heldOn = (held, day) => held.find(([since, until]) => (!since || since <= day) && (!until || day < until))

/** The state that something had on a day; undefined or null: it was not there. */
const stateOn = (held, day) => heldOn(held, day)?.[2]

/** The entries of the registry that differ between two days, each with its changes (null: they cannot be compared) and what they reach. */
export function entriesDiffering(data, from, to) {
  const found = []
  for (const entry of data.registry) {
    const [old, now] = [from, to].map((day) => stateOn(entry.held, day))
    if (typeof old !== "number" || typeof now !== "number" || old === now) continue
    const [, numbers] = entry.between[`${old}>${now}`].findLast(([since]) => !since || since <= to)
    if (numbers?.length === 0) continue
    const reach = entry.reach.filter(([document, version]) => holds(heldOn(data.documents[document].held, to)) === version).flatMap(([, , reached]) => reached)
    found.push({ entry, reach, changes: numbers?.map((n) => data.changes[n]) ?? null })
  }
  return found
}

/** Documents between which something moved from one day to the other, by their place: [class, changes], or null if they cannot be compared. */
function moved(data, from, to) {
  const found = new Map()
  for (const group of data.linked) {
    const listed = group.between[`${stateOn(group.held, from)}>${stateOn(group.held, to)}`]
    if (listed === undefined) continue
    for (const document of group.documents) found.set(document, listed === null ? null : undefined)
    for (const [document, whole, numbers] of listed ?? []) found.set(document, [whole, numbers.map((n) => data.changes[n])])
  }
  return found
}

const holds = ([, , version, retired]) => (version === null || retired ? null : version)

/** The documents that differ between two days, each with its two versions; null where it did not hold. */
export function differing(data, from, to) {
  const found = []
  const together = moved(data, from, to)
  for (const [place, one] of data.documents.entries()) {
    const [old, now] = [from, to].map((day) => holds(heldOn(one.held, day)))
    if (together.has(place)) {
      const listed = together.get(place)
      if (listed !== undefined) found.push({ document: one, old, now, whole: listed?.[0] ?? null, event: null, changes: listed?.[1] })
      continue
    }
    if (old === now) continue
    const event = old === null ? "added" : now === null ? "removed" : null
    const whole = event ?? (one.whole[old][now] === null ? null : data.class_names[one.whole[old][now]])
    if (whole !== "none") found.push({ document: one, old, now, whole, event })
  }
  return found
}

function drawn(root, data, say, one, from, to) {
  const { document: it, old, now, whole, event, changes } = one
  const base = root.dataset.root
  const numbers = [old, now].filter((n) => n !== null).map((n) => it.versions[n])
  const title = make("p", "sv-event__title", link(base + it.address, it.title), " ", make("span", "ss-soft", numbers.join(" → ")))
  const badge =
    event !== null
      ? make("span", "sv-class", shape(event), ` ${say(event === "added" ? "changes.came" : "changes.went")}`)
      : whole === null
        ? make("span", "sv-class", say("compare.cannot"))
        : classBadge(data, whole)
  const item = make("li", "sv-event sv-event--differs", make("div", "sv-event__body", title, make("p", "sv-event__class", badge)))
  item.dataset.differs = it.id
  item.dataset.whole = whole ?? ""
  if (changes) item.firstChild.append(make("div", "sv-result", changeGroup(data, say, changes)))
  else if (event === null && whole !== null) {
    const place = make("div", "sv-result")
    const details = make("details", "ss-more", make("summary", "", say("changes.show")), place)
    details.addEventListener("toggle", async () => {
      if (!details.open || place.childElementCount) return
      try {
        const file = await load(base + it.file)
        place.replaceChildren(...changeList(file, say, comparison(file, old, now)))
      } catch {
        place.textContent = say("changes.failed")
      }
    })
    item.firstChild.append(details)
  }
  return item
}

const changeGroup = (data, say, changes) => make("ul", "sv-changes", ...changes.map((change) => changeItem(data, say, change)))

/** One entry of the registry: what changed, once, and everything that it reaches. */
function drawnEntry(data, say, { entry, changes, reach }) {
  const title = make("p", "sv-event__title", entry.title, " ", make("span", "ss-soft", entry.collection))
  const places = reach.map((id) => {
    const [address, text] = data.reached[id]
    return make("li", "", address ? link(data.root + address, text) : text)
  })
  const reached = places.length
    ? make("details", "ss-more", make("summary", "", say("days.reach", places.length)), make("ul", "", ...places))
    : make("p", "ss-soft", say("days.reach_none"))
  const what = changes ? changeGroup(data, say, changes) : make("p", "", say("compare.cannot"))
  const item = make("li", "sv-event sv-event--differs", make("div", "sv-event__body", title, make("div", "sv-result", what), reached))
  item.dataset.entry = `${entry.key}/${entry.id}`
  item.dataset.reach = reach.join(" ")
  return item
}

function dates(root, say) {
  const place = root.querySelector("[data-dates]")
  const form = root.querySelector("[data-dates-form]")
  const status = root.querySelector("[data-dates-status]")
  const result = root.querySelector("[data-dates-result]")
  const state = new URLSearchParams(location.search)
  const inWords = new Intl.DateTimeFormat(form.ownerDocument.documentElement.lang === "en" ? "en-GB" : form.ownerDocument.documentElement.lang, { dateStyle: "long", timeZone: "UTC" })

  const show = async () => {
    const [from, to] = [form.elements.from.value, form.elements.to.value]
    result.replaceChildren()
    if (!from || !to || from > to) {
      status.textContent = say("changes.wrong_dates")
      return
    }
    status.textContent = say("compare.working")
    let data
    try {
      data = { ...(await load(root.dataset.file)), root: root.dataset.root }
    } catch {
      status.textContent = say("changes.failed")
      return
    }
    const found = differing(data, from, to)
    const days = say("changes.result_dates", 0, { from: inWords.format(new Date(from)), to: inWords.format(new Date(to)) })
    const entries = entriesDiffering(data, from, to)
    const counted = [found.length && say("changes.result", found.length), entries.length && say("days.entries", entries.length)].filter(Boolean)
    status.textContent = `${days}: ${counted.join(", ") || say("changes.nothing")}`
    const list = make("ol", "sv-events", ...found.map((one) => drawn(root, data, say, one, from, to)))
    result.append(list)
    if (entries.length) {
      const shared = make("ol", "sv-events", ...entries.map((one) => drawnEntry(data, say, one)))
      result.append(make("h3", "", say("days.registry")), make("p", "ss-soft", say("days.registry_about")), shared)
    }
    if (found.length <= 8) for (const details of list.querySelectorAll("details")) details.open = true
    result.dataset.shown = `${from}>${to}`
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault()
    const query = new URLSearchParams(location.search)
    query.set("from", form.elements.from.value)
    query.set("to", form.elements.to.value)
    history.replaceState(history.state, "", `${location.pathname}?${query}${location.hash}`)
    show()
  })
  place.hidden = false
  for (const name of ["from", "to"]) if (state.has(name)) form.elements[name].value = state.get(name)
  if (state.has("from") || state.has("to")) {
    place.open = true
    show()
  }
}

export function open(root) {
  const say = speaker(JSON.parse(root.dataset.words))
  filters(root, say)
  if (root.querySelector("[data-dates]")) dates(root, say) // a month of a long changelog has none
}
