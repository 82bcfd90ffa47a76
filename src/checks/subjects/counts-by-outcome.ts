import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { isType, itemsOf, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { escapeToken, isObject, valueAt } from '../../contract/pointer.ts';

type Document = Contract['document'];

/** Numbers in the answer to one call for several things that count its entries by what became of each: `meta.updated` of the entries with the `result` "updated". */
export type CountsByOutcome = {
  /** JSON pointer to the list of the entries. */
  readonly list: string;
  /** The member of each entry with what became of it. */
  readonly member: string;
  /** By the value of that member, the JSON pointer to the number of such entries. */
  readonly counts: ReadonlyMap<string, string>;
};

const listedIn = (document: Document, schema: Schema): readonly string[] =>
  partsOf(document, schema).flatMap((part) => (Array.isArray(part['enum']) ? part['enum'].filter((one) => typeof one === 'string') : []));

/** Names of members that say what became of an entry. */
const outcomes: ReadonlySet<string> = new Set(['status', 'state', 'result', 'outcome', 'action']);

const placesIn = (document: Document, schema: Schema, around = ''): readonly (readonly [pointer: string, name: string, schema: Schema])[] =>
  [...membersOf(document, schema)].flatMap(([name, one]) => {
    const pointer = `${around}/${escapeToken(name)}`;
    const isHolder = around === '' && !isType(document, one, 'array') && membersOf(document, one).size > 0;
    return [[pointer, name, one] as const, ...(isHolder ? placesIn(document, one, pointer) : [])];
  });

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
    const told = items === undefined ? [] : [...membersOf(document, items)].filter(([name]) => outcomes.has(wordsOf(name).join(' ')));
    const [only, ...others] = told;
    if (!only || others.length > 0) return [];
    const counts = new Map(
      listedIn(document, only[1]).flatMap((value) => {
        const found = places.filter(
          ([, name, one]) => isType(document, one, 'integer') && wordsOf(name).join(' ') === wordsOf(value).join(' '),
        );
        return found.length === 1 && found[0] ? [[value, found[0][0]] as const] : [];
      }),
    );
    return counts.size >= 2 ? [{ list, member: only[0], counts }] : [];
  });
};

/** The first number of an answer that is another one than there are such entries; undefined where all agree, and `unknown` where the answer shows too little. */
export const countedOtherwise = (
  { list, member, counts }: CountsByOutcome,
  body: unknown,
): { readonly where: string; readonly value: string; readonly told: number; readonly entries: number } | 'unknown' | undefined => {
  const entries = valueAt(body, list);
  if (!Array.isArray(entries) || entries.length === 0) return 'unknown';
  const values = entries.map((one: unknown) => (isObject(one) ? one[member] : undefined));
  if (values.some((one) => typeof one !== 'string')) return 'unknown';
  const all = [...counts].map(([value, where]) => ({
    where,
    value,
    told: valueAt(body, where),
    entries: values.filter((one) => one === value).length,
  }));
  if (all.some(({ told }) => typeof told !== 'number')) return 'unknown';
  // A list of those alone that failed, or of the first of them, has fewer entries than were counted.
  if (all.reduce((sum, { told }) => sum + Number(told), 0) !== values.length) return 'unknown';
  const wrong = all.find(({ told, entries: number }) => told !== number);
  return wrong && { ...wrong, told: Number(wrong.told) };
};
