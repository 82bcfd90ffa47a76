import { isObject } from '../../contract/pointer.ts';
import { isDate } from '../../contract/moment.ts';
import { typesOf } from '../resolved-schema.ts';

type Written = Readonly<Record<string, unknown>>;

/** A value in the place of another one, and what is wrong with it as a phrase. */
export type Part = {
  readonly value: unknown;
  readonly words: string;
  /** Of several ways to break a keyword each is tried, by the first of its parts that will do. Default: there is one way. */
  readonly way?: string;
};

/** What the parts of one keyword are made from. */
export type PartSource = {
  /** What the keyword says. */
  readonly given: unknown;
  readonly schema: Written;
  /** The valid value that stands there. */
  readonly current: unknown;
  /** Are values of quite another type made too. */
  readonly takesOtherTypes: boolean;
  /** Is null made too. */
  readonly takesNull: boolean;
  /** Does the document say in words that a moment without an offset from UTC is refused. */
  readonly refusesLocal: boolean;
  /** Valid items for a list, as many as asked for. */
  items(count: number): readonly unknown[];
};

type Parts = (source: PartSource) => readonly Part[];

/** The longest text and list that are made to break a limit. */
const longest = 100_000;
const mostItems = 200;

/** Beyond these numbers a double is not exact. */
const isExact = (value: number): boolean => Math.abs(value) < Number.MAX_SAFE_INTEGER / 2;

const shownText = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 40)}… (${text.length} characters)` : text;
};

const part = (value: unknown, why: string): Part => ({ value, words: `${shownText(value)}, ${why}` });

/** Fractions are exact to so many digits here. */
const mostDigits = 9;

/** The step of the last digit that a number is written with: a hundredth for 0.01, one for whole numbers. */
const lastDigit = (given: number): number => {
  const digits = /^-?\d+\.(\d+)$/u.exec(String(given))?.[1]?.length ?? 0;
  return digits > 0 && digits < mostDigits ? 10 ** -digits : 1;
};

const numbers =
  (why: string, near: (given: number, step: number) => readonly number[]): Parts =>
  ({ given, schema }) => {
    if (typeof given !== 'number') return [];
    const step = typeof schema['multipleOf'] === 'number' ? schema['multipleOf'] : lastDigit(given);
    return near(given, step)
      .map((value) => Number(value.toFixed(mostDigits)))
      .filter(isExact)
      .map((value) => part(value, `${why} ${given}`));
  };

/** Texts that no reader takes for a value of the format. Formats of which readers differ are left out. */
const notOfFormat: Readonly<Record<string, string>> = {
  date: 'not-a-date',
  'date-time': 'not-a-moment',
  email: 'not-an-email',
  uuid: 'not-a-uuid',
  ipv4: 'not-an-address',
  ipv6: 'not-an-address',
  uri: 'not a uri',
};

/** The offset of a moment from UTC (RFC 3339, section 5.6). */
const offset = /(?<=\d)(?:Z|[+-]\d\d:\d\d)$/iu;

const dayForm = /^(\d{4})-(\d\d)-\d\d$/u;

/** Is a value a day that no calendar has (RFC 3339, section 5.7). */
export const isImpossibleDay = (value: unknown): boolean => typeof value === 'string' && dayForm.test(value) && !isDate(value);

/** The day behind the last of a short month. */
const behindLast = (year: number, month: number): string =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${month === 2 ? 30 : 31}`;

/** The impossible days next to a valid one, before and after it: another member may have to name a day on one side of it, not far away. */
const impossibleNear = (text: string): readonly string[] => {
  const [, years, months] = dayForm.exec(text) ?? [];
  if (years === undefined || months === undefined) return ['2031-02-30'];
  const days = [-1, 0, 1].flatMap((more) => [2, 4, 6, 9, 11].map((month) => behindLast(Number(years) + more, month)));
  const before = days.findLast((day) => day < text);
  const after = days.find((day) => day > text);
  return [before, after].filter((day) => day !== undefined);
};

