import { outcomeOf } from '../../../contract/message.ts';
import { isOfWholes } from '../../../contract/infer/conventions/compared.ts';
import { textOf } from '../../../contract/infer/conventions/paging-members.ts';
import type { Collection, Contract, Filter } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { isScalar } from '../../../model/json.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed, type Unconfirmed } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { listInUse } from '../../scenarios/paging/offered-styles.ts';
import { countOf, itemsOfTraversal, referenceTraversal, type Traversal, traverseList } from '../../scenarios/paging/traversal.ts';
import { spare } from '../../scenarios/paging/traversals.ts';
import { itemKey, largestPage } from '../../subjects/collection.ts';
import { type ListFilter, listFilters, listPrerequisites, queryFor } from '../../subjects/filters.ts';
import { identityOf } from '../../subjects/item-identity.ts';

/** What an item shows: the values of a list, or one text. */
type Texts = readonly string[];

type Rule = {
  /** Does an item that shows these texts match all the values of a request. */
  readonly matches: (shown: Texts, values: Texts) => boolean;
  /** May it be among what is found as well; without this word, only where it matches. */
  readonly allows?: (shown: Texts, values: Texts) => boolean;
  /** What may be found is compared with the letter case as it is. */
  readonly isExact?: true;
  /** Requests by values that some items match and others do not, the most revealing first. */
  readonly requests: (shown: readonly Texts[]) => readonly Texts[];
  /** The values in words of a finding. */
  readonly means: (values: Texts) => string;
};

const named = (values: Texts, between: string): string => values.map((value) => `"${value}"`).join(between);

/** Values that are written alike in every style of a parameter. */
const isPlain = (value: string): boolean => /^[\p{L}\p{N}_-]{1,60}$/u.test(value);

const valuesOf = (shown: readonly Texts[]): Texts => [...new Set(shown.flat())].filter(isPlain);

/** Pairs of different values. */
const pairsOf = (shown: readonly Texts[]): readonly (readonly [string, string])[] => {
  const values = valuesOf(shown).slice(0, 12);
  return values.flatMap((one) => values.filter((other) => other !== one).map((other) => [one, other] as const));
};

const lower = (texts: Texts): Texts => texts.map((text) => text.toLowerCase());

const hasValue = (shown: Texts, value: string): boolean => shown.includes(value);

/** Values that some items have and others do not. */
const dividing = (shown: readonly Texts[]): readonly Texts[] =>
  valuesOf(shown)
    .filter((value) => shown.some((one) => !hasValue(one, value)))
    .map((value) => [value]);

/** Words of a text. */
const wordsIn = (text: string): Texts => text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');

/** A rule by whether an item shows a value at all. */
const byPresence = (isPresent: boolean): Rule => ({
  matches: (shown) => shown.length > 0 === isPresent,
  requests: (shown) => (shown.some((one) => one.length > 0) && shown.some((one) => one.length === 0) ? [['true']] : []),
  means: () => (isPresent ? 'with a value' : 'without a value'),
});

