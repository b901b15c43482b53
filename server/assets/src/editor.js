// The form of queries: asks without leaving the page, keeps the address in step so that it can be shared, and brings the
// editor when the field is turned to. The field holds the query at any time. Nobody but this server is asked for anything.

import "@zazuko/yasqe/build/yasqe.min.css";
import "./editor.css";
import { addressOf, fetchAnswer, offerViews, show } from "./answer.js";
import { locale } from "./locale.js";
import { element } from "./plot.js";
import { snippets } from "./snippets.js";

const root = document.getElementById("editor");
const texts = JSON.parse(root.dataset.texts);
const form = root.querySelector("form");
const field = form.querySelector("textarea");
const answer = document.getElementById("answer");
const language = new URLSearchParams(location.search).get("lang") ?? "";
const chosenFormat = form.querySelector("#format");
// What only scripts can do stands in the page already, so that nothing moves when they arrive.
const status = form.querySelector("[role=status]");
const code = root.querySelector(".snippets");
let loading = null;

field.addEventListener("focus", turnTo);
form.querySelector("#examples").addEventListener("change", takeExample);
form.querySelector("#share").addEventListener("click", share);
code.addEventListener("toggle", showCode);
offerViews(answer, texts);
form.addEventListener("submit", (event) => {
  // What is wanted as a file is the browser's to fetch.
  if (chosenFormat.value) return;
  event.preventDefault();
  run();
});
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  run();
});
field.addEventListener("input", showCode);
window.addEventListener("popstate", () => location.reload());
root.dataset.ready = "true";

/** The editor is large, so it comes when the field is first turned to; until then, and without it, the field serves. */
function turnTo() {
  loading ??= import("./yasqe.js").then(
    async ({ takePlace }) => {
      await released();
      takePlace(field, texts, root.dataset.completions);
      root.dataset.editing = "true";
    },
    // What could not be fetched is asked for again the next time.
    () => (loading = null),
  );
}

/** Wait until no pointer is held down in the field: somebody may be marking a part of the query. */
function released() {
  if (!field.matches(":active")) return null;
  return new Promise((done) => ["pointerup", "pointercancel"].forEach((end) => window.addEventListener(end, done, { once: true })));
}

let running = null;

async function run() {
  const query = field.value;
  running?.abort();
  const own = (running = new AbortController());
  const begun = performance.now();
  status.textContent = texts.running;
  answer.setAttribute("aria-busy", "true");
  try {
    const found = await fetchAnswer(query, language, own.signal);
    const answered = show(answer, found, texts);
    status.textContent = answered ? told(performance.now() - begun) : answer.querySelector("h2").textContent;
    const address = addressOf(query, language);
    if (address && address !== location.pathname + location.search) history.pushState(null, "", address);
  } catch (error) {
    if (own.signal.aborted) return;
    status.textContent = texts.failed;
  }
  answer.removeAttribute("aria-busy");
}

function told(milliseconds) {
  const seconds = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(milliseconds / 1000);
  return texts.answered.replace("{seconds}", seconds);
}

async function takeExample({ target: chooser }) {
  if (!chooser.value) return;
  const response = await fetch(`${chooser.value}.rq`);
  if (!response.ok) return;
  field.value = plain(await response.text());
  field.dispatchEvent(new Event("input"));
}

/** The query without the lines that describe it, its labels in the language of the page. */
function plain(text) {
  const lines = text.split("\n").filter((line) => !line.startsWith("#+"));
  return lines.join("\n").replace(/(VALUES\s+\?language\s*\{\s*)"[^"]*"/, `$1"${document.documentElement.lang}"`);
}

async function share() {
  const address = addressOf(field.value, language) || location.href;
  const whole = new URL(address, location.href).href;
  try {
    await navigator.clipboard.writeText(whole);
    status.textContent = texts.copied;
  } catch {
    // Not every connection may write to the clipboard; a link can be copied by hand.
    const link = element("a", "", whole);
    link.href = whole;
    link.dir = "ltr";
    status.replaceChildren(link);
  }
}

function showCode() {
  if (!code.open) return;
  const made = snippets(new URL("/sparql", location.href).href, field.value);
  const parts = Object.entries(made).flatMap(([name, text]) => {
    const heading = element("h2", "language", name);
    heading.dir = "ltr";
    const block = element("pre", "source", text);
    block.dir = "ltr";
    block.tabIndex = 0;
    block.setAttribute("aria-label", name);
    block.setAttribute("role", "region");
    return [heading, block];
  });
  code.replaceChildren(code.querySelector("summary"), ...parts);
}
