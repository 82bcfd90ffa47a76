import { outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { judgeErrorResponse, otherMistakes } from '../../kit/error-response.ts';
import type { Session } from '../../kit/session.ts';
import { plainRead, queryValue } from '../../scenarios/calls/reads.ts';
import { atCursor, type CursorList, cursorLists, pageItems } from '../../subjects/collection.ts';
import { identityOf } from '../../subjects/item-identity.ts';
import { errorResponseOf } from '../../subjects/mistaken-bodies.ts';
import { queryRefusals } from '../../subjects/query-refusals.ts';
import { definePagedProbe } from './paged-probe.ts';

/** A cursor that no server gives: it fits none of the usual encodings. */
const madeUpCursor = '!!not-a-cursor!!';

const readWithMadeUpCursor = (session: Session, { operation, paging }: CursorList): Promise<Exchange> =>
  session.run(queryValue, {
    operation: operation.key,
    parameter: paging.cursor.name,
    value: madeUpCursor,
    fault: 'cursor-made-up',
  });

export const madeUpCursorRefused = definePagedProbe({
  id: 'pagination/made-up-cursor-refused',
  title: 'A cursor that was never given is refused',
  why: 'A client that sends a damaged cursor and gets the first page reads the list over and over.',
  fix: 'Refuse a cursor that cannot be decoded, like any other malformed query parameter.',
  over: (contract) => cursorLists(contract).map(atCursor),
  requests: 1,
  run: (list, session) => readWithMadeUpCursor(session, list),
  judge(list, exchange) {
    const { operation, paging } = list;
    const { name } = paging.cursor;
    const documented = errorResponseOf(operation, 'cursor');
    // Nothing misleads a client that reads an empty page, where nobody promised a refusal.
    if (documented.length === 0 && paging.isInferred && pageItems(list, exchange)?.length === 0)
      return inconclusive(`The made-up cursor was answered with an empty page`, [exchange]);
    return judgeErrorResponse(exchange, {
      expected: documented.length > 0 ? documented : queryRefusals(operation),
      wrong: documented.length > 0 ? otherMistakes(operation, documented) : [],
      code: 'made-up-cursor',
      where: `query ${name}`,
      mistake: `${name}=${madeUpCursor}, which was never given`,
    });
  },
});

export const madeUpCursorRecorded = definePagedProbe({
  id: 'pagination/made-up-cursor-recorded',
  title: 'The answer to a cursor that was never given is recorded',
  why: 'A client that sends a damaged cursor learns of the mistake, or reads the list over and over.',
  fix: 'Nothing is broken; the documentation could state how an unusable cursor is answered.',
  over: (contract) => cursorLists(contract).map(atCursor),
  requests: 2,
  async run(list, session) {
    const plain = await session.run(plainRead, { operation: list.operation.key });
    return { plain, madeUp: await readWithMadeUpCursor(session, list) };
  },
  judge(list, { plain, madeUp }) {
    const status = statusOf(madeUp);
    if (status === undefined || status === 429) return inconclusive(`The cursor was answered ${outcomeOf(madeUp)}`, [madeUp]);
    const keys = (page: Exchange): string | undefined => {
      const items = pageItems(list, page);
      return items && JSON.stringify(items.map((item) => identityOf(list, item)));
    };
    const [shown, first] = [keys(madeUp), keys(plain)];
    if (shown !== undefined && first === undefined) return inconclusive(`The first page was answered ${outcomeOf(plain)}`, [plain, madeUp]);
    const items = shown === undefined ? 'no page' : shown === first ? 'the first page' : 'another page';
    return observed([factOf('page.made-up-cursor', list.operation.key, { status, items })]);
  },
});
