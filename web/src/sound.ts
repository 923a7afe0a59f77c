// One short soft tone, two notes going up: a shop's door bell, not an alarm.
import { word } from './words';

const MUTED = 'cuadra-muted';
const NOTES_HERTZ = [523.25, 659.25];
const NOTE_SECONDS = 0.22;
const LOUDNESS = 0.12;

let context: AudioContext | undefined;

function muted(): boolean {
  try {
    return localStorage.getItem(MUTED) === 'yes';
  } catch {
    return false;
  }
}

/** Browsers let a page sound only after someone has touched it. */
function wake(): void {
  context ??= new AudioContext();
  void context.resume();
}

/** Plays the tone, unless it is muted or nobody has touched the page yet. */
export function tone(): void {
  if (!context || muted()) return;
  NOTES_HERTZ.forEach((hertz, i) => {
    const at = context!.currentTime + i * NOTE_SECONDS;
    const source = new OscillatorNode(context!, { type: 'sine', frequency: hertz });
    const gain = new GainNode(context!, { gain: 0 });
    gain.gain.linearRampToValueAtTime(LOUDNESS, at + 0.03);
    gain.gain.setValueAtTime(LOUDNESS, at + 0.06);
    gain.gain.exponentialRampToValueAtTime(0.0001, at + NOTE_SECONDS * 2);
    source.connect(gain).connect(context!.destination);
    source.start(at);
    source.stop(at + NOTE_SECONDS * 2);
  });
  document.documentElement.dataset['toned'] = String(Number(document.documentElement.dataset['toned'] ?? 0) + 1);
}

/** Wakes sound at the first touch, and `button[data-mute]`. */
export function sound(): void {
  addEventListener('pointerdown', wake, { once: true });
  addEventListener('keydown', wake, { once: true });
  const button = document.querySelector<HTMLButtonElement>('button[data-mute]');
  if (!button) return;
  const show = (): void => {
    button.textContent = word(button, muted() ? 'unmute' : 'mute');
  };
  button.onclick = () => {
    try {
      localStorage.setItem(MUTED, muted() ? 'no' : 'yes');
    } catch {
      // Not remembered, then: the button still says how it is.
    }
    show();
  };
  show();
  button.hidden = false;
}
