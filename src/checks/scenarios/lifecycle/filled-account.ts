import { isSuccess, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { NotTried } from '../../kit/define.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { accountLimits } from '../../subjects/account-limits.ts';
import { largestPage, pageItems } from '../../subjects/collection.ts';
import { idOfMade, type Trip } from '../../subjects/round-trips.ts';
import { sendBelowSame } from './send-creation.ts';
import { onItem } from './round-trip/steps.ts';

/** What came of creating one more than an account may have. */
export type FilledAccount = {
  /** The creations in their order: the last one is refused, or one more than may be. */
  readonly made: readonly Exchange[];
  /** A read of each that was made, when all were; only where one more than may be was accepted. */
  readonly reads: readonly Exchange[];
};

/** Does the list of a kind of resource show nothing that bears no text of a run. */
const hasOwnAlone = async (session: Session, { list }: Trip): Promise<boolean> => {
  if (!list) return false;
  const read = usableRequest(session, list.operation, 'of-account');
  const page = await session.send({ ...read, query: [...read.query, ...largestPage({ paging: list.pages[0] })] });
  return pageItems(list, page)?.every((item) => (JSON.stringify(item) ?? '').includes('ct-')) === true;
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
    const own: { readonly creation: Exchange; readonly id: string }[] = [];
    const reads: Exchange[] = [];
    try {
      while (own.length <= most) {
        const creation = await sendBelowSame(session, usableRequest(session, trip.create, `of-account-${made.length}`));
        made.push(creation);
        const id = isSuccess(creation) && statusOf(creation) !== 202 ? idOfMade(contract, trip, creation) : undefined;
        if (id === undefined) break;
        own.push({ creation, id });
      }
      if (trip.read && own.length > most) for (const { creation, id } of own) reads.push(await onItem(way, trip.read, creation, id));
    } finally {
      // Others may create of them, too.
      for (const { creation, id } of own) await onItem(way, trip.remove, creation, id);
    }
    return { made, reads };
  },
});
