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

/** `data-shortcut="mod+enter"` is pressed with Ctrl (or Cmd), while typing too: in the form one types in before any other. */
function pressWhileTyping(event: KeyboardEvent): void {
  const keys = `mod+${event.key.toLowerCase()}`;
  const form = event.target instanceof Element ? event.target.closest("form") : null;
  const offered = `[data-shortcut="${CSS.escape(keys)}"]`;
  const element = (form && all(offered, form).find(isShown)) ?? find(keys);
  if (!element) return;
  event.preventDefault();
  press(element);
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
    cap.textContent = key.replace("mod+", "Ctrl ");
    return cap;
  });
}

function entry(caps: Node[], name: string): Node[] {
  const term = document.createElement("dt");
  term.append(...caps);
  const words = document.createElement("dd");
  words.textContent = name;
  return [term, words];
}

const NAMES: Record<string, string> = { ArrowUp: "↑", ArrowDown: "↓", alt: "Alt" };

function rowKeysOf(keys: string): Node[] {
  const ways = keys.split("|").map((key) => keysOf(key.split("+").map((part) => NAMES[part] ?? part).join(" ")));
  return ways.flatMap((way, place) => (place ? [document.createTextNode(" / "), ...way] : way));
}

/** What is offered by an attribute on the page, each key once, by its own name. */
function offered(attribute: string, caps: (keys: string) => Node[]): Node[] {
  const seen = new Map<string, string>();
  for (const element of all(`[${attribute}]`)) {
    const keys = element.getAttribute(attribute) ?? "";
    if (!seen.has(keys)) seen.set(keys, element.title || nameOf(element));
  }
  return [...seen].flatMap(([keys, name]) => entry(caps(keys), name));
}

/** The overlay lists what the page offers: on the chosen row first, then every element with a shortcut, by its own name. */
function showHelp(): void {
  const dialog = document.getElementById("keys-help") as HTMLDialogElement | null;
  if (!dialog) return;
  dialog.querySelector("[data-keys]")?.replaceChildren(...offered("data-shortcut", keysOf));
  const onRow = offered("data-row-key", rowKeysOf);
  dialog.querySelector("[data-row-keys]")?.replaceChildren(...onRow);
  for (const part of all("[data-row-keys-part]", dialog)) part.hidden = onRow.length === 0;
  dialog.showModal();
  dialog.scrollTop = 0; // its button, which has the focus, is at the end of a list longer than a small screen
}

/** `data-shortcut="g j"` on a link, a button or a field: typing the keys presses it (or goes into the field). */
export function startShortcuts(): void {
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      document.querySelector<HTMLElement>("[data-search-input]")?.focus();
      return;
    }
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
      pressWhileTyping(event);
      return;
    }
    if (event.altKey || isTyping(event.target) || event.key.length > 1) return;
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
