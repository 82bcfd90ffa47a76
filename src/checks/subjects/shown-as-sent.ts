import type { Contract, Schema } from '../../contract/model.ts';
import { readMoment } from '../../contract/moment.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { descriptionsIn, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { resolvedSchema, typesOf } from '../../generators/resolved-schema.ts';
import { nodeOf } from '../../model/location.ts';
import { holdsMask } from '../../model/mask.ts';
import { keepsEmptyText } from './empty-texts.ts';
import { keepsEnds, keepsText } from './kept-texts.ts';
import { isSameValue } from './same-value.ts';
import type { Resource } from './shown-resource.ts';

/** How a resource shows another value than the one that was sent. */
export type Departure = { readonly member: string; readonly sent: unknown; readonly shown: unknown };

/** Words of members that a server confirms, derives, counts or keeps to itself, whatever is sent. */
const ownWords: ReadonlySet<string> = new Set(
  (
    'password passwd secret token pin otp captcha card iban cvv state status stage phase version revision etag hash slug handle position order rank sort ' +
    'sequence index total balance expires expiry expiration ttl file image avatar photo picture attachment html markdown dry preview force confirm accept ' +
    'url uri link href callback webhook'
  ).split(' '),
);

/** Does a server decide the value of a member, or show it in a form of its own. */
export const isServersOwn = (name: string): boolean => wordsOf(name).some((word) => ownWords.has(word));

/** Words of members with an address, which a server may write in another form and does not lose. */
const addressWords: ReadonlySet<string> = new Set(['url', 'uri', 'link', 'href']);

/** Does a member hold an address that a client gives, and that no server makes. */
const isGivenAddress = (name: string): boolean => {
  const words = wordsOf(name);
  return words.some((word) => addressWords.has(word)) && words.every((word) => addressWords.has(word) || !ownWords.has(word));
};

/** Words of members whose letter case and signs are often put into one form. */
const codeWords: ReadonlySet<string> = new Set(
  'email mail username login code currency country language locale lang timezone zone tag tags keyword keywords label labels iso sku vat'.split(
    ' ',
  ),
);

/** Words of marks that one of several resources always has. */
const onlyWords: ReadonlySet<string> = new Set(['default', 'primary', 'main', 'preferred']);

/** Does a member mark one of several resources: another one that gets the mark takes it. */
export const isMarkOfOne = (name: string): boolean => wordsOf(name).some((word) => onlyWords.has(word));

/** Words of members that hold a number to call. */
const phoneWords: ReadonlySet<string> = new Set('phone telephone tel mobile fax cell msisdn'.split(' '));

/** Words of members whose signs between letters and digits are often left out or put in, and whose case is put into one form. */
const groupedWords: ReadonlySet<string> = new Set(
  'plate isbn ean gtin barcode mac vin bic swift postcode zip postal color colour'.split(' '),
);

/** Blanks and composed letters are written in one way, without the sign that many stores cannot keep. */
const plainly = (text: string): string => text.replaceAll('\u0000', '').normalize('NFKC').replaceAll(/\s+/gu, ' ').trim();

const withoutTags = (text: string): string => plainly(text.replaceAll(/<[^<>]*>/gu, ''));

/** Angle brackets and double quotes that a server escapes for safety. */
const unescaped = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"');

const isSameText = (name: string, sent: string, shown: string): boolean => {
  const [a, b] = [plainly(sent), plainly(shown)];
  if (a === b || a === plainly(unescaped(shown)) || withoutTags(sent) === b || withoutTags(sent) === withoutTags(shown)) return true;
  if (plainly(sent.replaceAll(/<(\w+)>[^<>]*<\/\1>/gu, '')) === b) return true;
  const words = wordsOf(name);
  if (words.some((word) => phoneWords.has(word))) {
    const digits = (text: string): string => text.replaceAll(/\D/gu, '').replace(/^0+/u, '');
    return digits(a).endsWith(digits(b)) || digits(b).endsWith(digits(a));
  }
  if (words.some((word) => groupedWords.has(word))) {
    const signs = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
    return signs(a) === signs(b);
  }
  const isCode = words.some((word) => codeWords.has(word)) || /^[^\s@]+@[^\s@]+$/u.test(a);
  const bare = (text: string): string => text.toLowerCase().replaceAll(/[_-]/gu, '-');
  return isCode && bare(a) === bare(b);
};

