// Registers the service worker. The page's policy lets a script's address be made under one name only, and under that name only this
// address can be made: nothing that slips into a page can have another script run.

/** The one address. */
export const WORKER = '/sw.js';

interface Policy {
  createScriptURL(url: string): string;
}

/** Trusted Types (W3C), where the browser has them. */
const types = (globalThis as { trustedTypes?: { createPolicy(name: string, rules: Policy): Policy } }).trustedTypes;

const policy = types?.createPolicy('cuadra-sw', {
  createScriptURL: (url) => {
    if (url === WORKER) return url;
    throw new TypeError('no other script');
  },
});

/** Registers the worker for the whole site. Where it cannot be, pages work as before. */
export function register(): void {
  if (!('serviceWorker' in navigator)) return;
  const go = (): void => {
    navigator.serviceWorker.register(policy ? policy.createScriptURL(WORKER) : WORKER, { updateViaCache: 'none' }).catch(() => undefined);
  };
  // What the person came for is shown first.
  if (document.readyState === 'complete') go();
  else addEventListener('load', go);
}
