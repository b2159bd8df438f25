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

export default htmx;
