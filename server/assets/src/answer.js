// Asking the server and showing what it answers: the page's own table, put in place, and a chart or a map drawn from it.

import { draw } from "./figures.js";
import { moment } from "./locale.js";
import { element } from "./plot.js";
import { readTable } from "./table.js";

const LONGEST = 6000;
const MOST_SERIES = 12;

/** The address at which the query and its answer stand; empty for a query too long for one. */
export function addressOf(query, language) {
  const parameters = new URLSearchParams({ query, ...(language ? { lang: language } : {}) });
  const address = `/sparql?${parameters}`;
  return address.length > LONGEST ? "" : address;
}

/** Fetch the page that answers the query. Rejects when the server cannot be reached, or the signal aborts. */
export async function fetchAnswer(query, language, signal) {
  const address = addressOf(query, language);
  const headers = { Accept: "text/html" };
  const posted = { method: "POST", body: new URLSearchParams({ query }), headers, signal };
  const response = address
    ? await fetch(address, { headers, signal })
    : await fetch(`/sparql${language ? `?lang=${language}` : ""}`, posted);
  return { ok: response.ok, page: new DOMParser().parseFromString(await response.text(), "text/html") };
}

/** Put the answer, or what is said of the problem, into the place of the last one; tell whether it is an answer. */
export function show(place, { ok, page }, texts) {
  const found = ok ? page.querySelector("#answer") : null;
  place.replaceChildren(...(found ? found.childNodes : problem(page)));
  place.hidden = false;
  if (found) offerViews(place, texts);
  return found !== null;
}

function problem(page) {
  const main = page.querySelector("main");
  main?.querySelectorAll("form, section").forEach((part) => part.remove());
  const heading = element("h2", "", main?.querySelector("h1")?.textContent.trim() ?? page.title);
  return [heading, ...(main?.querySelectorAll(".position, .detail, dl") ?? [])];
}

/** Offer a chart and a map of the table where its columns allow one. */
export function offerViews(place, texts) {
  const table = place.querySelector("table.answer");
  const region = table?.closest(".scroll") ?? table;
  if (!table || place.querySelector(".views select")) return;
  [...table.tHead.rows[0].cells].forEach((cell, index) => (cell.dataset.column ||= `column${index}`));
  const figure = element("figure", "display");
  figure.append(element("figcaption", "unseen", texts.chart));
  region.before(figure);
  figure.append(region);
  const { columns, rows } = readTable(figure);
  const views = { chart: chartOf(columns, rows), map: mapOf(columns, rows) };
  const offered = Object.keys(views).filter((view) => views[view]);
  if (!offered.length) return;
  // The page keeps a place for it.
  const chooser = place.querySelector(".views") ?? element("div", "views row");
  const controls = element("div", "row");
  chooser.append(select(texts.view, [["", texts.table], ...offered.map((view) => [view, texts[view]])], "", (view) => {
    controls.replaceChildren();
    if (view === "chart") controls.append(...chartControls(figure, columns, views.chart, texts));
    redraw(figure, view, views[view]);
  }), controls);
  if (!chooser.isConnected) figure.before(chooser);
}

function select(label, options, chosen, change) {
  const made = document.createElement("select");
  for (const [value, text] of options) made.add(new Option(text, value, false, value === chosen));
  made.addEventListener("change", () => change(made.value));
  const wrapped = element("label", "choice", `${label} `);
  wrapped.append(made);
  return wrapped;
}

function chartControls(figure, columns, chosen, texts) {
  const set = (name) => (value) => {
    chosen[name] = value;
    redraw(figure, "chart", chosen);
  };
  const all = columns.map((column) => [column.name, column.heading]);
  const numbers = columns.filter((column) => column.isNumber).map((column) => [column.name, column.heading]);
  return [
    select(texts.x, all, chosen.x, set("x")),
    select(texts.y, numbers, chosen.y, set("y")),
    select(texts.series, [["", texts.none], ...all], chosen.series, set("series")),
  ];
}

function redraw(figure, view, options) {
  figure.querySelector(".plot")?.remove();
  for (const name of ["drawn", "display", "x", "y", "series", "point", "label"]) delete figure.dataset[name];
  if (!view) return;
  Object.assign(figure.dataset, options, { display: view });
  figure.querySelector("figcaption").after(element("div", "plot"));
  draw(figure);
}

/** The columns a chart would be drawn of at first; null where there is no number. */
function chartOf(columns, rows) {
  const valuesOf = (name) => rows.map((row) => row[name]?.value ?? "").filter(Boolean);
  for (const column of columns) {
    const values = valuesOf(column.name);
    column.isNumber = values.length > 0 && values.every((value) => Number.isFinite(Number(value)));
    column.isTime = values.length > 0 && values.every((value) => /^\d{4}(-\d{2}(-\d{2})?)?$/.test(value) && moment(value));
  }
  const x = columns.find((column) => column.isTime) ?? columns.find((column) => !column.isNumber) ?? columns[0];
  const y = columns.find((column) => column.isNumber && !column.isTime && column !== x);
  if (!x || !y) return null;
  const place = (row, name) => `${row[x.name]?.value} ${name ? row[name]?.text : ""}`;
  const told = (name) => new Set(rows.map((row) => place(row, name))).size;
  const few = columns.filter((column) => !column.isNumber && column !== x)
    .filter((column) => new Set(valuesOf(column.name)).size <= MOST_SERIES);
  const series = told("") === rows.length ? null : few.sort((a, b) => told(b.name) - told(a.name))[0];
  return { x: x.name, y: y.name, series: series?.name ?? "" };
}

/** The columns a map would be drawn of; null where nothing looks like a place. */
function mapOf(columns, rows) {
  const label = columns.find((column) => !column.isNumber)?.name ?? columns[0]?.name ?? "";
  const known = columns.find((column) => rows.some((row) => /^\s*POINT/i.test(row[column.name]?.value ?? "")));
  if (known) return { point: known.name, label: columns.find((column) => !column.isNumber && column !== known)?.name ?? label };
  const named = (pattern) => columns.find((column) => column.isNumber && pattern.test(column.heading));
  const [latitude, longitude] = [named(/^lat(itude)?$/i), named(/^(lon|lng|long|longitude)$/i)];
  return latitude && longitude ? { point: `${latitude.name} ${longitude.name}`, label } : null;
}
