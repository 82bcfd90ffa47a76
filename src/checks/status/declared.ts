import { declarationFor } from '../../contract/responses.ts';
import { defineObservation } from '../define.ts';
import { validCall } from './valid-call.ts';

/** These say that our credential, our id or our quota was not good enough; a document need not list them. */
const aboutUs = new Set([401, 403, 404, 429]);

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
    if (responses.length === 0 || aboutUs.has(status) || status >= 500) return [];
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
