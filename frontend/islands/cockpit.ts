import { on } from "../dom";

const form = (): HTMLFormElement | null => document.querySelector<HTMLFormElement>("form[data-call-form]");

function fill(name: string, value: string): void {
  const fields = form()?.querySelectorAll<HTMLInputElement | HTMLSelectElement>(`[name="${CSS.escape(name)}"]`) ?? [];
  for (const field of fields) {
    if (field instanceof HTMLInputElement && (field.type === "radio" || field.type === "checkbox")) {
      if (field.value !== value && field.type === "radio") continue;
      field.checked = true;
    } else {
      field.value = value;
    }
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

/** The field a result of a call or a visit asks for: a promise's day, an hour to call back, an amount; else nothing but to note it. */
function focusNext(result: string): void {
  const names: Record<string, string> = {
    reached: "promised_for",
    call_back: "call_back_at",
    promised: "promised_for",
    paid: "paid_amount",
    disputed: "reason",
    refused: "comment",
    seen: "comment",
  };
  const name = names[result];
  const next = name ? form()?.querySelector<HTMLElement>(`[name="${name}"]`) : form()?.querySelector<HTMLElement>("[data-call-save]");
  next?.focus();
}

/** A reason that contests ticks its box, and shows the invoices to tick; another reason takes the tick back. A promise is no dispute. */
function contest(reason: HTMLSelectElement): void {
  const box = reason.form?.querySelector<HTMLInputElement>("[data-contests]");
  if (!box) return;
  const promised = reason.form?.querySelector<HTMLInputElement>("[name=promised_for]")?.value;
  box.checked = !promised && (box.dataset.contests ?? "").split(" ").includes(reason.value);
  if (box.checked) box.closest("details")?.setAttribute("open", "");
}

/** The call cockpit: an answer of the script fills the form (`data-picks="result=…&reason=…"`); a result goes to what it asks for. */
export function startCockpit(): void {
  on("click", "[data-picks]", (answer) => {
    for (const [name, value] of new URLSearchParams(answer.dataset.picks)) fill(name, value);
  });
  on("change", "form[data-call-form] select[name=reason]", (reason) => contest(reason as HTMLSelectElement));
  on("click", "input[data-result]", (radio) => {
    const result = (radio as HTMLInputElement).value;
    // At once, so that a quick Enter notes the call; and again once the fields of this result are shown.
    focusNext(result);
    window.setTimeout(() => focusNext(result), 0);
  });
}
