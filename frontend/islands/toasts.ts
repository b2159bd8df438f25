import { word } from "../dom";

interface Toast {
  text: string;
  tone?: string;
}

function shelf(): HTMLElement {
  const found = document.querySelector<HTMLElement>(".toasts");
  if (found) return found;
  const made = document.createElement("div");
  made.className = "toasts";
  made.setAttribute("role", "status");
  made.setAttribute("aria-live", "polite");
  document.body.append(made);
  return made;
}

export function toast({ text, tone = "good" }: Toast): void {
  const note = document.createElement("div");
  note.className = `toast-note tone-${tone}`;
  const words = document.createElement("span");
  words.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "×";
  close.setAttribute("aria-label", word("close"));
  close.addEventListener("click", () => note.remove());
  note.append(words, close);
  shelf().append(note);
  window.setTimeout(() => note.remove(), tone === "bad" ? 12000 : 5000);
}

/** The server says `HX-Trigger: {"toast": {"text": …, "tone": …}}`; a lost connection or a fault says so by itself. */
export function startToasts(): void {
  document.addEventListener("toast", (event) => toast((event as CustomEvent<Toast>).detail));
  document.addEventListener("htmx:sendError", () => toast({ text: word("offline"), tone: "bad" }));
  document.addEventListener("htmx:responseError", (event) => {
    const { xhr } = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail;
    if (!xhr.getResponseHeader("HX-Trigger")?.includes("toast")) toast({ text: word("fault"), tone: "bad" });
  });
}
