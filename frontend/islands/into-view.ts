import { all, onContent } from "../dom";

/** `[data-into-view]`: what a person has just asked for is brought before their eyes, under the top bar. */
export function startIntoView(): void {
  onContent((root) => all("[data-into-view]", root)[0]?.scrollIntoView({ block: "start", behavior: "smooth" }));
}