const rules: Readonly<Partial<Record<Filter['compare'], Rule>>> = {
  absent: byPresence(false),
  present: byPresence(true),
  like: {
    matches: ([shown = ''], [value = '']) => shown === value,
    allows: ([shown = ''], [value = '']) =>
      wordsIn(value).some((word) => shown.includes(word)) || wordsIn(shown).some((word) => value.includes(word)),
    requests(shown) {
      const values = [...new Set(shown.flat())].filter((value) => /^[A-Za-z][A-Za-z ]{1,60}[A-Za-z]$/u.test(value));
      const isApart = (one: string, other: string): boolean =>
        wordsIn(one.toLowerCase()).every((word) => !other.toLowerCase().includes(word));
      return values
        .filter((value) => shown.some(([other = '']) => other !== '' && isApart(value, other) && isApart(other, value)))
        .map((value) => [value])
        .slice(0, 2);
    },
    means: (values) => `like ${named(values, '')}`,
  },
  has: {
    matches: (shown, [value = '']) => hasValue(shown, value),
    requests: (shown) => dividing(shown).slice(0, 2),
    means: (values) => `with ${named(values, '')}`,
  },
  hasAll: {
    matches: (shown, values) => values.every((value) => hasValue(shown, value)),
    requests(shown) {
      const both = pairsOf(shown).filter(
        ([one, other]) =>
          shown.some((each) => hasValue(each, one) && hasValue(each, other)) &&
          shown.some((each) => hasValue(each, one) && !hasValue(each, other)),
      );
      return [...both.slice(0, 1), ...dividing(shown).slice(0, 1)];
    },
    means: (values) => `with ${named(values, ' and ')}`,
  },
  hasAny: {
    matches: (shown, values) => values.some((value) => hasValue(shown, value)),
    requests(shown) {
      const apart = pairsOf(shown).filter(([one, other]) => {
        const kinds = new Set(shown.map((each) => `${hasValue(each, one)} ${hasValue(each, other)}`));
        return ['true false', 'false true', 'false false'].every((kind) => kinds.has(kind));
      });
      return [...apart.slice(0, 1), ...dividing(shown).slice(0, 1)];
    },
    means: (values) => `with ${named(values, ' or ')}`,
  },
  lacks: {
    // What has the value in another letter case may be found or not.
    matches: (shown, values) => !lower(shown).includes(lower(values)[0] ?? ''),
    allows: (shown, [value = '']) => !hasValue(shown, value),
    isExact: true,
    requests: (shown) => dividing(shown).slice(0, 2),
    means: (values) => `without ${named(values, '')}`,
  },
  startsWith: {
    matches: ([shown = ''], [beginning = '']) => shown.startsWith(beginning),
    requests(shown) {
      const beginnings = [...new Set(shown.flatMap(([text = '']) => [text.slice(0, 1), text.slice(0, 3)]))];
      return beginnings
        .filter((one) => isPlain(one) && shown.some(([text = '']) => !text.toLowerCase().startsWith(one.toLowerCase())))
        .map((one) => [one])
        .slice(0, 2);
    },
    means: (values) => `that begin with ${named(values, '')}`,
  },
};

type Held = Filter & { readonly at: string };

type Asked = { readonly values: Texts; readonly found: Traversal };

type Result = { readonly before: Traversal; readonly asked: readonly Asked[]; readonly after: Traversal | undefined };

/** The texts that an item shows where the filter looks; undefined where it shows something else. */
const textsOf = (item: unknown, { at, also, compare }: Held): Texts | undefined => {
  const values = [at, ...also].flatMap((one) => valueAt(item, one) ?? []);
  if (compare === 'absent' || compare === 'present') return values.filter((one) => one !== '').map(() => 'a value');
  if (also.length > 0) return values.filter((one) => isScalar(one)).map(String);
  return values.length > 0 && values.every((one): one is string => typeof one === 'string') ? values : emptyList(item, at);
};

/** An item that holds no values matches none. */
const emptyList = (item: unknown, at: string): Texts | undefined => {
  const value = valueAt(item, at);
  return Array.isArray(value) && value.length === 0 ? [] : undefined;
};

const isFlag = ({ compare }: Filter): boolean => compare === 'absent' || compare === 'present';

const ruleOf = ({ compare }: Filter): Rule | undefined => rules[compare];

/** Does a document say that a part of a value finds nothing. */
const isOfWholeValues = (contract: Contract, { parameter }: Held): boolean => {
  const text = textOf(contract.document, parameter);
  return /\bexact(?:ly)?\b/iu.test(text) || text.split(/(?<=[.;,()])\s*/u).some((clause) => isOfWholes.test(clause));
};

/** The beginning of a value that no item shows as a whole. */
const partOf = (shown: readonly Texts[]): Texts | undefined => {
  const values = valuesOf(shown);
  const part = values.filter((value) => value.length > 3).map((value) => value.slice(0, -1));
  const found = part.find((one) => isPlain(one) && !values.some((value) => value.toLowerCase() === one.toLowerCase()));
  return found === undefined ? undefined : [found];
};

const ask = async ({ collection: listed, filter }: ListFilter<Held>, session: Session): Promise<Result> => {
  const collection = await listInUse(session, listed);
  const before = await referenceTraversal(session, collection, 'first');
  const shown = itemsOfTraversal(collection, before)
    .flatMap((item) => [textsOf(item, filter) ?? []])
    .map((texts) => texts.filter((text) => isFlag(filter) || (filter.values?.includes(text) ?? true)));
  const asked: Asked[] = [];
  const part = filter.compare === 'has' && isOfWholeValues(session.contract, filter) ? partOf(shown) : undefined;
  for (const values of [...(ruleOf(filter)?.requests(shown) ?? []), ...(part === undefined ? [] : [part])]) {
    const query =
      values.length === 1 ? values.map((value) => [filter.parameter.name, value] as const) : queryFor(session.contract, filter, values);
    if (query === undefined) continue;
    const pages = countOf(collection, before) + spare;
    const found = await traverseList(session, collection, { query: [...query, ...largestPage(collection)], pages });
    // A server may refuse a value that nothing has.
    if (values !== part || found.pages.length > 0) asked.push({ values, found });
  }
  if (asked.length === 0) return { before, asked, after: undefined };
  return { before, asked, after: await referenceTraversal(session, collection, `after ${filter.parameter.name}`) };
};

