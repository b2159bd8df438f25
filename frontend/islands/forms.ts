import { all, on, onContent } from "../dom";

const FIELDS = "input:not([type=hidden], [type=checkbox], [type=radio], [type=file]), textarea, select";

/** Whoever works by the keyboard goes on in the form that just opened; a phone would only show its keys over the page. */
function enter(form: HTMLElement): void {
  if (form.querySelector("[autofocus]") || !window.matchMedia("(hover: hover)").matches) return;
  form.querySelector<HTMLElement>(FIELDS)?.focus({ preventScroll: true });
}

/** A value chosen in `[data-submits]` sends its form; `[data-shows-when="name=value"]` follows the field of that name; one click sends once. */
export function startForms(): void {
  on("change", "[data-submits]", (field) => (field as HTMLInputElement).form?.requestSubmit());
  on("submit", "form", (form, event) => {
    const button = (event as SubmitEvent).submitter;
    if (button && (form as HTMLFormElement).method === "post") window.setTimeout(() => button.setAttribute("disabled", ""), 0);
    if (button) window.setTimeout(() => button.removeAttribute("disabled"), 4000);
  });
  // Enter in a dialog does what the dialog is about, never what the first button of the form behind it does.
  on("keydown", "dialog[open] form input, form dialog[open] input", (field, event) => {
    const asked = field.closest("dialog")?.querySelector<HTMLButtonElement>(".dialog-actions .btn-primary");
    if (event.key !== "Enter" || !asked || event.isComposing) return;
    event.preventDefault();
    asked.click();
  });
  const follow = (form: HTMLFormElement): void => {
    const chosen = new FormData(form);
    for (const part of all("[data-shows-when]", form)) {
      const [name = "", value = ""] = (part.dataset.showsWhen ?? "").split("=");
      part.hidden = !value.split("|").includes(String(chosen.get(name) ?? ""));
    }
  };
  on("change", "form", (form) => follow(form as HTMLFormElement));
  onContent((root) => {
    for (const part of all("[data-shows-when]", root)) {
      const form = part.closest("form");
      if (form) follow(form);
    }
  });
  document.addEventListener("htmx:load", (event) => {
    const opened = (event.target as HTMLElement).closest<HTMLElement>("#gesture > .gesture");
    if (opened) enter(opened);
  });
}
