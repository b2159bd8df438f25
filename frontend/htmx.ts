import htmx from "htmx.org";

declare global {
  interface Window {
    htmx: typeof htmx;
  }
}
window.htmx = htmx;

document.addEventListener("htmx:beforeRequest", () => document.body.classList.add("is-loading"));
document.addEventListener("htmx:afterRequest", () => document.body.classList.remove("is-loading"));

export default htmx;
