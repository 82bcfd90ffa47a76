import { evaluate } from '../../../contract/expression.ts';
import { outcomeOf } from '../../../contract/message.ts';
import { sentencesOf } from '../../../contract/infer/sentences.ts';
import type { Contract } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { saidIn } from '../../../contract/said.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf } from '../../../model/location.ts';
import { defineProbe, fail, inconclusive, observed, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { factOf } from '../../kit/facts.ts';
import { nextOf, reportedSize } from '../../scenarios/paging/follow-pages.ts';
import { isOnlyStyle, offered } from '../../scenarios/paging/offered-styles.ts';
import { countOf, firstPage, referenceTraversal, type Traversal, traverseList } from '../../scenarios/paging/traversal.ts';
import { pageItems, type SizedList, sizedLists } from '../../subjects/collection.ts';
import { definePagedProbe } from './paged-probe.ts';

/** "A page may hold fewer", "Fewer items may be returned": the size is a limit then, and no promise (Google AIP-158, Pagination). */
const fewerAllowed = /\b(?:may|might|can|could|sometimes)\b[^.;]*\bfewer\b|\bfewer\b[^.;]*\b(?:may|might|can|could) be\b/iu;

/** Does a sentence leave it open how many items a page holds at least. */
export const saysFewer = (sentence: string): boolean => fewerAllowed.test(sentence);

const mayHoldFewer = ({ document }: Contract, { operation, paging }: SizedList): boolean => {
  const parameter = operation.parameters.find(({ name }) => name === paging.limit.name);
  const nodes = [
    document['info'],
    ...[operation.location, parameter?.location].flatMap((one) => (one ? [valueAt(document, nodeOf(one))] : [])),
  ];
  return nodes.flatMap(saidIn).flatMap(sentencesOf).some(saysFewer);
};

/** Paged lists with a documented default size, at the parameter that gives the size. */
const listsWithDefault = (contract: Contract): (SizedList & Subject & { readonly size: number })[] =>
  sizedLists(contract).flatMap((list) => {
    const { defaultSize: size } = list.paging;
    return size === undefined ? [] : [{ ...list, size }];
  });

type Result = {
  readonly before: Traversal;
  readonly page: Exchange;
  readonly after: Traversal;
  /** Does the list offer no other style of paging. */
  readonly isOnly: boolean;
};

export const defaultSize = defineProbe<SizedList & Subject & { readonly size: number }, Result>({
  id: 'pagination/default-size',
  title: 'Without a size a page holds the documented number of items',
  why: 'Clients that send no size plan memory, requests and screens by the documented number.',
  fix: 'Use the documented default where the size parameter is absent, and fill the page while items are left.',
  phase: 'mutate',
  // What other checks have created fills the lists by then.
  stage: 'looking-back',
  exclusive: 'collection',
  over: listsWithDefault,
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  cost: () => ({ requests: 11, creates: 0 }),
  async run(documented, session) {
    const list = { ...documented, ...(await offered(session, documented)) };
    const before = await referenceTraversal(session, list, 'before the default page');
    // A page that another check read is older than the list.
    const { last: page } = await traverseList(session, list, { query: [], pages: 1, turn: 'the default page' });
    const after = await referenceTraversal(session, list, 'after the default page');
    // A size that the page reports belongs to this paging style only where the list offers no other.
    const isOnly = await isOnlyStyle(session, list);
    if (after.end !== 'ended' || countOf(list, before) === countOf(list, after)) return { before, page, after, isOnly };
    // Another check may have made a resource of its own.
    const turn = 'after the default page, a second time';
    const { last } = await traverseList(session, list, { query: [], pages: 1, turn });
    return { before: after, page: last, after: await referenceTraversal(session, list, turn), isOnly };
  },
  judge(list, { before, page, after, isOnly }, { contract }) {
    const { size } = list;
    const { name } = list.paging.limit;
    const exchanges = [page, ...before.pages, ...after.pages] as const;
    for (const traversal of [before, after]) {
      if (traversal.end !== 'ended') return inconclusive(`The items could not be counted (${traversal.end})`, [traversal.last]);
    }
    const items = pageItems(list, page);
    if (!items) return inconclusive(`The read without a size was answered ${outcomeOf(page)}`, [page]);
    const count = countOf(list, before);
    const countAfter = countOf(list, after);
    if (count !== countAfter) return inconclusive(`The list changed meanwhile: ${count} items before, ${countAfter} after`, exchanges);
    const expected = `${Math.min(size, count)} items on a page without ${name}, because the list holds ${count}`;
    const finding = { where: `query ${name}`, expected, actual: `${items.length} items` };
    // A page above the default is wrong by itself; a shorter one only if the list holds more items.
    if (items.length > size) return fail({ code: 'default-page-larger', ...finding }, exchanges);
    if (items.length < Math.min(size, count) && mayHoldFewer(contract, list)) return pass(1);
    if (items.length < Math.min(size, count)) return unconfirmed(fail({ code: 'default-page-smaller', ...finding }, exchanges));
    const reported = isOnly ? reportedSize(list, page) : undefined;
    if (count <= size && reported !== undefined && reported !== size && reported !== items.length) {
      return fail({ code: 'default-size-told', ...finding, expected: `${size} reported as the size`, actual: String(reported) }, exchanges);
    }
    if (count <= size) return inconclusive(`The list holds only ${count} items; more than ${size} are needed`, exchanges);
    return pass(1);
  },
});

export const defaultSizeRecorded = definePagedProbe({
  id: 'pagination/default-size-recorded',
  title: 'How many items a page holds where no size is asked for is recorded',
  why: 'Where no default is documented, clients rely on the one that they see.',
  fix: 'Nothing is broken; the documentation could state the default.',
  over: sizedLists,
  requests: 2,
  async run(list, session) {
    return { page: await firstPage(session, list, []), whole: await referenceTraversal(session, list, 'first') };
  },
  judge(list, { page, whole }) {
    const items = pageItems(list, page);
    if (!items) return inconclusive(`The read without a size was answered ${outcomeOf(page)}`, [page]);
    // The number of all items changes from run to run, the size of a full page does not.
    const isCut = items.length < countOf(list, whole);
    if (!isCut && whole.end !== 'ended') return inconclusive(`The items could not be counted (${whole.end})`, [whole.last]);
    return observed([factOf('page-size.default', list.operation.key, { items: isCut ? items.length : 'all', more: moreOn(list, page) })]);
  },
});

/** What a page shows about a further one: the documented value, else whether there is a way to it; null where there is none of these. */
const moreOn = (list: SizedList, page: Exchange): unknown => {
  if (list.paging.kind === 'page' || list.paging.kind === 'offset') return null;
  const more = list.paging.kind === 'cursor' ? list.paging.convention.more : undefined;
  return more === undefined ? nextOf(list, [page]).kind === 'page' : (evaluate(more, page) ?? null);
};
