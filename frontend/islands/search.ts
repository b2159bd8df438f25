import { all } from "../dom";

const folded = (words: string): string => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function pagesFor(wanted: string): HTMLElement[] {
  if (!wanted) return [];
  return all<HTMLAnchorElement>(".rail-entry").filter((entry) => folded(entry.dataset.name ?? "").includes(folded(wanted))).slice(0, 5).map((entry) => {
    const link = document.createElement("a");
    link.className = "search-result";
    link.href = entry.href;
    const icon = entry.querySelector(".icon");
    if (icon) link.append(icon.cloneNode(true));
    link.append(entry.dataset.name ?? "");
    return link;
  });
}

/** In the sheet a result is an option of the list; on the page of results it stays a plain link. */
function asOptions(box: HTMLElement): void {
  for (const result of all(".search-result", box)) result.setAttribute("role", "option");
}

function move(box: HTMLElement, step: number): void {
  const options = all(".search-result", box);
  if (!options.length) return;
  const now = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const next = (now + step + options.length) % options.length;
  options.forEach((option, index) => option.setAttribute("aria-selected", String(index === next)));
  options[next]?.scrollIntoView({ block: "nearest" });
}

/** The search box is also the command palette: pages by name at once, customers and pieces from the server by htmx. */
export function startSearch(): void {
  const input = document.querySelector<HTMLInputElement>("[data-search-input]");
  const sheet = document.querySelector<HTMLElement>("[data-search-sheet]");
  const pages = sheet?.querySelector<HTMLElement>("[data-search-pages]");
  if (!input || !sheet || !pages) return;
  const open = (shown: boolean): void => {
    sheet.hidden = !shown;
    input.setAttribute("aria-expanded", String(shown));
  };
  const refresh = (): void => {
    const found = pagesFor(input.value.trim());
    pages.hidden = found.length === 0;
    pages.querySelector("[data-found]")?.replaceChildren(...found);
    asOptions(sheet);
    open(input.value.trim().length > 0);
  };
  input.addEventListener("input", refresh);
  input.addEventListener("focus", refresh);
  sheet.addEventListener("htmx:afterSwap", () => asOptions(sheet));
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(sheet, event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      const chosen = sheet.querySelector<HTMLElement>('[aria-selected="true"]');
      if (chosen) event.preventDefault();
      chosen?.click();
    } else if (event.key === "Escape") {
      open(false);
      input.blur();
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && !event.target.closest(".search")) open(false);
  });
}
