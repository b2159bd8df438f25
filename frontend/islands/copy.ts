import { on, word } from "../dom";
import { toast } from "./toasts";

/** `[data-copy="text"]` copies it. */
export function startCopy(): void {
  on("click", "[data-copy]", (button) => {
    void navigator.clipboard.writeText(button.dataset.copy ?? "").then(() => toast({ text: word("copied") }));
  });
}
