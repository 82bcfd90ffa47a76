import { outcomeOf, statusOf } from '../../../contract/message.ts';
import { textOf } from '../../../contract/infer/conventions/paging-members.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import type { Collection, Filter } from '../../../contract/model.ts';
import { tokensOf, valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed, type Unconfirmed } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { queryValue } from '../../scenarios/calls/reads.ts';
import { listInUse } from '../../scenarios/paging/offered-styles.ts';
import { countOf, itemsOfTraversal, referenceTraversal, type Traversal, traverseList } from '../../scenarios/paging/traversal.ts';
import { spare } from '../../scenarios/paging/traversals.ts';
import { itemKey, largestPage, pageItems } from '../../subjects/collection.ts';
import { type ListFilter, listFilters, listPrerequisites } from '../../subjects/filters.ts';

type ShownText = Filter & { readonly at: string };

type Searches = {
  readonly whole: Traversal;
  /** Words of items, each with where an item shows it and what was found by it. */
  readonly known: readonly { readonly at: string; readonly word: string; readonly key: string; readonly found: Traversal }[];
  readonly madeUp: { readonly word: string; readonly exchange: Exchange };
};

/** Letters and digits in a row that are long enough to be a word of their own in any language. */
const wordsIn = (value: unknown): readonly string[] => (typeof value === 'string' ? (value.match(/[A-Za-z0-9]{5,}/gu) ?? []) : []);

const anyCase =
  /\bany case\b|\bupper[- ](?:and|or)[- ]lower[- ]case (?:alike|are (?:the same|equal|treated alike))|\bcase (?:does not|doesn't) matter\b|\bwithout regard to (?:letter )?case\b|\bcase[- ]?insensitiv|\bignor\w* (?:of )?(?:the )?(?:letter )?case\b|\bregardless of (?:the )?case\b/iu;

/** The same word with its letters in the other case. */
const inOtherCase = (word: string): string => (word === word.toUpperCase() ? word.toLowerCase() : word.toUpperCase());

const isContained = (value: unknown, word: string): boolean =>
  typeof value === 'string' && value.toLowerCase().includes(word.toLowerCase());

/**
 * An item that was there before this run, with the longest word of its text: if possible one that it does not begin with.
 * @param others Where the item may not contain the word too, so that it is found here or nowhere.
 */
const knownWord = (collection: Collection, at: string, others: readonly string[], items: readonly unknown[]) => {
  const known = items.flatMap((item) => {
    const text = valueAt(item, at);
    const key = itemKey(collection, item);
    if (typeof text !== 'string' || text.includes('ct-') || key === undefined) return [];
    return wordsIn(text)
      .filter((word) => !others.some((other) => isContained(valueAt(item, other), word)))
      .map((word) => ({ at, word, key, isFirst: text.startsWith(word) }));
  });
  const [best] = known.toSorted((a, b) => Number(a.isFirst) - Number(b.isFirst) || b.word.length - a.word.length);
  return best;
};

/** Words to search for: one in each text that the filter looks at, the first of them wherever it may be too. */
const knownWords = (collection: Collection, { at, also }: ShownText, items: readonly unknown[]) =>
  [at, ...also].flatMap((one) => knownWord(collection, one, one === at ? [] : [at, ...also].filter((other) => other !== one), items) ?? []);

const searches = async ({ collection: listed, filter }: ListFilter<ShownText>, session: Session): Promise<Searches> => {
  const collection = await listInUse(session, listed);
  const { name } = filter.parameter;
  const whole = await referenceTraversal(session, collection, 'first');
  const isAnyCase = anyCase.test(textOf(session.contract.document, filter.parameter));
  const known: Searches['known'][number][] = [];
  for (const shown of knownWords(collection, filter, itemsOfTraversal(collection, whole))) {
    const word = isAnyCase ? inOtherCase(shown.word) : shown.word;
    const query = [[name, word] as const, ...largestPage(collection)];
    known.push({ ...shown, word, found: await traverseList(session, collection, { query, pages: countOf(collection, whole) + spare }) });
  }
  const word = `zq${session.hex(`search-${name}`, 10)}`;
  const asked = { operation: collection.operation.key, parameter: name, value: word, fault: 'query-unknown-value' } as const;
  return { whole, known, madeUp: { word, exchange: await session.run(queryValue, asked) } };
};

/** Is the parameter called like the member, so that it searches nothing else. */
const isNamedAlike = ({ at, parameter }: ShownText): boolean =>
  wordsOf(parameter.name).join(' ') === wordsOf(tokensOf(at).at(-1) ?? '').join(' ');

export const textContained = defineProbe<ListFilter<ShownText>, Searches>({
  id: 'filtering/text-contained',
  title: 'A search by a part of a text gives the items that contain it',
  why: 'People look for what they know a word of. What is not found by it is lost to them, and what does not contain it hides the rest.',
  fix: 'Compare the text of the search with the described members of every item, and leave the others out.',
  phase: 'read',
  exclusive: 'nothing',
  over: (contract) =>
    listFilters(contract).flatMap(({ filter, ...one }) => {
      const { at } = filter;
      return at !== undefined && filter.compare === 'contains' && one.collection.id !== undefined
        ? [{ ...one, filter: { ...filter, at } }]
        : [];
    }),
  prerequisites: listPrerequisites,
  cost: () => ({ requests: 10, creates: 0 }),
  run: searches,
  judge({ collection, filter }, { whole, known, madeUp }) {
    const { name } = filter.parameter;
    const where = `query ${name}`;
    const given = pageItems(collection, madeUp.exchange);
    if (given && given.length > 0) {
      const finding = { where, expected: `no item for the made-up ${name}=${madeUp.word}`, actual: `${given.length} items` };
      return unconfirmed(fail({ code: 'made-up-word-found', ...finding }, [madeUp.exchange]));
    }
    if (known.length === 0)
      return inconclusive(`No item shows a word at ${filter.at}`, whole.pages.length > 0 ? whole.pages : [whole.last]);
    const verdicts = known.map((one) => judgeSearch(collection, filter, one));
    const open = verdicts.find(({ kind }) => kind === 'unconfirmed') ?? verdicts.find(({ kind }) => kind === 'inconclusive');
    return open ?? pass(known.length + (given || statusOf(madeUp.exchange) === 404 ? 1 : 0));
  },
});

/** Judges what was found by a word that an item shows. */
const judgeSearch = (
  collection: Collection,
  filter: ShownText,
  { at, word, key, found }: Searches['known'][number],
): Verdict | Unconfirmed => {
  const { name } = filter.parameter;
  const where = `query ${name}`;
  const asked = `${name}=${word}`;
  if (found.end === 'not-a-page') return inconclusive(`${asked} was answered ${outcomeOf(found.last)}`, [found.last]);
  const items = itemsOfTraversal(collection, found);
  const wrong = isNamedAlike(filter)
    ? items.find((item) => typeof valueAt(item, filter.at) === 'string' && !isContained(valueAt(item, filter.at), word))
    : undefined;
  if (wrong !== undefined) {
    const actual = JSON.stringify(valueAt(wrong, filter.at));
    return unconfirmed(fail({ code: 'word-not-contained', where, expected: `only items that contain "${word}"`, actual }, [found.last]));
  }
  if (found.end !== 'ended') return inconclusive(`The search by ${asked} did not reach the end (${found.end})`, [found.last]);
  if (items.some((item) => itemKey(collection, item) === key)) return pass(1);
  const finding = { where, expected: `${key}, whose ${at} contains "${word}"`, actual: `${items.length} items without it` };
  return unconfirmed(fail({ code: 'item-with-word-missing', ...finding }, [found.last]));
};
