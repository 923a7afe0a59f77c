// The lint while typing: warns about what must not be written, before anything is sent.
//
// A twin of src/lint in the server, for the patterns that are plain to see. It finds less, and it never finds
// more: tests/lint/vectors.json holds what both find, and the test beside this file reads the corpus.
// No look-behind in the patterns: older phones do not know it, and would lose the whole page.

export type Class = 'plate' | 'phone' | 'document' | 'status' | 'name' | 'badge' | 'home' | 'contact';

/** One span that must not be written; UTF-16 offsets into the text, as `setSelectionRange` takes them. */
export interface Finding {
  class: Class;
  start: number;
  end: number;
}

interface Folded {
  cased: string;
  low: string;
  starts: number[];
  ends: number[];
}

const FROM = 'АВЕЅІЈКМНОРСТУХаеѕіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαρνικ';
const INTO = 'ABESIJKMHOPCTYXaesijopcyxABEZHIKMNOPTYXoapvik';
const INVISIBLE =
  /[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20e3\ufe00-\ufe0f\ufeff\p{M}]/u;
const DIGITS: Record<string, string> = {};
'cero uno dos tres cuatro cinco seis siete ocho nueve zero one two three four five six seven eight nine'
  .split(' ')
  .forEach((word, place) => (DIGITS[word] = String(place % 10)));

/** One plain spelling, and for each of its characters where it stood. */
function fold(text: string): Folded {
  const folded: Folded = { cased: '', low: '', starts: [], ends: [] };
  let at = 0;
  for (const sign of text) {
    const end = at + sign.length;
    for (let part of sign.normalize('NFKD')) {
      const last = folded.cased.length - 1;
      const place = FROM.indexOf(part);
      if (place >= 0) part = INTO[place] as string;
      else if (/[\u2010-\u2015\u2212]/.test(part)) part = '-';
      else if (part === '\u2019') part = "'";
      else if (part !== '\n' && /\s/.test(part)) part = ' ';
      if (INVISIBLE.test(part) || (part === ' ' && folded.cased[last] === ' ')) {
        if (last >= 0) folded.ends[last] = end;
        continue;
      }
      folded.cased += part > '\u007f' ? '\u0002' : part;
      folded.starts.push(at);
      folded.ends.push(end);
    }
    at = end;
  }
  // Digits said as words: the word becomes its digit, and keeps the place of the whole word.
  const spoken: Folded = { cased: '', low: '', starts: [], ends: [] };
  for (const { 0: word, index } of folded.cased.matchAll(/[A-Za-z0-9]+|[^A-Za-z0-9]/g)) {
    const digit = DIGITS[word.toLowerCase()];
    for (let place = 0; place < (digit ? 1 : word.length); place++) {
      spoken.starts.push(folded.starts[index + place] as number);
      spoken.ends.push(folded.ends[index + (digit ? word.length - 1 : place)] as number);
    }
    spoken.cased += digit ?? word;
  }
  spoken.low = spoken.cased.toLowerCase();
  return spoken;
}

const gaps = (shape: string): string =>
  [...shape].map((kind) => (kind === 'D' ? '\\d' : '[a-z]')).join('[ \\n.\\-]{0,3}');
const SHAPES = 'DLLLDDD LLLDDDD LLLDDD DDDLLL LLDDDDD DLDDDDD'.split(' ').map(gaps).join('|');
const TIGHT = SHAPES.replaceAll('[ \\n.\\-]{0,3}', '[.\\-]?');
const FILL =
  '(?:[ :#.\\n]{1,3}(?:is|are|es|son|la|las|de|del|california|arizona|nevada|texas|number|numero|no|num))*[ :#.\\n]{1,3}';
const OFFICER = '(?:oficial|agente|officer|agent)';
const UNIT = '(?:apt|apto|apartment|apartamento|depto|trailer|traila)\\.? ?#? ?\\d{1,4}[a-z]?';

/** A class, a pattern whose first group ends the match, and what the first group must also be. */
type Rule = [Class, string, ((span: string, folded: Folded, start: number) => boolean)?];

