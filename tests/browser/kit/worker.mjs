// A page's service worker: deliver a push to it as a push service would, read what it shows, press that.
import { until } from './browser.mjs';

/** The worker of a page that has registered one. `origin` as in the address bar. */
export async function workerOf(page, origin) {
  const context = page.context();
  const cdp = await context.newCDPSession(page);
  let registration;
  cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => (registration = registrations.find((one) => !one.isDeleted)?.registrationId ?? registration));
  await cdp.send('ServiceWorker.enable');
  await page.evaluate(() => navigator.serviceWorker.ready.then((one) => one.active.state === 'activated' || new Promise((go) => one.active.addEventListener('statechange', go))));
  await until(() => registration, 'the registration');
  // A browser stops a worker that has nothing to do, and a push starts another one: the last is the one that runs.
  const running = () => until(() => context.serviceWorkers().findLast((one) => one.url().startsWith(origin)), 'the worker');
  const worker = await running();
  const push = (data) => cdp.send('ServiceWorker.deliverPushMessage', { origin, registrationId: registration, data: typeof data === 'string' ? data : JSON.stringify(data) });
  // What is shown belongs to the registration: the page can see it whether a worker runs or not.
  const shown = () => page.evaluate(async () => (await (await navigator.serviceWorker.ready).getNotifications()).map(({ title, body, tag, lang, silent, renotify, actions, data }) => ({ title, body, tag, lang, silent, renotify, actions: actions.map((one) => one.action), data })));
  const clear = () => worker.evaluate(async () => (await registration.getNotifications()).forEach((one) => one.close()));
  /**
   * Presses what is shown under `tag`. Chromium's debugger presses no notification, so the event is dispatched in the worker; a made-up event
   * may open no window, so the opening is caught. Answers with what was opened and what was focused.
   */
  const press = async (tag, action = '') => (await running()).evaluate(async ([tag, action]) => {
    const done = { opened: [], focused: [] };
    const { openWindow } = Clients.prototype;
    const { focus } = WindowClient.prototype;
    Clients.prototype.openWindow = async (url) => void done.opened.push(url);
    WindowClient.prototype.focus = async function () {
      done.focused.push(new URL(this.url).pathname);
      return this;
    };
    try {
      const [notification] = await registration.getNotifications({ tag });
      const waits = [];
      const event = new NotificationEvent('notificationclick', { notification, action });
      event.waitUntil = (promise) => waits.push(promise);
      dispatchEvent(event);
      await Promise.all(waits);
    } finally {
      Clients.prototype.openWindow = openWindow;
      WindowClient.prototype.focus = focus;
    }
    return done;
  }, [tag, action]);
  /** The addresses of everything in every cache, sorted. */
  const cached = () => worker.evaluate(async () => {
    const all = [];
    for (const name of await caches.keys()) for (const one of await (await caches.open(name)).keys()) all.push(new URL(one.url).pathname + new URL(one.url).search);
    return all.sort();
  });
  return { worker, push, shown, clear, press, cached };
}
