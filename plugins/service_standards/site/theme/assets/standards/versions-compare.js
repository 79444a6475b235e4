// /<id>/compare/: any two versions, chosen by link or by hand, as a list of changes or side by side.

import { changeList, classBadge, comparison, load, make, marked, partTitle, place, shape, speaker, stateIn } from "./versions-draw.js"

/** Every field of a part that differs, what held before on the left, what holds now on the right. */
function table(data, say, one, from, to) {
  const [left, right] = [one.from, one.to].map((state) => new Map((one.part.states[state]?.rows ?? []).map(([key, label, word]) => [key, [label, word]])))
  const body = make("tbody", "")
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    const [was, now] = [left.get(key), right.get(key)]
    const texts = [was, now].map((found) => (found ? data.words[found[1]] : ""))
    const name = make("th", "", data.words[(now ?? was)[0]])
    name.scope = "row"
    const cells = [make("td", ""), make("td", "")]
    if (texts[0] === texts[1]) {
      cells.forEach((cell) => cell.append(texts[0]))
    } else {
      const change = one.changes.find(({ field }) => field === key)
      if (change) name.prepend(shape(change.class), " ")
      cells[0].append(...(texts[0] ? marked(say, texts[0], texts[1], { side: "gone" }) : ["–"]))
      cells[1].append(...(texts[1] ? marked(say, texts[0], texts[1], { side: "new" }) : ["–"]))
    }
    cells.forEach((cell, n) => {
      const word = (n ? now : was)?.[1]
      if (data.foreign.includes(word)) cell.lang = data.source_language
    })
    const row = make("tr", texts[0] === texts[1] ? "sv-two__same" : "", name, ...cells)
    row.dataset.field = key
    body.append(row)
  }
  if (!body.rows.length) return null
  const head = make("thead", "", make("tr", "", make("td", ""), ...[from, to].map((text) => Object.assign(make("th", "", text), { scope: "col" }))))
  const whole = make("div", "ss-scroll", make("table", "sv-two", head, body))
  whole.tabIndex = 0
  whole.setAttribute("role", "region")
  whole.setAttribute("aria-label", data.words[one.part.states[one.to ?? one.from].title])
  return whole
}

function sideBySide(data, say, found, from, to) {
  const names = [from, to].map((n) => data.versions[n].version)
  return found.map((one) => {
    const drawn = table(data, say, one, ...names)
    // What has no fields to show, such as an order, is told as a list.
    return drawn ? make("div", "sv-group", partTitle(data, one), drawn) : changeList(data, say, [one])[0]
  })
}

export function open(root) {
  const say = speaker(JSON.parse(root.dataset.words))
  const form = root.querySelector("[data-form]")
  const status = root.querySelector("[data-status]")
  const result = root.querySelector("[data-result]")
  const asked = new URLSearchParams(location.search)
  const unknown = []
  for (const name of ["from", "to"]) {
    const number = asked.get(name)
    if (number === null) continue
    if ([...form.elements[name].options].some((option) => option.value === number)) form.elements[name].value = number
    else unknown.push(number)
  }
  if (asked.get("view") === "side") form.elements.view.value = "side"
  form.hidden = false

  const show = async () => {
    const names = { from: form.elements.from.value, to: form.elements.to.value }
    status.textContent = say("compare.working")
    let data
    try {
      data = await load(root.dataset.file)
    } catch {
      status.textContent = say("compare.failed")
      result.replaceChildren()
      return
    }
    if (unknown.length) {
      status.textContent = say("compare.unknown", 0, { version: unknown.shift() })
      result.replaceChildren()
      return
    }
    const [from, to] = [place(data, names.from), place(data, names.to)]
    const found = from === to ? [] : comparison(data, from, to)
    result.replaceChildren()
    if (from === to) status.textContent = say("compare.same")
    else if (found === null) status.textContent = say("compare.cannot")
    else if (!found.length) status.textContent = say("compare.nothing", 0, names)
    else {
      status.textContent = say("compare.result", found.reduce((sum, one) => sum + one.changes.length, 0), names)
      const whole = data.whole[from][to]
      const kept = data.parts.filter((part) => part.states[0].rows.length && stateIn(part, to) !== undefined && !found.some((one) => one.part === part)).length
      const [begin, end] = say("compare.whole", 0, { what: "\u0000" }).split("\u0000")
      result.append(make("p", "sv-whole", begin, classBadge(data, whole), end))
      const side = form.elements.view.value === "side"
      result.append(...(side ? sideBySide(data, say, found, from, to) : changeList(data, say, found)))
      if (kept) result.append(make("p", "ss-soft", say("compare.unchanged", kept)))
    }
    result.dataset.shown = `${names.from}>${names.to}`
  }

  const remember = () => {
    const query = new URLSearchParams({ from: form.elements.from.value, to: form.elements.to.value })
    if (form.elements.view.value === "side") query.set("view", "side")
    history.replaceState(history.state, "", `${location.pathname}?${query}${location.hash}`)
  }
  form.addEventListener("change", () => {
    remember()
    show()
  })
  form.addEventListener("submit", (event) => event.preventDefault())
  form.querySelector("[data-swap]").addEventListener("click", () => {
    const { from, to } = form.elements
    ;[from.value, to.value] = [to.value, from.value]
    remember()
    show()
  })
  show()
}
