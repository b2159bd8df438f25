import { all, on, onContent } from "../dom";

const BLOCKS = "DIV, P";
const PAUSE = 500;

/** What an editor says, as the server keeps it: typed words, and the source of each locked part. */
function sourceOf(node: Node): string {
  if (node instanceof Text) return node.data;
  if (!(node instanceof HTMLElement)) return "";
  if (node.dataset.source !== undefined) return node.dataset.source;
  if (node.tagName === "BR") return "\n";
  const words = [...node.childNodes].map(sourceOf).join("");
  return node.matches(BLOCKS) && node.previousSibling ? `\n${words}` : words;
}

function textOf(editor: HTMLElement): string {
  return [...editor.childNodes].map(sourceOf).join("").trim();
}

function fieldOf(editor: HTMLElement): HTMLInputElement | HTMLTextAreaElement | null {
  return document.getElementById(editor.dataset.edits ?? "") as HTMLInputElement | HTMLTextAreaElement | null;
}

/** Open an editor over its field: the field keeps what is sent, and what whoever has no script edits. */
function open(editor: HTMLElement): void {
  const field = fieldOf(editor);
  if (!field || !editor.hidden) return;
  editor.contentEditable = "plaintext-only";
  if (editor.contentEditable !== "plaintext-only") editor.contentEditable = "true";
  editor.hidden = false;
  field.hidden = true;
  field.required = false;
  editor.tabIndex = 0;
  kept.set(editor, all("[data-must-stay]", editor));
}

/** What must stay in each editor, as it was opened. */
const kept = new WeakMap<HTMLElement, HTMLElement[]>();

/** A change that took away what must stay is taken back, and the reason shown. */
function restore(editor: HTMLElement): boolean {
  const gone = (kept.get(editor) ?? []).filter((part) => !part.isConnected);
  const refusal = editor.closest("form")?.querySelector<HTMLElement>("[data-wording-refusal]");
  if (refusal) refusal.hidden = gone.length === 0;
  if (gone.length === 0) return false;
  document.execCommand("undo");
  return true;
}

let soon = 0;

function look(whole: HTMLElement): void {
  const form = whole.querySelector<HTMLFormElement>("[data-wording-look]");
  if (!form) return;
  for (const editor of all("[data-edits]", whole)) {
    const field = fieldOf(editor);
    const copy = form.elements.namedItem(field?.name ?? "");
    if (field && copy instanceof HTMLInputElement) copy.value = field.value;
  }
  form.submit();
}

/** A text is edited as its customer reads it; a frame beside shows the message as it would leave. */
export function startWording(): void {
  onContent((root) => {
    for (const editor of all("[data-edits]", root)) open(editor);
    root.querySelector<HTMLElement>("[data-edits]:not(.is-line)")?.focus();
  });
  on("beforeinput", "[data-edits].is-line", (_editor, event) => {
    if (["insertParagraph", "insertLineBreak"].includes((event as InputEvent).inputType)) event.preventDefault();
  });
  on("input", "[data-edits]", (editor, event) => {
    if (!(event as InputEvent).inputType.startsWith("history") && restore(editor)) return;
    const field = fieldOf(editor);
    if (field) field.value = textOf(editor);
    const whole = editor.closest<HTMLElement>("[data-wording]");
    window.clearTimeout(soon);
    if (whole) soon = window.setTimeout(() => look(whole), PAUSE);
  });
}
