interface Question {
  question: string | null;
  issueRequest: (skip: boolean) => void;
}

/** `hx-confirm` on what htmx sends, `data-confirm` on the button of a plain form: both ask in our own dialogue, never in the browser's box. */
export function startConfirm(): void {
  const dialog = document.getElementById("confirm-dialog") as HTMLDialogElement | null;
  if (!dialog) return;
  const ask = (question: string, go: () => void): void => {
    const words = dialog.querySelector("[data-question]");
    if (words) words.textContent = question;
    dialog.returnValue = "";
    dialog.addEventListener("close", () => dialog.returnValue === "yes" && go(), { once: true });
    dialog.showModal();
  };
  document.addEventListener("htmx:confirm", (event) => {
    const { question, issueRequest } = (event as CustomEvent<Question>).detail;
    if (!question) return;
    event.preventDefault();
    ask(question, () => issueRequest(true));
  });
  let answered: HTMLElement | null = null;
  const onSubmit = (event: SubmitEvent): void => {
    const button = event.submitter;
    const question = button?.dataset.confirm;
    if (!question || answered === button) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    ask(question, () => {
      answered = button;
      (event.target as HTMLFormElement).requestSubmit(button);
      answered = null;
    });
  };
  // Caught on the way down: whatever else listens to a submission hears it once it is confirmed.
  document.addEventListener("submit", onSubmit, true);
}
