/**
 * The search dialog of the handbook.
 *
 * The engine (Pagefind) and the word table are loaded when the dialog opens for the first time.
 * No worker: one file and one rule of the Content-Security-Policy less, and a question takes
 * a few milliseconds.
 */

import { keys, readTable, tokens, understood } from "./search-words.js"

const SHOWN_AT_ONCE = 8
const CLAUSES_SHOWN = 2
const COMBINATIONS = 8
const PAUSE = 120 // milliseconds between the last key and the question
const PATIENCE = 400 // milliseconds until a reader is told that something is still on its way
const EXCERPT = 170 // letters
const LONGEST = 120 // letters of a question: what is pasted by mistake would keep the engine busy for minutes
const SHORTCUTS_OFF = "standards.search.shortcuts.off"

/** Title and terms of a page of weight n tenths: what share of a question they answer counts so much. */
const META_WEIGHTS = Object.fromEntries(
  Array.from({ length: 10 }, (_, at) => at + 1).flatMap((tenths) => [
    [`title${tenths}`, 0.6 * tenths],
    [`terms${tenths}`, 0.4 * tenths],
  ])
)
const RANKING = { termSimilarity: 6, pageLength: 0.2, termSaturation: 1.2, metaWeights: META_WEIGHTS }

const engines = new Map()
let asked = 0
let failures = 0
const lost = []

/** What is asked for. */
function question(input) {
  return input.value.trim().slice(0, LONGEST).trim()
}

/** Engine and word table of the language of the page, loaded once. */
function engine(view) {
  const language = document.documentElement.lang
  if (!engines.has(language)) {
    const loading = load(view, language)
    loading.catch(() => {
      engines.delete(language)
      failures += 1
    })
    engines.set(language, loading)
  }
  return engines.get(language)
}

async function load({ bundle }, language) {
  watch(bundle)
  lost.length = 0
  const [pagefind, table] = await Promise.all([
    // A browser may remember that a module did not load: the next attempt is at another address.
    import(`${bundle}pagefind.js${failures ? `?${failures}` : ""}`).then(async (module) => {
      const instance = module.createInstance({ basePath: bundle.pathname, noWorker: true, ranking: RANKING })
      await instance.init()
      return instance
    }),
    fetch(new URL(`words.${language.split("-")[0]}.packed`, bundle)).then(async (response) => {
      if (!response.ok) throw new Error(`${response.status} ${response.url}`)
      return readTable(await new Response(response.body.pipeThrough(new DecompressionStream("gzip"))).text())
    }),
  ])
  return { pagefind, table }
}

/**
 * Note what of the index does not load.
 *
 * The engine keeps that to itself and answers as if nothing were there: "nothing found" would be a lie.
 */
function watch(bundle) {
  if (watch.on) return
  watch.on = true
  const { fetch } = window
  window.fetch = async (asked, ...more) => {
    const ours = new URL(asked.url ?? asked, location.href).href.startsWith(bundle.href)
    try {
      const response = await fetch(asked, ...more)
      if (ours && !response.ok) lost.push(response.url)
      return response
    } catch (error) {
      if (ours) lost.push(asked)
      throw error
    }
  }
}

/** Raises if something of the index was lost, and forgets the engine, which would not try again. */
function complete() {
  if (!lost.length) return
  engines.delete(document.documentElement.lang)
  failures += 1
  throw new Error(`not loaded: ${lost.join(", ")}`)
}

/** Results for all words together; if there are none, for any of them. */
async function results(words, { pagefind }) {
  const together = await best(combinations(words), pagefind, Math.max)
  if (together.length || words.length < 2) return together
  return best(words.flatMap((word) => combinations([word])), pagefind, (one, other) => one + other)
}

async function best(questions, pagefind, joined) {
  const found = new Map()
  for (const answer of await Promise.all(questions.map((question) => pagefind.search(question)))) {
    for (const result of answer.results) {
      const before = found.get(result.id)
      found.set(result.id, { result, score: before ? joined(before.score, result.score) : result.score })
    }
  }
  return [...found.values()].sort((one, other) => other.score - one.score).map(({ result }) => result)
}

/** Every choice of one head word (or beginning) for each word, as questions to the engine. */
function combinations(words) {
  let questions = [[]]
  for (const { heads, start } of words) {
    const choices = start === null ? heads : [start, ...heads]
    questions = questions.flatMap((question) => choices.map((choice) => [...question, choice]))
  }
  return questions.slice(0, COMBINATIONS).map((question) => question.join(" "))
}

