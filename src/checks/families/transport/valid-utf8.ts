import { answerOf } from '../../../contract/message.ts';
import { rootConventions } from '../../../contract/read-conventions.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import { notUtf8 } from '../../../model/exchange.ts';
import { defineObservation } from '../../kit/define.ts';
import { rootPlace } from '../../kit/root-place.ts';

export const validUtf8 = defineObservation({
  id: 'transport/valid-utf8',
  title: 'Bodies are valid UTF-8',
  why: 'A strict decoder refuses the whole body for one wrong byte, and a tolerant one shows a name with a hole in it.',
  fix: 'Encode what is written as UTF-8, once, in every layer.',
  reads: 'transport.charset',
  places: (contract) => (rootConventions(contract.document).transport?.charset === undefined ? [] : [rootPlace]),
  observe(exchange) {
    const answer = answerOf(exchange);
    if (!answer || answer.bodyBytes === 0 || isElsewhere(exchange)) return [];
    const { text, json } = answer;
    if (text === null && json.kind === 'invalid' && json.why === notUtf8) {
      return [{ place: rootPlace, holds: false, code: 'body-not-utf8', where: '#', expected: 'UTF-8', actual: 'bytes that are no UTF-8' }];
    }
    // A text of ASCII alone is the same in most encodings.
    return text !== null && /\P{ASCII}/u.test(text) ? [{ place: rootPlace, holds: true }] : [];
  },
});