const typeParts: Parts = ({ schema, current, takesOtherTypes, takesNull }) => {
  const types = typesOf(schema);
  const may = (type: string): boolean => types.includes(type);
  const parts: Part[] = [];
  if (types.length === 0) return parts;
  const named = `which is no ${types.filter((type) => type !== 'null').join(' or ')}`;
  if (may('integer') && !may('number')) parts.push(part(typeof current === 'number' ? current + 0.5 : 1.5, named));
  if ((may('integer') || may('number')) && !may('string')) parts.push(part(typeof current === 'number' ? String(current) : '1', named));
  if (takesOtherTypes && !may('string')) parts.push(part('not-that', named));
  if (takesOtherTypes && may('string') && !may('object')) parts.push(part({ a: 1 }, named));
  if (takesOtherTypes && may('string') && !may('integer') && !may('number')) parts.push(part(7, named));
  if (takesNull && !may('null')) parts.push(part(null, named));
  // A reader that turns texts into truth values takes both of them.
  if (may('boolean') && !may('string')) parts.push(part(current === false ? 'false' : 'true', named));
  return parts;
};

const blank = '   ';

/** Is a line end left to the reader: engines differ in whether a dot or a class of all other signs takes it. */
const mayTakeLineEnds = (pattern: string): boolean => /(?<!\\)\.|\[\^|\\[SWDs]/u.test(pattern);

/**
 * A valid text with something behind or before it, in a line of its own where the pattern tells: a reader that looks for the pattern anywhere, that anchors it
 * at one end, or at the ends of a line, takes one of them.
 */
const aroundParts = (pattern: string, text: string, why: string): readonly Part[] => {
  if (text === '' || !pattern.startsWith('^') || !pattern.endsWith('$')) return [];
  const ends = mayTakeLineEnds(pattern) ? [''] : ['\n', ''];
  return ends.flatMap((end) => [
    { ...part(`${text}${end}!`, why), way: 'behind' },
    { ...part(`!${end}${text}`, why), way: 'before' },
  ]);
};

/** A valid text with a sign in it that a pattern takes anywhere but excludes: `/` of `^[^/]+$`. */
const excludedParts = (pattern: string, text: string, why: string): readonly Part[] => {
  const excluded = [...pattern.matchAll(/\[\^(?<signs>(?:\\.|[^\]\\])+)\]/gu)].flatMap(({ groups }) =>
    [...(groups?.['signs'] ?? '').replaceAll(/\\[a-z\d]/giu, '').replaceAll(/\\(.)/gu, '$1')].filter((sign) => /^[!-~]$/u.test(sign)),
  );
  const middle = Math.ceil(text.length / 2);
  return [...new Set(excluded)].map((sign) => part(`${text.slice(0, middle)}${sign}${text.slice(middle)}`, why));
};

/** Texts of the same form: each letter is replaced by one that stands as many places behind it. */
const sameForm = (text: string): readonly string[] =>
  [13, 7, 19, 3].map((places) =>
    text.replaceAll(/[a-z]/giu, (letter) => {
      const first = letter < 'a' ? 65 : 97;
      return String.fromCodePoint(first + ((letter.charCodeAt(0) - first + places) % 26));
    }),
  );

/** A valid text with one digit that is too great for its place, from either end: a reader that takes any digit accepts `99:30` and `09:90`. */
const digitParts = (text: string, why: string): readonly Part[] => {
  const made = [...text.matchAll(/[0-8]/gu)].map(({ index }) => part(`${text.slice(0, index)}9${text.slice(index + 1)}`, why));
  return [...made.map((one) => ({ ...one, way: 'digit' })), ...made.toReversed().map((one) => ({ ...one, way: 'last digit' }))];
};

/** A number with more decimals than its pattern takes, which readers cut off, and a text that goes on as it ends for longer than its pattern allows. */
const longerParts = (text: string, why: string): readonly Part[] => {
  const [whole] = /^-?\d+/u.exec(text) ?? [];
  const isNumber = whole !== undefined && /^-?\d+(?:\.\d+)?$/u.test(text);
  const last = text.at(-1) ?? '';
  const isLong = /[\p{L}\p{N}]/u.test(last) && !isNumber;
  return [
    ...(isNumber ? [1, 2, 3, 4, 5, 7].map((count) => ({ ...part(`${whole}.${'5'.repeat(count)}`, why), way: 'decimals' })) : []),
    ...(isLong ? [1, 2, 4, 8, 16].map((count) => ({ ...part(`${text}${last.repeat(count)}`, why), way: 'longer' })) : []),
  ];
};

