// Pages of versions: loads what they do when one of them is open. Every page is whole without it.
function start() {
  for (const place of document.querySelectorAll("[data-versions]:not([data-open])")) {
    place.dataset.open = "yes"
    import(`./versions-${place.dataset.versions}.js`).then((page) => page.open(place))
  }
}

// Under the theme's instant navigation pages come without a load; the theme says so.
if (window.document$) window.document$.subscribe(start)
else start()
