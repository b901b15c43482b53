// Bars beside names: what a chart is where the column across holds no number and no date.

import { scaleBand, scaleLinear } from "d3-scale";
import { rtl } from "./locale.js";
import { canvas, caption, mount, speak } from "./plot.js";
import { number } from "./table.js";

const ROW = 26;
const MOST = 60;

export function drawBars(figure, columns, rows) {
  const { x, y } = figure.dataset;
  const bars = rows.map((row) => ({ name: row[x]?.text ?? "", value: number(row[y]), said: row[y]?.text ?? "" }));
  const shown = bars.filter((bar) => bar.name && bar.value !== null).slice(0, MOST);
  if (shown.length) mount(figure, (plot, width) => render(plot, width, shown));
}

function render(plot, width, bars) {
  const height = bars.length * ROW + 12;
  const svg = canvas(plot, width, height);
  const names = Math.min(width * 0.42, 260);
  const values = 72;
  const values_at = bars.map((bar) => bar.value);
  const length = scaleLinear()
    .domain([Math.min(0, ...values_at), Math.max(0, ...values_at) || 1])
    .range([0, Math.max(40, width - names - values - 12)]);
  const row = scaleBand(bars.map((_, index) => index), [6, height - 6]).padding(0.25);
  const marks = bars.map((bar, index) => {
    const group = svg.append("g").attr("class", "bar series-0").attr("transform", `translate(0,${row(index)})`);
    const [from, to] = [length(Math.min(0, bar.value)), length(Math.max(0, bar.value))];
    const place = (offset, extent = 0) => (rtl ? width - names - offset - extent : names + offset);
    const thick = row.bandwidth();
    group.append("rect").attr("x", place(from, to - from)).attr("width", Math.max(1, to - from)).attr("height", thick);
    const middle = thick / 2 + 4;
    caption(group, { x: rtl ? width - names + 8 : 4, y: -3, width: names - 12, height: thick + 6, side: rtl ? "left" : "right" }, bar.name);
    const said = group.append("text").attr("x", place(to + 6)).attr("y", middle).text(bar.said);
    said.attr("class", "value").attr("text-anchor", rtl ? "end" : "start");
    return { node: group.node(), text: `${bar.name} · ${bar.said}`, x: place(to), y: row(index) };
  });
  speak(plot, marks);
}
