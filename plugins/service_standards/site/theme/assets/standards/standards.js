/**
 * What the pages do beyond HTML: copy links and citations, print, open the menu by keyboard.
 *
 * Nothing here is needed to read a page. Words come from the page itself.
 */
;(() => {
  "use strict"

  /** Put *text* on the clipboard; where that is forbidden (no HTTPS), through a selected field. */
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text)
    } catch {
      const field = document.createElement("textarea")
      field.value = text
      field.setAttribute("readonly", "")
      document.body.append(field)
      field.select()
      document.execCommand("copy")
      field.remove()
    }
  }

  /** Say *text* to everybody: it shows for a while, and screen readers read it out. */
  function say(text) {
    let place = document.querySelector(".ss-copied")
    if (!place) {
      place = document.createElement("div")
      place.className = "ss-copied"
      place.setAttribute("role", "status")
      document.body.append(place)
    }
    clearTimeout(say.timer)
    // A region is only read out when it changes while it is there.
    setTimeout(() => (place.textContent = text), 50)
    say.timer = setTimeout(() => (place.textContent = ""), 4000)
  }

  document.addEventListener("click", async (event) => {
    const target = event.target instanceof Element ? event.target : null
    const citation = target?.closest("[data-ss-copy]")
    if (citation) {
      await copy(citation.dataset.ssCopy)
      say(citation.dataset.ssCopy)
    }
    const link = target?.closest("[data-ss-copy-link]")
    if (link) {
      const address = new URL(link.dataset.ssCopyLink, document.querySelector("link[rel=canonical]")?.href ?? location.href)
      copy(address.href)
      say(address.href)
    }
    if (target?.closest("[data-ss-print]")) window.print()
    for (const menu of document.querySelectorAll("[data-ss-language][open]")) {
      if (!menu.contains(target)) menu.open = false
    }
  })

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return
    for (const menu of document.querySelectorAll("[data-ss-language][open]")) {
      menu.open = false
      menu.querySelector("summary").focus()
    }
  })

  window.addEventListener("beforeprint", () => {
    const now = new Date()
    const { lang } = document.documentElement
    const language = lang === "en" ? "en-GB" : lang || undefined // as the pages write dates: day, month, year
    for (const time of document.querySelectorAll("[data-ss-printed]")) {
      time.dateTime = now.toISOString().slice(0, 10)
      time.textContent = now.toLocaleDateString(language, { dateStyle: "long" })
    }
  })

  /** Material's menu is a label for a hidden checkbox: give it what a button has. */
  function menu() {
    const label = document.querySelector("[data-ss-drawer]")
    const box = document.getElementById("__drawer")
    if (!label || !box || label.getAttribute("role")) return
    const told = () => label.setAttribute("aria-expanded", String(box.checked))
    label.setAttribute("role", "button")
    label.setAttribute("tabindex", "0")
    label.setAttribute("aria-label", label.dataset.ssDrawer)
    told()
    box.addEventListener("change", told)
    label.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return
      event.preventDefault()
      box.click()
      if (box.checked) document.querySelector(".ss-nav a")?.focus()
    })
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && box.checked) {
        box.click()
        label.focus()
      }
    })
  }

  /** On instant navigation the header stays: its links to the other languages must follow the page. */
  function languages() {
    const others = document.querySelector("template[data-ss-alternates]")?.content
    for (const link of document.querySelectorAll("[data-ss-language] a[hreflang]")) {
      const other = others?.querySelector(`a[hreflang="${link.hreflang}"]`)
      if (other) link.href = new URL(other.getAttribute("href"), location.href).href
    }
  }

  const ready = () => {
    menu()
    languages()
  }
  // Material says through `document$` that a page was exchanged.
  if (window.document$) window.document$.subscribe(ready)
  else ready()
})()
