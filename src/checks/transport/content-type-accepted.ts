import { isSuccess, outcomeOf, statusOf } from '../../contract/message.ts';
import type { Exchange } from '../../model/exchange.ts';
import { creationNeeds, creators } from '../creators.ts';
import { defineProbe, fail, inconclusive, pass } from '../define.ts';
import { created } from '../measurements/created.ts';

export const contentTypeAccepted = defineProbe<Exchange>({
  id: 'transport/content-type-accepted',
  title: 'A body of the documented media type is taken as such',
  why: 'Every client announces the documented type; where it is refused none of them can create anything.',
  fix: 'Accept the documented media type without parameters wherever a body is read.',
  phase: 'mutate',
  alone: 'collection',
  places: (contract) => creators(contract).flatMap(({ body }) => (body ? [body.place] : [])),
  needs: creationNeeds,
  cost: () => ({ requests: 3, creates: 1 }),
  measure: async (place, session) => (await session.measure(created, { operation: place.operation ?? '' })).exchange,
  judge(_place, exchange) {
    if (isSuccess(exchange)) return pass(1);
    const status = statusOf(exchange);
    if (status === 406 || status === 415) {
      const finding = { where: 'Content-Type', expected: 'a success with the documented media type', actual: `status ${status}` };
      return fail({ code: 'content-type-refused', ...finding }, [exchange]);
    }
    return inconclusive(`A creation was answered ${outcomeOf(exchange)}`, [exchange]);
  },
});
