// Places as points on a net of degrees with coastlines; no borders, which a publication of figures has no say in.

import { geoGraticule, geoMercator, geoPath } from "d3-geo";
import { feature } from "topojson-client";
import coast from "world-atlas/land-50m.json";
import { canvas, mount, speak } from "./plot.js";
import { number, readTable } from "./table.js";

const land = feature(coast, coast.objects.land);
const WKT = /POINT\s*Z?\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)/i;
const PAIR = /^\s*(-?[\d.]+)[\s,;]+(-?[\d.]+)\s*$/;
const MARGIN = 48;
const STEPS = [1, 2, 5, 10, 20, 30];

export function draw(figure) {
  const { point, label, y } = figure.dataset;
  const places = new Map();
  for (const row of readTable(figure).rows) {
    const at = position(row, point);
    if (!at) continue;
    const key = at.join(" ");
    const place = places.get(key) ?? { at, names: [], href: row[label]?.href ?? "", size: 0, told: "" };
    if (row[label]?.text && !place.names.includes(row[label].text)) place.names.push(row[label].text);
    if ((number(row[y]) ?? 0) > place.size) [place.size, place.told] = [number(row[y]), row[y].text];
    places.set(key, place);
  }
  const shown = [...places.values()];
  if (shown.length) mount(figure, (plot, width, height) => render(plot, width, height, shown));
}

/** Longitude and latitude from Well-Known Text, from "latitude longitude", or from two columns named so. */
export function position(row, name) {
  const [latitude, longitude] = (name ?? "").split(" ");
  if (longitude) {
    const found = [number(row[longitude]), number(row[latitude])];
    return found.includes(null) ? null : found;
  }
  const text = row[name]?.value ?? "";
  const known = WKT.exec(text);
  if (known) return [Number(known[1]), Number(known[2])];
  const pair = PAIR.exec(text);
  return pair ? [Number(pair[2]), Number(pair[1])] : null;
}

function render(plot, width, height, places) {
  const svg = canvas(plot, width, height - 2);
  const points = { type: "MultiPoint", coordinates: places.map((place) => place.at) };
  const frame = [[MARGIN, MARGIN], [width - MARGIN, height - MARGIN]];
  const projection = geoMercator().fitExtent(frame, points);
  // One place, or several in one town, are shown with their surroundings.
  const most = (width / (2 * Math.PI)) * 60;
  if (!(projection.scale() < most)) {
    projection.scale(most).center(places[0].at).translate([width / 2, height / 2]);
  }
  projection.clipExtent([[0, 0], [width, height]]);
  const path = geoPath(projection);
  const span = Math.abs(projection.invert([0, 0])[1] - projection.invert([0, height])[1]);
  const step = STEPS.find((each) => span / each <= 8) ?? 30;
  svg.append("path").attr("class", "land").attr("d", path(land));
  svg.append("path").attr("class", "graticule").attr("d", path(geoGraticule().step([step, step])()));
  // Areas are to each other as the numbers.
  const largest = Math.max(...places.map((place) => place.size));
  const radius = (place) => (largest ? 4 + 14 * Math.sqrt(place.size / largest) : 5);
  const marks = places.map((place) => {
    const [x, y] = projection(place.at);
    const node = place.href && place.names.length === 1 ? svg.append("a").attr("href", place.href) : svg.append("g");
    node.attr("class", "place series-0").attr("transform", `translate(${x},${y})`);
    node.append("circle").attr("class", "reach").attr("r", 12);
    node.append("circle").attr("r", radius(place));
    const text = [place.names.join(" · ") || place.at.join(" "), place.told].filter(Boolean).join(" · ");
    return { node: node.node(), text, x, y };
  });
  speak(plot, marks);
}
