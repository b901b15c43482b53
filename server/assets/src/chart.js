// Charts of lines and points: series over years or dates, with bounds as they were said, and never a line over a gap.

import { axisBottom, axisLeft, axisRight } from "d3-axis";
import { scaleLinear, scaleUtc } from "d3-scale";
import { line, symbol, symbolCircle, symbolDiamond2, symbolSquare, symbolTriangle, symbolWye } from "d3-shape";
import { drawBars } from "./bars.js";
import { formatMonth, formatTick, formatYear, moment, rtl } from "./locale.js";
import { canvas, element, legend, mount, speak } from "./plot.js";
import { number, readTable, seriesOf } from "./table.js";

const SHAPES = [symbolCircle, symbolDiamond2, symbolSquare, symbolTriangle, symbolWye];
const COLOURS = 8;
const ARROW = 16;
const MARGIN = { top: 14, bottom: 30, start: 64, end: 20 };
const LABEL_WIDTH = 46;
const LEAST_HEIGHT = 180;
const LEAST_PANEL = 240;

export function draw(figure) {
  const { columns, rows } = readTable(figure);
  const axis = axisOf(rows, figure.dataset.x);
  if (!axis) return drawBars(figure, columns, rows);
  const points = readPoints(figure.dataset, rows, axis);
  if (points.length) mount(figure, (plot, width, height) => render(plot, width, height, axis, points));
}

/** What the column across holds: whole years, dates, other numbers; null for names. */
function axisOf(rows, name) {
  const values = rows.map((row) => row[name]?.value).filter(Boolean);
  if (!values.length) return null;
  if (values.every((value) => /^-?\d{4}$/.test(value))) return { read: Number, format: formatYear, years: true };
  if (values.every((value) => /^\d{4}-\d{2}/.test(value))) return { read: moment, format: formatMonth, dates: true };
  return values.every((value) => Number.isFinite(Number(value))) ? { read: Number, format: formatTick } : null;
}

function readPoints(options, rows, axis) {
  // What is the same for all tells no series from another.
  const telling = (options.series ?? "").split(" ").filter((name) => distinct(rows.map((row) => row[name]?.text)).length > 1);
  const points = rows.map((row) => readPoint(row, options, axis, telling.join(" "))).filter((point) => point !== null);
  const seen = new Set();
  for (const point of points) {
    // Of several values for one moment of a series the first is the one that the series goes by.
    const place = JSON.stringify([point.unit, point.name, +point.x]);
    point.competing = seen.has(place);
    seen.add(place);
  }
  return points;
}

function readPoint(row, options, axis, series) {
  const [value, lower, upper] = [options.y, options.lower, options.upper].map((name) => number(row[name]));
  const y = value ?? lower ?? upper;
  if (!row[options.x]?.value || y === null) return null;
  const name = seriesOf(row, series);
  const mark = row[options.mark]?.text ?? "";
  const unit = row[options.unit]?.text ?? "";
  const bounds = [options.lower, options.upper].map((each) => row[each]?.text).filter(Boolean).join(" – ");
  const said = [name, row[options.x].text, row[options.y]?.text || bounds, unit, mark];
  return {
    x: axis.read(row[options.x].value), y, lower, upper, exact: value !== null, name, mark, unit,
    text: said.filter(Boolean).join(" · "),
    broken: Boolean(options.break) && !["", "false", "0"].includes(row[options.break]?.value ?? ""),
    why: row[options.break]?.text ?? "",
  };
}

const distinct = (values) => [...new Set(values)];

/** Draw a panel for each unit: numbers of different units have no common height. */
function render(plot, width, whole, axis, points) {
  const units = distinct(points.map((point) => point.unit));
  const x = across(axis, points);
  const marks = units.flatMap((unit) => {
    const heading = units.length > 1 ? plot.appendChild(element("p", "unit-of", unit)) : null;
    const own = points.filter((point) => point.unit === unit);
    return panel(plot, width, Math.max(LEAST_PANEL, whole / units.length - (heading?.offsetHeight ?? 0)), axis, x.copy(), own);
  });
  speak(plot, marks);
}

