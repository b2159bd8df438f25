import { all, on } from "../dom";

interface Colleague {
  name: string;
  email: string;
}

const AT = /(^|[\s(])@([\p{L}\p{N}.'’-]{0,40})$/u;

const sheetOf = (field: HTMLElement): HTMLElement | null => field.closest("form")?.querySelector<HTMLElement>("[data-mention-sheet]") ?? null;

function close(sheet: HTMLElement): void {
  sheet.hidden = true;
  sheet.replaceChildren();
}

function choose(field: HTMLTextAreaElement, sheet: HTMLElement, name: string): void {
  const end = field.selectionStart;
  const begin = field.value.slice(0, end).replace(AT, `$1@${name} `);
  field.value = begin + field.value.slice(end);
  field.setSelectionRange(begin.length, begin.length);
  close(sheet);
  field.focus();
}

async function suggest(field: HTMLTextAreaElement, sheet: HTMLElement, address: string): Promise<void> {
  const typed = AT.exec(field.value.slice(0, field.selectionStart));
  if (!typed) return close(sheet);
  const answer = await fetch(`${address}?q=${encodeURIComponent(typed[2] ?? "")}`, { headers: { Accept: "application/json" } });
  if (!answer.ok) return close(sheet);
  const { people } = (await answer.json()) as { people: Colleague[] };
  sheet.replaceChildren(...people.map(({ name, email }, place) => {
    const option = document.createElement("button");
    option.type = "button";
    option.className = "menu-item";
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", String(place === 0));
    option.dataset.name = name;
    const small = document.createElement("span");
    small.className = "text-faint";
    small.textContent = email;
    option.append(name, small);
    return option;
  }));
  sheet.hidden = people.length === 0;
}

function move(sheet: HTMLElement, step: number): void {
  const options = all("[role=option]", sheet);
  const now = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const next = (now + step + options.length) % options.length;
  options.forEach((option, place) => option.setAttribute("aria-selected", String(place === next)));
}

/** Typing @ in a note offers the colleagues who may be named; without script, the name is simply typed. */
export function startMentions(): void {
  on("input", "[data-mentions] textarea", (field) => {
    const sheet = sheetOf(field);
    const address = field.closest<HTMLElement>("[data-mentions]")?.dataset.mentions;
    if (sheet && address) void suggest(field as HTMLTextAreaElement, sheet, address);
  });
  on("keydown", "[data-mentions] textarea", (field, event) => {
    const sheet = sheetOf(field);
    if (!sheet) return;
    if (!sheet.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) move(sheet, event.key === "ArrowDown" ? 1 : -1);
    else if (!sheet.hidden && (event.key === "Enter" || event.key === "Tab")) choose(field as HTMLTextAreaElement, sheet, sheet.querySelector<HTMLElement>("[aria-selected=true]")?.dataset.name ?? "");
    else if (!sheet.hidden && event.key === "Escape") close(sheet);
    else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) (field.closest("form") as HTMLFormElement | null)?.requestSubmit();
    else return;
    event.preventDefault();
  });
  on("click", "[data-mention-sheet] [role=option]", (option) => {
    const field = option.closest("form")?.querySelector("textarea");
    const sheet = option.closest<HTMLElement>("[data-mention-sheet]");
    if (field && sheet) choose(field, sheet, option.dataset.name ?? "");
  });
  on("change", ".note-files input[type=file]", (field) => {
    const words = field.closest(".note-files")?.querySelector<HTMLElement>("[data-files-words]");
    const files = [...((field as HTMLInputElement).files ?? [])];
    if (words && files.length) words.textContent = files.map((file) => file.name).join(", ");
  });
  on("click", "[data-print]", () => window.print());
}
