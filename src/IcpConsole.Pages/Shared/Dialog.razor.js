let opener;
let shown;

export function open(dialog) {
  // It may have been taken away while this script was loading.
  if (!dialog?.isConnected) return;
  opener = document.activeElement;
  shown = dialog;
  dialog.showModal();
  // Escape asks to cancel; the page takes the dialog away once it has.
  dialog.addEventListener('cancel', event => event.preventDefault());
  // A browser closes it at the second Escape in a row all the same.
  dialog.addEventListener('close', () => { if (dialog.isConnected && shown === dialog) dialog.showModal(); });
}

// The browser gives the focus back when it closes a dialog, but not when the dialog's element was taken away before.
export function close() {
  const closing = shown;
  shown = undefined;
  closing?.close();
  if (document.activeElement !== document.body) return;
  opener?.focus();
  // What opened it may be gone, or have nothing left to do: the page goes on at its head.
  if (document.activeElement === document.body) document.querySelector('main h1')?.focus();
}
