import { all, on } from "../dom";

/** Menus are `<details class="menu">`, so they work without script; here they close by themselves. */
export function startMenus(): void {
  document.addEventListener("click", (event) => {
    for (const menu of all<HTMLDetailsElement>("details.menu[open]")) {
      if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of all<HTMLDetailsElement>("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
    if (location.hash === "#rail") location.hash = "#main";
  });
  on("click", "[data-dialog-open]", (button) => {
    (document.getElementById(button.dataset.dialogOpen ?? "") as HTMLDialogElement | null)?.showModal();
  });
  on("click", "[data-dialog-close]", (button) => button.closest("dialog")?.close());
}
