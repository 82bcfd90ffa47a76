import { answerOf, headerValues } from '../../../contract/message.ts';
import { declaredResponses } from '../../../contract/responses.ts';
import { defineObservation } from '../../kit/define.ts';

export const noContentIsEmpty = defineObservation({
  id: 'transport/no-content-is-empty',
  title: 'Nothing follows the header section of a 204, and no length is announced for it',
  why: 'A client expects the next answer right after a 204; other bytes are read as that answer, and break it.',
  fix: 'Write no body and no Content-Length with a 204, in the service and in every layer before it, or answer 200.',
  locations: (contract) =>
    contract.operations.flatMap(({ responses }) => responses.filter(({ status }) => status === '204').map(({ location }) => location)),
  looksBehind: true,
  observe(exchange, contract) {
    const answer = answerOf(exchange);
    if (answer?.status !== 204 || exchange.request.method === 'HEAD') return [];
    const [declared] = declaredResponses(contract, exchange).filter(({ status }) => status === '204');
    if (!declared) return [];
    const { location } = declared;
    const octets = Math.max(answer.surplus ?? 0, answer.bodyBytes);
    if (octets > 0) {
      const actual = octets === 1 ? '1 byte' : `${octets} bytes`;
      return [{ location, holds: false, code: 'content-behind-204', where: '#', expected: 'no body', actual }];
    }
    const announced = headerValues(exchange, 'Content-Length').find((value) => Number(value) > 0);
    if (announced !== undefined) {
      return [{ location, holds: false, code: 'length-of-204', where: 'Content-Length', expected: '0 or none', actual: announced }];
    }
    // `surplus` is undefined where the bytes after the answer were not read.
    return answer.surplus === 0 ? [{ location, holds: true }] : [];
  },
});
