import { statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import { declarationFor } from '../../../contract/responses.ts';
import { defineObservation } from '../../kit/define.ts';

const unauthorized = 401;

/** Reads that need nothing but a credential and describe the answer to who has none: nothing else is wrong with a call without it. */
const judged = (contract: Contract): readonly Operation[] =>
  parameterlessReads(contract).filter(
    ({ secured, responses }) => secured && responses.some(({ status }) => status === String(unauthorized) || status === '4XX'),
  );

/** Statuses that hide what there is, or tell how busy somebody is (RFC 9110, sections 15.5.4 and 15.6). */
const beside = new Set([404, 408, 421, 426, 429, 502, 503, 504]);

const isDescribed = ({ responses }: Operation, contract: Contract, status: number): boolean =>
  declarationFor([...responses, ...contract.anywhere], status) !== undefined;

export const refusedAsDescribed = defineObservation({
  id: 'auth/refused-as-described',
  title: 'A call without a credential gets a status that the document describes',
  why: 'Clients sign in again after the described status; another one sends people looking for a mistake in the request, or in the service.',
  fix: 'Answer 401 to whoever has no valid credential, or describe the status that is answered.',
  optional: true,
  locations: (contract) => judged(contract).map(({ location }) => location),
  observe(exchange, contract) {
    const { operation: key, faults } = exchange.request;
    const operation = judged(contract).find((one) => one.key === key);
    const status = statusOf(exchange);
    if (!operation || status === undefined || faults.length !== 1 || faults[0] !== 'credential-missing') return [];
    const { location } = operation;
    if (isDescribed(operation, contract, status)) return status < 400 ? [] : [{ location, holds: true }];
    if (status < 400 || beside.has(status)) return [];
    const expected = `${unauthorized} to ${operation.key} without a credential, as the document describes`;
    return [{ location, holds: false, code: 'undescribed-refusal', where: 'status', expected, actual: `status ${status}` }];
  },
});
