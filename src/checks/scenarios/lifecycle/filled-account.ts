import { wordsOf } from '../../../contract/infer/words.ts';
import { isSuccess, statusOf } from '../../../contract/message.ts';
import type { Collection } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { accountLimits } from '../../subjects/account-limits.ts';
import { largestPage, pageItems } from '../../subjects/collection.ts';
import { idOfMade, itemIn, type Trip } from '../../subjects/round-trips.ts';
import type { Resource } from '../../subjects/shown-resource.ts';
import { sendBelowSame } from './send-creation.ts';
import { ownOfFew } from './own-of-few.ts';
import { onItem } from './round-trip/steps.ts';
import type { Way } from './round-trip/way.ts';

/** What came of creating one more than an account may have. */
export type FilledAccount = {
  /** The creations in their order: the last one is refused, or one more than may be. */
  readonly made: readonly Exchange[];
  /** Reads that show each that was made; empty where one does not, or no more than may be were accepted. */
  readonly reads: readonly Exchange[];
  /** Where the last creation was refused: how many the list shows by then, with those that were there before and are like them. */
  readonly listed?: { readonly count: number; readonly page: Exchange };
};

/** Does the list of a kind of resource show nothing that bears no text of a run. */
const hasOwnAlone = async (session: Session, { list }: Trip): Promise<boolean> => {
  if (!list) return false;
  const page = await pageOf(session, list);
  return pageItems(list, page)?.every((item) => (JSON.stringify(item) ?? '').includes('ct-')) === true;
};

type Own = { readonly creation: Exchange; readonly id: string };

const pageOf = async (session: Session, list: Collection): Promise<Exchange> => {
  const asked = usableRequest(session, list.operation, 'of-account');
  return session.send({ ...asked, query: [...asked.query, ...largestPage({ paging: list.pages[0] })] });
};

/** Members that say of what kind something is, or in which state: what differs in them may not count. */
const ofKind: ReadonlySet<string> = new Set(['status', 'state', 'type', 'kind', 'role', 'origin', 'category', 'scope', 'plan', 'owner']);

/** Is something of the same kind as something else, as far as their members tell. */
const isAlike = (one: Resource, other: Resource): boolean =>
  Object.keys(one).length === Object.keys(other).length &&
  Object.entries(one).every(
    ([name, value]) =>
      name in other && ((typeof value !== 'boolean' && !wordsOf(name).some((word) => ofKind.has(word))) || other[name] === value),
  );

/** How many the list shows, with those that were there before and are like the new ones; undefined where it does not show all of these. */
const listedBeside = async ({ session, trip }: Way, own: readonly Own[]): Promise<FilledAccount['listed']> => {
  const { list } = trip;
  if (!list || own.length === 0) return undefined;
  const page = await pageOf(session, list);
  const items = own.map(({ id }) => itemIn(trip, list, page, id));
  const [first] = items;
  if (!first || items.includes(undefined)) return undefined;
  return { count: (pageItems(list, page) ?? []).filter((item) => isObject(item) && isAlike(item, first)).length, page };
};

/** Reads that show all of some resources: one of each, else one of their list. Empty where they do not show all of them. */
const readsOf = async (way: Way, own: readonly Own[]): Promise<readonly Exchange[]> => {
  const { session, trip } = way;
  const { read, list } = trip;
  if (read) {
    const reads: Exchange[] = [];
    for (const { creation, id } of own) reads.push(await onItem(way, read, creation, id));
    return reads.every(isSuccess) ? reads : [];
  }
  if (!list) return [];
  const page = await pageOf(session, list);
  return own.every(({ id }) => itemIn(trip, list, page, id) !== undefined) ? [page] : [];
};

/** Creates resources of one kind until one is refused, or there is one more than an account may have, and removes them again. */
export const filledAccount = defineScenario<{ readonly operation: string }, FilledAccount>({
  id: 'filled-account',
  async run(session, { operation }) {
    const { contract } = session;
    const found = accountLimits(contract).find(({ trip }) => trip.create.key === operation);
    if (!found) throw new NotTried('not-applicable', `Nothing says how many of ${operation} there may be`);
    const { trip, most, surplus } = found;
    if (surplus !== 'refused' && !session.target.allow.includes('destructive') && !(await hasOwnAlone(session, trip)))
      throw new NotTried(
        'not-allowed',
        `Nothing says that one more is refused, so that it may take the place of what is there already: needs the permission "destructive" (--allow destructive)`,
      );
    const way = { session, trip, pathValues: {} };
    const made: Exchange[] = [];
    const own: Own[] = [];
    let reads: readonly Exchange[] = [];
    let listed: FilledAccount['listed'];
    // What other checks left would hide what one more comes to: it is removed now instead of at the end of the run.
    for (const [id, creation] of ownOfFew(session, operation)) await onItem(way, trip.remove, creation, id);
    try {
      while (own.length <= most) {
        const creation = await sendBelowSame(session, usableRequest(session, trip.create, `of-account-${made.length}`));
        made.push(creation);
        const id = isSuccess(creation) && statusOf(creation) !== 202 ? idOfMade(contract, trip, creation) : undefined;
        if (id === undefined) break;
        own.push({ creation, id });
      }
      if (own.length > most) reads = await readsOf(way, own);
      else if (surplus === 'refused') listed = await listedBeside(way, own);
    } finally {
      // Others may create of them, too.
      for (const { creation, id } of own) await onItem(way, trip.remove, creation, id);
    }
    return { made, reads, ...(listed ? { listed } : {}) };
  },
});
