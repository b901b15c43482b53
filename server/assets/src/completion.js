// Completion from the publication's own vocabulary: prefixes, properties, classes and concepts, found by IRI, prefixed name
// or label in the language of the page. Every completer of the editor that would ask others is replaced.

import Yasqe from "@zazuko/yasqe";

const MOST = 60;
// Marks of vowels and forms of letters that readers do not tell apart when they search.
const fold = (text) =>
  text.normalize("NFKD").replace(/[\p{Mn}\u0640]/gu, "").replace(/[\u0622\u0623\u0625\u0671]/g, "\u0627").replace(/\u0629/g, "\u0647")
    .replace(/\u0649/g, "\u064a").toLowerCase();

/** Register the completers; `texts` names the kinds of terms. The vocabulary is fetched when it is first needed. */
export function registerCompleters(address, texts) {
  let loading = null;
  const load = () => (loading ??= fetch(address).then(async (response) => prepared(await response.json())));
  const prefixes = { ...Yasqe.Autocompleters.prefixes, persistenceId: null };
  prefixes.get = async () => Object.entries((await load()).prefixes).map(([prefix, space]) => `${prefix}: <${space}>`).sort();
  Yasqe.registerAutocompleter(prefixes);
  for (const kind of ["property", "class", "concept"]) Yasqe.registerAutocompleter(completer(kind, load, texts));
  return ["variables", "prefixes", "property", "class", "concept"];
}

function prepared({ prefixes, terms }) {
  for (const term of terms) {
    term.sought = fold(`${term.name} ${term.label}`);
    term.folded = fold(term.label);
    term.local = term.name.slice(term.name.search(/[^:/#]*$/)).toLowerCase();
    term.prefix = term.name.includes(":") && !term.name.includes("/") ? term.name.split(":")[0] : "";
  }
  return { prefixes, terms, byIri: new Map(terms.map((term) => [term.iri, term])) };
}

function completer(kind, load, texts) {
  let known = null;
  return {
    name: kind,
    bulk: false,
    autoShow: true,
    persistenceId: null,
    isValidCompletionPosition: (editor) => position(editor) === kind,
    preProcessToken: (editor, token) => token,
    async get(editor) {
      known = await load();
      const word = fold(wordAt(editor).text.replace(/^</, ""));
      const own = known.terms.filter((term) => term.kind === kind && fits(term, word));
      return own.sort((a, b) => rank(a, word) - rank(b, word) || b.uses - a.uses).slice(0, MOST).map((term) => term.iri);
    },
    postprocessHints: (editor, hints) => hints.map((hint) => shown(hint, known, texts)),
  };
}

/** How near a term is to what was written: its name or label begins so, a word of them does, or it is somewhere within. */
function rank(term, word) {
  if (term.name.toLowerCase().startsWith(word) || term.local.startsWith(word) || term.folded.startsWith(word)) return 0;
  return term.sought.split(/[\s:]/).some((part) => part.startsWith(word)) ? 1 : 2;
}

const fits = (term, word) => term.sought.includes(word) || term.iri.toLowerCase().includes(word);

/** What is being written at the cursor; the editor's own tokens end where SPARQL has no such letter. */
function wordAt(editor) {
  const { line, ch } = editor.getDoc().getCursor();
  const whole = editor.getDoc().getLine(line);
  const before = /[^\s{}()[\];,|/^!*+]*$/.exec(whole.slice(0, ch))[0];
  const after = /^[\p{L}\p{N}:_-]*/u.exec(whole.slice(ch))[0];
  return { text: before, from: { line, ch: ch - before.length }, to: { line, ch: ch + after.length } };
}

/** What may stand at the cursor: a property, a class, a concept, or nothing that is completed here. */
function position(editor) {
  const { text, from } = wordAt(editor);
  if (/^[?$"'#]/.test(text) || (!text && !editor.asked)) return null;
  const { possibleCurrent = [], lastProperty = "" } = editor.getTokenAt(from, true).state;
  if (possibleCurrent.includes("a")) return "property";
  if (!possibleCurrent.includes("IRI_REF")) return null;
  if (["a", "rdf:type"].includes(lastProperty)) return "class";
  return lastProperty ? "concept" : null;
}

function shown(hint, known, texts) {
  const term = known.byIri.get(hint.text);
  const text = term.prefix ? term.name : `<${term.iri}>`;
  return {
    ...hint,
    text,
    displayText: text,
    render(item) {
      const name = document.createElement("span");
      name.className = "completion";
      name.textContent = text;
      const label = document.createElement("bdi");
      label.textContent = [term.label, texts[term.kind]].filter(Boolean).join(" · ");
      item.append(name, " ", label);
    },
    hint(editor) {
      const { from, to } = wordAt(editor);
      editor.replaceRange(text, from, to, "complete");
      if (term.prefix) editor.addPrefixes({ [term.prefix]: known.prefixes[term.prefix] });
    },
  };
}
