interface Question {
  question: string | null;
  issueRequest: (skip: boolean) => void;
}

/** `hx-confirm` asks in our own dialogue instead of the browser's box. */
export function startConfirm(): void {
  const dialog = document.getElementById("confirm-dialog") as HTMLDialogElement | null;
  if (!dialog) return;
  document.addEventListener("htmx:confirm", (event) => {
    const { question, issueRequest } = (event as CustomEvent<Question>).detail;
    if (!question) return;
    event.preventDefault();
    const words = dialog.querySelector("[data-question]");
    if (words) words.textContent = question;
    dialog.returnValue = "";
    dialog.addEventListener("close", () => dialog.returnValue === "yes" && issueRequest(true), { once: true });
    dialog.showModal();
  });
}