/** Without the sign that many stores cannot keep. */
const composed = (text: string): string => text.replaceAll('\u0000', '').normalize('NFC');

/** "Stored in lower case", "is converted to uppercase", "written in small letters". */
const oneCase =
  /\b(?:lower|upper)[- ]?case(?:d|s)?\b|\b(?:small|capital) letters\b|\bcase[- ]insensitiv\w*|\bcase[- ]fold\w*|\bnormali[sz](?:ed|es)\b/iu;

/** Verbs by which a service puts a text into one case. */
const putting =
  /\b(?:stored|kept|saved|written|shown|returned|given|answered|converted|turned|put|normali[sz]ed|folded|lower[- ]?cased|upper[- ]?cased)\b/iu;

const casesTold = new WeakMap<Contract, readonly string[]>();

/** The sentences of the introduction and of operations by which texts are put into one case, in words. */
const sentencesOfCase = (contract: Contract): readonly string[] => {
  const { document, operations } = contract;
  const found =
    casesTold.get(contract) ??
    [...saidIn(document['info']), ...operations.flatMap(({ location }) => saidIn(valueAt(document, nodeOf(location))))]
      .flatMap(sentencesOf)
      .filter((sentence) => oneCase.test(sentence) && putting.test(sentence))
      .map((sentence) => ` ${wordsOf(sentence.replaceAll(/[^\p{L}\p{N}_]+/gu, ' ')).join(' ')} `);
  casesTold.set(contract, found);
  return found;
};

/** Does a document say that a text comes back in one case of letters: at the member itself, or in a sentence that names it. */
const isPutIntoCase = (contract: Contract, schema: Schema, name: string): boolean =>
  descriptionsIn(contract.document, schema).some((text) => oneCase.test(text)) ||
  sentencesOfCase(contract).some((words) => {
    const own = wordsOf(name).join(' ');
    return words.includes(` ${own} `) || words.includes(` ${own}s `);
  });

/** How much of a text stays as it was sent: its form may change, all but the white space around it, or nothing. */
type Keeping = 'form' | 'inside' | 'all';

const keepingOf = (document: Contract['document'], schema: Schema): Keeping => {
  if (keepsEnds(document, schema)) return 'all';
  return keepsText(document, schema) ? 'inside' : 'form';
};

/** The same but for composed letters, blanks around it and, of codes and numbers to call, their form: nothing is escaped, taken out or put on other lines. */
const isSameToTheLetter = (name: string, sent: string, shown: string, isWhole: boolean): boolean => {
  const isCode =
    wordsOf(name).some((word) => codeWords.has(word) || phoneWords.has(word) || groupedWords.has(word)) || /^[^\s@]+@[^\s@]+$/u.test(sent);
  const [a, b] = [composed(sent), composed(shown)];
  return (isWhole ? a === b : a.trim() === b.trim()) || (isCode && isSameText(name, sent, shown));
};

/** Decimals beyond the first are often cut; whole numbers and the first decimal are what the client asked for. */
const mostRounding = 0.051;

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

const asWords = (schema: Schema): Resource => (isObject(schema) ? schema : {});

/** The numbers that words give of decimals: "two decimals", "2 decimal places". */
const numerals: Readonly<Record<string, number>> = { two: 2, three: 3, four: 4 };

