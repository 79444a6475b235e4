// The words that stayed, went and came. Says nothing of what that means: it only marks.

const TOKEN = /\{[^{}]*\}|\p{N}+(?:[.,:/-]\p{N}+)*(?:\s?%)?(?:\u00a0[\p{L}.]+)*|\p{L}+(?:[’'ʼ-]\p{L}+)*|[^\p{L}\p{N}\s]|\s+/gu
const MOST = 1500 // edits; beyond that two texts have nothing in common that is worth a mark
const LEAST_COMMON = 0.45 // the share of its signs that a text must keep to be read with marks

/** Myers' greedy algorithm: pieces [edit, first, last] over the two lists, or null if they differ too much. */
function edits(a, b) {
  const size = a.length + b.length
  const ends = new Map([[1, 0]])
  const trace = []
  for (let d = 0; d <= Math.min(size, MOST); d++) {
    trace.push(new Map(ends))
    for (let k = -d; k <= d; k += 2) {
      let x = k === -d || (k !== d && (ends.get(k - 1) ?? -1) < (ends.get(k + 1) ?? -1)) ? ends.get(k + 1) : ends.get(k - 1) + 1
      let y = x - k
      while (x < a.length && y < b.length && a[x] === b[y]) (x++, y++)
      ends.set(k, x)
      if (x >= a.length && y >= b.length) return back(a, b, trace, d)
    }
  }
  return null
}

function back(a, b, trace, last) {
  const found = []
  let x = a.length
  let y = b.length
  for (let d = last; d >= 0; d--) {
    const ends = trace[d]
    const k = x - y
    const from = k === -d || (k !== d && (ends.get(k - 1) ?? -1) < (ends.get(k + 1) ?? -1)) ? k + 1 : k - 1
    const startX = d ? ends.get(from) : 0
    const startY = d ? startX - from : 0
    while (x > startX && y > startY) found.push(["same", a[--x], y--])
    if (d) found.push(x > startX ? ["gone", a[--x]] : ["new", b[--y]])
  }
  return found.reverse()
}

/** Edits of two lists, equal ends cut off first. */
function compared(a, b) {
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++
  const middle = [a.slice(start, a.length - end), b.slice(start, b.length - end)]
  const found = edits(...middle) ?? [...middle[0].map((one) => ["gone", one]), ...middle[1].map((one) => ["new", one])]
  return [...a.slice(0, start).map((one) => ["same", one]), ...found, ...(end ? a.slice(-end).map((one) => ["same", one]) : [])]
}

/** Neighbours of one kind as one piece; what went stands before what came, over the spaces between. */
function joined(found) {
  const pieces = []
  let gone = ""
  let came = ""
  let blank = ""
  const flush = () => {
    if (gone) pieces.push(["gone", gone])
    if (came) pieces.push(["new", came])
    if (blank) pieces.push(["same", blank])
    gone = came = blank = ""
  }
  for (const [edit, text] of found) {
    if (edit === "gone") ((gone += blank + text), (came += came || blank ? blank : ""), (blank = ""))
    else if (edit === "new") ((came += blank + text), (gone += blank), (blank = ""))
    else if (text.trim() === "" && !text.includes("\n") && (gone || came)) blank += text
    else (flush(), pieces.push(["same", text]))
  }
  flush()
  const merged = []
  for (const [edit, text] of pieces) {
    if (merged.at(-1)?.[0] === edit) merged.at(-1)[1] += text
    else merged.push([edit, text])
  }
  return merged
}

const words = (text) => text.match(TOKEN) ?? []

/** Pieces [edit, text] that lead from one text to another; edit is same, gone or new. */
export function redline(before, after) {
  let found
  if (before.includes("\n") && after.includes("\n")) {
    // Long texts line by line first, so that the time grows with what changed.
    found = []
    let gone = ""
    let came = ""
    const flush = () => {
      found.push(...compared(words(gone), words(came)))
      gone = came = ""
    }
    for (const [edit, line] of compared(before.split(/(?<=\n)/), after.split(/(?<=\n)/))) {
      if (edit === "gone") gone += line
      else if (edit === "new") came += line
      else (flush(), found.push([edit, line]))
    }
    flush()
  } else {
    found = compared(words(before), words(after))
  }
  const stayed = found.reduce((sum, [edit, text]) => sum + (edit === "same" ? text.length : 0), 0)
  if (before && after && 2 * stayed < LEAST_COMMON * (before.length + after.length)) {
    return [["gone", before], ["same", "\n"], ["new", after]]
  }
  return joined(found)
}
