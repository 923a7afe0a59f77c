// Passkeys. The credential is taken apart by hand, never with toJSON(): that would carry the PRF output, which wraps members'
// keys, to the server. PRF is neither asked for here nor read.
import { focusProblems, make, word } from './words';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type Fields = { [name: string]: string };

/** Extensions that may be asked for. Whatever else the server's options hold is dropped before the browser sees it. */
const EXTENSIONS = ['credProps', 'credentialProtectionPolicy', 'enforceCredentialProtectionPolicy'];

/** Bytes from base64url, padded or not (RFC 4648, section 5). */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (char) => char.charCodeAt(0));
}

/** Unpadded base64url. */
export function toBase64url(bytes: ArrayBuffer): string {
  const text = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join('');
  return btoa(text).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** What the server or the person's device said no to, in the page's words. */
class Refusal extends Error {}

async function post(form: HTMLFormElement, url: string, body: Json): Promise<any> {
  const csrf = document.querySelector<HTMLMetaElement>('meta[name=csrf]')?.content;
  const headers: Record<string, string> = { 'content-type': 'application/json', accept: 'application/json' };
  if (csrf) headers['x-cuadra-csrf'] = csrf;
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body), credentials: 'same-origin', redirect: 'error' });
  if (answer.ok) return answer.json();
  const said = await answer.json().catch(() => ({}));
  if (typeof said?.words === 'string') throw new Refusal(said.words);
  throw new Refusal(word(form, answer.status < 500 ? 'refused' : 'failed'));
}

function allowed(extensions: any): any {
  return Object.fromEntries(Object.entries(extensions ?? {}).filter(([name]) => EXTENSIONS.includes(name)));
}

const named = (list: any): PublicKeyCredentialDescriptor[] | undefined => list?.map((one: any) => ({ ...one, id: fromBase64url(one.id) }));

/** webauthn-rs's options as the browser wants them (WebAuthn level 3, section 5.1). */
function creation(o: any): PublicKeyCredentialCreationOptions {
  const options = { ...o, challenge: fromBase64url(o.challenge), user: { ...o.user, id: fromBase64url(o.user.id) }, extensions: allowed(o.extensions) };
  if (o.excludeCredentials) options.excludeCredentials = named(o.excludeCredentials);
  return options;
}

function request(o: any): PublicKeyCredentialRequestOptions {
  const options = { ...o, challenge: fromBase64url(o.challenge), extensions: allowed(o.extensions) };
  if (o.allowCredentials) options.allowCredentials = named(o.allowCredentials);
  return options;
}

/** The credential as the server reads it: these fields and no others. */
function plain(credential: PublicKeyCredential): Json {
  const given = credential.response;
  const response: { [name: string]: Json } = { clientDataJSON: toBase64url(given.clientDataJSON) };
  if (given instanceof AuthenticatorAttestationResponse) {
    response['attestationObject'] = toBase64url(given.attestationObject);
    response['transports'] = given.getTransports?.() ?? [];
  } else if (given instanceof AuthenticatorAssertionResponse) {
    response['authenticatorData'] = toBase64url(given.authenticatorData);
    response['signature'] = toBase64url(given.signature);
    response['userHandle'] = given.userHandle ? toBase64url(given.userHandle) : null;
  }
  const { credProps } = credential.getClientExtensionResults();
  const results: Json = credProps ? { credProps: { rk: credProps.rk ?? false } } : {};
  return { id: credential.id, rawId: toBase64url(credential.rawId), type: credential.type, response, clientExtensionResults: results };
}

async function ceremony(form: HTMLFormElement): Promise<void> {
  const fields: Fields = Object.fromEntries([...new FormData(form)].filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  const { publicKey } = await post(form, form.dataset['optionsUrl'] ?? '', fields);
  const credential =
    form.dataset['passkey'] === 'create'
      ? await navigator.credentials.create({ publicKey: creation(publicKey) })
      : await navigator.credentials.get({ publicKey: request(publicKey) });
  if (!(credential instanceof PublicKeyCredential)) throw new Refusal(word(form, 'cancelled'));
  const { go } = await post(form, form.dataset['finishUrl'] ?? '', { credential: plain(credential), fields });
  // Only a page of our own: an answer must not send anyone elsewhere.
  const url = new URL(String(go), location.href);
  if (url.origin !== location.origin) throw new Refusal(word(form, 'failed'));
  location.assign(url.href);
}

/** The page's words for what went wrong. Browsers say NotAllowedError for "no", "too late" and "no such key" alike. */
function reason(form: HTMLFormElement, wrong: unknown): string {
  if (wrong instanceof Refusal) return wrong.message;
  const name = wrong instanceof Error ? wrong.name : '';
  if (name === 'NotAllowedError' || name === 'AbortError') return word(form, 'cancelled');
  if (name === 'InvalidStateError') return word(form, 'exists');
  if (name === 'NotSupportedError') return word(form, 'unsupported');
  return word(form, 'failed');
}

function wake(form: HTMLFormElement): void {
  const said = make('div', 'notice');
  said.setAttribute('role', 'status');
  said.hidden = true;
  form.append(said);
  const say = (words: string, wrong: boolean): void => {
    said.className = wrong ? 'problems' : 'notice';
    said.replaceChildren(make('p', '', words));
    said.hidden = !words;
  };
  let under_way = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (under_way) return;
    if (!globalThis.PublicKeyCredential) return say(word(form, 'unsupported'), true);
    under_way = true;
    say(word(form, 'waiting'), false);
    ceremony(form)
      .catch((wrong: unknown) => say(reason(form, wrong), true))
      .finally(() => {
        under_way = false;
      });
  });
}

document.querySelectorAll<HTMLFormElement>('form[data-passkey]').forEach(wake);
focusProblems();
