import { answerSchema } from '../../../contract/infer/conventions/collection.ts';
import { textOf } from '../../../contract/infer/conventions/paging-members.ts';
import { itemsOf, membersOf } from '../../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import { outcomeOf } from '../../../contract/message.ts';
import type { Collection, Contract, Parameter, Schema } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { resolvedSchema, typesOf } from '../../../generators/resolved-schema.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { listInUse } from '../../scenarios/paging/offered-styles.ts';
import { firstPages, itemsOfTraversal, type Traversal } from '../../scenarios/paging/traversal.ts';
import { collectionAt, itemKey, largestPage } from '../../subjects/collection.ts';
import { listPrerequisites } from '../../subjects/filters.ts';
import { textQueries } from '../../subjects/text-parameters.ts';

/** A parameter that finds items by a text that some of their members contain. */
type TextFilter = Subject & {
  readonly collection: Collection;
  readonly parameter: Parameter;
  readonly members: readonly string[];
  /** Upper and lower case count as one. */
  readonly isAnyCase: boolean;
};

/** Descriptions by which the text is in the members, wherever it stands. */
const containing = /\bcontain(?:s|ed|ing)?\b|\bpart of\b|\bsub-?strings?\b|\boccurs? in\b|\banywhere in\b/iu;

/** Descriptions by which the text is something else, or more is found. */
const otherwise =
  /prefix|\bbegin|\bstart|fuzzy|similar|wildcard|pattern|regex|regular|relevan|synonym|stem|\bexact|\balso\b|\bnot\b|\betc\b|\bother\b|\bid\b|\bids\b|syntax|operator/iu;

const anyCase = /\bany case\b|\bcase[- ]?insensitiv|\bignor\w* (?:of )?(?:the )?(?:letter )?case\b|\bregardless of (?:the )?case\b/iu;

const itemOf = ({ document }: Contract, { operation }: Collection): Schema | undefined => {
  const body = answerSchema(operation);
  const inner = body === undefined ? [] : [body, ...membersOf(document, body).values()];
  const found = inner.map((schema) => itemsOf(document, schema)).filter((one) => isObject(one));
  return found.length === 1 ? found[0] : undefined;
};

/** The members of an item that hold texts and that a description names. */
const namedMembers = ({ document }: Contract, item: Schema, text: string): readonly string[] => {
  const words = ` ${wordsOf(text).join(' ')} `;
  return [...membersOf(document, item)].flatMap(([name, schema]) => {
    const resolved = resolvedSchema(document, schema);
    const isText = typesOf(resolved).includes('string') && isObject(resolved) && resolved['enum'] === undefined;
    return isText && resolved['format'] === undefined && words.includes(` ${wordsOf(name).join(' ')} `) ? [name] : [];
  });
};

const textFilters = (contract: Contract): TextFilter[] =>
  textQueries(contract).flatMap(({ operation, parameter }): TextFilter[] => {
    const collection = collectionAt(contract, operation.key);
    const text = textOf(contract.document, parameter);
    const item = collection && itemOf(contract, collection);
    if (!collection || item === undefined || !containing.test(text) || otherwise.test(text)) return [];
    const members = namedMembers(contract, item, text);
    return members.length === 0 ? [] : [at(parameter.location, { collection, parameter, members, isAnyCase: anyCase.test(text) })];
  });

type Result = { readonly whole: Traversal; readonly asked: Asked | undefined };
type Asked = { readonly item: unknown; readonly text: string; readonly found: Traversal };

const mostPages = 5;

const textsIn = (item: unknown, members: readonly string[]): readonly string[] =>
  isObject(item) ? members.map((name) => item[name]).filter((one) => typeof one === 'string') : [];

const plainly = (text: string): string => text.normalize('NFKC').toLowerCase();

/** Words that searches often leave out. */
const stopWords: ReadonlySet<string> = new Set(
  'with from that this have your what when where there about into over under after before they them then than been were will'.split(' '),
);

