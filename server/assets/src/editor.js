// The editor of queries: takes the place of the form's plain field, asks without leaving the page, and keeps the address in
// step so that it can be shared. Nobody but this server is asked for anything.

import Yasqe from "@zazuko/yasqe";
import "@zazuko/yasqe/build/yasqe.min.css";
import "./editor.css";
import { addressOf, fetchAnswer, offerViews, show } from "./answer.js";
import { registerCompleters } from "./completion.js";
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

const editor = makeEditor();
form.querySelector("#examples").addEventListener("change", takeExample);
form.querySelector("#share").addEventListener("click", share);
code.addEventListener("toggle", showCode);
offerViews(answer, texts);
form.addEventListener("submit", (event) => {
  field.value = editor.getValue();
  // What is wanted as a file is the browser's to fetch.
  if (chosenFormat.value) return;
  event.preventDefault();
  run();
});
window.addEventListener("popstate", () => location.reload());
root.dataset.ready = "true";

function makeEditor() {
  const holder = element("div", "editor");
  holder.dir = "ltr";
  holder.lang = "";
  field.after(holder);
  field.hidden = true;
  field.required = false;
  const made = new Yasqe(holder, {
    value: field.value,
    persistenceId: null,
    consumeShareLink: null,
    createShareableLink: null,
    showQueryButton: false,
    resizeable: false,
    editorHeight: "20rem",
    prefixCcApi: null,
    requestConfig: { endpoint: new URL("/sparql", location.href).href },
    inputStyle: "contenteditable",
    screenReaderLabel: texts.query,
    rtlMoveVisually: true,
    autocompleters: registerCompleters(root.dataset.completions, texts),
    hintConfig: { completeSingle: false },
    extraKeys: {
      "Ctrl-Enter": run,
      "Cmd-Enter": run,
      "Ctrl-Space": complete,
      // Tab leads on, as everywhere on the page.
      Tab: false,
      "Shift-Tab": false,
      Esc: false,
      "Ctrl-S": false,
    },
  });
  made.on("change", () => {
    field.value = made.getValue();
    showCode();
  });
  made.on("autocompletionShown", (widget) => widget?.hints?.setAttribute("aria-label", texts.completions));
  const input = made.getInputField();
  input.setAttribute("role", "textbox");
  input.setAttribute("aria-multiline", "true");
  input.setAttribute("aria-describedby", "editor-keys");
  // The marks of faults would write styles into the page; what is wrong is told by the server, with line and column.
  holder.addEventListener("mouseover", (event) => event.target.closest(".parseErrorIcon") && event.stopPropagation(), true);
  const label = form.querySelector(`label[for="${field.id}"]`);
  label.addEventListener("click", () => made.focus());
  return made;
}

function complete() {
  // Asked for, a list is shown even where nothing has been written yet.
  editor.asked = true;
  editor.autocomplete();
  editor.asked = false;
}

let running = null;

async function run() {
  const query = editor.getValue();
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
  if (response.ok) editor.setValue(plain(await response.text()));
}

/** The query without the lines that describe it, its labels in the language of the page. */
function plain(text) {
  const lines = text.split("\n").filter((line) => !line.startsWith("#+"));
  return lines.join("\n").replace(/(VALUES\s+\?language\s*\{\s*)"[^"]*"/, `$1"${document.documentElement.lang}"`);
}

async function share() {
  const address = addressOf(editor.getValue(), language) || location.href;
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
  const made = snippets(new URL("/sparql", location.href).href, editor.getValue());
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
