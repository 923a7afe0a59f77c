// "Take it off this phone": whatever the network's pages keep in this browser goes, the worker and its notifications too.
import { make, word } from './words';

async function forget(): Promise<void> {
  localStorage.clear();
  sessionStorage.clear();
  for (const name of await caches.keys()) await caches.delete(name);
  for (const worker of await navigator.serviceWorker.getRegistrations()) {
    for (const shown of await worker.getNotifications()) shown.close();
    await (await worker.pushManager?.getSubscription())?.unsubscribe();
    await worker.unregister();
  }
  for (const { name } of (await indexedDB.databases?.()) ?? [{ name: 'cuadra-link' }, { name: 'cuadra-drafts' }]) if (name) indexedDB.deleteDatabase(name);
}

export function forgetting(): void {
  const host = document.querySelector<HTMLElement>('[data-forget]');
  const button = host?.querySelector('button');
  if (!host || !button || !('serviceWorker' in navigator)) return;
  host.hidden = false;
  button.addEventListener('click', () => {
    button.disabled = true;
    forget()
      .then(() => word(host, 'done'), () => word(host, 'failed'))
      .then((words) => {
        const said = make('span', '', words);
        said.setAttribute('role', 'status');
        button.replaceWith(said);
      });
  });
}
