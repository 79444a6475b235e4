// /as-of/ of a large handbook: its rows are not on the page, but in a file that comes when a day is asked for.

import { link, load, make } from "./versions-draw.js"

const SHOWN_AT_ONCE = 50

/** Every document with its versions: [id, [[number, since, until, retired, title, language, held, limits], …]]. */
let loading
function rowsOf(address) {
  loading ??= fetch(address).then(async (answer) => {
    if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`)
    return new Response(answer.body.pipeThrough(new DecompressionStream("gzip"))).json()
  })
  loading.catch(() => (loading = undefined)) // the next question tries again
  return loading
}

function drawn(home, id, [number, , , , title, language, held, limits]) {
  const name = make("td", "", title)
  if (language !== document.documentElement.lang) name.lang = language
  const version = make("td", "", link(`${home}${id}/${number}/`, number))
  return make("tr", "", name, version, make("td", "", held), make("td", "", limits.join(" · ")))
}

/** What the page of many documents does: show a day, offer the ids. */
export function open(root, { holds, interval, inDays }) {
  const { rows: file, file: versions, home } = root.dataset
  const place = root.querySelector("[data-found]")
  const table = place.querySelector("table")
  const more = place.querySelector("[data-more]")

  /** Draw the first rows, and more of them at a press of the button. */
  function draw(found, from) {
    const body = make("tbody", "", ...found.slice(from, from + SHOWN_AT_ONCE).map(([id, row]) => drawn(home, id, row)))
    if (!from) for (const old of [...table.tBodies]) old.remove()
    table.append(body)
    more.hidden = found.length <= from + SHOWN_AT_ONCE
    more.onclick = () => {
      draw(found, from + SHOWN_AT_ONCE)
      table.tBodies[table.tBodies.length - 1].querySelector("a").focus()
    }
  }

  async function show(day, known) {
    const [all, data] = await Promise.all([rowsOf(file), known ? load(versions) : null])
    const then = new Map(data?.documents.map((one) => [one.id, one]))
    const found = []
    for (const [id, rows] of all) {
      if (!known) {
        const row = rows.find(([, since, until]) => holds({ dataset: { since, until } }, day))
        if (row) found.push([id, row])
        continue
      }
      const one = then.get(id)
      const held = one && interval(one, day, known)
      const row = held && rows.find(([number, , , retired]) => number === one.versions[held[2]] && retired === held[3])
      if (row) found.push([id, held[3] ? row : row.with(6, inDays(held))])
    }
    root.querySelector("[data-parts]").hidden = true
    place.hidden = false
    draw(found, 0)
    return found.filter(([, row]) => !row[3]).length
  }

  async function offer(list) {
    const all = await rowsOf(file)
    list.append(...all.map(([id, [[, , , , title]]]) => new Option(title, id)))
  }

  return { show, offer }
}
