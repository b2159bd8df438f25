import { all } from "../dom";

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

function release(): void {
  held?.classList.remove("is-held");
  mark(null, null);
  held = null;
}

/** With a mouse the browser drags; a link within the row keeps its click, for a click moves nothing. */
export function startDrag(): void {
  document.addEventListener("pointerover", (event) => {
    const found = row(event.target);
    if (found && event.pointerType === "mouse") found.draggable = true;
  });
  document.addEventListener("dragstart", (event) => {
    held = row(event.target);
    if (!held || !event.dataTransfer) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", held.dataset.drag ?? "");
    event.dataTransfer.setDragImage(held, 16, 16);
    held.classList.add("is-held");
  });
  document.addEventListener("dragover", (event) => {
    const found = over(event.target, event.clientY);
    if (!found) return;
    event.preventDefault();
    mark(found.on, found.place);
  });
  document.addEventListener("drop", (event) => {
    const found = over(event.target, event.clientY);
    if (!found || !held) return;
    event.preventDefault();
    drop(held, found.place);
    release();
  });
  document.addEventListener("dragend", release);
}
