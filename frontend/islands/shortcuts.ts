import { all, isShown, isTyping } from "../dom";

let typed = "";
let forget = 0;

const press = (element: HTMLElement): void => {
  if (element.matches("input:not([type=checkbox]):not([type=radio]):not([type=submit]), textarea, select")) element.focus();
  else element.click();
};

function find(keys: string): HTMLElement | undefined {
  const open = document.querySelector<HTMLElement>("dialog[open]");
  return all(`[data-shortcut="${CSS.escape(keys)}"]`, open ?? document).find((one) => isShown(one) || one.matches("a[hidden], .rail-entry"));
}

const isPrefix = (keys: string): boolean => all("[data-shortcut]").some((one) => one.dataset.shortcut?.startsWith(`${keys} `));

function wordsOf(element: HTMLElement): string {
  const bare = element.cloneNode(true) as HTMLElement;
  for (const cap of all("kbd", bare)) cap.remove();
  return bare.textContent?.trim() ?? "";
}

function nameOf(element: HTMLElement): string {
  return element.dataset.shortcutName ?? element.getAttribute("aria-label") ?? element.getAttribute("placeholder") ?? wordsOf(element);
}

function keysOf(keys: string): Node[] {
  return keys.split(" ").map((key) => {
    const cap = document.createElement("kbd");
    cap.textContent = key;
    return cap;
  });
}

/** The overlay lists what the page offers: every element with a shortcut, by its own name. */
function showHelp(): void {
  const dialog = document.getElementById("keys-help") as HTMLDialogElement | null;
  const list = dialog?.querySelector("[data-keys]");
  if (!dialog || !list) return;
  const seen = new Map<string, string>();
  for (const element of all("[data-shortcut]")) seen.set(element.dataset.shortcut ?? "", nameOf(element));
  list.replaceChildren(...[...seen].flatMap(([keys, name]) => {
    const term = document.createElement("dt");
    term.append(...keysOf(keys));
    const words = document.createElement("dd");
    words.textContent = name;
    return [term, words];
  }));
  dialog.showModal();
}

/** `data-shortcut="g j"` on a link, a button or a field: typing the keys presses it (or goes into the field). */
export function startShortcuts(): void {
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      document.querySelector<HTMLElement>("[data-search-input]")?.focus();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || event.key.length > 1) return;
    window.clearTimeout(forget);
    const keys = typed ? `${typed} ${event.key}` : event.key;
    const element = find(keys) ?? find(event.key);
    if (element) {
      event.preventDefault();
      typed = "";
      press(element);
    } else if (keys === "?") {
      showHelp();
    } else {
      typed = isPrefix(keys) ? keys : "";
      forget = window.setTimeout(() => (typed = ""), 1200);
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-keys-help]")) showHelp();
  });
}
