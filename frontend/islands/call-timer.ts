import { onContent } from "../dom";

const inWords = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

function run(timer: HTMLElement): void {
  const field = timer.parentElement?.querySelector<HTMLInputElement>("input[data-call-seconds]");
  const began = Date.now();
  const tick = window.setInterval(() => {
    if (!timer.isConnected) return window.clearInterval(tick);
    const seconds = Math.floor((Date.now() - began) / 1000);
    timer.textContent = inWords(seconds);
    if (field) field.value = String(seconds);
  }, 1000);
}

/** `[data-call-timer]` counts; it starts with the page, or with the button named by `data-start-with`. Seconds go into `input[data-call-seconds]`. */
export function startCallTimers(): void {
  onContent((root) => {
    for (const timer of root.querySelectorAll<HTMLElement>("[data-call-timer]:not([data-runs])")) {
      timer.dataset.runs = "";
      const starter = timer.dataset.startWith ? document.getElementById(timer.dataset.startWith) : null;
      if (starter) starter.addEventListener("click", () => run(timer), { once: true });
      else run(timer);
    }
  });
}
