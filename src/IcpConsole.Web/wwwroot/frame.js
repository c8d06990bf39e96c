// Menus close when the attention goes elsewhere.
document.addEventListener('click', event => {
  for (const menu of document.querySelectorAll('nav.menu details[open]')) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener('keydown', event => {
  if (event.key !== 'Escape') return;
  for (const menu of document.querySelectorAll('nav.menu details[open]')) menu.open = false;
});
