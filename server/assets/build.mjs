// Bundles src/ into the folder named on the command line: files with a hash in their names, entries.json which says what
// pages ask for by which name, and the licences of all that was bundled.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync, existsSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";

const out = process.argv[2];
const ENTRIES = { chart: "src/figures.js", editor: "src/editor.js", fonts: "src/fonts.css" };

const common = {
  bundle: true,
  minify: true,
  metafile: true,
  outdir: out,
  target: ["es2022", "chrome111", "firefox113", "safari16.4"],
  assetNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  entryNames: "[name]-[hash]",
  loader: { ".woff2": "file" },
  legalComments: "none",
  logLevel: "warning",
};

// Small modules shared by pages are chunks of their own; a page loads the displays that it has figures of, and no others.
const made = await build({ ...common, entryPoints: ENTRIES, format: "esm", splitting: true, charset: "utf8" });

// Some packages hold what they depend on in one file, so what they name is counted as bundled too.
function packages(inputs) {
  const found = new Map();
  const take = (folder) => {
    if (found.has(folder) || !existsSync(join(folder, "package.json"))) return;
    const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    found.set(folder, about);
    for (const name of Object.keys(about.dependencies ?? {})) take(join("node_modules", name));
  };
  for (const input of inputs) {
    const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match) take(match[1]);
  }
  return [...found].sort(([, a], [, b]) => (a.name < b.name ? -1 : 1));
}

function licences(inputs) {
  const parts = packages(inputs).map(([folder, about]) => {
    const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
    const text = file ? readFileSync(join(folder, file), "utf8").trim() : "(its package holds no text of it)";
    return `${about.name} ${about.version}: ${about.license}\n\n${text}\n`;
  });
  return `What is bundled here beside our own sources, and under which licences.\n\n${parts.join(`\n${"-".repeat(78)}\n\n`)}`;
}

const text = licences(Object.keys(made.metafile.inputs));
const name = `licences-${createHash("sha256").update(text).digest("hex").slice(0, 8).toUpperCase()}.txt`;
writeFileSync(join(out, name), text);

const entries = { licences: name };
for (const [file, { entryPoint, cssBundle }] of Object.entries(made.metafile.outputs)) {
  const entry = Object.keys(ENTRIES).find((key) => ENTRIES[key] === entryPoint);
  if (entry) entries[entry] = basename(file);
  if (entry && cssBundle) entries[`${entry}-style`] = basename(cssBundle);
  // Fonts are fetched beside the page, not after its style sheet.
  if (/-400-normal-.*\.woff2$/.test(file)) entries.font = basename(file);
  if (/-700-normal-.*\.woff2$/.test(file)) entries["font-bold"] = basename(file);
}
if (!existsSync(join(out, entries.chart))) throw new Error("the entry points were not bundled");
writeFileSync(join(out, "entries.json"), JSON.stringify(entries, null, 2));
