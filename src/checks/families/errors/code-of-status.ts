import { type StatusCodes, codeIn, statusCodesIn } from '../../../contract/infer/status-codes.ts';
import { jsonOf, statusOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { operationWith } from '../../../contract/operation.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import { saidIn } from '../../../contract/said.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf, rootLocation } from '../../../model/location.ts';
import { defineCountingFold } from '../../kit/counting-fold.ts';

const known = new WeakMap<Contract, StatusCodes | undefined>();

/** The codes that the introduction of a contract lists by status, where it is held to the standard requirements. */
const listed = (contract: Contract): StatusCodes | undefined => {
  if (known.has(contract)) return known.get(contract);
  const { info } = contract.document;
  const text = isObject(info) && typeof info['description'] === 'string' ? info['description'] : '';
  const found = contract.standard.size === 0 ? undefined : statusCodesIn(text);
  known.set(contract, found);
  return found;
};

/** Does the text of what was called, or of its response, have a code of its own for an answer. */
const isOwn = (contract: Contract, { request }: Exchange, code: string): boolean => {
  const operation = operationWith(contract, request.operation);
  const nodes = operation ? [operation.location, ...operation.responses.map(({ location }) => location)] : [];
  return nodes.some((location) => saidIn(valueAt(contract.document, nodeOf(location))).some((text) => text.includes(code)));
};

export const codeOfStatus = defineCountingFold({
  id: 'errors/code-of-status',
  title: 'The code of an error is no code of another status',
  why: 'Programs act on the code: they try again what can never succeed, or tell people of another mistake than they made.',
  fix: 'Choose status and code in one place, from one table.',
  locations: (contract) => (listed(contract) === undefined ? [] : [rootLocation]),
  judge(exchange, contract) {
    const codes = listed(contract);
    const status = statusOf(exchange) ?? 0;
    if (!codes || isElsewhere(exchange) || status < 400 || status >= 500) return undefined;
    const expected = [...codes.statuses].flatMap(([code, statuses]) => (statuses.has(status) ? [code] : []));
    const shown = codeIn(jsonOf(exchange), codes.member);
    const statuses = shown && codes.statuses.get(shown.code);
    // A code that is not listed may be one for a special case.
    if (!shown || !statuses || expected.length === 0) return undefined;
    if (statuses.has(status)) return { holds: String(status) };
    if (isOwn(contract, exchange, shown.code)) return undefined;
    return {
      code: 'code-of-other-status',
      where: shown.where,
      expected: `"${expected.join('" or "')}" with status ${status}`,
      actual: `"${shown.code}", which is listed for ${[...statuses].join(', ')}`,
    };
  },
  unseen: 'no error with a listed code was seen',
});
