/* Runs before the first paint: the chosen theme, or the machine's. */
(() => {
  const wanted = localStorage.getItem("theme");
  const dark = wanted === "dark" || (wanted !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.bsTheme = dark ? "dark" : "light";
  document.documentElement.dataset.themeChoice = wanted ?? "auto";
})();
