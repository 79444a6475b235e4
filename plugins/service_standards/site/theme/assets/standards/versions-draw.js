// What the pages of versions share: look up what lies between two versions, and draw it.
// No rule is here: classes, directions and values come from the file that the build wrote.

import { redline } from "./redline.js"

const files = new Map()

/** The JSON at an address relative to the page; each is loaded once. */
export function load(address) {
  const url = new URL(address, location.href).href
  if (!files.has(url)) {
    const loading = fetch(url).then((answer) => {
      if (!answer.ok) throw new Error(`${answer.status} ${url}`)
      return answer.json()
    })
    loading.catch(() => files.delete(url))
    files.set(url, loading)
  }
  return files.get(url)
}

/** The words of the page: say("compare.result", 3, {from: "1.0.0"}). */
export function speaker(words) {
  const plural = new Intl.PluralRules(words.language)
  return (name, n, values = {}) => {
    const found = words[name]
    const text = typeof found === "object" ? (found[plural.select(n)] ?? found.other) : found
    return text.replace(/\{(\w+)\}/g, (_, key) => (key === "n" ? n : (values[key] ?? "")))
  }
}

/** An element with a class, attributes and children; texts are texts, never HTML. */
export function make(tag, name, ...children) {
  const element = document.createElement(tag)
  if (name) element.className = name
  element.append(...children.filter((one) => one !== null && one !== undefined && one !== ""))
  return element
}

export function link(address, ...children) {
  const element = make("a", "", ...children)
  element.href = address
  return element
}

const SVG = "http://www.w3.org/2000/svg"
const SMALL = ["editorial", "translation", "administrative", "none"]

/** Whether a change means nothing to those who work by the document. */
export const isSmall = (change) => SMALL.slice(0, 3).includes(change.class)

/** The shape of a class of change; the page holds the drawings. */
export function shape(name) {
  const drawing = document.createElementNS(SVG, "svg")
  drawing.setAttribute("class", `sv-shape sv-shape--${name}`)
  drawing.setAttribute("aria-hidden", "true")
  const use = document.createElementNS(SVG, "use")
  use.setAttribute("href", `#sv-${SMALL.includes(name) ? "small" : name}`)
  drawing.append(use)
  return drawing
}

export const classBadge = (data, name) => make("span", `sv-class sv-class--${name}`, shape(name), ` ${data.classes[name]}`)

/** The state in which a version holds a part; undefined if it does not have it. */
export const stateIn = (part, version) => part.held.find(([first, last]) => first <= version && version <= last)?.[2]

/** The changes of a part between two versions: a list, or null if they cannot be compared. */
function between(data, part, from, to) {
  const old = stateIn(part, from)
  const now = stateIn(part, to)
  if (old === now) return []
  const key = `${old ?? ""}>${now ?? ""}`
  const found = part.also?.[key]?.[to]
  const numbers = found !== undefined ? found : part.between[key]
  return numbers === null ? null : (numbers ?? []).map((n) => data.changes[n])
}

/** What differs between two versions, part by part; null if something cannot be compared. */
export function comparison(data, from, to) {
  const found = []
  for (const part of data.parts) {
    const changes = between(data, part, from, to)
    if (changes === null) return null
    if (changes.length) found.push({ part, changes, from: stateIn(part, from), to: stateIn(part, to) })
  }
  return found
}

/** The place of a version in the list; -1 if there is none of that number. */
export const place = (data, number) => data.versions.findIndex((one) => one.version === number)

function inLanguage(data, element, word) {
  if (data.foreign.includes(word)) element.lang = data.source_language
  return element
}

const NEAR = 90

/** Text that stayed: of a long one only what is next to a change. */
function cut(text, first, last) {
  if (text.length <= 2.5 * NEAR) return text
  const begin = first ? "" : text.slice(0, NEAR).replace(/\s\S*$/, "")
  const end = last ? "" : text.slice(-NEAR).replace(/^\S*\s/, "")
  return `${begin} … ${end}`
}

function mark(say, edit, text) {
  if (edit === "same") return text
  const [, begin, inner, end] = text.match(/^(\s*)(.*?)(\s*)$/su)
  if (!inner) return text
  const words = make("span", "ss-hidden", `${say(edit === "gone" ? "changed.gone" : "changed.new")} `)
  const fragment = document.createDocumentFragment()
  fragment.append(begin, make(edit === "gone" ? "del" : "ins", "", words, inner), end)
  return fragment
}

