import type { Exchange } from '../../../model/exchange.ts';
import { cursorListAt, isByCursor, pagedLists, styleParameterPlace } from '../../subjects/collection.ts';
import { defineProbe } from '../../kit/define.ts';
import { offered } from '../../scenarios/paging/offered-styles.ts';
import { queryValue } from '../../scenarios/calls/query-value.ts';
import { refusalOf } from '../../subjects/mistaken-bodies.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { queryRefusals } from '../../subjects/query-refusals.ts';
import { judgeRefusal, otherMistakes } from '../../kit/refusal.ts';
import { madeUpCursor } from './made-up-cursor.ts';

export const madeUpCursorRefused = defineProbe<Exchange>({
  id: 'pagination/made-up-cursor-refused',
  title: 'A cursor that was never given is refused',
  why: 'A client that sends a damaged cursor and gets the first page instead reads the list over and over.',
  fix: 'Refuse a cursor that cannot be read, as any other malformed query parameter.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) =>
    pagedLists(contract)
      .filter(isByCursor)
      .map((list) => styleParameterPlace(list, list.paging.cursor)),
  needs: (place, around) => needsFor(cursorListAt(around.contract, place).operation, around),
  cost: () => ({ requests: 1, creates: 0 }),
  async measure(place, session) {
    const { operation, paging } = await offered(session, cursorListAt(session.contract, place));
    const { name } = paging.cursor;
    return session.measure(queryValue, { operation: operation.key, parameter: name, value: madeUpCursor, fault: 'cursor-made-up' });
  },
  judge(place, exchange, { contract }) {
    const { operation, paging } = cursorListAt(contract, place);
    const { name } = paging.cursor;
    const promised = refusalOf(operation, 'cursor');
    const mistake = `${name}=${madeUpCursor}, which was never given`;
    return judgeRefusal(exchange, {
      expected: promised.length > 0 ? promised : queryRefusals(operation),
      wrong: promised.length > 0 ? otherMistakes(operation, promised) : [],
      code: 'made-up-cursor',
      where: `query ${name}`,
      mistake,
    });
  },
});
