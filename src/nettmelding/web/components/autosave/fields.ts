/** Reading and writing a form's fields by name: several controls may share one. */

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

export function controls(form: HTMLFormElement, name: string): Control[] {
  return [...form.elements].filter(
    (element): element is Control =>
      (element instanceof HTMLInputElement || element instanceof HTMLSelectElement || element instanceof HTMLTextAreaElement) &&
      element.name === name,
  );
}

function isTicked(control: Control): control is HTMLInputElement {
  return control instanceof HTMLInputElement && (control.type === "checkbox" || control.type === "radio");
}

/** The values that would be sent: of boxes the ticked ones, so none means `[]`. */
export function read(form: HTMLFormElement, name: string): string[] {
  return controls(form, name)
    .filter((control) => !isTicked(control) || control.checked)
    .map((control) => control.value);
}

export function write(form: HTMLFormElement, name: string, values: readonly string[]): void {
  controls(form, name).forEach((control, index) => {
    if (isTicked(control)) control.checked = values.includes(control.value);
    else control.value = values[Math.min(index, values.length - 1)] ?? "";
  });
}
