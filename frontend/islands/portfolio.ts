import { isTyping, on } from "../dom";

const here = (): HTMLElement | null => document.querySelector(".is-here[data-row]");

function close(form: Element | null): void {
  form?.closest("tr")?.remove();
}

/** The portfolio: a group opens and closes (`data-group-toggle`), "m" comments on the row one is at, Escape leaves the comment. */
export function startPortfolio(): void {
  on("click", "[data-group-toggle]", (button) => {
    const rows = document.getElementById(button.dataset.groupToggle ?? "");
    const open = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(open));
    if (rows) rows.hidden = !open;
  });
  on("click", "[data-row-comment]", (_button, event) => {
    const row = event.target instanceof Element ? event.target.closest("tr") : null;
    close(row?.nextElementSibling?.querySelector("[data-review-form]") ?? null);
  });
  on("click", "[data-review-cancel]", (button) => close(button));
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target instanceof Element) event.target.parentElement?.querySelector<HTMLElement>(".review-row [name=body]")?.focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target instanceof Element && event.target.closest("[data-review-form]")) {
      close(event.target);
      return;
    }
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.key === "m") {
      const comment = here()?.querySelector<HTMLElement>("[data-row-comment]");
      if (comment) event.preventDefault();
      comment?.click();
    }
  });
}
