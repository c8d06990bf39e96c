let opener;

export function open(dialog) {
  opener = document.activeElement;
  dialog.showModal();
}

export function restoreFocus() {
  if (opener?.isConnected) opener.focus();
}