/** The words that `token` of a shown text answers, by their number in the question. */
function answered(token, words, table) {
  const found = new Set()
  for (const key of keys(token)) {
    const heads = table.heads(key)
    words.forEach((word, at) => {
      if (heads.some((head) => word.heads.includes(head)) || (word.start !== null && key.startsWith(word.start))) {
        found.add(at)
      }
    })
  }
  return found
}

/** `text` cut into pieces, each with the words of the question that it answers. */
function pieces(text, words, table) {
  return text.split(/([\p{L}\p{N}\p{M}'’ʼ‘`´′\u00ad\u2010\u2011-]+(?:[.,:][0-9]+)*)/u).map((piece, at) => ({
    piece,
    answers: at % 2 ? new Set(tokens(piece).flatMap((token) => [...answered(token, words, table)])) : new Set(),
  }))
}

/** Text with marked words, cut to what stands about the first of them. */
function marked(text, words, table) {
  const all = pieces(text, words, table)
  const shown = document.createDocumentFragment()
  const first = all.findIndex(({ answers }) => answers.size)
  let start = 0
  let length = 0
  if (text.length > EXCERPT && first > 0) {
    start = first
    while (start > 0 && length < EXCERPT / 3) length += all[--start].piece.length
    if (start > 0) shown.append("… ")
  }
  length = 0
  for (const { piece, answers } of all.slice(start)) {
    if (length > EXCERPT) {
      shown.append(" …")
      break
    }
    length += piece.length
    shown.append(answers.size ? element("mark", {}, piece) : piece)
  }
  return shown
}

/** The clauses that answer most words of the question, at most two, in the order of the document. */
function bestClauses(clauses, words, table) {
  const counted = clauses.map(([anchor, text], at) => {
    const answers = new Set(pieces(`${anchor} ${text}`, words, table).flatMap((piece) => [...piece.answers]))
    return { anchor, text, at, count: answers.size }
  })
  const most = counted.filter(({ count }) => count).sort((one, other) => other.count - one.count || one.at - other.at)
  return most
    .filter(({ count }) => count === most[0].count)
    .slice(0, CLAUSES_SHOWN)
    .sort((one, other) => one.at - other.at)
}

function element(name, attributes, ...children) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.append(...children)
  return made
}

/** One result as a list item: the document, then its best clauses. */
function item(data, words, table, base) {
  const url = new URL(data.raw_url, base)
  const { title, kind, summary, clauses } = data.meta
  const link = element("a", { class: "standards-search__page", href: url })
  link.append(element("span", { class: "standards-search__title" }, marked(title, words, table)))
  if (kind) link.append(" ", element("span", { class: "standards-search__kind" }, kind))
  if (summary) link.append(element("span", { class: "standards-search__summary" }, marked(summary, words, table)))

  const made = element("li", {}, link)
  const best = bestClauses(clauses, words, table).filter(({ text }) => text !== summary)
  if (best.length) {
    const list = element("ul", { class: "standards-search__clauses" })
    for (const { anchor, text } of best) {
      const href = new URL(`#${anchor}`, url)
      list.append(element("li", {}, element("a", { href }, marked(text, words, table))))
    }
    made.append(list)
  }
  return made
}

/** What `view` needs of its markup; `root` is the element of the partial. */
function viewOf(root) {
  const part = (name) => root.querySelector(`[data-search-${name}]`)
  const base = new URL(root.dataset.base, location.href)
  return {
    root,
    base,
    bundle: new URL(root.dataset.bundle, location.href),
    texts: JSON.parse(root.dataset.texts),
    link: part("link"),
    button: part("open"),
    dialog: part("dialog"),
    form: part("form"),
    input: part("input"),
    status: part("status"),
    list: part("results"),
    more: part("more"),
    shortcuts: part("shortcuts"),
  }
}

function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole)
}

function counted(texts, count) {
  const form = new Intl.PluralRules(document.documentElement.lang).select(count)
  return filled(texts.found[form] ?? texts.found.other, { n: count.toLocaleString(document.documentElement.lang) })
}

/** Ask, and say what comes of it: that it takes long, what was found, or that it failed and why. */
async function ask(view) {
  const { input, list, status, more, texts } = view
  const mine = ++asked
  const query = question(input)
  if (query.length < 2) {
    list.replaceChildren()
    more.hidden = true
    status.textContent = ""
    return
  }
  const late = setTimeout(() => mine === asked && (status.textContent = texts.loading), PATIENCE)
  try {
    await find(view, query, () => mine === asked)
  } catch {
    if (mine === asked) failed(view)
  } finally {
    clearTimeout(late)
  }
}