function panel(plot, width, whole, axis, x, points) {
  const names = distinct(points.map((point) => point.name));
  const kinds = distinct(points.map((point) => point.mark));
  for (const point of points) [point.series, point.kind] = [names.indexOf(point.name), kinds.indexOf(point.mark)];
  points.sort((a, b) => a.series - b.series || a.x - b.x);
  const keys = names.map((name, index) => [`series-${index % COLOURS}`, name]);
  const shapes = kinds.map((name, index) => [`shape-${index % SHAPES.length}`, name]).filter(([, name]) => name);
  const lists = [legend(plot, keys), legend(plot, shapes)];
  const height = Math.max(LEAST_HEIGHT, lists.reduce((left, list) => left - list.offsetHeight, whole - 2));
  const svg = canvas(plot, width, height);
  // Below the drawing: where there are many names, they are scrolled to, and not the drawing.
  plot.append(...lists.filter((list) => list.isConnected));
  const [left, right] = rtl ? [MARGIN.end, width - MARGIN.start] : [MARGIN.start, width - MARGIN.end];
  x.range(rtl ? [right, left] : [left, right]);
  const y = upwards(points).range([height - MARGIN.bottom, MARGIN.top]);
  drawAxes(svg, axis, x, y, { left, right, width, height });
  drawBreaks(svg, x, axis, points, height);
  for (const index of names.keys()) {
    const own = points.filter((point) => point.series === index);
    const group = svg.append("g").attr("class", `series series-${index % COLOURS}`);
    const path = line((point) => x(point.x), (point) => y(point.y));
    for (const run of runs(own, axis)) group.append("path").attr("class", "line").attr("d", path(run));
  }
  return points.map((point) => drawPoint(svg, point, x(point.x), y));
}

function across(axis, points) {
  const values = points.map((point) => point.x);
  const [first, last] = [Math.min(...values), Math.max(...values)];
  if (axis.dates) return scaleUtc().domain([first, last]);
  return scaleLinear().domain(first === last ? [first - 1, last + 1] : [first, last]);
}

function upwards(points) {
  const values = points.flatMap((point) => [point.y, point.lower ?? point.y, point.upper ?? point.y]);
  // From nought, so that heights can be compared.
  const [least, most] = [Math.min(0, ...values), Math.max(0, ...values)];
  return scaleLinear().domain([least, most || 1]).nice(5);
}

/** The points that may be joined, in runs: not over a year without a value or a break, nor through what competes or is a range. */
export function runs(points, axis) {
  const found = [];
  let before = null;
  for (const point of points.filter((each) => !each.competing && each.exact)) {
    const joined = before && !point.broken && (!axis.years || point.x - before.x <= 1);
    if (joined) found.at(-1).push(point);
    else found.push([point]);
    before = point;
  }
  return found.filter((run) => run.length > 1);
}

function drawAxes(svg, axis, x, y, { left, right, width, height }) {
  const most = Math.max(2, Math.floor((right - left) / LABEL_WIDTH));
  const bottom = axisBottom(x).tickFormat(axis.format).tickSizeOuter(0).ticks(most);
  if (axis.years) bottom.tickValues(years(x.domain(), most));
  svg.append("g").attr("class", "axis").attr("transform", `translate(0,${height - MARGIN.bottom})`).call(bottom);
  const side = (rtl ? axisRight : axisLeft)(y).ticks(5).tickFormat(formatTick).tickSize(left - right);
  const rules = svg.append("g").attr("class", "axis rules").attr("transform", `translate(${rtl ? right : left},0)`).call(side);
  rules.select(".domain").remove();
  rules.selectAll(".tick text").attr("x", rtl ? 8 : -8);
}

function years([first, last], most) {
  const every = Math.ceil((last - first + 1) / most);
  const found = [];
  for (let year = Math.ceil(first); year <= last; year += every) found.push(year);
  return found;
}

function drawBreaks(svg, x, axis, points, height) {
  for (const point of points.filter((each) => each.broken)) {
    const at = x(axis.years ? point.x - 0.5 : point.x);
    const rule = svg.append("line").attr("class", "break").attr("x1", at).attr("x2", at);
    rule.attr("y1", MARGIN.top).attr("y2", height - MARGIN.bottom).append("title").text(point.why);
  }
}

function drawPoint(svg, point, at, y) {
  const kind = `point series-${point.series % COLOURS}${point.competing ? " competing" : ""}`;
  const group = svg.append("g").attr("class", kind).attr("transform", `translate(${at},${y(point.y)})`);
  drawBounds(group, point, y);
  if (point.exact || point.lower === null || point.upper === null) {
    const shape = SHAPES[point.kind % SHAPES.length];
    group.append("path").attr("class", "symbol").attr("d", symbol(shape, 64)());
  }
  // A finger is wider than a point.
  group.append("circle").attr("class", "reach").attr("r", 12);
  return { node: group.node(), text: point.text, x: at, y: y(point.y) };
}

function drawBounds(group, point, y) {
  const [low, high] = [point.lower, point.upper].map((bound) => (bound === null ? null : y(bound) - y(point.y)));
  if (low !== null && high !== null) {
    if (low === high) return;
    group.append("path").attr("class", "bound").attr("d", `M-5,${low}H5M0,${low}V${high}M-5,${high}H5`);
  } else if (low !== null) {
    group.append("path").attr("class", "bound").attr("d", `M0,0V${-ARROW}M-4,${5 - ARROW}L0,${-ARROW}L4,${5 - ARROW}`);
  } else if (high !== null) {
    group.append("path").attr("class", "bound").attr("d", `M0,0V${ARROW}M-4,${ARROW - 5}L0,${ARROW}L4,${ARROW - 5}`);
  }
}