const RULES: Rule[] = [
  ['plate', `\\b(?:placas?|plates?|matriculas?|tag)${FILL}(${SHAPES})\\b`, notWords],
  [
    'plate',
    `(?:^|[^\\w$@/.\\-])(${TIGHT})(?![\\w@/%]|[.\\-]\\w)`,
    // A car's plate of California has a shape that nothing else has, whatever its letters spell.
    (span) => /^\d[a-z]{3}\d{3}$/.test(span) || (/[a-z]{2}/.test(span.replace(/[.-]/g, '')) && notWords(span)),
  ],
  [
    'phone',
    '(?:^|[^\\w$/.\\-])((?:\\+?1[ .\\-]{0,3})?\\(?[2-9](?!11)\\d\\d\\)?[ .\\-]{0,3}[2-9](?!11)\\d\\d[ .\\-]{0,3}\\d{4})(?![\\w/]|[.\\-]\\d)',
  ],
  ['phone', '(?:^|[^\\w$/.\\-])((?:646|653|656|661|664|665|686)[ .\\-]\\d{3}[ .\\-]\\d{4})(?![\\w/]|[.\\-]\\d)'],
  ['phone', '(?:^|[^\\w$/.\\-])([2-9]\\d\\d-\\d{4})(?![\\w/]|[.\\-]\\d)'],
  [
    'phone',
    '(?:^|[^\\w$/.\\-])([2-9](?!(?: 1){2}) \\d \\d[ ,]{1,2}[2-9](?!(?: 1){2}) \\d \\d[ ,]{1,2}\\d \\d \\d \\d)(?![ ,]*\\d)',
  ],
  ['document', '\\b(a[ #\\-]{0,2}\\d{3}[ \\-]?\\d{3}[ \\-]?\\d{2,3})\\b(?! ?-?\\d)'],
  ['document', '(?:^|[^\\w.\\-])(\\d{3}[ \\-]\\d\\d[ \\-]\\d{4})\\b'],
  ['document', '\\b((?:eac|wac|lin|src|nbc|msc|ioe)[ \\-]?\\d{10})\\b'],
  ['document', '\\b([a-z]{4}\\d{6}[hmx][a-z]{5}[a-z0-9]\\d)\\b'],
  [
    'document',
    '\\b(?:dob|born|date of birth|fecha de nacimiento|naci[oa]|nacid[oa])(?:[ :](?:on|el|is|es))?[ :]{1,2}(\\d{1,2}[/\\-]\\d{1,2}[/\\-](?:\\d{4}|\\d\\d))\\b',
  ],
  ['document', '\\b(?:passport|pasaporte)(?: (?:number|numero|no|mexicano))?[ :#.]{1,2}([a-z]?\\d{8,9})\\b'],
  [
    'status',
    '\\b(undocumented|indocumentad[oa]s?|illegals|sin papeles|no papers|no tienen? papeles|green ?card(?! (?:photos?|numbers?|office))|overstayed (?:his|her|their) visa|illegal (?:immigrant|alien)s?|asylum seekers?)\\b',
    notAsked,
  ],
  [
    'status',
    '\\b(?:he|she|they) (?:is|are) (?:an? )?((?:us )?citizens?|permanent residents?)\\b(?! (?:patrol|academy))',
    notAsked,
  ],
  [
    'status',
    '\\b(?:ella?|ellos|ellas|yo) (?:es|son|soy) (ciudadan[oa]s?|residentes? permanentes?)\\b(?! (?:preocupad|de ))',
    notAsked,
  ],
  // Told as a story, which is how most people say it.
  [
    'status',
    "\\b((?:has|have|tienen?|traen?) (?:tps|daca|papers|papeles|a work permit|permiso de trabajo)|(?:he|she|was|were) (?:was )?deported|deported (?:him|her|them)|(?:lo|la|los|las|me) deport(?:aron|o)|(?:fue|fueron) deportad[oa]s?|sin documentos|without papers|overstay(?:ed|s)|(?:came|crossed) (?:through |over )?the (?:desert|border)|(?:cruz|entr)(?:o|aron) (?:por el desierto|sin (?:visa|papeles))|(?:ask|appl|fil)(?:ed|ing|ied|ying) for asylum|(?:pidi|solicit)\\w{1,5} asilo|(?:proceso|tramite) de asilo|(?:fixing|arreglando) (?:his |her |their |sus |los )?(?:papers|papeles)|do(?:es)?n'?t have papers|orden de deportacion|deportation order|here illegally|visa expired|vencio la visa|tps holders?|asilo pendiente|(?:viven?|estan? (?:aqui|aca)) sin permiso(?! (?:del?|para)))\\b(?! (?:en la mano|in (?:his|her|their)))",
    notAsked,
  ],
  ['name', '\\b(?:my|his|her) name is ([a-z]+(?: [a-z]+)?)\\b', capital],
  [
    'name',
    '\\b(?:me llamo|(?:mi|su) nombre es|(?:senora?|hijo|hija|el|ella) se llama) ([a-z]+(?: [a-z]+)?)\\b',
    capital,
  ],
  ['name', '\\b(?:officer|oficial|agente?|sgt\\.?|deputy) ([a-z]+)\\b', capital],
  [
    'badge',
    `\\b(?:badge|gafete|placa de identificacion|placa del ${OFFICER})(?: (?:number|numero|num|no))?[ .:]{0,2}(#? ?[a-z]?\\d{3,7})\\b(?!-)`,
  ],
  ['home', `\\b(${UNIT})\\b`],
  ['home', '\\b(back house|back unit|casita de atras|(?:cuarto|habitacion|room) \\d{1,4} del? (?:motel|hotel))\\b'],
  ['home', '\\b(?:vive|viven|vivo) en (?:el |la )?(\\d{2,5} (?:[nsew] )?(?:[a-z]+|\\d+(?:st|nd|rd|th)))\\b', lived],
  ['home', '\\b(?:lives?|home) (?:at|is) (\\d{2,5} (?:[nsew] )?(?:[a-z]+|\\d+(?:st|nd|rd|th)))\\b', lived],
  ['contact', '(?:^|[^\\w.])([a-z0-9][\\w.+\\-]*@[a-z0-9][a-z0-9\\-]*(?:\\.[a-z0-9\\-]+)+)'],
  ['contact', '\\b(https?://[^\\s\\u0002]{2,300}|www\\.[a-z0-9\\-]+\\.[^\\s,\\u0002]{2,200})'],
  ['contact', '(?:^|[^\\w.@])(@[a-z_][\\w.]{2,30})'],
];
const COMPILED = RULES.map(([kind, source, check]) => [kind, new RegExp(source, 'g'), check] as const);

