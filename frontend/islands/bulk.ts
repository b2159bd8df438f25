import { all, language, on } from "../dom";

const ticks = (scope: HTMLElement): HTMLInputElement[] => all<HTMLInputElement>("input[data-bulk-row]", scope);

/** Amounts are added in the currency's smallest unit, as integers; a currency is written as the language writes it. */
function sum(ticked: HTMLInputElement[], { digits = "2", currency }: DOMStringMap): string {
  const minor = ticked.reduce((total, tick) => total + BigInt(tick.dataset.minor ?? "0"), 0n);
  const amount = Number(minor) / 10 ** Number(digits);
  return amount.toLocaleString(language(), currency ? { style: "currency", currency } : { minimumFractionDigits: Number(digits) });
}

function show(scope: HTMLElement): void {
  const ticked = ticks(scope).filter((tick) => tick.checked);
  const everyone = scope.querySelector<HTMLInputElement>("input[data-bulk-everyone]:checked");
  for (const bar of all("[data-bulk-bar]", scope)) bar.hidden = ticked.length === 0;
  for (const count of all("[data-bulk-count]", scope)) count.textContent = everyone?.dataset.count ?? String(ticked.length);
  for (const total of all("[data-bulk-sum]", scope)) {
    total.textContent = everyone?.dataset.sum ?? sum(ticked, total.dataset);
  }
  for (const head of all<HTMLInputElement>("input[data-bulk-all]", scope)) {
    head.checked = ticked.length > 0 && ticked.length === ticks(scope).length;
    head.indeterminate = ticked.length > 0 && !head.checked;
  }
}

/** Somebody left out is no longer everyone. */
function forgetEveryone(scope: HTMLElement): void {
  for (const one of all<HTMLInputElement>("input[data-bulk-everyone]", scope)) one.checked = false;
}

let last: HTMLInputElement | null = null;

function tickBetween(scope: HTMLElement, to: HTMLInputElement): void {
  const list = ticks(scope);
  const [from, until] = [list.indexOf(last ?? to), list.indexOf(to)].sort((a, b) => a - b);
  for (const tick of list.slice(from, (until ?? 0) + 1)) tick.checked = to.checked;
}

/** `[data-bulk]` holds row ticks (`data-bulk-row`), one for all (`data-bulk-all`) a bar shown while something is ticked, and one that chooses
 *  everyone the filter shows, on all pages (`data-bulk-everyone`, with their `data-count` and `data-sum`). Shift ticks a range. */
export function startBulk(): void {
  on("click", "input[data-bulk-row]", (tick, event) => {
    const scope = tick.closest<HTMLElement>("[data-bulk]");
    if (scope && event.shiftKey && last?.isConnected) tickBetween(scope, tick as HTMLInputElement);
    last = tick as HTMLInputElement;
  });
  on("change", "[data-bulk] input[type=checkbox]", (tick) => {
    const scope = tick.closest<HTMLElement>("[data-bulk]");
    if (!scope) return;
    if (!(tick as HTMLInputElement).checked && tick.matches("[data-bulk-row], [data-bulk-all]")) forgetEveryone(scope);
    if (tick.matches("[data-bulk-all]")) for (const one of ticks(scope)) one.checked = (tick as HTMLInputElement).checked;
    show(scope);
  });
  on("click", "[data-bulk-none]", (button) => {
    const scope = button.closest<HTMLElement>("[data-bulk]");
    if (!scope) return;
    for (const one of ticks(scope)) one.checked = false;
    forgetEveryone(scope);
    show(scope);
  });
}
