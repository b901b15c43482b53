// The place of a picture: its size, which is kept when the window changes, its marks under the keyboard, and its legend.
// Sets no style attribute in markup: the pages' content security policy would refuse it.

import { select } from "d3-selection";

/** Draw into the figure's plot now and whenever its width changes. `render(plot, width, height)` fills the empty plot. */
export function mount(figure, render) {
  const plot = figure.querySelector(".plot") ?? figure.insertBefore(element("div", "plot"), figure.querySelector("details"));
  // What is drawn can be read and reached, unlike the empty box that stood here.
  plot.removeAttribute("aria-hidden");
  let width = 0;
  const redraw = () => {
    const found = plot.clientWidth;
    if (!found || found === width) return;
    width = found;
    plot.replaceChildren();
    render(plot, found, plot.clientHeight);
    figure.dataset.drawn = "true";
  };
  new ResizeObserver(redraw).observe(plot);
  redraw();
}

export function element(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

/** An SVG in the plot, named after the figure. Its own direction is left to right: positions are computed. */
export function canvas(plot, width, height) {
  const figure = plot.closest("figure");
  const said = figure.querySelector("figcaption")?.textContent.trim();
  const name = said || figure.querySelector("[role=region]")?.getAttribute("aria-label") || "";
  return select(plot)
    .append("svg")
    .attr("class", "drawing")
    .attr("viewBox", `0 0 ${width} ${height}`)
    .attr("width", width)
    .attr("height", height)
    .attr("role", "group")
    .attr("aria-label", name);
}

/** A list of what tells series or marks apart, put into the plot; `entries` are [class of the key, text], nothing for fewer than two. */
export function legend(plot, entries) {
  const list = element("ul", "legend");
  if (entries.length < 2) return list;
  for (const [kind, text] of entries) {
    const item = element("li", "");
    item.append(element("span", `key ${kind}`), element("bdi", "", text));
    list.append(item);
  }
  plot.append(list);
  return list;
}

/**
 * Make marks speak: each is an image with a name, one of them is reached by Tab and the others from it by arrow keys, and
 * what the pointer or the focus is at shows its name. `marks` are { node, text, x, y } in the order of reading.
 */
export function speak(plot, marks) {
  const tip = element("p", "tip");
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true");
  plot.append(tip);
  const show = (mark) => {
    tip.textContent = mark.text;
    tip.hidden = false;
    // The drawing stands below the legend, and may be scrolled.
    const [drawing, box] = [mark.node.ownerSVGElement, plot].map((part) => part.getBoundingClientRect());
    const [x, y] = [mark.x + drawing.left - box.left + plot.scrollLeft, mark.y + drawing.top - box.top + plot.scrollTop];
    const most = plot.scrollLeft + plot.clientWidth - tip.offsetWidth - 4;
    tip.style.left = `${Math.max(plot.scrollLeft + 4, Math.min(x - tip.offsetWidth / 2, most))}px`;
    const above = y - tip.offsetHeight - 12;
    tip.style.top = `${above > plot.scrollTop ? above : y + 14}px`;
  };
  const hide = () => (tip.hidden = true);
  marks.forEach((mark, index) => {
    const { node } = mark;
    if (!node.matches("a")) node.setAttribute("role", "img");
    node.setAttribute("aria-label", mark.text);
    node.setAttribute("tabindex", index ? "-1" : "0");
    node.classList.add("reached");
    node.addEventListener("pointerenter", () => show(mark));
    node.addEventListener("pointerleave", hide);
    node.addEventListener("focus", () => show(mark));
    node.addEventListener("blur", hide);
    node.addEventListener("keydown", (event) => {
      if (event.key === "Escape") return hide();
      const next = step(event.key, index, marks.length);
      if (next === null) return;
      event.preventDefault();
      node.setAttribute("tabindex", "-1");
      marks[next].node.setAttribute("tabindex", "0");
      marks[next].node.focus();
    });
  });
}

function step(key, index, count) {
  // The order of the marks runs with the writing, so the arrow that points along it leads on.
  const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  const back = forward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
  if (key === forward || key === "ArrowDown") return Math.min(index + 1, count - 1);
  if (key === back || key === "ArrowUp") return Math.max(index - 1, 0);
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : null;
}

/**
 * A name in a box of the drawing, cut by the style sheet where it is too long: what it is called stays whole. `side` is where
 * the text lies in the box: left, right or middle.
 */
export function caption(parent, { x, y, width, height, side }, text) {
  const box = parent.append("foreignObject").attr("x", x).attr("y", y).attr("width", Math.max(1, width)).attr("height", height);
  const name = element("div", `name at-${side}`);
  name.dir = document.documentElement.dir;
  name.append(element("span", "", text));
  box.node().append(name);
}
