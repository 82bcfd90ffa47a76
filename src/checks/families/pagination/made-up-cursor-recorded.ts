import { outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { cursorListAt, isByCursor, pagedLists, pageItems, styleParameterPlace } from '../../subjects/collection.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { identityOf } from '../../subjects/item-identity.ts';
import { offered } from '../../scenarios/paging/offered-styles.ts';
import { plainRead } from '../../scenarios/calls/plain-read.ts';
import { queryValue } from '../../scenarios/calls/query-value.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { madeUpCursor } from './made-up-cursor.ts';

type Measured = { readonly plain: Exchange; readonly madeUp: Exchange };

export const madeUpCursorRecorded = defineProbe<Measured>({
  id: 'pagination/made-up-cursor-recorded',
  title: 'What a cursor gets that was never given is recorded',
  why: 'A client that sends a damaged cursor learns of it, or reads the list over and over.',
  fix: 'Nothing has to be mended. Say in the documentation what an unusable cursor gets.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) =>
    pagedLists(contract)
      .filter(isByCursor)
      .map((list) => styleParameterPlace(list, list.paging.cursor)),
  needs: (place, around) => needsFor(cursorListAt(around.contract, place).operation, around),
  cost: () => ({ requests: 2, creates: 0 }),
  async measure(place, session) {
    const { operation, paging } = await offered(session, cursorListAt(session.contract, place));
    const asked = { operation: operation.key, parameter: paging.cursor.name, value: madeUpCursor, fault: 'cursor-made-up' } as const;
    return { plain: await session.measure(plainRead, { operation: operation.key }), madeUp: await session.measure(queryValue, asked) };
  },
  judge(place, { plain, madeUp }, { contract }) {
    const list = cursorListAt(contract, place);
    const status = statusOf(madeUp);
    if (status === undefined || status === 429) return inconclusive(`The cursor was answered ${outcomeOf(madeUp)}`, [madeUp]);
    const keys = (page: Exchange): string | undefined => {
      const items = pageItems(list, page);
      return items && JSON.stringify(items.map((item) => identityOf(list, item)));
    };
    const shown = keys(madeUp);
    const items = shown === undefined ? 'no page' : shown === keys(plain) ? 'the first page' : 'another page';
    return observed([factOf('page.made-up-cursor', list.operation.key, { status, items })]);
  },
});
