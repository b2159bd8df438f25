import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { language } from "./dom";

echarts.use([BarChart, LineChart, GridComponent, TooltipComponent, LegendComponent, AriaComponent, CanvasRenderer]);

// Names so long together that the legend takes two lines.
const LONG_LEGEND = 36;

/** What a page gives, as JSON in the script element named by `data-chart`. */
interface Drawing {
  kind: "bars" | "stacked" | "lines";
  labels: string[];
  series: { name: string; values: (number | null)[]; colour?: string }[];
  unit?: string;
}

const token = (name: string): string => {
  const probe = document.createElement("span");
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
};

function options(drawing: Drawing): echarts.EChartsCoreOption {
  const amount = new Intl.NumberFormat(language(), { maximumFractionDigits: 0, ...(drawing.unit && { style: "currency", currency: drawing.unit }) });
  const short = new Intl.NumberFormat(language(), { notation: "compact" });
  const words = { color: token("ink-soft"), fontFamily: "Inter", fontSize: 12 };
  const names = drawing.series.map(({ name }) => name).join("");
  return {
    aria: { enabled: true },
    color: ["accent", "age-2", "age-4", "info", "good", "held"].map(token),
    grid: { left: 4, right: 8, top: 12, bottom: drawing.series.length < 2 ? 4 : names.length > LONG_LEGEND ? 60 : 32, containLabel: true },
    legend: drawing.series.length > 1 ? { bottom: 0, icon: "roundRect", itemWidth: 10, itemHeight: 10, textStyle: words } : undefined,
    tooltip: {
      trigger: "axis", renderMode: "richText", confine: true, backgroundColor: token("surface"), borderColor: token("rule"), textStyle: { ...words, color: token("ink") },
      valueFormatter: (value: unknown) => (typeof value === "number" ? amount.format(value) : "–"),
    },
    xAxis: { type: "category", data: drawing.labels, axisTick: { show: false }, axisLine: { lineStyle: { color: token("rule") } }, axisLabel: words },
    yAxis: { type: "value", splitLine: { lineStyle: { color: token("rule-soft") } }, axisLabel: { ...words, formatter: (value: number) => short.format(value) } },
    series: drawing.series.map(({ name, values, colour }) => ({
      name, data: values, type: drawing.kind === "lines" ? "line" : "bar", stack: drawing.kind === "stacked" ? "all" : undefined, showSymbol: false, smooth: 0.2,
      barMaxWidth: 36, itemStyle: { ...(colour && { color: token(colour) }), borderRadius: drawing.kind === "bars" ? [3, 3, 0, 0] : 0 },
    })),
  };
}

export function draw(place: HTMLElement): void {
  const source = document.getElementById(place.dataset.chart ?? "")?.textContent;
  if (!source) return;
  place.dataset.drawn = "";
  const drawing = JSON.parse(source) as Drawing;
  const chart = echarts.init(place, null, { renderer: "canvas" });
  const show = (): void => chart.setOption(options(drawing), true);
  show();
  document.addEventListener("theme-changed", show);
  new ResizeObserver(() => chart.resize()).observe(place);
}