/** Say that something could not be loaded: old results would look like answers. */
function failed({ list, status, more, texts }) {
  list.replaceChildren()
  delete list.dataset.query
  more.hidden = true
  status.textContent = navigator.onLine ? texts.failed : texts.offline
}

/** Show the results for `query` as long as it is the `latest` question; raises if something does not load. */
async function find(view, query, latest) {
  const { list, status, more, texts, base } = view
  const loaded = await engine(view)
  const words = understood(query, loaded.table)
  const found = words.length ? await results(words, loaded) : []
  complete()
  if (!latest()) return

  const show = async (from) => {
    const shown = found.slice(from, from + SHOWN_AT_ONCE)
    const next = await Promise.all(shown.map((result) => result.data())).finally(complete)
    if (!latest()) return
    const items = next.map((data) => item(data, words, loaded.table, base))
    if (from) list.append(...items)
    else list.replaceChildren(...items)
    more.hidden = found.length <= from + SHOWN_AT_ONCE
    more.onclick = async () => {
      try {
        await show(from + SHOWN_AT_ONCE)
      } catch {
        status.textContent = navigator.onLine ? texts.failed : texts.offline // what is shown stays
        return
      }
      items.at(-1).nextElementSibling?.querySelector("a").focus()
    }
  }
  await show(0)
  if (!latest()) return
  const guesses = words.filter((word) => word.guessed).flatMap((word) => word.heads)
  const also = found.length && guesses.length ? ` ${filled(texts.guessed, { words: guesses.join(", ") })}` : ""
  status.textContent = found.length ? counted(texts, found.length) + also : filled(texts.none, { query })
  list.dataset.query = query
}

function open(view) {
  if (view.dialog.open) return
  view.dialog.showModal()
  view.input.select()
  engine(view).catch(() => {}) // loads while the reader types; `ask` tells of a failure
}

/** Arrow keys go through the field and the links of the results, round at the ends. */
function move(view, event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  const links = [...view.list.querySelectorAll("a")]
  if (!step || !links.length) return
  const stops = [view.input, ...links]
  const at = stops.indexOf(document.activeElement)
  if (at < 0) return
  event.preventDefault()
  stops[(at + step + stops.length) % stops.length].focus()
}

function isTyping(target) {
  return target.closest?.("input, textarea, select, [contenteditable]") !== null
}

function shortcutsAreOff() {
  try {
    return localStorage.getItem(SHORTCUTS_OFF) !== null
  } catch {
    return false // storage is forbidden
  }
}

function setUp(root) {
  const view = viewOf(root)
  view.link.hidden = true
  view.button.hidden = false
  view.button.addEventListener("click", () => open(view))
  // A finger is down for a tenth of a second before the click: the engine is on its way by then.
  view.button.addEventListener("pointerdown", () => engine(view).catch(() => {}))

  let pause
  view.input.addEventListener("input", () => {
    clearTimeout(pause)
    pause = setTimeout(() => ask(view), PAUSE)
  })
  view.form.addEventListener("submit", async (event) => {
    event.preventDefault()
    clearTimeout(pause)
    if (view.list.dataset.query !== question(view.input)) await ask(view)
    view.list.querySelector("a")?.click()
  })
  view.dialog.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault() // in a search field the key would only empty it
      view.dialog.close()
    } else move(view, event)
  })
  view.dialog.addEventListener("click", (event) => {
    const isOutside = event.target === view.dialog
    const isClose = event.target.closest("[data-search-close]")
    const isFollowed = event.target.closest("a") && !event.ctrlKey && !event.metaKey && !event.shiftKey
    if (isOutside || isClose || isFollowed) view.dialog.close()
  })

  view.shortcuts.checked = !shortcutsAreOff()
  view.shortcuts.addEventListener("change", () => {
    try {
      if (view.shortcuts.checked) localStorage.removeItem(SHORTCUTS_OFF)
      else localStorage.setItem(SHORTCUTS_OFF, "")
    } catch {
      // Storage is forbidden: the choice holds for this page alone.
    }
  })
  document.addEventListener("keydown", (event) => {
    const isShortcut = event.key === "/" || event.key === "s"
    if (!isShortcut || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    if (!view.shortcuts.checked || isTyping(event.target)) return
    event.preventDefault()
    open(view)
  })
}

// The header outlives Material's instant navigation, so this runs once a full page load.
for (const root of document.querySelectorAll("[data-search]")) setUp(root)
