import { all, isTyping, on } from "../dom";

const rows = (): HTMLElement[] => all("[data-row]").filter((row) => row.getClientRects().length > 0);

function go(step: number): void {
  const list = rows();
  if (!list.length) return;
  const here = list.findIndex((row) => row.classList.contains("is-here"));
  const next = list[Math.min(Math.max(here + step, 0), list.length - 1)];
  for (const row of list) row.classList.toggle("is-here", row === next);
  next?.scrollIntoView({ block: "nearest" });
}

const here = (): HTMLElement | null => document.querySelector(".is-here[data-row]");

/** Rows worked through from the keyboard: j and k move, x ticks, Enter opens the row's link (`[data-row-open]`, else its first). */
export function startRows(): void {
  document.addEventListener("keydown", (event) => {
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    const row = here();
    if (event.key === "j") go(1);
    else if (event.key === "k") go(-1);
    else if (event.key === "x") row?.querySelector<HTMLElement>("input[type=checkbox]")?.click();
    else if ((event.key === "Enter" || event.key === "o") && row && event.target === document.body) {
      (row.querySelector<HTMLElement>("[data-row-open]") ?? row.querySelector<HTMLElement>("a[href]"))?.click();
    }
  });
  on("click", "[data-row]", (row) => {
    for (const one of rows()) one.classList.toggle("is-here", one === row);
  });
}