/** The negative of a number that is written as a text: readers that only ask for a number take it where the pattern has no sign, as an amount that is owed the other way round. */
const negativeParts = (text: string, why: string): readonly Part[] => {
  if (!/^\d+(?:\.\d+)?$/u.test(text)) return [];
  // Nothing is the same below nothing.
  return [{ ...part(Number(text) > 0 ? `-${text}` : `-1${text.slice(1)}`, why), way: 'negative' }];
};

/** An address of the web without encryption: a reader that only asks for an address takes it where the pattern begins with `https`. */
const schemeParts = (text: string, why: string): readonly Part[] =>
  text.startsWith('https://') ? [{ ...part(text.replace('https', 'http'), why), way: 'scheme' }] : [];

const textParts = {
  minLength: ({ given, current }) => {
    if (typeof given !== 'number' || given < 1 || given > longest) return [];
    const text = typeof current === 'string' ? current : '';
    const short = Array.from(text.padEnd(given, 'a'))
      .slice(0, given - 1)
      .join('');
    return [part(short, `which is shorter than ${given}`), part('a'.repeat(given - 1), `which is shorter than ${given}`)];
  },
  maxLength: ({ given, current }) => {
    if (typeof given !== 'number' || given >= longest) return [];
    const text = Array.from(typeof current === 'string' ? current : '');
    const missing = Math.max(1, given + 1 - text.length);
    const why = `which is longer than ${given}`;
    const [last = 'a'] = text.slice(-1);
    return [
      part([...text, ...'a'.repeat(missing)].join(''), why),
      part([...text, ...last.repeat(missing)].join(''), why),
      part(['a'.repeat(missing), ...text].join(''), why),
    ];
  },
  pattern: ({ given, current }) => {
    const text = typeof current === 'string' ? current : '';
    const why = `which does not match ${String(given)}`;
    // Readers of numbers take one decimal more or fewer.
    const decimals = /^-?\d+\.\d+$/u.test(text) ? [text.slice(0, -1), `${text}5`] : [];
    const others = [
      ...decimals,
      '#?!',
      `${text}!`,
      `!${text.slice(1)}`,
      text.toUpperCase(),
      text.toLowerCase(),
      'a',
      '0',
      '-',
      '#'.repeat(text.length),
      blank,
    ];
    return [
      ...excludedParts(String(given), text, why),
      ...others.map((value) => part(value, why)),
      ...negativeParts(text, why),
      ...aroundParts(String(given), text, why),
      ...digitParts(text, why),
      ...longerParts(text, why),
      ...schemeParts(text, why),
      // Many a reader puts letters into the right case by itself.
      ...(/^[A-Za-z\d_-]+$/u.test(text) ? [text.toLowerCase(), text.toUpperCase()] : [])
        .filter((one) => one !== text)
        .map((one) => ({ ...part(one, why), way: 'case' })),
    ];
  },
  format: ({ given, current, refusesLocal }) => {
    const others = typeof given === 'string' ? [notOfFormat[given] ?? []].flat() : [];
    // Many a reader of moments takes 31 April for 1 May.
    const texts = given === 'date' ? [...others, ...impossibleNear(typeof current === 'string' ? current : '')] : others;
    const local = given === 'date-time' && refusesLocal && typeof current === 'string' ? current.replace(offset, '') : current;
    return [
      ...texts.map((text) => part(text, `which is no ${String(given)}`)),
      // Readers take their own time zone for it, unless they have to ask.
      ...(local === current ? [] : [part(local, 'which has no offset')]),
    ];
  },
} satisfies Record<string, Parts>;

const listParts = {
  minItems: ({ given, current }) =>
    typeof given === 'number' && given > 0 && Array.isArray(current)
      ? [part((current as unknown[]).slice(0, given - 1), `with fewer than ${given} items`)]
      : [],
  maxItems: ({ given, items }) =>
    typeof given === 'number' && given < mostItems ? [part(items(given + 1), `with more than ${given} items`)] : [],
  uniqueItems: ({ given, items }) => {
    const [item] = items(1);
    return given === true && item !== undefined ? [part([item, item], 'with one item twice')] : [];
  },
} satisfies Record<string, Parts>;

