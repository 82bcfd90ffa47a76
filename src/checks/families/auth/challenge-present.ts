import { headerValues, statusOf } from '../../../contract/message.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import { conventionPlaces } from '../../subjects/convention-places.ts';
import { defineObservation } from '../../kit/define.ts';
import { rootPlace } from '../../kit/root-place.ts';

export const challengePresent = defineObservation({
  id: 'auth/challenge-present',
  title: 'The refusal of a credential tells which scheme is wanted',
  why: 'A client that is not told how to authenticate cannot do so by itself (RFC 9110 section 11.6.1).',
  fix: 'Send the header with the name of the scheme on each such refusal, also from gateways.',
  reads: 'auth.challenge',
  places: (contract) => conventionPlaces(contract, ({ auth }) => auth?.challenge).filter((place) => place === rootPlace),
  observe(exchange, contract) {
    const { challenge } = contract.conventions.auth ?? {};
    const status = statusOf(exchange);
    const operation = contract.operations.find(({ key }) => key === exchange.request.operation);
    if (!challenge || status === undefined || !challenge.on.includes(status)) return [];
    // Another base has rules of its own, and so has an operation that asks for no credential.
    if (isElsewhere(exchange) || operation?.secured === false || exchange.request.method === 'HEAD') return [];
    const { header, scheme } = challenge;
    const values = headerValues(exchange, header);
    const named = new RegExp(`(^|[\\s,])${scheme.replaceAll(/[^\w-]/g, String.raw`\$&`)}($|[\\s,])`, 'i');
    if (values.some((value) => named.test(value))) return [{ place: rootPlace, holds: true }];
    const actual = values.length === 0 ? 'no such header' : values.map((value) => `"${value}"`).join(' and ');
    return [
      { place: rootPlace, holds: false, code: 'challenge-absent', where: header, expected: `${scheme} in ${header} of ${status}`, actual },
    ];
  },
});
