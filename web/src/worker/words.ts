// The few words that the worker says by itself. Everything else that it shows came from the server. They stand here, against the rule that
// no words live in scripts, because a notification is shown when no page is open and no signal is certain.

export type Lang = 'es' | 'en';

interface Words {
  /** A message that this worker is too old to read. */
  unread: string;
  unreadBody: string;
  /** What stands under the title of a message that came too late. */
  late: string;
  /** The title where the message itself brought none for when it is over. */
  over: string;
  /** In front of the title of an exercise. */
  drill: string;
  /** The button of a test notification. */
  confirm: string;
}

export const WORDS: Record<Lang, Words> = {
  es: {
    unread: 'Hay un aviso de su red',
    unreadBody: 'Abra la página para leerlo.',
    late: 'Llegó tarde a este teléfono y ya no está vigente. Toque para ver lo más nuevo.',
    over: 'Un aviso que ya terminó',
    drill: 'SIMULACRO (no es real)',
    confirm: 'Sí, quiero avisos',
  },
  en: {
    unread: 'Your network has a notice',
    unreadBody: 'Open the page to read it.',
    late: 'It reached this phone late and is not current any more. Press to see the latest.',
    over: 'A notice that is over',
    drill: 'DRILL (not real)',
    confirm: 'Yes, I want alerts',
  },
};