/** What a number may differ by: half the step that the document describes by `multipleOf` or by a number of decimals, else what a rounding to one decimal changes. */
const roundingOf = (document: Contract['document'], schema: Schema): number => {
  const step = partsOf(document, schema).find(({ multipleOf }) => typeof multipleOf === 'number' && multipleOf > 0)?.['multipleOf'];
  if (typeof step === 'number') return Math.min(step / 2.1, mostRounding);
  const said = partsOf(document, schema).flatMap(({ description }) =>
    typeof description === 'string' && !/\b(?:round|approx|about)/iu.test(description)
      ? [/\b(two|three|four|[2-4]) decimals?(?: places?| digits?)?\b/iu.exec(description)?.[1]?.toLowerCase()]
      : [],
  );
  const decimals = said.flatMap((one) => (one === undefined ? [] : [numerals[one] ?? Number(one)]))[0];
  return decimals === undefined ? mostRounding : 10 ** -decimals / 2.1;
};

/** A number that is written as a text, without the zeros at the end of its decimals. */
const withoutLastZeros = (text: string): string | undefined =>
  /^-?\d+(?:\.\d+)?$/u.test(text) ? text.replace(/(\.\d*?)0+$/u, '$1').replace(/\.$/u, '') : undefined;

/** Does a pattern describe decimals: it takes some, and neither letters nor a second point. */
const isOfDecimals = (pattern: string): boolean => {
  try {
    const form = new RegExp(pattern, 'u');
    return ['1.5', '1.50', '1.500', '1.5000'].some((one) => form.test(one)) && !['a', '1a', 'v1.5', '1.5.1'].some((one) => form.test(one));
  } catch {
    return false;
  }
};

/** Are two texts the same decimal number, where the schema says that they are decimals: a version or a code may have zeros that count. */
const isSameDecimal = (document: Contract['document'], schema: Schema, sent: string, shown: string): boolean => {
  const isDecimal = partsOf(document, schema).some(
    ({ pattern, format }) => format === 'decimal' || (typeof pattern === 'string' && isOfDecimals(pattern)),
  );
  const bare = withoutLastZeros(sent);
  return isDecimal && bare !== undefined && bare === withoutLastZeros(shown);
};

/** Is a great number brought back to a limit of the server's own, which is a round one: the document names none. */
const isBroughtBack = (document: Contract['document'], schema: Schema, sent: number, shown: number): boolean =>
  sent >= 1_000_000 &&
  shown < sent &&
  /^(?:[1-9]0{3,}|9{3,}(?:\.9+)?)$/u.test(String(shown)) &&
  partsOf(document, schema).every(({ maximum, exclusiveMaximum }) => maximum === undefined && exclusiveMaximum === undefined);

