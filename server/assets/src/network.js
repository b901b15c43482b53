// What became of what: names in columns by how many steps lead to them, and curves from each to what follows it.

import { linkHorizontal } from "d3-shape";
import { rtl } from "./locale.js";
import { canvas, caption, mount, speak } from "./plot.js";
import { readTable } from "./table.js";

const ROW = [64, 110];
const BOX = 40;
const GAP = 56;
const LEAST = 160;

export function draw(figure) {
  const { from, to, label } = figure.dataset;
  const nodes = new Map();
  const node = (cell) => {
    if (!cell?.text) return null;
    const key = cell.value;
    if (!nodes.has(key)) nodes.set(key, { name: cell.text, href: cell.href, column: 0, row: 0 });
    return nodes.get(key);
  };
  const links = readTable(figure).rows.map((row) => ({ from: node(row[from]), to: node(row[to]), said: row[label]?.text ?? "" }));
  const shown = links.filter((link) => link.from && link.to && link.from !== link.to);
  if (!nodes.size) return;
  arrange([...nodes.values()], shown);
  mount(figure, (plot, width, height) => render(plot, width, height, [...nodes.values()], shown));
}

/** Give each node a column, one further than all that lead to it, and a row within it. Rings end after as many rounds. */
export function arrange(nodes, links) {
  for (let round = 0; round < nodes.length; round++) {
    let moved = false;
    for (const { from, to } of links) {
      if (to.column <= from.column && from.column + 1 < nodes.length) {
        to.column = from.column + 1;
        moved = true;
      }
    }
    if (!moved) break;
  }
  const order = (node) => {
    const before = links.filter((link) => link.to === node).map((link) => link.from.row);
    return before.length ? before.reduce((a, b) => a + b) / before.length : Infinity;
  };
  for (const column of [...new Set(nodes.map((node) => node.column))].sort((a, b) => a - b)) {
    const own = nodes.filter((node) => node.column === column).map((node, index) => ({ node, place: order(node), index }));
    own.sort((a, b) => (a.place === b.place ? a.index - b.index : a.place - b.place));
    own.forEach(({ node }, index) => (node.row = index));
  }
}

function render(plot, width, height, nodes, links) {
  const columns = Math.max(...nodes.map((node) => node.column)) + 1;
  const rows = Math.max(...nodes.map((node) => node.row)) + 1;
  const box = Math.max(LEAST, Math.min(320, (width - (columns - 1) * GAP - 8) / columns));
  const whole = Math.max(width, columns * box + (columns - 1) * GAP + 8);
  const row = Math.max(ROW[0], Math.min(ROW[1], (height - 20) / rows));
  const svg = canvas(plot, whole, rows * row + 12);
  const left = (node) => {
    const start = 4 + node.column * (box + GAP);
    return rtl ? whole - start - box : start;
  };
  const middle = (node) => 6 + (node.row + 0.5) * row;
  const curve = linkHorizontal();
  for (const link of links) {
    const [leave, arrive] = rtl ? [left(link.from), left(link.to) + box] : [left(link.from) + box, left(link.to)];
    const path = curve({ source: [leave, middle(link.from)], target: [arrive, middle(link.to)] });
    svg.append("path").attr("class", "link").attr("d", path).append("title").text(link.said);
    const tip = rtl ? 1 : -1;
    svg.append("path").attr("class", "head").attr("d", `M${arrive},${middle(link.to)}l${tip * 9},-4v8z`);
  }
  const marks = nodes.map((node) => {
    const group = (node.href ? svg.append("a").attr("href", node.href) : svg.append("g")).attr("class", "node");
    group.append("rect").attr("x", left(node)).attr("y", middle(node) - BOX / 2).attr("width", box).attr("height", BOX).attr("rx", 6);
    caption(group, { x: left(node) + 6, y: middle(node) - BOX / 2, width: box - 12, height: BOX, side: "middle" }, node.name);
    const steps = links.filter((link) => link.to === node).map((link) => [link.from.name, link.said].filter(Boolean).join(" · "));
    return { node: group.node(), text: [node.name, ...steps].join(" ← "), x: left(node) + box / 2, y: middle(node) };
  });
  speak(plot, marks);
}
