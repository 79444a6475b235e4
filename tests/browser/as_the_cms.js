// Load and write files as the content management system does; prints a warning for what it cannot read.
//
// Documents, reviews and settings as Decap CMS does it itself, with its own version of its own library.
// Registries and records by the formats of our script, which is loaded here as the page loads it.
"use strict";
const fs = require("fs");
const path = require("path");
const yaml = require("yaml");

const formats = {};
global.jsyaml = require("js-yaml");
global.CMS = {
  registerCustomFormat: (name, _, format) => (formats[name] = format),
  registerEventListener: () => {},
};
require(path.resolve(process.argv[2]));

const own = {
  fromFile: (text) => {
    const document = yaml.parseDocument(text, { prettyErrors: true });
    if (document.errors.length) throw document.errors[0];
    return document.toJSON();
  },
  toFile: (data) => {
    const document = new yaml.Document();
    document.contents = yaml.createNode(data);
    return document.toString();
  },
};

for (const line of fs.readFileSync(0, "utf-8").split("\n").filter(Boolean)) {
  const [format, file] = line.split("\t");
  const { fromFile, toFile } = formats[format] ?? own;
  fs.writeFileSync(file, toFile(fromFile(fs.readFileSync(file, "utf-8"))));
}
