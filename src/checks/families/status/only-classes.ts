import { answerOf } from '../../../contract/message.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import { defineObservation } from '../../kit/define.ts';

export const onlyClasses = defineObservation({
  id: 'status/only-classes',
  title: 'Every answer tells success, a mistake of the client or a failure of the service by its status',
  why: 'A client that knows these three classes is led elsewhere by a redirect, and has no answer to its question.',
  fix: 'Serve each documented path itself, instead of sending clients to another spelling of it.',
  places: (contract) => contract.operations.map(({ place }) => place),
  observe(exchange, contract) {
    const answer = answerOf(exchange);
    const operation = contract.operations.find(({ key }) => key === exchange.request.operation);
    if (!answer || !operation || isElsewhere(exchange)) return [];
    const { place } = operation;
    const { status } = answer;
    if ((status >= 200 && status < 300) || (status >= 400 && status < 600)) return [{ place, holds: true }];
    return [{ place, holds: false, code: 'status-of-other-class', where: 'status', expected: '2xx, 4xx or 5xx', actual: String(status) }];
  },
});
