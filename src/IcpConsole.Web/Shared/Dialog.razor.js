let opener;
let shown;

export function open(dialog) {
  opener = document.activeElement;
  shown = dialog;
  dialog.showModal();
}

// The browser gives the focus back when it closes a dialog, but not when the dialog's element was taken away before.
export function close() {
  shown?.close();
  if (document.activeElement === document.body && opener?.isConnected) opener.focus();
}
