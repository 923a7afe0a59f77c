// Shows the chosen pictures, says at once which cannot go, and can make them small and bare of metadata.
import { make, word } from './words';

/** The longest side of a redrawn picture: enough to read a street, a sixth of a phone picture's bytes. */
const SIDE_PX_MAX = 2_048;
const QUALITY = 0.85;
const MEGABYTE = 1_000_000;

let redrawing: Promise<void> = Promise.resolve();

/** Resolves when every chosen picture is redrawn: nothing may be sent before. */
export const redrawn = (): Promise<void> => redrawing;

/** Wakes every `input[data-pictures]`. `changed` is called with the input whenever its files change. */
export function pictures(form: HTMLFormElement, changed: (input: HTMLInputElement) => void): void {
  for (const input of form.querySelectorAll<HTMLInputElement>('input[type=file][data-pictures]')) {
    const row = make('div', 'pictures');
    const said = make('div', 'warning');
    said.setAttribute('role', 'status');
    input.after(said, row);
    let urls: string[] = [];
    const show = (): void => {
      urls.forEach((url) => URL.revokeObjectURL(url));
      urls = [];
      const wrong = unfit(form, input);
      said.replaceChildren(...wrong.map((line) => make('p', '', line)));
      row.replaceChildren(...[...(input.files ?? [])].map((file, i) => figure(file, i)));
    };
    const figure = (file: File, index: number): HTMLElement => {
      const frame = make('figure');
      const image = make('img');
      const url = URL.createObjectURL(file);
      urls.push(url);
      image.src = url;
      image.alt = file.name;
      const remove = make('button', 'button quiet', word(form, 'pictures-remove'));
      remove.type = 'button';
      remove.onclick = () => {
        put(input, [...(input.files ?? [])].filter((_, i) => i !== index));
        show();
        changed(input);
        input.focus();
      };
      frame.append(image, remove);
      return frame;
    };
    input.addEventListener('change', () => {
      redrawing = redrawing.then(async () => {
        if (input.hasAttribute('data-shrink')) put(input, await Promise.all([...(input.files ?? [])].map(bare)));
        show();
        changed(input);
      });
    });
    input.addEventListener('restored', show);
    show();
  }
}

/** Lines about files that cannot go; empty when all can. */
export function unfit(form: HTMLFormElement, input: HTMLInputElement): string[] {
  const count = Number(input.dataset['countMax'] ?? Infinity);
  const bytes = Number(input.dataset['bytesMax'] ?? Infinity);
  const files = [...(input.files ?? [])];
  const lines: string[] = [];
  if (files.length > count) lines.push(word(form, 'pictures-many', count));
  if (files.some((file) => file.size > bytes)) lines.push(word(form, 'pictures-big', Math.floor(bytes / MEGABYTE)));
  if (files.some((file) => !file.type.startsWith('image/'))) lines.push(word(form, 'pictures-kind'));
  return lines;
}

/** Puts `files` into the input. */
export function put(input: HTMLInputElement, files: File[]): void {
  const carrier = new DataTransfer();
  for (const file of files) carrier.items.add(file);
  input.files = carrier.files;
}

/** The picture drawn anew, so that what the camera wrote beside it (place, time, model) stays on the phone. */
async function bare(file: File): Promise<File> {
  try {
    const image = await createImageBitmap(file);
    const scale = Math.min(1, SIDE_PX_MAX / Math.max(image.width, image.height));
    const canvas = make('canvas');
    canvas.width = Math.max(1, Math.round(image.width * scale));
    canvas.height = Math.max(1, Math.round(image.height * scale));
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    image.close();
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY));
    return blob ? new File([blob], 'picture.jpg', { type: 'image/jpeg' }) : file;
  } catch {
    // A kind this browser cannot draw goes as it is: the server strips it too.
    return file;
  }
}
