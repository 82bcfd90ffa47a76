import type { Operation } from '../../../contract/model.ts';
import { declarationFor } from '../../../contract/responses.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineObservation } from '../../kit/define.ts';
import { mayBlameValues } from './blames-values.ts';
import { validCall } from '../../subjects/valid-call.ts';

/**
 * Refusals that blame the request as the document describes it: its form, method, media types or values. Any other says that our
 * credential, our id, our quota or our pace was not good enough (RFC 9110, section 15.5), and a document need not list it.
 */
const blaming = new Set([400, 405, 415, 422]);

/** Does a status say that something is wrong with a request as it is documented. */
const isBlame = (status: number, { method, path, responses }: Operation, exchange: Exchange): boolean => {
  if (mayBlameValues(exchange)) return false;
  // Which media types a client may accept is said by those of a success alone.
  if (status === 406) return responses.some((one) => /^(2|default)/.test(one.status) && one.content.length > 0);
  // What a run sent before may stand in the way of the same request, unless it changes nothing.
  if (status === 409) return method === 'GET' || method === 'HEAD';
  // A thing that is named may have been removed for good.
  if (status === 410) return !path.includes('{');
  return blaming.has(status);
};

export const statusDeclared = defineObservation({
  id: 'status/declared',
  title: 'Every answer to a valid request has a status that the document describes',
  why: 'Clients are generated from the document; a status that it does not list is handled by nobody.',
  fix: 'Describe the status for the operation, as itself, as a range or by default, or stop sending it.',
  places: (contract) => contract.operations.map(({ place }) => place),
  observe(exchange, contract) {
    const call = validCall(exchange, contract);
    if (!call) return [];
    const { operation, status } = call;
    const { place, responses } = operation;
    if (declarationFor([...responses, ...contract.anywhere], status)) return [{ place, holds: true }];
    // A document that describes no answer at all promises none (OpenAPI 3.1, Operation Object: responses may be absent).
    if (responses.length === 0) return [];
    if (status >= 400 && !isBlame(status, operation, exchange)) return [];
    const listed = responses.map((one) => one.status).join(', ');
    return [
      {
        place,
        holds: false,
        code: 'status-undeclared',
        where: 'status',
        expected: `a described status (${listed})`,
        actual: String(status),
      },
    ];
  },
});
