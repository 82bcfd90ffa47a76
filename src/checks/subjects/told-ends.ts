import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { descriptionsIn, isType, itemsOf, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { singular } from '../../contract/infer/singular.ts';
import { spanNames } from '../../contract/infer/span-names.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { readMoment } from '../../contract/moment.ts';
import { inWords } from './state-mentions.ts';
import { isNumeric } from './told-sums.ts';

type Document = Contract['document'];
type Json = Readonly<Record<string, unknown>>;

/** A moment in an object of an answer that a sentence derives from another one of it and from how long something takes. */
export type ToldEnd = {
  /** Where such objects are in an answer: names, and `*` for all items of a list. */
  readonly around: readonly string[];
  readonly member: string;
  readonly begin: string;
  readonly length: string;
  /** Milliseconds of one unit of the length. */
  readonly unitMs: number;
  readonly sentence: string;
};

/** Milliseconds of the units in which a length may be told, by their names in the singular. */
export const lengthUnits: Readonly<Record<string, number>> = {
  second: 1000,
  sec: 1000,
  minute: 60_000,
  min: 60_000,
  hour: 3_600_000,
};

/** Words between the two by which one is added to the other. */
const adding = / (?:plus|added to|after|later than|later|and) /u;

/** Words by which "and" joins what something is computed from. */
const computing = / (?:computed|calculated|derived|follows|results|from|sum) /u;

/** Words that leave it the sum of the two. Any other one makes it another time, or one in some cases. */
const plain: ReadonlySet<string> = new Set(
  (
    'plus added to after later than and the a an is are it its this that of in from by as computed calculated derived follows results sum always automatically service server set shown ' +
    'moment time end ends ending start starts begin begins beginning duration length value date both read only which when session visit booking appointment lesson event trip'
  ).split(' '),
);

const ofLength: ReadonlySet<string> = new Set(['duration', 'length', 'minutes', 'hours', 'seconds', 'takes', 'lasts']);

/** Is a member a moment with its time. */
export const isMoment = (document: Document, schema: Schema): boolean =>
  partsOf(document, schema).some(({ format }) => format === 'date-time');

const unitOf = (name: string, words: string): number | undefined => {
  const own = wordsOf(name)
    .map((word) => lengthUnits[singular(word)])
    .find((one) => one !== undefined);
  const said = [...new Set(words.split(' ').flatMap((word) => lengthUnits[singular(word)] ?? []))];
  return own ?? (said.length === 1 ? said[0] : undefined);
};

/** The unit that the texts of a length name by a sentence of nothing else, "Seconds."; undefined where none does. */
export const unitAlone = (texts: readonly string[]): number | undefined => {
  const said = texts
    .flatMap(sentencesOf)
    .flatMap((sentence) => /^(?:(?:in|the number of|number of|measured in) )?(\w+)[.;:]?$/iu.exec(sentence.trim())?.[1] ?? [])
    .flatMap((word) => lengthUnits[singular(word.toLowerCase())] ?? []);
  return new Set(said).size === 1 ? said[0] : undefined;
};

/** What a sentence says of a moment beside the other moments and the numbers of its object. */
export const endIn = (
  text: string,
  member: string,
  {
    moments,
    numbers,
    unitFor,
  }: {
    readonly moments: readonly string[];
    readonly numbers: readonly string[];
    readonly unitFor?: (length: string) => number | undefined;
  },
): Pick<ToldEnd, 'begin' | 'length' | 'unitMs'> | undefined => {
  const words = inWords(text.replaceAll(/(?<=[\s`])\+(?=[\s`])/gu, ' plus '));
  const named = (names: readonly string[]): readonly string[] =>
    names.filter((name) => name !== member && (text.includes(`\`${name}\``) || (/[_A-Z]/u.test(name) && words.includes(inWords(name)))));
  // "The start plus the duration."
  const [own] = spanNames([...moments]).filter(([, end]) => end === member);
  const isSpoken = own !== undefined && / (?:start|begin|beginning)(?: time)? /u.test(words);
  const lengths = numbers.filter((name) => wordsOf(name).some((word) => ofLength.has(word)));
  const [begin, ...begins] = named(moments).length > 0 ? named(moments) : isSpoken ? [own[0]] : [];
  const [length, ...others] =
    named(numbers).length > 0 ? named(numbers) : / (?:duration|length) /u.test(words) && lengths.length === 1 ? lengths : [];
  if (begin === undefined || length === undefined || begins.length + others.length > 0) return undefined;
  const unitMs = unitOf(length, words) ?? unitFor?.(length);
  const rest = words.replaceAll(inWords(begin), '  ').replaceAll(inWords(length), '  ').replaceAll(inWords(member), '  ');
  const isSum = adding.test(rest) && (!/ and /u.test(rest) || / (?:plus|added to) /u.test(rest) || computing.test(rest));
  const isPlain = rest
    .trim()
    .split(/\s+/u)
    .every((word) => word === '' || plain.has(word) || lengthUnits[singular(word)] !== undefined);
  // "Before" and "less" are among the words that are not plain.
  return unitMs !== undefined && isSum && isPlain ? { begin, length, unitMs } : undefined;
};

const deepest = 5;

const endsAt = (document: Document, schema: Schema, around: readonly string[]): readonly ToldEnd[] => {
  if (around.length > deepest) return [];
  const items = isType(document, schema, 'array') ? itemsOf(document, schema) : undefined;
  if (items !== undefined) return endsAt(document, items, [...around, '*']);
  const members = [...membersOf(document, schema)];
  const moments = members.flatMap(([name, one]) => (isMoment(document, one) ? [name] : []));
  const numbers = members.flatMap(([name, one]) => (isNumeric(document, one) ? [name] : []));
  const own = moments.flatMap((member): readonly ToldEnd[] => {
    const found = descriptionsIn(document, membersOf(document, schema).get(member) ?? true)
      .flatMap(sentencesOf)
      .flatMap((sentence) => {
        const told = endIn(sentence, member, { moments, numbers });
        return told ? [{ ...told, around, member, sentence: sentence.replaceAll(/\s+/gu, ' ').trim() }] : [];
      });
    return found.length === 1 ? found : [];
  });
  return [...own, ...members.flatMap(([name, one]) => endsAt(document, one, [...around, name]))];
};

const known = new WeakMap<Contract, Map<string, readonly ToldEnd[]>>();

/** The moments in the success of an operation that follow from another one and a length, in a contract that is held to the standard requirements. */
export const toldEnds = (contract: Contract, operation: Operation): readonly ToldEnd[] => {
  const all = known.get(contract) ?? new Map<string, readonly ToldEnd[]>();
  known.set(contract, all);
  const body = contract.standard.size === 0 ? undefined : answerSchema(operation);
  const found = all.get(operation.key) ?? (body === undefined ? [] : endsAt(contract.document, body, []));
  all.set(operation.key, found);
  return found;
};

/** A moment may be written to the second, or to the minute. */
const slackMs = 1000;

/** What an object shows of such a moment: nothing where it shows too little, that it agrees, or what it ought to be. */
export const endJudged = (
  { member, begin, length, unitMs, sentence }: ToldEnd,
  object: Json,
): 'unknown' | 'agrees' | { readonly expected: string } => {
  const [from, to] = [begin, member].map((name) => readMoment(object[name]));
  const lasting = object[length];
  if (!from?.hasZone || !to?.hasZone || !from.hasTime || !to.hasTime || typeof lasting !== 'number') return 'unknown';
  const right = from.ms + lasting * unitMs;
  if (Math.abs(to.ms - right) <= slackMs) return 'agrees';
  return { expected: `${new Date(right).toISOString()}, by "${begin}" and "${length}": "${sentence}"` };
};
