// Draws the figures of a page from the tables that stand below them. A figure that cannot be drawn keeps its table.

const DISPLAYS = {
  chart: () => import("./chart.js"),
  timeline: () => import("./timeline.js"),
  network: () => import("./network.js"),
  map: () => import("./map.js"),
};

/** Draw one figure as its `data-display` says; the promise is fulfilled once that is done. */
export async function draw(figure) {
  const load = DISPLAYS[figure.dataset.display];
  if (!load || figure.dataset.drawn) return;
  const display = await load();
  display.draw(figure);
}

export function drawAll(root) {
  return Promise.all([...root.querySelectorAll("figure.display[data-display]")].map(draw));
}

drawAll(document);
