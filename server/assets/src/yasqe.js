// The editor itself, which knows SPARQL's grammar: takes the place of the plain field and keeps it in step.

import Yasqe from "@zazuko/yasqe";
import { registerCompleters } from "./completion.js";
import { element } from "./plot.js";

/** Put an editor in the place of `field`, with what stands in it, its selection and the focus. */
export function takePlace(field, texts, completions) {
  const focused = document.activeElement === field;
  const selected = [field.selectionStart, field.selectionEnd];
  const holder = element("div", "editor");
  holder.dir = "ltr";
  holder.lang = "";
  field.after(holder);
  field.hidden = true;
  // A field that is not seen cannot be told to be filled in.
  field.required = false;
  const editor = new Yasqe(holder, settings(field, texts, completions));
  keepInStep(editor, field);
  describe(editor, holder, field, texts);
  if (focused) {
    editor.focus();
    editor.setSelection(...selected.map((index) => editor.posFromIndex(index)));
  }
}

function settings(field, texts, completions) {
  return {
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
    autocompleters: registerCompleters(completions, texts),
    hintConfig: { completeSingle: false },
    extraKeys: {
      "Ctrl-Space": complete,
      // The form runs the query, whichever field is in.
      "Ctrl-Enter": false,
      "Cmd-Enter": false,
      // Tab leads on, as everywhere on the page.
      Tab: false,
      "Shift-Tab": false,
      Esc: false,
      "Ctrl-S": false,
    },
  };
}

function complete(editor) {
  // Asked for, a list is shown even where nothing has been written yet.
  editor.asked = true;
  editor.autocomplete();
  editor.asked = false;
}

function keepInStep(editor, field) {
  let writing = false;
  editor.on("change", () => {
    field.value = editor.getValue();
    writing = true;
    field.dispatchEvent(new Event("input"));
    writing = false;
  });
  field.addEventListener("input", () => writing || editor.setValue(field.value));
}

function describe(editor, holder, field, texts) {
  editor.on("autocompletionShown", (widget) => widget?.hints?.setAttribute("aria-label", texts.completions));
  const input = editor.getInputField();
  input.setAttribute("role", "textbox");
  input.setAttribute("aria-multiline", "true");
  input.setAttribute("aria-describedby", "editor-keys");
  // The marks of faults would write styles into the page; what is wrong is told by the server, with line and column.
  holder.addEventListener("mouseover", (event) => event.target.closest(".parseErrorIcon") && event.stopPropagation(), true);
  field.form.querySelector(`label[for="${field.id}"]`).addEventListener("click", () => editor.focus());
}
