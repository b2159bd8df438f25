import { onContent } from "../dom";

/** ECharts is large: it is fetched only by pages that hold a `[data-chart]`. */
export function startCharts(): void {
  onContent((root) => {
    const places = [...root.querySelectorAll<HTMLElement>("[data-chart]:not([data-drawn])")];
    if (places.length) void import("../charts").then(({ draw }) => places.forEach(draw));
  });
}
