import { outcomeOf, statusOf } from '../../../contract/message.ts';
import { isLiteral, saysAnyCase } from '../../../contract/infer/conventions/contained.ts';
import { textOf } from '../../../contract/infer/conventions/paging-members.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import type { Collection, Filter } from '../../../contract/model.ts';
import { tokensOf, valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed, type Unconfirmed } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { queryValue } from '../../scenarios/calls/reads.ts';
import { plainWords } from '../../scenarios/paging/differing-values.ts';
import { inOtherCase } from '../../scenarios/filters/filter-values.ts';
import { listInUse } from '../../scenarios/paging/offered-styles.ts';
import {
  countOf,
  firstPage,
  itemsOfTraversal,
  referenceTraversal,
  type Traversal,
  traverseList,
} from '../../scenarios/paging/traversal.ts';
import { spare } from '../../scenarios/paging/traversals.ts';
import { largestPage, pageItems } from '../../subjects/collection.ts';
import { type ListFilter, listFilters, listPrerequisites } from '../../subjects/filters.ts';
import { among, nameOf } from '../../subjects/item-identity.ts';

type ShownText = Filter & { readonly at: string };

type Searches = {
  readonly whole: Traversal;
  /** Words of items, each with where an item shows it and what was found by it. */
  readonly known: readonly { readonly at: string; readonly word: string; readonly item: unknown; readonly found: Traversal }[];
  readonly madeUp: { readonly word: string; readonly exchange: Exchange };
  /** Searches by a word of an item in which a sign stands for a letter. */
  readonly signs: readonly { readonly word: string; readonly exchange: Exchange }[];
  /** The same with a plain letter and a hyphen, where a sign found what does not show it. */
  readonly controls: Searches['signs'];
};

/** Letters and digits in a row that are long enough to be a word of their own in any language. */
const wordsIn = (value: unknown): readonly string[] => (typeof value === 'string' ? (value.match(/[A-Za-z0-9]{5,}/gu) ?? []) : []);

/** Signs that stand for any letter in a pattern: of SQL, and of a regular expression; the last one in shell patterns, which an API may take unless it says otherwise. */
const patternSigns = ['%', '_', '.'] as const;
const shellSign = '*';

/** What is found by these in its place is found by a search that forgives a letter, or that looks for each part of a text. */
const plainSigns = ['q', '-'] as const;

/** A word with a sign in the place of a letter in its middle. */
const withSign = (word: string, sign: string): string => {
  const middle = Math.floor(word.length / 2);
  return `${word.slice(0, middle)}${sign}${word.slice(middle + 1)}`;
};

const isContained = (value: unknown, word: string): boolean =>
  typeof value === 'string' && value.toLowerCase().includes(word.toLowerCase());

/**
 * An item that was there before this run, with the longest word of its text: if possible one that it does not begin with.
 * @param others Where the item may not contain the word too, so that it is found here or nowhere.
 */
