/** Listen on the document for events on elements that match, whenever they came into the page. */
export function on<K extends keyof DocumentEventMap>(
  event: K,
  selector: string,
  act: (element: HTMLElement, event: DocumentEventMap[K]) => void,
): void {
  document.addEventListener(event, (happened) => {
    const element = happened.target instanceof Element ? happened.target.closest<HTMLElement>(selector) : null;
    if (element) act(element, happened);
  });
}

/** Run now and after each piece of page that htmx brings in. */
export function onContent(act: (root: ParentNode) => void): void {
  act(document);
  document.addEventListener("htmx:load", (event) => act(event.target as HTMLElement));
}

export function all<E extends HTMLElement = HTMLElement>(selector: string, root: ParentNode = document): E[] {
  return [...root.querySelectorAll<E>(selector)];
}

export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select"));
}

export function isShown(element: HTMLElement): boolean {
  return element.getClientRects().length > 0;
}

/** The page's words for the islands, translated by the server (see ui/base.html). */
export function word(name: string): string {
  const source = document.getElementById("ui-words")?.textContent;
  return source ? ((JSON.parse(source) as Record<string, string>)[name] ?? name) : name;
}

export const language = (): string => document.documentElement.lang || "fr";
