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
}

/** The locked parts a change would take away: those within what is selected, or beside the caret. */
function taken(event: InputEvent, editor: HTMLElement): HTMLElement[] {
  const ranges = event.getTargetRanges();
  return all("[data-must-stay]", editor).filter((part) =>
    ranges.some((range) => {
      if (range.collapsed) return false;
      const live = document.createRange();
      live.setStart(range.startContainer, range.startOffset);
      live.setEnd(range.endContainer, range.endOffset);
      return live.intersectsNode(part) && contains(live, part);
    }),
  );
}

function contains(range: Range, part: HTMLElement): boolean {
  const own = document.createRange();
  own.selectNode(part);
  return range.compareBoundaryPoints(Range.START_TO_START, own) <= 0 && range.compareBoundaryPoints(Range.END_TO_END, own) >= 0;
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
  on("beforeinput", "[data-edits]", (editor, event) => {
    const change = event as InputEvent;
    const breaks = change.inputType === "insertParagraph" || change.inputType === "insertLineBreak";
    const kept = taken(change, editor);
    if (kept.length || (breaks && editor.matches(".is-line"))) event.preventDefault();
    const refusal = editor.closest("form")?.querySelector<HTMLElement>("[data-wording-refusal]");
    if (refusal) refusal.hidden = kept.length === 0;
    for (const part of kept) part.animate([{ opacity: 0.35 }, { opacity: 1 }], 500);
  });
  on("input", "[data-edits]", (editor) => {
    const field = fieldOf(editor);
    if (field) field.value = textOf(editor);
    const whole = editor.closest<HTMLElement>("[data-wording]");
    window.clearTimeout(soon);
    if (whole) soon = window.setTimeout(() => look(whole), PAUSE);
  });
}
