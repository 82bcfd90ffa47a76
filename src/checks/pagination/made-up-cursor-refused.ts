import type { Exchange } from '../../model/exchange.ts';
import { pagedListAt, pagedLists } from '../collection.ts';
import { defineProbe } from '../define.ts';
import { queryValue } from '../measurements/query-value.ts';
import { needsFor } from '../needs.ts';
import { queryRefusals } from '../query/query-refusals.ts';
import { judgeRefusal } from '../refusal.ts';

/** A cursor that no service gives: it is no text of any usual encoding. */
const madeUpCursor = '!!not-a-cursor!!';

export const madeUpCursorRefused = defineProbe<Exchange>({
  id: 'pagination/made-up-cursor-refused',
  title: 'A cursor that was never given is refused',
  why: 'A client that sends a damaged cursor and gets the first page instead reads the list over and over.',
  fix: 'Refuse a cursor that cannot be read, as any other malformed query parameter.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => pagedLists(contract).map(({ pagination }) => pagination.cursor.place),
  needs: (place, around) => needsFor(pagedListAt(around.contract, place).operation, around),
  cost: () => ({ requests: 1, creates: 0 }),
  measure(place, session) {
    const { operation, pagination } = pagedListAt(session.contract, place);
    const { name } = pagination.cursor;
    return session.measure(queryValue, { operation: operation.key, parameter: name, value: madeUpCursor, fault: 'cursor-made-up' });
  },
  judge(place, exchange, { contract }) {
    const { operation, pagination } = pagedListAt(contract, place);
    const { name } = pagination.cursor;
    const mistake = `${name}=${madeUpCursor}, which was never given`;
    return judgeRefusal(exchange, {
      expected: queryRefusals(operation),
      wrong: [],
      code: 'made-up-cursor',
      where: `query ${name}`,
      mistake,
    });
  },
});
