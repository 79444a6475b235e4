/**
 * Words of a question, as the index knows them.
 *
 * `tokens` and `keys` do to the letter what `words.py` does when the site is built;
 * `readTable` reads what its `encoded` writes. Nothing here knows of the page or the engine.
 */

const APOSTROPHES = /[’ʼ‘`´′＇]/g
const HYPHENS = /[\u2010\u2011]/g
const NOT_OF_A_WORD = /[\u0301\u00ad\u200b\u200c\u200d\u2060\ufeff]/g
const WORD = "[\\p{L}\\p{N}]+(?:'[\\p{L}\\p{N}]+)*"
const TOKEN = new RegExp(`v?[0-9]+(?:[.,:][0-9]+)+|${WORD}(?:-${WORD})*`, "gu")
const NUMBER = /^v?[0-9]+(?:[.,:][0-9]+)+$/

/** Shortest word that is taken for mistyped, and shortest stem that is looked for when all else fails. */
const SHORTEST = 4
/** Most head words that one word of a question may stand for, beside those that share its very form. */
const GUESSES = 4

/** Words and numbers of `text` in small letters, apostrophes and hyphens inside words kept. */
export function tokens(text) {
  const plain = text.normalize("NFC").replace(APOSTROPHES, "'").replace(HYPHENS, "-").replace(NOT_OF_A_WORD, "")
  return plain.toLowerCase().match(TOKEN) ?? []
}

/** Spellings under which `token` is looked up: one, or for a compound the whole and its parts. */
export function keys(token) {
  if (NUMBER.test(token)) return [token.replace(/^v/, "").replace(/[.,:]/g, "z")]
  const whole = token.replaceAll("'", "").replaceAll("ё", "е")
  const parts = whole.split("-")
  if (parts.length === 1) return parts
  return [parts.join(""), ...parts.filter((part) => part.length > 1 || /\d/.test(part))]
}

/** The word table of one language. */
export function readTable(text) {
  const [first, ...lines] = text.split("\n")
  const stems = new Map()
  const letters = new Set()
  for (const line of lines) {
    if (!line) continue
    const [endings, list] = line.split("\t")
    const ordered = endings.split(",")
    const paradigm = new Set(ordered)
    for (const letter of endings) letters.add(letter)
    for (const item of list.split(",")) {
      const [stem, head = stem + ordered[0]] = item.split(":")
      for (const letter of stem) letters.add(letter)
      const entries = stems.get(stem)
      if (entries) entries.push({ paradigm, head })
      else stems.set(stem, [{ paradigm, head }])
    }
  }
  letters.delete(",")

  /** Head words of `form`; none if it is no form of a word of the handbook. */
  function heads(form) {
    const found = []
    for (let length = 0; length <= form.length; length++) {
      const ending = form.slice(length)
      for (const entry of stems.get(form.slice(0, length)) ?? []) {
        if (entry.paradigm.has(ending) && !found.includes(entry.head)) found.push(entry.head)
      }
    }
    return found
  }

  /** Head words of the forms that begin with `start`, short ones first. */
  function beginning(start) {
    const found = new Set()
    for (const [stem, entries] of stems) {
      if (stem.startsWith(start)) for (const { head } of entries) found.add(head)
      else if (start.startsWith(stem)) {
        const rest = start.slice(stem.length)
        for (const { paradigm, head } of entries) {
          for (const ending of paradigm) if (ending.startsWith(rest)) found.add(head)
        }
      }
    }
    return [...found].sort((one, other) => one.length - other.length)
  }

  /** Head words of the forms that one letter more, less, other, or two swapped make of `word`. */
  function mistyped(word) {
    const found = new Set()
    const take = (form) => heads(form).forEach((head) => found.add(head))
    for (let at = 0; at < word.length; at++) {
      const before = word.slice(0, at)
      const after = word.slice(at + 1)
      if (after) take(before + after[0] + word[at] + after.slice(1))
      take(before + after)
    }
    for (let at = 0; at <= word.length; at++) {
      const before = word.slice(0, at)
      for (const letter of letters) {
        if (at < word.length) take(before + letter + word.slice(at + 1))
        take(before + letter + word.slice(at))
      }
    }
    return [...found]
  }

  return { stop: new Set(first.split(" ")), heads, beginning, mistyped }
}

/**
 * What the words of `query` may mean: `[{ asked, heads, start, guessed }]`.
 *
 * `heads` are the head words to look for, any of them; `start` is the beginning of a word that
 * is still being typed, for the engine to extend; `guessed` says that the word itself is unknown.
 * Words that nothing in the handbook comes near are left out, and so are stop words beside others.
 */
export function understood(query, table) {
  const asked = tokens(query).flatMap((token) => {
    const [whole, ...parts] = keys(token)
    return !parts.length || table.heads(whole).length || table.beginning(whole).length ? [whole] : parts
  })
  const telling = asked.filter((word) => !table.stop.has(word))
  const words = telling.length ? telling : asked
  return words.map((word, at) => meaning(word, table, at === words.length - 1)).filter(Boolean)
}

function meaning(asked, table, isLast) {
  const known = table.heads(asked)
  if (known.length) return { asked, heads: known, start: null, guessed: false }

  const begun = table.beginning(asked)
  const typed = asked.length >= SHORTEST ? table.mistyped(asked).slice(0, GUESSES) : []
  if (begun.length && (isLast || !typed.length)) {
    // The engine finds the head words that begin so by itself; these it would miss.
    const others = begun.filter((head) => !head.startsWith(asked)).slice(0, GUESSES)
    const start = others.length < begun.length ? asked : null
    return { asked, heads: others, start, guessed: false }
  }
  if (typed.length) return { asked, heads: typed, start: null, guessed: true }

  // An unknown form or a kindred word (скаржник): what begins like it, but for the last letters.
  for (let length = asked.length - 1; length >= Math.max(SHORTEST, asked.length - 4); length--) {
    const kin = table.beginning(asked.slice(0, length))
    if (kin.length) return { asked, heads: kin.slice(0, GUESSES), start: null, guessed: true }
  }
  return null
}
