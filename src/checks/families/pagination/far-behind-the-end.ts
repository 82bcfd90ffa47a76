import { mayBeSent } from '../../../generators/request-match.ts';
import type { Contract } from '../../../contract/model.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { fail, inconclusive, pass, type Subject } from '../../kit/define.ts';
import { queryValue } from '../../scenarios/calls/reads.ts';
import { type CountedList, countedLists } from '../../subjects/collection.ts';
import { definePagedProbe } from './paged-probe.ts';

/**
 * Positions far behind the end of most lists, in the order of preference: a schema may take none so great. The first one leaves the range of 32 bits once it is multiplied by a size, but not by
 * itself.
 */
const positions = ['1000000000', '100000', '10000', '1000'] as const;

const positionFor = ({ document }: Contract, { operation, paging }: CountedList): string | undefined => {
  const parameter = operation.parameters.find(({ in: where, name }) => where === 'query' && name === paging.position.name);
  return parameter && positions.find((one) => mayBeSent(document, parameter.schema, Number(one)));
};

/** A server in front that could not do its part says nothing about the position (RFC 9110, section 15.6). */
const isFailure = (exchange: Exchange): boolean => {
  const status = statusOf(exchange) ?? 0;
  return status >= 500 && ![501, 502, 503, 504].includes(status);
};

type Tried = {
  readonly asked: string;
  readonly first: Exchange;
  /** After a failure: the beginning of the list, and the same position once more. */
  readonly repeated: { readonly start: Exchange; readonly again: Exchange } | undefined;
};

export const farBehindTheEnd = definePagedProbe<CountedList & Subject, Tried | undefined>({
  id: 'pagination/far-behind-the-end',
  title: 'A position far behind the end of a list is not answered with a 5xx',
  why: 'A client that keeps a position, while others remove items, asks for what is no longer there.',
  fix: 'Answer a position behind the end with no items, or refuse it with a 4xx.',
  over: countedLists,
  requests: 3,
  async run(list, session) {
    const { position } = list.paging;
    const asked = positionFor(session.contract, list);
    if (asked === undefined) return undefined;
    const query = { operation: list.operation.key, parameter: position.name, value: asked, fault: 'query-out-of-range' } as const;
    const first = await session.run(queryValue, query);
    if (!isFailure(first)) return { asked, first, repeated: undefined };
    const { request } = first;
    const start = await session.send({ ...request, query: request.query.filter(([name]) => name !== position.name), faults: [] });
    return { asked, first, repeated: { start, again: await session.send(request) } };
  },
  judge({ paging }, tried) {
    if (tried === undefined) return inconclusive('The document allows no position so far behind', []);
    const { asked, first, repeated } = tried;
    const status = statusOf(first) ?? 0;
    if (repeated === undefined)
      return status >= 200 && status < 500 && status !== 429
        ? pass(1)
        : inconclusive(`The position was answered ${outcomeOf(first)}`, [first]);
    const actual = `status ${outcomeOf(first)}, and ${outcomeOf(repeated.again)} again; without the position ${outcomeOf(repeated.start)}`;
    if (!isSuccess(repeated.start) || !isFailure(repeated.again))
      return inconclusive(`${paging.position.name}=${asked} got ${actual}`, [first, repeated.start, repeated.again]);
    const expected = `no items, or a 4xx, for ${paging.position.name}=${asked}`;
    return fail({ code: 'far-position-server-error', where: `query ${paging.position.name}`, expected, actual }, [
      first,
      repeated.again,
      repeated.start,
    ]);
  },
});
