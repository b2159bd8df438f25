import htmx from "htmx.org";

declare global {
  interface Window {
    htmx: typeof htmx;
  }
}
window.htmx = htmx;

// The thin line on top answers a person's gesture; badges and notices that fetch themselves stay silent.
document.addEventListener("htmx:beforeRequest", (event) => {
  const { requestConfig } = (event as CustomEvent<{ requestConfig: { triggeringEvent?: Event } }>).detail;
  if (requestConfig.triggeringEvent?.isTrusted) document.body.classList.add("is-loading");
});
document.addEventListener("htmx:afterRequest", () => document.body.classList.remove("is-loading"));

// A piece that replaces what a person clicked in stays where it was: the browser would keep hold of the old piece, and land at the end of the page.
const root = document.documentElement;
document.addEventListener("htmx:beforeSwap", (event) => {
  const { requestConfig } = (event as CustomEvent<{ requestConfig?: { triggeringEvent?: Event } }>).detail;
  if (requestConfig?.triggeringEvent?.isTrusted) root.classList.add("is-swapping");
});
document.addEventListener("htmx:afterSettle", () => window.setTimeout(() => root.classList.remove("is-swapping"), 100));

// A button that stands outside its form (`form="…"`) says what it asks, as it does without JavaScript.
document.addEventListener("htmx:configRequest", (event) => {
  const { triggeringEvent, formData } = (event as CustomEvent<{ triggeringEvent?: Event; formData: FormData }>).detail;
  const button = triggeringEvent instanceof SubmitEvent ? triggeringEvent.submitter : null;
  if (button instanceof HTMLButtonElement && button.name && !formData.has(button.name)) formData.set(button.name, button.value);
});

export default htmx;