const knownWord = (collection: Collection, at: string, others: readonly string[], items: readonly unknown[]) => {
  const known = items.flatMap((item) => {
    const shown = valueAt(item, at);
    // Of what the run created, only what fills a list stays as it is meanwhile.
    const isPlain = typeof shown === 'string' && plainWords.some((words) => shown.startsWith(words));
    const text = isPlain ? shown.replaceAll(/\bct-\S*/gu, '') : shown;
    if (typeof text !== 'string' || text.includes('ct-') || among(collection, [item])(item) !== true) return [];
    return wordsIn(text)
      .filter((word) => !others.some((other) => isContained(valueAt(item, other), word)))
      .map((word) => ({ at, word, item, isFirst: text.startsWith(word) }));
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
  const said = textOf(session.contract.document, filter.parameter);
  const isCaseless = saysAnyCase(session.contract.document, filter.parameter);
  const known: Searches['known'][number][] = [];
  for (const shown of knownWords(collection, filter, itemsOfTraversal(collection, whole))) {
    const word = isCaseless ? inOtherCase(shown.word) : shown.word;
    const query = [[name, word] as const, ...largestPage(collection)];
    known.push({ ...shown, word, found: await traverseList(session, collection, { query, pages: countOf(collection, whole) + spare }) });
  }
  const [longest] = known;
  const searchedWith = async (all: readonly string[]): Promise<Searches['signs']> => {
    const found: Searches['signs'][number][] = [];
    for (const sign of longest === undefined ? [] : all) {
      const word = withSign(longest?.word ?? '', sign);
      found.push({ word, exchange: await firstPage(session, collection, [[name, word], ...largestPage(collection)]) });
    }
    return found;
  };
  const signs = await searchedWith([...patternSigns, ...(isLiteral(said) ? [shellSign] : [])]);
  const controls = signs.some((one) => withoutWord(collection, one) !== undefined) ? await searchedWith(plainSigns) : [];
  const word = `zq${session.hex(`search-${name}`, 10)}`;
  const asked = { operation: collection.operation.key, parameter: name, value: word, fault: 'query-unknown-value' } as const;
  return { whole, known, signs, controls, madeUp: { word, exchange: await session.run(queryValue, asked) } };
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
      return at !== undefined && filter.compare === 'contains' ? [{ ...one, filter: { ...filter, at } }] : [];
    }),
  prerequisites: listPrerequisites,
  cost: () => ({ requests: 16, creates: 0 }),
  run: searches,
  judge({ collection, filter }, { whole, known, madeUp, signs, controls }) {
    const { name } = filter.parameter;
    const where = `query ${name}`;
    const given = pageItems(collection, madeUp.exchange);
    if (given && given.length > 0) {
      const finding = { where, expected: `no item for the made-up ${name}=${madeUp.word}`, actual: `${given.length} items` };
      return unconfirmed(fail({ code: 'made-up-word-found', ...finding }, [madeUp.exchange]));
    }
    const isStrict = controls.every((one) => withoutWord(collection, one) === undefined);
    const asPattern = isStrict ? signs.flatMap((one) => judgeSign(collection, filter, one))[0] : undefined;
    if (asPattern) return asPattern;
    if (known.length === 0)
      return inconclusive(`No item shows a word at ${filter.at}`, whole.pages.length > 0 ? whole.pages : [whole.last]);
    const verdicts = known.map((one) => judgeSearch(collection, filter, one));
    const open = verdicts.find(({ kind }) => kind === 'unconfirmed') ?? verdicts.find(({ kind }) => kind === 'inconclusive');
    return open ?? pass(known.length + (given || statusOf(madeUp.exchange) === 404 ? 1 : 0));
  },
});

/** An item that was found by a word and does not show it. */
const withoutWord = (collection: Collection, { word, exchange }: Searches['signs'][number]): unknown =>
  (pageItems(collection, exchange) ?? []).find((item) => !isContained(JSON.stringify(item), word));

/** Judges what was found by a word that no item has, unless its sign stands for another letter. */
const judgeSign = (collection: Collection, filter: ShownText, { word, exchange }: Searches['signs'][number]): readonly Unconfirmed[] => {
  const wrong = withoutWord(collection, { word, exchange });
  if (wrong === undefined) return [];
  const asked = `${filter.parameter.name}=${word}`;
  const finding = { where: `query ${filter.parameter.name}`, expected: `no item for ${asked}, which none contains` };
  const actual = `an item with ${JSON.stringify(valueAt(wrong, filter.at))}`;
  return [unconfirmed(fail({ code: 'text-as-pattern', ...finding, actual }, [exchange]))];
};

/** Judges what was found by a word that an item shows. */
const judgeSearch = (
  collection: Collection,
  filter: ShownText,
  { at, word, item: known, found }: Searches['known'][number],
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
  if (among(collection, items)(known) === true) return pass(1);
  const finding = {
    where,
    expected: `${nameOf(collection, known)}, whose ${at} contains "${word}"`,
    actual: `${items.length} items without it`,
  };
  return unconfirmed(fail({ code: 'item-with-word-missing', ...finding }, [found.last]));
};
