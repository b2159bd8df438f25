import { all, on } from "../dom";

const choices = ["auto", "light", "dark"];

function show(choice: string): void {
  const dark = choice === "dark" || (choice === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.bsTheme = dark ? "dark" : "light";
  document.documentElement.dataset.themeChoice = choice;
  for (const button of all("[data-theme-set]")) button.setAttribute("aria-pressed", String(button.dataset.themeSet === choice));
  document.dispatchEvent(new CustomEvent("theme-changed"));
}

/** `[data-theme-set="dark|light|auto"]` chooses; `[data-theme-toggle]` goes from light to dark and back. */
export function startTheme(): void {
  const kept = (): string => localStorage.getItem("theme") ?? "auto";
  const choose = (choice: string): void => {
    if (choice === "auto") localStorage.removeItem("theme");
    else localStorage.setItem("theme", choice);
    show(choice);
  };
  on("click", "[data-theme-set]", (button) => choose(choices.find((one) => one === button.dataset.themeSet) ?? "auto"));
  on("click", "[data-theme-toggle]", () => choose(document.documentElement.dataset.bsTheme === "dark" ? "light" : "dark"));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => show(kept()));
  show(kept());
}
