import { nodeOf } from '../../model/location.ts';
import type { Contract, Operation } from '../model.ts';
import { valueAt } from '../pointer.ts';
import { saidIn } from '../said.ts';
import { describedLists } from './conventions/collection.ts';
import { nounWordsOf } from './id-names.ts';
import { membersOf, partsOf } from './schema-parts.ts';
import { wordsOf } from './words.ts';
import { askedSchema } from '../asked-content.ts';

/** What a member of a body names by its id: one of the things that a list shows, with a value that it has to have. */
export type ListedWith = {
  readonly list: Operation;
  /** Runtime expression of the list in the answer, such as `$response.body#/data`. */
  readonly items: string;
  readonly having: { readonly member: string; readonly value: string };
  /** The name of the member alone says so, so that any of these things will do. */
  readonly isAnyOf?: true;
};

/** Last words of members by which a thing says of which kind it is. */
const kindWords: ReadonlySet<string> = new Set(['role', 'kind', 'type']);

const plain = (text: string): string => text.replaceAll(/[`*"]/gu, '').replaceAll(/\s+/gu, ' ');

/**
 * What a member names, as a sentence of the operation says of it by another noun: "The reviewer must be a user with role REVIEWER" for `reviewerId`, where `GET /users` lists users
 * with their roles. Undefined where nothing says so, or no list shows such things by an `id`.
 */
export const listedWith = (contract: Contract, operation: Operation, member: string): ListedWith | undefined => {
  const { document } = contract;
  const body = askedSchema(operation.body);
  const asked = membersOf(document, body).get(member);
  const words = wordsOf(member);
  if (asked === undefined || words.length < 2 || words.at(-1) !== 'id') return undefined;
  const noun = words.slice(0, -1).join(' ');
  const own = partsOf(document, asked).flatMap(({ description }) =>
    typeof description === 'string' ? [`The ${noun} is ${description}`] : [],
  );
  const said = [...saidIn(valueAt(document, nodeOf(operation.location))), ...own].flatMap((text) =>
    plain(text).split(/;\s|(?<=[.!?])\s+/u),
  );
  const lower = (text: string): string => text.replace(/^./u, (first) => first.toLowerCase());
  return valuesListed(contract).find(({ list, having: { member: name, value } }) => {
    const other = nounWordsOf(list.path).at(-1) ?? '';
    const sentence = new RegExp(
      String.raw`\b(?:the ${noun}|${member}) (?:must be|has to be|is|names|must name|has to name) (?:the id of )?an? ${other} (?:[a-z]+ ){0,5}(?:with|of|in|whose) (?:the )?${wordsOf(name).join(' ')} (?:is )?${value}(?![\w-])`,
      'u',
    );
    return said.some((one) => sentence.test(lower(one)));
  });
};

/**
 * What a member names whose noun is no collection, but a kind of the things that one list shows: `judge_id`, where `GET /people` lists people with the `role` of a `judge`. Undefined where
 * no list shows such things, or several do.
 */
export const listedOfKind = ({ document, operations }: Contract, member: string): ListedWith | undefined => {
  const words = wordsOf(member);
  if (words.length < 2 || words.at(-1) !== 'id') return undefined;
  const noun = words.slice(0, -1).join(' ');
  const found = valuesListed({ document, operations }).filter(
    ({ having }) => kindWords.has(wordsOf(having.member).at(-1) ?? '') && wordsOf(having.value).join(' ') === noun,
  );
  const [only] = found;
  return only && found.length === 1 ? { ...only, isAnyOf: true } : undefined;
};

/** Each value that a member of the items of a list may have by its schema, in the lists that can be asked for with nothing and show ids. */
const valuesListed = ({ document, operations }: Pick<Contract, 'document' | 'operations'>): readonly ListedWith[] => {
  const before = known.get(operations);
  if (before) return before;
  const lists = describedLists({
    document,
    operations: operations.filter(
      (one) =>
        one.effect === 'safe' &&
        one.unsupported === undefined &&
        !one.path.includes('{') &&
        one.parameters.every(({ required }) => !required),
    ),
  });
  const found = lists.flatMap(({ operation: list, items, item }) => {
    const members = membersOf(document, item);
    if ((nounWordsOf(list.path).at(-1) ?? '') === '' || !members.has('id')) return [];
    return [...members].flatMap(([name, schema]) => {
      const listed = partsOf(document, schema).flatMap(({ enum: values }) => (Array.isArray(values) ? (values as unknown[]) : []));
      return [...new Set(listed)].flatMap((value) =>
        typeof value === 'string' && /^[\w-]+$/u.test(value) ? [{ list, items, having: { member: name, value } }] : [],
      );
    });
  });
  known.set(operations, found);
  return found;
};

const known = new WeakMap<Contract['operations'], readonly ListedWith[]>();