/** Does the description of a member say what nought, false or an empty list means there: it may stand for nothing. */
export const speaksOfNothing = (document: Contract['document'], schema: Schema): boolean =>
  partsOf(document, schema).some(
    ({ description }) =>
      typeof description === 'string' &&
      /(?:^|[\s(`"'])(?:0|zero|nought|none|nothing|unlimited|no limit|empty|false|null)\b/iu.test(description),
  );

/** Moments are often cut to whole seconds. */
const mostMs = 1000;

const isSameMoment = (format: unknown, sent: string, shown: string): boolean | undefined => {
  const [a, b] = [readMoment(sent), readMoment(shown)];
  if (!a || !b) return undefined;
  // A day may be shown with the time at which it begins; which one that is depends on the zone.
  if (format === 'date' || !a.hasTime)
    return b.hasTime ? Math.abs(a.ms - b.ms) <= 14 * 3600_000 || sent === shown.slice(0, 10) : a.ms === b.ms;
  if (!b.hasTime || !b.hasZone || !a.hasZone) return undefined;
  return Math.abs(a.ms - b.ms) <= mostMs;
};

/**
 * Is a value what a server makes of the one that was sent: equal apart from blanks around a text, composed letters, the case of addresses and codes, signs
 * of phone numbers, the writing of a moment, the order of a list and what a rounding to one decimal changes. True where that cannot be told. A document may
 * say that a list keeps its order, and that texts are kept exactly, with the white space around them.
 */
export const isShownAsSent = (contract: Contract, schema: Schema, name: string, sent: unknown, shown: unknown): boolean => {
  const { document } = contract;
  if ([sent, shown].some((one) => typeof one === 'string' && holdsMask(one)) || isServersOwn(name)) return true;
  if (Array.isArray(sent) && Array.isArray(shown)) {
    const items = itemOf(document, schema);
    // A server may add items of its own, and a list that was sent empty is not left out.
    if (isEmptyList(sent) && shown.length > 0) return !isSameValue(asWords(resolvedSchema(document, schema))['default'], shown);
    if (keepsOrder(document, schema) && sent.length === shown.length)
      return sent.every((one, n) => isShownAsSent(contract, items, name, one, shown[n]));
    return sent.every((one) => shown.some((other) => isShownAsSent(contract, items, name, one, other)));
  }
  if (isObject(sent) && isObject(shown)) {
    // An object with an id names another resource, which shows its own members.
    if (['id', 'uuid'].some((id) => sent[id] !== undefined && sent[id] === shown[id])) return true;
    const members = membersOf(document, schema);
    // Of names that the client makes up, a server may refuse some; an answer that accepts them shows one at least.
    const given = Object.values(sent).filter((one) => one !== null && one !== '');
    if (members.size === 0 && given.length > 0 && Object.keys(shown).length === 0) return false;
    return Object.entries(sent).every(
      ([key, value]) => shown[key] === undefined || isShownAsSent(contract, members.get(key) ?? true, key, value, shown[key]),
    );
  }
  if (sent === null || shown === null)
    return (
      sent === null ||
      (sent === '' && !keepsEmptyText(document, schema)) ||
      isEmptyList(sent) ||
      ((sent === 0 || sent === false) && speaksOfNothing(document, schema))
    );
  if (typeof sent === 'number' && typeof shown === 'number')
    return (
      Math.abs(sent - shown) <= (Number.isInteger(sent) ? 0 : roundingOf(document, schema)) ||
      Math.abs(sent) >= 2 ** 53 ||
      isBroughtBack(document, schema, sent, shown)
    );
  if (typeof sent === 'string' && typeof shown === 'string') {
    const resolved = resolvedSchema(document, schema);
    const format = isObject(resolved) ? resolved['format'] : undefined;
    const moment = format === 'date' || format === 'date-time' ? isSameMoment(format, sent, shown) : undefined;
    if (format === 'date' || format === 'date-time') return moment ?? true;
    const keeping = keepingOf(document, schema);
    const isAlike = (one: string, other: string): boolean =>
      keeping === 'form' ? isSameText(name, one, other) : isSameToTheLetter(name, one, other, keeping === 'all');
    const isSame = isAlike(sent, shown) || (isPutIntoCase(contract, schema, name) && isAlike(sent.toLowerCase(), shown.toLowerCase()));
    return isSame || isSameDecimal(document, schema, sent, shown) || (isObject(resolved) && resolved['contentEncoding'] !== undefined);
  }
  // A reference may be shown as what it refers to, a number as a text.
  if (typeof sent !== typeof shown) return true;
  // Of several, one has to be the usual one, and the first one is.
  if (sent === false && isMarkOfOne(name)) return true;
  return sent === shown;
};

/** Does a document say of a list that its items stay in the order in which they were sent. */
const keepsOrder = (document: Contract['document'], schema: Schema): boolean =>
  partsOf(document, schema).some(
    ({ description }) =>
      typeof description === 'string' &&
      /\border\b.{0,40}\b(?:sent|given|written|received|kept|preserved|matters)\b|\b(?:keeps?|preserves?|kept in)\b.{0,20}\border\b|^ordered\b/iu.test(
        description,
      ) &&
      !/\b(?:not|no|never|alphabet\w*|sort\w*|(?:as|des)cending|chronolog\w*|numeric\w*)\b/iu.test(description),
  );

const itemOf = (document: Contract['document'], schema: Schema): Schema => {
  const resolved = resolvedSchema(document, schema);
  const items = isObject(resolved) ? resolved['items'] : undefined;
  return isObject(items) ? items : true;
};

/** The types of a member in a request and in an answer have one in common. */
const isCompatible = (document: Contract['document'], asked: Schema, answered: Schema): boolean => {
  const [a, b] = [asked, answered].map((one) =>
    typesOf(resolvedSchema(document, one)).map((type) => (type === 'integer' ? 'number' : type)),
  );
  return a !== undefined && b !== undefined && a.some((type) => type !== 'null' && b.includes(type));
};

/** Is a schema for one direction only, or may its value be another one than asked for: by its own words. */
const isOneWay = (document: Contract['document'], schema: Schema): boolean =>
  partsOf(document, schema).some(({ readOnly, writeOnly, deprecated }) => readOnly === true || writeOnly === true || deprecated === true);

const isWhole = (document: Contract['document'], schema: Schema): boolean => {
  const types = typesOf(resolvedSchema(document, schema));
  return types.includes('integer') && !types.includes('number');
};

/** Does an answer show a text in a form of its own, by a pattern or a shorter length that the request need not keep: `KC 239-VM` as `KC239VM`. */
const isRewritten = (document: Contract['document'], asked: Schema, answered: Schema): boolean => {
  const [a, b] = [asked, answered].map((one) => asWords(resolvedSchema(document, one)));
  // A moment is compared as such, whatever its writing: "ends with Z".
  if (a?.['format'] === 'date-time' && b?.['format'] === 'date-time') return false;
  const isShorter = typeof b?.['maxLength'] === 'number' && !(Number(a?.['maxLength'] ?? Infinity) <= b['maxLength']);
  return isShorter || (b?.['pattern'] !== undefined && a?.['pattern'] !== b['pattern']);
};

/** Members of a body that the described answer shows too, under one name, with a type in common and in the same form. */
export const comparableMembers = (contract: Contract, asked: Schema, answered: Schema): ReadonlyMap<string, Schema> => {
  const { document } = contract;
  const shown = membersOf(document, answered);
  return new Map(
    [...membersOf(document, asked)].filter(([name, member]) => {
      const same = shown.get(name);
      return (
        same !== undefined &&
        (!isServersOwn(name) || isGivenAddress(name)) &&
        !isOneWay(document, member) &&
        !isOneWay(document, same) &&
        isCompatible(document, member, same) &&
        isWhole(document, member) === isWhole(document, same) &&
        !isRewritten(document, member, same)
      );
    }),
  );
};

/**
 * May a member that a change did not name have been set back by mistake: it is empty, or has the described default, one of its listed values or an earlier value.
 * Another new value may follow from what was changed, and so may any moment, as the end of a meeting follows its beginning.
 */
export const isSetBack = ({ document }: Contract, schema: Schema, now: unknown, earlier: readonly unknown[]): boolean => {
  const resolved = resolvedSchema(document, schema);
  const { default: usual, enum: listed, format } = isObject(resolved) ? resolved : {};
  const isMoment = format === 'date' || format === 'date-time' || format === 'time';
  const isEmpty = now === undefined || now === null || now === '' || now === 0;
  return (
    isEmpty || typeof now === 'boolean' || Array.isArray(listed) || (!isMoment && [usual, ...earlier].some((one) => isSameValue(one, now)))
  );
};

/** What a resource shows otherwise than it was sent, among the members that both describe. */
export const departuresIn = (
  contract: Contract,
  { asked, answered }: { readonly asked: Schema; readonly answered: Schema },
  sent: Resource,
  resource: Resource,
): readonly Departure[] =>
  [...comparableMembers(contract, asked, answered)].flatMap(([member, schema]) => {
    const [value, shown] = [sent[member], resource[member]];
    if (value === undefined) return [];
    const isLost = shown === undefined && value !== null && value !== '' && !isEmptyList(value) && value !== false;
    const isRight = shown === undefined ? !isLost : isShownAsSent(contract, schema, member, value, shown);
    return isRight ? [] : [{ member, sent: value, shown }];
  });
