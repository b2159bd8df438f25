import { all, isShown, isTyping, on } from "../dom";

/** Where the reader stands, so that a list that was read again finds them where they were. */
let hereId = "";

const rows = (): HTMLElement[] => all("[data-row]").filter((row) => row.getClientRects().length > 0);
const here = (): HTMLElement | null => document.querySelector(".is-here[data-row]");
const opener = (row: HTMLElement): HTMLElement | null => row.querySelector("[data-row-open]") ?? row.querySelector("a[href]");

function stand(next: HTMLElement | undefined): void {
  for (const row of all(".is-here[data-row]")) row.classList.remove("is-here");
  next?.classList.add("is-here");
  hereId = next?.dataset.rowId ?? "";
}

let soon = 0;

/** `[data-row-preview]`: standing on the row shows it beside (`[data-shows]` says which row is), once the reader stays a moment. */
function preview(row: HTMLElement): void {
  const link = opener(row);
  if (!row.matches("[data-row-preview]") || !link || !isShown(link)) return;
  window.clearTimeout(soon);
  soon = window.setTimeout(() => {
    const shown = document.querySelector<HTMLElement>("[data-shows]")?.dataset.shows;
    if (link.isConnected && shown !== row.dataset.rowId) link.click();
  }, 180);
}

/** The row is marked, and its link has the focus: what a screen reader says is what the keys act on. */
function go(step: number): void {
  const list = rows();
  if (!list.length) return;
  const place = list.findIndex((row) => row.classList.contains("is-here"));
  const next = list[Math.min(Math.max(place + step, 0), list.length - 1)];
  stand(next);
  if (!next) return;
  const link = opener(next);
  link?.focus({ preventScroll: true });
  preview(next);
  next.scrollIntoView({ block: "nearest" });
}

export const pressed = (event: KeyboardEvent): string => `${event.altKey ? "alt+" : ""}${event.key}`;

/** `data-row-key="J|alt+ArrowDown"` on what a row offers: the key presses it on the row where the reader stands. */
function act(row: HTMLElement, key: string): boolean {
  const offered = all<HTMLButtonElement>("[data-row-key]", row).find((one) => one.dataset.rowKey?.split("|").includes(key));
  if (!offered || offered.disabled) return false;
  offered.click();
  return true;
}

/** Find the reader's row again after a list was swapped, unless they are elsewhere by now. */
function again(): void {
  if (!hereId || here()) return;
  const row = all(`[data-row-id="${CSS.escape(hereId)}"]`)[0];
  if (!row) return;
  stand(row);
  if (document.activeElement === document.body) opener(row)?.focus({ preventScroll: true });
}

/** Rows worked through from the keyboard: j and k move, x ticks, Enter opens the row's link (`[data-row-open]`, else its first). */
export function startRows(): void {
  document.addEventListener("keydown", (event) => {
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
    const row = here();
    const key = pressed(event);
    if (key === "j") go(1);
    else if (key === "k") go(-1);
    else if (row && act(row, key)) event.preventDefault();
    else if (key === "x") row?.querySelector<HTMLElement>("input[type=checkbox]")?.click();
    else if ((key === "o" || (key === "Enter" && event.target === document.body)) && row) opener(row)?.click();
  });
  on("click", "[data-row]", (row) => stand(row));
  on("focusin", "[data-row]", (row) => stand(row));
  on("change", "[data-row-preview]", (row) => preview(row));
  document.addEventListener("htmx:load", again);
}
