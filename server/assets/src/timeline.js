// What happened when: one line for each entry, its beginning or its span on a common axis of time, its name beside it.

import { axisTop } from "d3-axis";
import { scaleUtc } from "d3-scale";
import { utcMonth, utcYear } from "d3-time";
import { formatMonth, formatYear, moment, rtl } from "./locale.js";
import { canvas, caption, mount, speak } from "./plot.js";
import { readTable } from "./table.js";

const ROW = [28, 56];
const TOP = 30;
const EDGE = 24;
const MOST = 200;
const READABLE = 140;
const FEW_YEARS = 2;

export function draw(figure) {
  const { begin, end, label } = figure.dataset;
  const entries = readTable(figure).rows.map((row) => ({
    begin: moment(row[begin]?.value),
    end: moment(row[end]?.value),
    name: row[label]?.text ?? "",
    href: row[label]?.href ?? "",
    said: [row[begin]?.text, row[end]?.text !== row[begin]?.text ? row[end]?.text : ""].filter(Boolean).join(" – "),
  }));
  const shown = entries.filter((entry) => entry.begin).sort((a, b) => a.begin - b.begin).slice(0, MOST);
  if (shown.length) mount(figure, (plot, width, height) => render(plot, width, height, shown));
}

function render(plot, width, whole, entries) {
  const row = Math.max(ROW[0], Math.min(ROW[1], (whole - TOP - 12) / entries.length));
  const height = TOP + entries.length * row + 8;
  const svg = canvas(plot, width, height);
  const first = utcYear.floor(entries[0].begin);
  const last = utcYear.ceil(new Date(Math.max(...entries.map((entry) => +(entry.end ?? entry.begin))) + 1));
  const x = scaleUtc([first, last], rtl ? [width - EDGE, EDGE] : [EDGE, width - EDGE]);
  const count = last.getUTCFullYear() - first.getUTCFullYear();
  const most = Math.max(2, Math.floor((width - 2 * EDGE) / (count > FEW_YEARS ? 60 : 90)));
  const every = count > FEW_YEARS ? utcYear.every(Math.ceil(count / most)) : utcMonth.every(Math.ceil((12 * count) / most));
  const told = count > FEW_YEARS ? (date) => formatYear(date.getUTCFullYear()) : formatMonth;
  const axis = axisTop(x).ticks(every).tickFormat(told).tickSize(TOP - height);
  svg.append("g").attr("class", "axis rules").attr("transform", `translate(0,${TOP - 8})`).call(axis).select(".domain").remove();
  speak(plot, entries.map((entry, index) => drawEntry(svg, entry, TOP + (index + 0.5) * row, x, width)));
}

function drawEntry(svg, entry, y, x, width) {
  const [from, to] = [x(entry.begin), x(entry.end ?? entry.begin)];
  const [least, most] = [Math.min(from, to), Math.max(from, to)];
  const node = entry.href ? svg.append("a").attr("href", entry.href) : svg.append("g");
  node.attr("class", "entry series-0");
  // The name stands where there is more room for it, within what leaves it none.
  const after = width - most > least;
  const room = (after ? width - most : least) - 14;
  const within = room < READABLE && most - least > room;
  const tall = within ? 22 : 10;
  if (most - least > 6) node.append("rect").attr("x", least).attr("y", y - tall / 2).attr("width", most - least).attr("height", tall);
  else node.append("circle").attr("cx", least).attr("cy", y).attr("r", 5);
  const side = within ? (rtl ? "right" : "left") : after ? "left" : "right";
  const place = within ? { x: least + 8, width: most - least - 16 } : { x: after ? most + 10 : 4, width: room };
  caption(node, { ...place, y: y - 12, height: 24, side: within ? `${side} within` : side }, entry.name);
  return { node: node.node(), text: [entry.said, entry.name].filter(Boolean).join(" · "), x: (least + most) / 2, y };
}