const WORDS =
  /^(?:the|and|for|los|las|del|con|por|que|una|son|hay|bus|van|suv|ram|gmc|bmw|ice|cbp|hsi|dhs|fbi|fwy|hwy|mph|usd|lbs|lax|est|pst|pdt|usc|min|hrs|con|was|are|has|had|saw|men|car|two|six|ten|los|san|ago|you|may|mar|jul|jun|feb|abr|oct|nov|dec|dic|jan|ene|its|ave|apt|sur|via|mas|muy|dos|tres|one|all|not|but|now|out|our|her|his|him|she|who|how|why|day|new|old|big|red|off|sus|les|nos|ese|esa|eso|ahi|era|fue|voy|vio|vas|mis|tia|tio|sin|ven|ver|dia|dio|chp|lapd|dea|atf|gle|glc|cls|crv|ppl|pax|kms|mts|yrs|pts|sqft|psi|rpm|utc|gmt|cst|edt|nba|zip|num|nro|ext|tel|fax|ref|ca|az|nv|or|tx)$/;

function notWords(span: string): boolean {
  return !(span.match(/[a-z]+/g) ?? []).some((run) => run.length > 1 && WORDS.test(run));
}

/** "They ask if he is a citizen" is a question, not a statement. */
function notAsked(_span: string, folded: Folded, start: number): boolean {
  return !/\b(?:if|whether|si|ask\w*|pregunt\w*|prove|claim\w*|yell\w*|shout\w*|grit\w*)\b[^.\n]*$/.test(
    folded.low.slice(Math.max(0, start - 40), start),
  );
}

/** A name: capitals as people write them, in a text that is not all capitals. */
function capital(span: string, folded: Folded, start: number): boolean {
  const first = folded.cased.slice(start, start + span.length).split(' ')[0] as string;
  return (
    /^[A-Z][a-z]{2,}$/.test(first) &&
    !/^(?:Ice|Border|The|From|And|Patrol|Badge|With|Was|Said|Who|That|Not|Number|Federal|Por|Que|Con|Ayer|Hoy)$/.test(
      first,
    )
  );
}

function lived(span: string): boolean {
  return !/ (?:years?|anos?|people|personas|min\w*|hours?|horas|y|con|with|de|en|and)$/.test(span);
}

/** What must not be written, sorted by place, without overlaps inside one class. */
export function findings(text: string): Finding[] {
  const folded = fold(text);
  const found: Finding[] = [];
  for (const [kind, pattern, check] of COMPILED) {
    for (const match of folded.low.matchAll(pattern)) {
      const span = (match[1] as string).replace(/[.,;:!?)'"\s]+$/, '');
      const from = match.index + match[0].length - (match[1] as string).length;
      if (!span || (check && !check(span, folded, from))) continue;
      const start = folded.starts[from] as number;
      const end = folded.ends[from + span.length - 1] as number;
      const taken = found.some(
        (other) =>
          start < other.end &&
          other.start < end &&
          (other.class === kind || (kind === 'badge' && other.class === 'plate')),
      );
      if (!taken) found.push({ class: kind, start, end });
    }
  }
  const stronger = (other: Finding, one: Finding) =>
    one.start < other.end &&
    other.start < one.end &&
    one !== other &&
    (other.class === 'contact' ||
      (one.class === 'plate' && /phone|document|badge|home/.test(other.class)) ||
      (one.class === 'phone' && other.class === 'document'));
  return found
    .filter((one) => one.class === 'contact' || !found.some((other) => stronger(other, one)))
    .sort((a, b) => a.start - b.start);
}
