import { saysAnyCase } from '../../../contract/infer/conventions/contained.ts';
import { isOnly, keywordOf } from '../../../contract/infer/conventions/paging-members.ts';
import { outcomeOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import type { Session } from '../../kit/session.ts';
import { inOtherCase, shownValues, textAt } from '../../scenarios/filters/filter-values.ts';
import { listInUse } from '../../scenarios/paging/offered-styles.ts';
import { countOf, itemsOfTraversal, referenceTraversal, type Traversal, traverseList } from '../../scenarios/paging/traversal.ts';
import { spare } from '../../scenarios/paging/traversals.ts';
import { largestPage } from '../../subjects/collection.ts';
import { type ListFilter, listPrerequisites, shownFilters, type ShownFilter } from '../../subjects/filters.ts';
import { among, nameOf } from '../../subjects/item-identity.ts';

/** A list read by a value in the other letter case, between two reads of the whole list. */
type Reads = {
  readonly before: Traversal;
  readonly asked: string | undefined;
  readonly found: Traversal | undefined;
  readonly after: Traversal | undefined;
};

/** A text whose letters every server writes alike in the other case, as in a name, a code or an address of mail. */
const isPlain = (value: string): boolean => /^[A-Za-z0-9][A-Za-z0-9 @._+-]*$/u.test(value) && /[A-Za-z]/u.test(value);

const readInOtherCase = async ({ collection: listed, filter }: ListFilter<ShownFilter>, session: Session): Promise<Reads> => {
  const collection = await listInUse(session, listed);
  const { name, schema } = filter.parameter;
  const isUsable = (one: string): boolean => isPlain(one) && mayBeSent(session.contract.document, schema ?? true, inOtherCase(one));
  const before = await referenceTraversal(session, collection, 'first');
  const value = shownValues(collection, before, filter.at).find(isUsable);
  if (value === undefined) return { before, asked: undefined, found: undefined, after: undefined };
  const asked = inOtherCase(value);
  const query = [[name, asked] as const, ...largestPage(collection)];
  const found = await traverseList(session, collection, { query, pages: countOf(collection, before) + spare });
  return { before, asked, found, after: await referenceTraversal(session, collection, `after ${name} in the other case`) };
};

/** Formats of texts that have letters in either case. */
const formatsOfWords: ReadonlySet<unknown> = new Set([undefined, 'email', 'idn-email', 'hostname', 'idn-hostname']);

/** Does a filter compare texts in any words without the case of their letters. */
const isCaseless = ({ document }: Contract, { parameter }: ShownFilter): boolean =>
  saysAnyCase(document, parameter) &&
  isOnly(document, parameter.schema, 'string') &&
  keywordOf(document, parameter.schema, 'enum') === undefined &&
  formatsOfWords.has(keywordOf(document, parameter.schema, 'format'));

export const anyCaseMatches = defineProbe<ListFilter<ShownFilter>, Reads>({
  id: 'filtering/any-case-matches',
  title: 'A filter whose letter case does not matter finds the same in both cases',
  why: 'People write a name as they like. What is not found by it is lost to them.',
  fix: 'Compare both texts in one letter case.',
  phase: 'read',
  exclusive: 'nothing',
  over: (contract) => shownFilters(contract).filter(({ filter }) => isCaseless(contract, filter)),
  prerequisites: listPrerequisites,
  cost: () => ({ requests: 8, creates: 0 }),
  run: readInOtherCase,
  judge({ collection, filter: { at, parameter } }, { before, asked, found, after }) {
    if (before.end !== 'ended') return inconclusive(`The whole list could not be read: ${outcomeOf(before.last)}`, [before.last]);
    if (asked === undefined || !found || !after) return inconclusive(`No item shows a text in plain letters at ${at}`, before.pages);
    if (found.end !== 'ended') return inconclusive(`${parameter.name}=${asked} was answered ${outcomeOf(found.last)}`, [found.last]);
    const isMeant = (item: unknown): boolean => textAt(item, at)?.toLowerCase() === asked.toLowerCase();
    const isFound = among(collection, itemsOfTraversal(collection, found));
    const isLater = among(collection, itemsOfTraversal(collection, after).filter(isMeant));
    const wanted = itemsOfTraversal(collection, before).filter((item) => isMeant(item) && isLater(item) === true);
    const missing = wanted.filter((item) => isFound(item) === false);
    if (missing.length === 0) return wanted.length > 0 ? pass(wanted.length) : inconclusive('The list changed meanwhile', [found.last]);
    const finding = { where: `query ${parameter.name}`, expected: `the items with ${at} "${asked}" in any letter case` };
    const actual = `${missing.length} missing: ${nameOf(collection, missing[0])}`;
    return unconfirmed(fail({ code: 'item-in-other-case-missing', ...finding, actual }, [found.last, before.last]));
  },
});