const extraName = 'ctUnknown';

const objectParts = {
  additionalProperties: ({ given, current }) =>
    given === false && isObject(current) ? [part({ ...current, [extraName]: 'ct' }, `with the unknown member "${extraName}"`)] : [],
  required: ({ given, current }) =>
    (Array.isArray(given) ? (given as unknown[]) : []).flatMap((name) => {
      if (!isObject(current) || typeof name !== 'string' || !Object.hasOwn(current, name)) return [];
      // By its name: another part of the schema (`allOf`, `then`) may require something else.
      return [{ ...part(Object.fromEntries(Object.entries(current).filter(([other]) => other !== name)), `without "${name}"`), way: name }];
    }),
  dependentRequired: ({ given, current }) =>
    Object.entries(isObject(given) ? given : {}).flatMap(([there, needed]) =>
      (Array.isArray(needed) ? (needed as unknown[]) : []).flatMap((name) => {
        if (!isObject(current) || typeof name !== 'string' || ![there, name].every((one) => Object.hasOwn(current, one))) return [];
        const without = Object.fromEntries(Object.entries(current).filter(([other]) => other !== name));
        return [{ ...part(without, `without "${name}" beside "${there}"`), way: name }];
      }),
    ),
  minProperties: ({ given, current }) =>
    typeof given === 'number' && given > 0 && isObject(current)
      ? [part(Object.fromEntries(Object.entries(current).slice(0, given - 1)), `with fewer than ${given} members`)]
      : [],
  maxProperties: ({ given, current }) => {
    if (typeof given !== 'number' || given >= mostItems || !isObject(current)) return [];
    const [usual] = Object.values(current);
    const missing = given + 1 - Object.keys(current).length;
    if (usual === undefined || missing < 1) return [];
    const more = Array.from({ length: missing }, (_, n) => [`${extraName.toLowerCase()}${String.fromCodePoint(97 + (n % 26))}${n}`, usual]);
    return [part({ ...current, ...Object.fromEntries(more) }, `with more than ${given} members`)];
  },
} satisfies Record<string, Parts>;

/**
 * The values nearest to what a keyword allows that it does not allow, best first: one below the minimum, one letter above the greatest length, a
 * text that is in no list. Keywords of which all candidates are sent (`type`, `required`, `format`) are in {@link sentTogether}.
 */
export const nearestParts: Readonly<Record<string, Parts>> = {
  ...textParts,
  ...listParts,
  ...objectParts,
  unevaluatedProperties: objectParts.additionalProperties,
  type: typeParts,
  enum: ({ given, current }) => {
    const all = Array.isArray(given) ? (given as unknown[]) : [];
    const why = `which is none of ${shownText(all)}`;
    if (typeof current === 'number') return [part(all.reduce<number>((most, one) => Math.max(most, Number(one) || 0), 0) + 1, why)];
    const alike = all
      .filter((one) => typeof one === 'string')
      .flatMap(sameForm)
      .find((one) => !all.includes(one));
    // A reader that knows the form of the values, and not the values, takes the second one.
    return [part('ct-unlisted', why), ...(alike === undefined ? [] : [{ ...part(alike, why), way: 'same form' }])];
  },
  minimum: numbers('which is below', (given, step) => [given - step, given - 1]),
  maximum: numbers('which is above', (given, step) => [given + step, given + 1]),
  exclusiveMinimum: numbers('which is not above', (given) => [given]),
  exclusiveMaximum: numbers('which is not below', (given) => [given]),
  multipleOf: ({ given, schema, current }) => {
    if (typeof given !== 'number') return [];
    const least = typeof schema['minimum'] === 'number' ? schema['minimum'] : 0;
    const near = [least + given * 1.5, least + given / 2, least + given + 1, ...(typeof current === 'number' ? [current + given / 2] : [])];
    return near.filter(isExact).map((value) => part(value, `which is no multiple of ${given}`));
  },
};

/** Keywords that limit one text together: one that is too short may not match the pattern either. */
export const limitsOfTexts: readonly string[] = ['minLength', 'maxLength', 'pattern', 'format'];

/** Keywords that are broken in several ways, each of which is sent. */
export const sentTogether: ReadonlySet<string> = new Set(['type', 'required', 'format']);
