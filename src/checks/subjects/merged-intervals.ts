import { askedSchema } from '../../contract/asked-content.ts';
import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { descriptionsIn, isType, itemsOf, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { spanNames } from '../../contract/infer/span-names.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { momentIn } from '../../contract/moment.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { people } from './person-names.ts';

type Document = Contract['document'];

/** An operation whose answer lists times of which the text says that they are merged, and how its time is asked for. */
export type MergedTimes = Subject & {
  readonly operation: Operation;
  /** The way to the list in the answer; `*` stands for the items of a list on the way. */
  readonly way: readonly string[];
  readonly begin: string;
  readonly end: string;
  /** Are times merged as well of which one begins when the other ends. */
  readonly isTouching: boolean;
  readonly sentence: string;
  /** The members of the body, or the query parameters, with the time that is asked about. */
  readonly asked: readonly [begin: string, end: string];
  readonly isInQuery: boolean;
  /** The member of the body that names whose times are asked for; undefined where none does. */
  readonly whose: { readonly member: string; readonly isList: boolean } | undefined;
};

/** Lists are looked for as deep as this. */
const deepest = 4;

const merged = '(?:merged|joined|combined|coalesced|consolidated|united|fused)';
const overlapping = String.raw`overlap(?:s|ping)?`;
const touching = String.raw`touch(?:es|ing)?|adjacent|adjoining|adjoin|abut(?:ting)?|contiguous|back[- ]to[- ]back`;

/** "Merged where they overlap or touch", "overlapping and adjacent blocks are merged", "the intervals never overlap". */
const says = new RegExp(
  [
    String.raw`\b${merged}\b[^.;:]*\b(?:if|when|where|whenever)\b[^.;:]*\b(?:${overlapping}|${touching})\b`,
    String.raw`(?:^|[,;:] )(?:and )?(?:(?:the|all|any) )?(?:${overlapping}|${touching})(?:(?:,| and| or|, and|, or) (?:${overlapping}|${touching}))* [^.;:,]*\b(?:is|are) (?:always )?${merged}\b`,
    String.raw`\b(?:intervals|periods|blocks|ranges|spans|times|they)(?: of [^.;:,]{1,30})? (?:never|do not|don['’]t) ${overlapping}\b`,
    String.raw`\b(?:non[- ]overlapping|disjoint) (?:intervals|periods|blocks|ranges|spans|times)\b`,
  ].join('|'),
  'iu',
);

/** Words by which a sentence speaks of a wish, of some times alone, or of what clients do. */
const leftOpen =
  /\b(?:not (?:be )?(?:merged|joined|combined)|never (?:be )?(?:merged|joined|combined)|without merging|clients?|callers?|you|should|must|have to|has to|may|might|can|could|same|identical|equal|unless|except|only|usually|mostly|option\w*|requested|set to|parameter|with `|if `|when `|server side)\b|`[\w.]*merge\w*`/iu;

/** What the sentence says of the times of a list; undefined where it says nothing plain. */
const saidOf = (sentence: string): { readonly isTouching: boolean } | undefined => {
  const plain = sentence.replaceAll(/\s+/gu, ' ').replaceAll(/^[\s*-]+/gu, '');
  if (!says.test(plain) || leftOpen.test(plain)) return undefined;
  const isMerged = new RegExp(String.raw`\b${merged}\b`, 'iu').test(plain);
  return { isTouching: isMerged && new RegExp(String.raw`\b(?:${touching})\b`, 'iu').test(plain) };
};

const isMoment = (document: Document, schema: Schema | undefined): boolean =>
  partsOf(document, schema).some(({ format }) => format === 'date-time');

/** The lists in a schema whose items are nothing but a time. */
const listsOfTimes = (
  document: Document,
  schema: Schema | undefined,
  way: readonly string[] = [],
): readonly (Pick<MergedTimes, 'way' | 'begin' | 'end'> & { readonly texts: readonly string[] })[] => {
  if (schema === undefined || way.length > deepest) return [];
  if (!isType(document, schema, 'array'))
    return [...membersOf(document, schema)].flatMap(([name, one]) => listsOfTimes(document, one, [...way, name]));
  const item = itemsOf(document, schema);
  const members = membersOf(document, item);
  const [span, ...others] = spanNames([...members.keys()]);
  const isTime = span && others.length === 0 && members.size === 2 && span.every((one) => isMoment(document, members.get(one)));
  return isTime
    ? [{ way, begin: span[0], end: span[1], texts: descriptionsIn(document, schema) }]
    : listsOfTimes(document, item, [...way, '*']);
};

const idWords: ReadonlySet<string> = new Set(['id', 'ids', 'uuid', 'uuids']);
const persons: ReadonlySet<string> = new Set([...people].flatMap((one) => [one, `${one}s`]).concat('people', 'attendees', 'participants'));

const namesWhom = (name: string): boolean => {
  const words = wordsOf(name).filter((word) => !idWords.has(word));
  return words.length > 0 && words.every((word) => persons.has(word));
};

/** How an operation is asked about a time: in its body or in its query. */
const askedBy = (document: Document, operation: Operation): Pick<MergedTimes, 'asked' | 'isInQuery' | 'whose'> | undefined => {
  const isInQuery = operation.method === 'GET';
  const members = isInQuery
    ? new Map(operation.parameters.filter((one) => one.in === 'query').map(({ name, schema }) => [name, schema] as const))
    : membersOf(document, askedSchema(operation.body));
  const spans = spanNames([...members.keys()]).filter((span) => span.every((one) => isMoment(document, members.get(one))));
  const [asked, ...others] = spans;
  if (!asked || others.length > 0) return undefined;
  const whom = isInQuery ? [] : [...members].filter(([name]) => namesWhom(name));
  const [first] = whom;
  return {
    asked,
    isInQuery,
    whose: first && whom.length === 1 ? { member: first[0], isList: isType(document, first[1], 'array') } : undefined,
  };
};

/** The operations whose answers list times that are merged, as their text says. */
export const mergedTimes = (contract: Contract): readonly MergedTimes[] =>
  contract.standard.size === 0
    ? []
    : contract.operations.flatMap((operation): readonly MergedTimes[] => {
        const { document } = contract;
        const isAsking = (operation.method === 'GET' || operation.method === 'POST') && !operation.path.includes('{');
        const lists = isAsking && operation.unsupported === undefined ? listsOfTimes(document, answerSchema(operation)) : [];
        const [list, ...others] = lists;
        const by = list && others.length === 0 ? askedBy(document, operation) : undefined;
        if (!list || !by) return [];
        const own = saidIn(valueAt(document, nodeOf(operation.location)));
        const sentences = [...own, ...list.texts].flatMap(sentencesOf);
        const told = sentences.flatMap((sentence) => {
          const said = saidOf(sentence);
          return said ? [{ ...said, sentence }] : [];
        });
        const [first] = told;
        const { way, begin, end } = list;
        const isTouching = told.some((one) => one.isTouching);
        return first ? [at(operation.location, { operation, way, begin, end, isTouching, sentence: first.sentence, ...by })] : [];
      });

const listsAt = (held: unknown, [step, ...rest]: readonly string[]): readonly (readonly unknown[])[] => {
  if (step === undefined) return Array.isArray(held) ? [held] : [];
  if (step === '*') return Array.isArray(held) ? held.flatMap((one) => listsAt(one, rest)) : [];
  return isObject(held) ? listsAt(held[step], rest) : [];
};

/** Two times of a list, as the answer shows them. */
export type Pair = { readonly before: unknown; readonly after: unknown };

/** The times of an answer, in milliseconds, and two of them that should be one; undefined where a time cannot be read. */
export const timesIn = (
  { way, begin, end, isTouching }: Pick<MergedTimes, 'way' | 'begin' | 'end' | 'isTouching'>,
  body: unknown,
): { readonly times: readonly (readonly [number, number])[]; readonly apart: Pair | undefined } | undefined => {
  const times: (readonly [number, number])[] = [];
  let apart: Pair | undefined;
  for (const list of listsAt(body, way)) {
    const read = list.map((entry) => {
      const [from, to] = isObject(entry) ? [momentIn(entry[begin]), momentIn(entry[end])] : [];
      return from === undefined || to === undefined || from > to ? undefined : { from, to, entry };
    });
    const known = read.filter((one) => one !== undefined);
    if (known.length < read.length) return undefined;
    const sorted = known.filter(({ from, to }) => from < to).toSorted((one, other) => one.from - other.from || one.to - other.to);
    for (const [n, one] of sorted.entries()) {
      times.push([one.from, one.to]);
      const before = sorted[n - 1];
      if (before && (one.from < before.to || (isTouching && one.from === before.to))) apart ??= { before: before.entry, after: one.entry };
    }
  }
  return { times, apart };
};