/** Words of a text that stand behind its first one, then the first one. */
const wordsIn = (text: string): readonly string[] => {
  const words = text.match(/(?<![\p{L}\p{N}'’-])[A-Za-z]{4,12}(?![\p{L}\p{N}'’-])/gu) ?? [];
  return words
    .filter((word) => !stopWords.has(word.toLowerCase()))
    .toSorted((a, b) => Number(text.startsWith(a)) - Number(text.startsWith(b)));
};

/** A word of one item that others do not have. */
const telling = (items: readonly unknown[], members: readonly string[]): { readonly item: unknown; readonly word: string } | undefined => {
  const texts = items.map((item) => plainly(textsIn(item, members).join(' ')));
  const found = items.flatMap((item) =>
    textsIn(item, members).flatMap((text) => wordsIn(text).map((word) => ({ item, word, isFirst: text.startsWith(word) }))),
  );
  const apart = found.filter(({ word }) => texts.some((text) => !text.includes(plainly(word))));
  return apart.find(({ isFirst }) => !isFirst) ?? apart[0];
};

/** The same word with its letters in the other case. */
const inOtherCase = (word: string): string => (word === word.toUpperCase() ? word.toLowerCase() : word.toUpperCase());

export const textFound = defineProbe<TextFilter, Result>({
  id: 'filtering/text-found',
  title: 'A search finds the items whose described members contain the text, and no others',
  why: 'Who searches for a name and gets everything, or nothing, cannot find it.',
  fix: 'Look for the text in the described members, wherever it stands in them, and in any letter case where the description says so.',
  phase: 'read',
  exclusive: 'nothing',
  over: textFilters,
  prerequisites: listPrerequisites,
  cost: () => ({ requests: 2 * mostPages + 2, creates: 0 }),
  async run({ collection, parameter, members, isAnyCase }, session) {
    const list = await listInUse(session, collection);
    const whole = await firstPages(session, list, largestPage(list), mostPages);
    const chosen = telling(itemsOfTraversal(list, whole), members);
    if (!chosen) return { whole, asked: undefined };
    const text = isAnyCase ? inOtherCase(chosen.word) : chosen.word;
    const found = await firstPages(session, list, [[parameter.name, text], ...largestPage(list)], mostPages);
    return { whole, asked: { item: chosen.item, text, found } };
  },
  judge({ collection, parameter, members }, { whole, asked }) {
    if (!asked) return inconclusive(`No items show texts that differ at ${members.join(', ')}`, [whole.last]);
    const { item, text, found } = asked;
    const query = `${parameter.name}=${text}`;
    if (found.pages.length === 0) return inconclusive(`${query} was answered ${outcomeOf(found.last)}`, [found.last]);
    const items = itemsOfTraversal(collection, found);
    const where = `query ${parameter.name}`;
    const evidence = [found.last, ...found.pages.filter((page) => page !== found.last)] as const;
    const other = items.find((one) => {
      const texts = textsIn(one, members);
      return texts.length === members.length && !plainly(texts.join(' ')).includes(plainly(text));
    });
    if (other !== undefined) {
      const expected = `only items that contain it in ${members.join(' or ')} for ${query}`;
      return unconfirmed(
        fail({ code: 'item-without-text', where, expected, actual: `one with "${textsIn(other, members).join('", "')}"` }, evidence),
      );
    }
    const key = itemKey(collection, item);
    if (found.end !== 'ended' || key === undefined || items.some((one) => itemKey(collection, one) === key))
      return items.length > 0 ? pass(items.length) : inconclusive(`${query} gave no items`, [found.last]);
    const expected = `${key} with "${textsIn(item, members).join('", "')}", which the whole list shows`;
    return unconfirmed(
      fail({ code: 'item-with-text-missing', where, expected, actual: `it is missing for ${query}` }, [...evidence, ...whole.pages]),
    );
  },
});
