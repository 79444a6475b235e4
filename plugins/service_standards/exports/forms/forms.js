// What the forms of a handbook need beside their configuration: two formats and tidy files.
// Needs, loaded before: the content management system (`CMS`) and js-yaml (`jsyaml`).
(() => {
  "use strict";

  const { load, dump, CORE_SCHEMA } = jsyaml; // the core schema reads dates as text, as they are written
  const read = (text) => load(text, { schema: CORE_SCHEMA });
  const write = (data) => dump(data, { schema: CORE_SCHEMA, lineWidth: -1, noRefs: true });

  // A registry is a list at the top of its file; a form needs a name for it.
  CMS.registerCustomFormat("registry-list", "yml", {
    fromFile: (text) => ({ entries: read(text) ?? [] }),
    toFile: ({ entries }) => write(entries ?? []),
  });

  // Beside a file lie its translations, which say neither an id nor an outcome: they are no entries.
  const MARK = "source-entry";
  CMS.registerCustomFormat(MARK, "yml", {
    fromFile: (text) => {
      const data = read(text) ?? {};
      return "id" in data || "outcome" in data ? { ...data, [MARK]: true } : data;
    },
    toFile: ({ [MARK]: _, ...data }) => write(data),
  });

  // What was left empty is left out. Only `after: []` says something: that no step comes before.
  const isList = (value) => typeof value?.push === "function";
  const isMap = (value) => typeof value?.set === "function" && !isList(value);
  const isBlank = (value) => value === "" || value === null || value === undefined || (isMap(value) && value.size === 0);
  const tidy = (value) => {
    if (isList(value)) return value.map(tidy).filter((one) => !isBlank(one));
    if (!isMap(value)) return value;
    return value
      .map(tidy)
      .filter((one, key) => !isBlank(one) && !(isList(one) && one.size === 0 && key !== "after" && key !== "entries"));
  };
  CMS.registerEventListener({ name: "preSave", handler: ({ entry }) => tidy(entry.get("data")) });
})();
