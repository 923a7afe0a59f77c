// "I am here": the place is made coarse on the phone; nothing finer is written anywhere.
import { make, word } from './words';

/** The grid in degrees: about 550 m north to south, 460 m east to west in Los Angeles. */
const STEP_DEGREES = 0.005;
/** Someone is standing in the street: a coarse place that comes soon is better than a fine one that comes late. */
const WAIT_MS = 15_000;
/** A place the phone already knows is good enough for this long. */
const KNOWN_MS = 60_000;

/** The middle of the grid cell that holds `degrees`, with four decimals. */
export function coarse(degrees: number): string {
  return (Math.floor(degrees / STEP_DEGREES) * STEP_DEGREES + STEP_DEGREES / 2).toFixed(4);
}

/** The form's hidden field `name`, made when the template has none. */
export function hidden(form: HTMLFormElement, name: string): HTMLInputElement {
  const found = form.querySelector<HTMLInputElement>(`input[type=hidden][name="${name}"]`);
  if (found) return found;
  const input = make('input');
  input.type = 'hidden';
  input.name = name;
  form.append(input);
  return input;
}

/** Wakes `button[data-here]`. `changed` is called whenever the fields change. Call what it returns when they were filled from elsewhere. */
export function here(form: HTMLFormElement, changed: () => void): () => void {
  const button = form.querySelector<HTMLButtonElement>('button[data-here]');
  if (!button || !('geolocation' in navigator)) return () => undefined;
  const said = make('div', 'small');
  said.setAttribute('role', 'status');
  button.after(said);
  const fields = (): [HTMLInputElement, HTMLInputElement] => [hidden(form, 'lat'), hidden(form, 'lon')];
  const take = (lat: string, lon: string): void => {
    const [a, b] = fields();
    a.value = lat;
    b.value = lon;
    changed();
  };
  const undo = make('button', 'button link', word(form, 'here-undo'));
  undo.type = 'button';
  undo.onclick = () => {
    take('', '');
    said.replaceChildren();
    button.focus();
  };
  const say = (name: string): void => said.replaceChildren(make('p', '', word(form, name)));
  button.onclick = () => {
    say('here-asking');
    navigator.geolocation.getCurrentPosition(
      (place) => {
        take(coarse(place.coords.latitude), coarse(place.coords.longitude));
        say('here-ok');
        said.append(undo);
      },
      (wrong) => say(wrong.code === wrong.PERMISSION_DENIED ? 'here-denied' : 'here-failed'),
      { enableHighAccuracy: false, timeout: WAIT_MS, maximumAge: KNOWN_MS },
    );
  };
  button.hidden = false;
  const look = (): void => {
    if (!fields().every((field) => field.value)) return;
    say('here-ok');
    said.append(undo);
  };
  look();
  return look;
}