/** The pieces of a redline; *side* leaves out what the other side has. */
export function marked(say, before, after, { side = "", short = false } = {}) {
  const pieces = redline(before, after)
  const left = pieces.filter(([edit]) => !side || edit === "same" || edit === side)
  return left.map(([edit, text], n) => mark(say, edit, edit === "same" && short ? cut(text, n === 0, n === left.length - 1) : text))
}

function line(data, say, change) {
  const what = make("span", "sv-change__what", data.words[change.what] + (change.form === "only" ? "" : ":"))
  const text = (name) => (change[name] === undefined ? "" : data.words[change[name]])
  const lang = (element) => inLanguage(data, element, change.after ?? change.before)
  switch (change.form) {
    case "values": {
      const arrow = make("span", "sv-arrow", "→")
      arrow.setAttribute("aria-hidden", "true")
      const before = inLanguage(data, make("del", "", text("before") || say("changed.none")), change.before)
      const after = inLanguage(data, make("ins", "", text("after") || say("changed.none")), change.after)
      return [make("p", "sv-change__line", what, " ", before, " ", arrow, make("span", "ss-hidden", say("changed.arrow")), " ", after)]
    }
    case "text": {
      const long = change.field === "prose"
      return [make("p", "sv-change__line", what), lang(make(long ? "div" : "p", "sv-text", ...marked(say, text("before"), text("after"), { short: long })))]
    }
    case "new":
    case "gone":
      return [make("p", "sv-change__line", what, " ", lang(make("span", "", ...marked(say, text("before"), text("after")))))]
    case "came":
    case "went":
      return [make("p", "sv-change__line", what, " ", lang(make("span", "", text(change.form === "came" ? "after" : "before"))))]
    case "linked": {
      const ways = (change.ways ?? []).flatMap(([address, title], n) => [n ? ", " : " ", address ? link(data.root + address, title) : title])
      return [make("p", "sv-change__line", what, ...ways), lang(make("p", "sv-text", text("before")))]
    }
    default:
      return [make("p", "sv-change__line", what)]
  }
}

/** One change as a line of a list. */
export function changeItem(data, say, change) {
  const meaning = make("p", "sv-change__meaning", make("span", "", data.classes[change.class]))
  if (change.meaning !== undefined) meaning.append(make("span", "", data.words[change.meaning]))
  if (change.judged === false) {
    const unjudged = make("span", "sv-unjudged", say("changed.not_judged"))
    unjudged.title = say("changed.not_judged_about")
    meaning.append(unjudged)
  }
  if (change.clock) meaning.append(make("span", "", say("changed.only_clock_change")))
  const item = make("li", `sv-change sv-change--${change.form}`, shape(change.class), make("div", "sv-change__body", ...line(data, say, change), meaning))
  Object.assign(item.dataset, { code: change.code, clause: change.clause ?? "", field: change.field, class: change.class, customer: change.customer, staff: change.staff })
  if (change.moved_to) item.dataset.movedTo = change.moved_to
  return item
}

/** The title of a part as it is now, or as it was. */
export function partTitle(data, one) {
  const { title } = one.part.states[one.to ?? one.from]
  return inLanguage(data, make("h3", "sv-group__title", data.words[title]), title)
}

const group = (data, say, title, changes) =>
  make("div", "sv-group", title, make("ul", "sv-changes", ...changes.map((change) => changeItem(data, say, change))))

/** All changes between two versions, under the titles of their parts; header, order, text and translations are one. */
export function changeList(data, say, found) {
  const whole = found.filter(({ part }) => !part.name.startsWith("#")).flatMap(({ changes }) => changes)
  const groups = found
    .filter(({ part }) => part.name.startsWith("#"))
    .map((one) => group(data, say, partTitle(data, one), one.changes))
  if (whole.length) {
    const drawn = group(data, say, make("h3", "sv-group__title", say("history.document_itself")), whole)
    // The clauses first, unless the document's own change weighs more.
    if (whole.some((change) => change.meaning !== undefined)) groups.unshift(drawn)
    else groups.push(drawn)
  }
  return groups
}
