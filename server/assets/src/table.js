// The table below a figure as data: the picture shows what the table says, and nothing else.

export function readTable(figure) {
  const table = figure.querySelector("table");
  if (!table) return { columns: [], rows: [] };
  const columns = [...table.tHead.rows[0].cells].map((cell) => ({
    name: cell.dataset.column ?? "",
    heading: text(cell),
    numeric: cell.classList.contains("numeric"),
  }));
  const rows = [...table.tBodies[0].rows].map((row) => {
    const cells = {};
    [...row.cells].forEach((cell, index) => (cells[columns[index]?.name] = readCell(cell)));
    return cells;
  });
  return { columns, rows };
}

function readCell(cell) {
  const shown = text(cell);
  const value = cell.dataset.value ?? cell.querySelector("data")?.value ?? shown;
  const lettered = cell.querySelector("[lang]");
  return { value, text: shown, href: cell.querySelector("a")?.getAttribute("href") ?? "", lang: lettered?.lang ?? "" };
}

function text(element) {
  return element.textContent.replace(/\s+/g, " ").trim();
}

/** The number in a cell; null where there is none. */
export function number(cell) {
  const found = cell?.value ?? "";
  return found !== "" && Number.isFinite(Number(found)) ? Number(found) : null;
}

/** What tells the series of a row: the texts of the columns named, with spaces between. */
export function seriesOf(row, names) {
  return (names ?? "").split(" ").filter((name) => row[name]?.text).map((name) => row[name].text).join(" · ");
}
