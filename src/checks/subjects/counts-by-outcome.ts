import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { descriptionsIn, isType, itemsOf, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import { distinctBy } from '../../model/json.ts';
import { escapeToken, isObject, valueAt } from '../../contract/pointer.ts';

type Document = Contract['document'];

/** Numbers in the answer to one call for several things that count its entries by what became of each: `meta.updated` of the entries with the `result` "updated". */
export type CountsByOutcome = {
  /** JSON pointer to the list of the entries. */
  readonly list: string;
  /** The member of each entry with what became of it. */
  readonly member: string;
  /** By the JSON pointer to each number, the values of that member of the entries that it counts. */
  readonly counts: ReadonlyMap<string, readonly string[]>;
  /** Does a description say of each of these numbers what it counts, so that no name is guessed at. */
  readonly isTold: boolean;
};

/** Texts, and numbers as statuses of HTTP are. */
const listedIn = (document: Document, schema: Schema): readonly string[] =>
  partsOf(document, schema).flatMap((part) =>
    Array.isArray(part['enum']) ? part['enum'].filter((one) => typeof one === 'string' || typeof one === 'number').map(String) : [],
  );

/** Names of members that say what became of an entry. */
const outcomes: ReadonlySet<string> = new Set(['status', 'state', 'result', 'outcome', 'action']);

type Place = readonly [pointer: string, name: string, schema: Schema];

const placesIn = (document: Document, schema: Schema, around = ''): readonly Place[] =>
  [...membersOf(document, schema)].flatMap(([name, one]) => {
    const pointer = `${around}/${escapeToken(name)}`;
    const isHolder = around === '' && !isType(document, one, 'array') && membersOf(document, one).size > 0;
    return [[pointer, name, one] as const, ...(isHolder ? placesIn(document, one, pointer) : [])];
  });

const counting = /^(?:the )?(?:total )?(?:how many|numbers? of|counts? of)\b/iu;

/** Words by which a number counts something else than all the entries of an answer with one outcome. */
const otherwise =
  /\b(?:not|no|never|neither|except|but|without|before|ever|all|every|also|both|earlier|previous\w*|later|still|today|so far)\b/iu;

/** What a sentence says that a number counts: those with one outcome, or, without a value, those that the other numbers do not count. */
const toldIn = (sentence: string, member: string, values: readonly string[]): { readonly value: string | undefined } | undefined => {
  if (!counting.test(sentence) || otherwise.test(sentence)) return undefined;
  if (/^(?:the )?(?:how many|numbers? of|counts? of) (?:the |all )?(?:others?|rest|other \w+)(?: \w+)?[.\s]*$/iu.test(sentence))
    return { value: undefined };
  const named = values.filter((value) => {
    const word = literalPattern(value);
    // How many are `done`; the number of rows with status 201.
    return new RegExp(
      String.raw`[\x60*"'“‘]${word}[\x60*"'”’]|\b${literalPattern(member)}[\x60*"'”’]? (?:is |of |= ?)?${word}\b`,
      'u',
    ).test(sentence);
  });
  return named.length === 1 ? { value: named[0] } : undefined;
};

/** The numbers that a description tells the meaning of, by their pointers. */
const toldCounts = (
  document: Document,
  places: readonly Place[],
  member: string,
  values: readonly string[],
): ReadonlyMap<string, readonly string[]> => {
  const told = places.flatMap(([pointer, , schema]) => {
    const sentences = isType(document, schema, 'integer') ? descriptionsIn(document, schema).flatMap(sentencesOf) : [];
    const [meant, ...further] = distinctBy(
      sentences.flatMap((one) => toldIn(one, member, values) ?? []),
      ({ value }) => value ?? '',
    );
    return meant && further.length === 0 ? [{ pointer, value: meant.value }] : [];
  });
  const named = told.flatMap(({ pointer, value }) => (value === undefined ? [] : [[pointer, [value]] as const]));
  const taken = new Set(named.flatMap(([, of]) => of));
  if (named.length === 0 || taken.size < named.length) return new Map();
  const others = told.filter(({ value }) => value === undefined);
  const rest = values.filter((value) => !taken.has(value));
  return new Map<string, readonly string[]>([
    ...named,
    ...(others.length === 1 && rest.length > 0 ? others.map(({ pointer }) => [pointer, rest] as const) : []),
  ]);
};

/** The numbers that are called as an outcome is. */
const calledCounts = (document: Document, places: readonly Place[], values: readonly string[]): ReadonlyMap<string, readonly string[]> =>
  new Map(
    values.flatMap((value) => {
      const found = places.filter(
        ([, name, one]) => isType(document, one, 'integer') && wordsOf(name).join(' ') === wordsOf(value).join(' '),
      );
      return found.length === 1 && found[0] ? [[found[0][0], [value]] as const] : [];
    }),
  );

/**
 * Such numbers in the success of an operation, in a contract that is held to the standard requirements. The pages of a list are left: their numbers may count more than
 * the page. One number alone may mean something else than the entries, so that there have to be two.
 */
export const countsByOutcome = (contract: Contract, operation: Operation): readonly CountsByOutcome[] => {
  const { document, standard } = contract;
  const body = standard.size === 0 || operation.method === 'GET' ? undefined : answerSchema(operation);
  if (body === undefined) return [];
  const places = placesIn(document, body);
  return places.flatMap(([list, , schema]): readonly CountsByOutcome[] => {
    const items = isType(document, schema, 'array') ? itemsOf(document, schema) : undefined;
    const shown = items === undefined ? [] : [...membersOf(document, items)].filter(([name]) => outcomes.has(wordsOf(name).join(' ')));
    const [only, ...others] = shown;
    if (!only || others.length > 0) return [];
    const [member, of] = only;
    const values = listedIn(document, of);
    const told = toldCounts(document, places, member, values);
    const isTold = told.size >= 2;
    const counts = isTold ? told : calledCounts(document, places, values);
    return counts.size >= 2 ? [{ list, member, counts, isTold }] : [];
  });
};

/**
 * The first number of an answer that is another one than there are such entries; undefined where all agree, and `unknown` where the answer shows too little.
 * @param sent How many entries the request had, where that is known.
 */
export const countedOtherwise = (
  { list, member, counts, isTold }: CountsByOutcome,
  body: unknown,
  sent?: number,
): { readonly where: string; readonly value: string; readonly told: number; readonly entries: number } | 'unknown' | undefined => {
  const entries = valueAt(body, list);
  if (!Array.isArray(entries) || entries.length === 0) return 'unknown';
  const shown = entries.map((one: unknown) => (isObject(one) ? one[member] : undefined));
  if (shown.some((one) => typeof one !== 'string' && typeof one !== 'number')) return 'unknown';
  const all = [...counts].map(([where, values]) => ({
    where,
    value: values.join('" or "'),
    told: valueAt(body, where),
    entries: shown.filter((one) => values.includes(String(one))).length,
  }));
  if (all.some(({ told }) => typeof told !== 'number')) return 'unknown';
  // A list of those alone that failed, or of the first of them, has fewer entries than were counted.
  const isWhole = isTold && sent === shown.length;
  if (!isWhole && all.reduce((sum, { told }) => sum + Number(told), 0) !== shown.length) return 'unknown';
  const wrong = all.find(({ told, entries: number }) => told !== number);
  return wrong && { ...wrong, told: Number(wrong.told) };
};