export const heldValues = defineProbe<ListFilter<Held>, Result>({
  id: 'filtering/held-values',
  title: 'A filter by values in a list, or by the beginning of a text, gives the items that match and no others',
  why: 'A client asks for what has two labels, or one of them. Where the filter has no effect or another one, it acts on other items.',
  fix: 'Compare the values of the request with all values that the item itself shows, by "all" or "any" as documented.',
  reads: 'filters',
  phase: 'read',
  exclusive: 'nothing',
  over: (contract) =>
    listFilters(contract).flatMap(({ filter, ...one }) => {
      const { at } = filter;
      return at === undefined || ruleOf(filter) === undefined ? [] : [{ ...one, filter: { ...filter, at } }];
    }),
  prerequisites: listPrerequisites,
  cost: () => ({ requests: 14, creates: 0 }),
  run: ask,
  judge({ collection, filter }, { before, asked, after }) {
    if (before.end === 'not-a-page') return inconclusive(`The whole list could not be read: ${outcomeOf(before.last)}`, [before.last]);
    if (!after) return inconclusive(`The items show too few values at ${filter.at} for a filter to leave some out`, before.pages);
    const verdicts = asked.map((one) => judgeAsked(collection, filter, one, { before, after }));
    return (
      verdicts.find(({ kind }) => kind === 'unconfirmed') ??
      verdicts.find(({ kind }) => kind === 'inconclusive') ??
      pass(verdicts.reduce((sum, one) => sum + (one.kind === 'pass' ? one.judged : 0), 0))
    );
  },
});

const judgeAsked = (
  collection: Collection,
  filter: Held,
  { values, found }: Asked,
  { before, after }: { readonly before: Traversal; readonly after: Traversal },
): Verdict | Unconfirmed => {
  const rule = ruleOf(filter);
  const asked = `${filter.parameter.name} ${values.join(', ')}`;
  if (!rule || found.pages.length === 0) return inconclusive(`The read by ${asked} was answered ${outcomeOf(found.last)}`, [found.last]);
  const where = `query ${filter.parameter.name}`;
  const items = itemsOfTraversal(collection, found);
  // The letter case is compared in the way that accuses less.
  const written = (texts: Texts): Texts => (rule.isExact ? texts : lower(texts));
  const wrong = items.find((item) => {
    const texts = textsOf(item, filter);
    return texts !== undefined && !(rule.allows ?? rule.matches)(written(texts), written(values));
  });
  const exchanges = [found.last, ...found.pages.filter((page) => page !== found.last)] as const;
  if (wrong !== undefined) {
    const shown = [filter.at, ...filter.also].map((one) => JSON.stringify(valueAt(wrong, one) ?? null)).join(' and ');
    const actual = `${itemKey(collection, wrong) ?? 'one'} with ${shown}`;
    const code = filter.compare === 'lacks' ? 'item-with-value' : 'item-without-value';
    return unconfirmed(fail({ code, where, expected: `only items ${rule.means(values)}`, actual }, exchanges));
  }
  if (found.end !== 'ended') return inconclusive(`The read by ${asked} did not reach the end (${found.end})`, [found.last]);
  const held = new Set(items.map((item) => identityOf(collection, item)));
  const matchingIn = (traversal: Traversal): readonly string[] =>
    itemsOfTraversal(collection, traversal)
      .filter((item) => {
        const texts = textsOf(item, filter);
        return texts !== undefined && rule.matches(texts, values);
      })
      .map((item) => identityOf(collection, item));
  const later = new Set(matchingIn(after));
  const missing = matchingIn(before).filter((key) => later.has(key) && !held.has(key));
  if (missing.length === 0) return pass(Math.max(1, items.length));
  const expected = `every item ${rule.means(values)}, as the whole list shows them`;
  const code = filter.compare === 'lacks' ? 'item-without-value-missing' : 'item-with-value-missing';
  return unconfirmed(fail({ code, where, expected, actual: `${missing.length} missing: ${missing[0]}` }, exchanges));
};
