// Menus close when the attention goes elsewhere.
const openMenus = () => document.querySelectorAll('nav.menu details[open], details.bell[open]');
document.addEventListener('click', event => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
  if (event.target.closest?.('a.skip')) document.getElementById('content')?.focus();
});
document.addEventListener('keydown', event => {
  if (event.key === 'Escape') for (const menu of openMenus()) menu.open = false;
});

// Times are shown in the reader's time zone; the server learns it from here.
document.cookie = `icpconsole-zone=${encodeURIComponent(Intl.DateTimeFormat().resolvedOptions().timeZone)};path=/;max-age=31536000;samesite=lax`;

// Pages of no cluster keep the one that was chosen, over a full load too. A phone may put a page away without another event.
const keepCluster = () => {
  const cluster = document.getElementById('cluster-choice')?.value;
  const secure = location.protocol === 'https:' ? ';secure' : '';
  const lasting = `path=/;max-age=31536000;samesite=lax${secure}`;
  if (cluster) document.cookie = `${document.body.dataset.clusterCookie}=${encodeURIComponent(cluster)};${lasting}`;
};
addEventListener('pagehide', keepCluster);
document.addEventListener('visibilitychange', keepCluster);

// After Save the first field in error has the focus, unless the reader has gone on to another one meanwhile.
let watched;
document.addEventListener('submit', ({ target: form }) => {
  watched?.disconnect();
  const from = document.activeElement;
  watched = new MutationObserver(() => {
    const field = form.querySelector('[aria-invalid]');
    if (!field) return;
    watched.disconnect();
    if ([from, document.body].includes(document.activeElement)) field.focus();
  });
  watched.observe(form, { subtree: true, childList: true, attributeFilter: ['aria-invalid'] });
}, { capture: true });

// What is saved is what is on the screen. An event can get lost, with a connection that breaks, say: what was typed
// into a form is told again before it is submitted.
const typed = new Map();
let telling = false;
for (const kind of ['input', 'change'])
  document.addEventListener(kind, ({ target }) => {
    if (!telling && target.form && target.type !== 'file') typed.set(target, new Set(typed.get(target)).add(kind));
  }, { capture: true });
document.addEventListener('submit', event => {
  telling = true;
  for (const [control, kinds] of typed) {
    if (!control.isConnected) typed.delete(control);
    else if (control.form === event.target) for (const kind of kinds) control.dispatchEvent(new Event(kind, { bubbles: true }));
  }
  telling = false;
}, { capture: true });

// A console that was restarted knows nothing of this page's circuit: as soon as it answers again, the page is loaded anew.
const reconnect = document.getElementById('components-reconnect-modal');
let returning = false;
const returnWhenUp = async () => {
  if (returning) return;
  returning = true;
  for (;;) {
    try {
      if ((await fetch('sign-in', { cache: 'no-store' })).ok) break;
    } catch {
      // Not up yet.
    }
    await new Promise(resolve => setTimeout(resolve, 1000));
  }
  // What is kept of a form comes back with the page, so nobody has to be asked whether to leave it.
  if (Object.keys(sessionStorage).some(key => key.startsWith('draft:')))
    addEventListener('beforeunload', event => event.stopImmediatePropagation(), { capture: true });
  location.reload();
};
new MutationObserver(() => {
  if (reconnect.matches('.components-reconnect-failed, .components-reconnect-rejected')) returnWhenUp();
}).observe(reconnect, { attributes: true, attributeFilter: ['class'] });

// A link to a field or a row gets there once the page has it.
document.addEventListener('click', async event => {
  const id = event.target.closest?.('a[href*="#"]')?.hash.slice(1);
  for (let tries = 0; id && tries < 100; tries++) {
    await new Promise(resolve => setTimeout(resolve, 100));
    const target = document.getElementById(id);
    if (!target || location.hash !== `#${id}`) continue;
    document.querySelector('.reached')?.classList.remove('reached');
    target.classList.add('reached');
    if (target.matches('details')) target.open = true;
    target.scrollIntoView({ block: 'center' });
    (target.matches('input, select, textarea') ? target : target.querySelector('input'))?.focus();
    return;
  }
});
