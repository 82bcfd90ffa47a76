import type { Contract, ResponseDeclaration } from '../../../contract/model.ts';
import { defineObservation } from '../../kit/define.ts';
import { successWords } from '../../kit/story.ts';
import { isDeclaredSuccess } from '../../kit/success.ts';
import { validCall } from '../../subjects/valid-call.ts';

/** Answers of success with one printed status each; a range names none. */
const printedSuccesses = (responses: readonly ResponseDeclaration[]): ResponseDeclaration[] =>
  responses.filter(({ status }) => /^2\d\d$/.test(status));

const hasPrinted = (responses: readonly ResponseDeclaration[]): boolean =>
  printedSuccesses(responses).length > 0 && responses.every(({ status }) => status !== '2XX');

export const successAsDocumented = defineObservation({
  id: 'status/success-as-documented',
  title: 'A valid call that succeeds, or is sent elsewhere, has the documented status',
  why: 'A client that waits for the documented status takes another success for a refusal, and tries again.',
  fix: 'Answer the documented status once the call is done, and document every status that may come.',
  places: (contract: Contract) =>
    contract.operations.flatMap(({ responses }) => (hasPrinted(responses) ? printedSuccesses(responses).map(({ place }) => place) : [])),
  observe(exchange, contract) {
    const call = validCall(exchange, contract);
    // A refusal or a failure has reasons of its own.
    if (!call || call.status < 200 || call.status >= 400 || !hasPrinted(call.operation.responses)) return [];
    const { operation, status } = call;
    const holds = isDeclaredSuccess(operation, exchange);
    const own = printedSuccesses(operation.responses).filter((one) => !holds || one.status === String(status));
    return own.map(({ place }) =>
      holds
        ? { place, holds }
        : { place, holds, code: 'other-success', where: 'status', expected: successWords(operation), actual: `status ${status}` },
    );
  },
});
