/** Native dialogs, opened and closed by buttons. Without script a link to the dialog's id shows it. */
import { behave } from "@lib/behave";

behave("[data-dialog]", (element) => {
  element.addEventListener("click", (event) => {
    const dialog = document.getElementById(element.dataset["dialog"] ?? "");
    if (!(dialog instanceof HTMLDialogElement)) return;
    event.preventDefault();
    dialog.showModal();
  });
});

behave("dialog.dialog", (element) => {
  const dialog = element as HTMLDialogElement;
  dialog.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const close = event.target.closest("[data-dialog-close]");
    if (close) event.preventDefault();
    if (close || event.target === dialog) dialog.close();
  });
  if (dialog.dataset["openNow"] !== undefined) dialog.showModal();
});
