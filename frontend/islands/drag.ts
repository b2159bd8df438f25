import { all, on } from "../dom";

/** A row with `data-drag` is picked up by its own list and dropped among the rows of its group; the keys K and J do the same. */
const group = (row: HTMLElement): HTMLElement | null => row.closest("tbody, ul");
const row = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>("[data-drag]") : null;

let held: HTMLElement | null = null;

/** The row before which the held one would fall: below the middle of a row means after it, an empty answer means last. */
function before(over: HTMLElement, y: number): HTMLElement | null {
  const { top, height } = over.getBoundingClientRect();
  if (y < top + height / 2) return over;
  const next = over.nextElementSibling;
  return next instanceof HTMLElement && next.matches("[data-drag]") ? next : null;
}

function mark(over: HTMLElement | null, place: HTMLElement | null): void {
  for (const one of all(".is-drop-before, .is-drop-after")) one.classList.remove("is-drop-before", "is-drop-after");
  if (place) place.classList.add("is-drop-before");
  else over?.classList.add("is-drop-after");
}

function over(target: EventTarget | null, y: number): { on: HTMLElement; place: HTMLElement | null } | null {
  const on = row(target);
  if (!held || !on || group(on) !== group(held)) return null;
  return { on, place: before(on, y) };
}

/** Ask the server for the new order, by the form of the list: it answers with the list as it now stands. */
function drop(moved: HTMLElement, place: HTMLElement | null): void {
  const form = document.querySelector<HTMLFormElement>("form#day-order");
  if (!form || place === moved || moved.nextElementSibling === place) return;
  const asked = { moved: moved.dataset.drag ?? "", before: place?.dataset.drag ?? "" };
  for (const [name, value] of Object.entries(asked)) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.append(field);
  }
  form.requestSubmit();
}

const FAR = 6; // pixels: a click trembles less
const LONG = 350; // milliseconds: a finger that stays lifts the row, one that moves scrolls the page
const EDGE = 48;
const CONTROLS = "button, input, select, textarea, label, summary";

let pressed: { row: HTMLElement; x: number; y: number; timer: number } | null = null;
let dropped = false;

function forget(): void {
  window.clearTimeout(pressed?.timer);
  pressed = null;
}

function lift(): void {
  if (!pressed) return;
  held = pressed.row;
  held.classList.add("is-held");
  document.body.classList.add("is-dragging");
  window.getSelection()?.removeAllRanges();
}

function release(): void {
  forget();
  held?.classList.remove("is-held");
  document.body.classList.remove("is-dragging");
  mark(null, null);
  held = null;
}

function press(found: HTMLElement, event: PointerEvent): void {
  if (!event.isPrimary || event.button !== 0 || (event.target instanceof Element && event.target.closest(CONTROLS))) return;
  const timer = event.pointerType === "touch" ? window.setTimeout(lift, LONG) : 0;
  pressed = { row: found, x: event.clientX, y: event.clientY, timer };
}

function move(event: PointerEvent): void {
  if (!held && pressed && Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) > FAR) {
    if (event.pointerType === "touch") forget();
    else lift();
  }
  if (!held) return;
  const found = over(document.elementFromPoint(event.clientX, event.clientY), event.clientY);
  mark(found?.on ?? null, found?.place ?? null);
  if (event.clientY < EDGE || event.clientY > window.innerHeight - EDGE) window.scrollBy(0, event.clientY < EDGE ? -EDGE / 4 : EDGE / 4);
}

function letGo(event: PointerEvent): void {
  const found = held && over(document.elementFromPoint(event.clientX, event.clientY), event.clientY);
  dropped = held !== null;
  window.setTimeout(() => (dropped = false), 60);
  if (held && found) drop(held, found.place);
  release();
}

/** Mouse and pen drag at once; a finger after a long press, so that it scrolls otherwise. A link within the row keeps its click. */
export function startDrag(): void {
  on("pointerdown", "[data-drag]", press);
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", letGo);
  document.addEventListener("pointercancel", release);
  document.addEventListener("keydown", (event) => event.key === "Escape" && release());
  document.addEventListener("touchmove", (event) => held && event.cancelable && event.preventDefault(), { passive: false });
  // The browser would drag the link of the row, open its menu under the finger, or follow it when the row falls.
  on("dragstart", "[data-drag]", (_row, event) => event.preventDefault());
  on("contextmenu", "[data-drag]", (_row, event) => held && event.preventDefault());
  document.addEventListener(
    "click",
    (event) => {
      if (!dropped) return;
      dropped = false;
      event.preventDefault();
      event.stopPropagation();
    },
    { capture: true },
  );
}
