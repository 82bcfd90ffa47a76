import { operationWith } from '../../../contract/operation.ts';
import { headerValues, statusOf } from '../../../contract/message.ts';
import { isElsewhere } from '../../../contract/responses.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineObservation, defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { rootLocation } from '../../../model/location.ts';
import { once } from '../../kit/session.ts';
import { callWithoutCredential, callWithUnknownCredential } from '../../requests/unauthenticated-request.ts';
import { challengesOf } from '../../subjects/challenges.ts';
import { conventionLocations } from '../../subjects/convention-locations.ts';
import { firstRead } from '../../subjects/secured-operations.ts';

export const challengePresent = defineObservation({
  id: 'auth/challenge-present',
  title: 'The error response to a missing or invalid credential names the expected scheme',
  why: 'Without the name of the scheme, a client cannot choose how to authenticate (RFC 9110 section 11.6.1).',
  fix: 'Send the header with the name of the scheme in each such response, also from gateways.',
  reads: 'auth.challenge',
  locations: (contract) => conventionLocations(contract, ({ auth }) => auth?.challenge).filter((location) => location === rootLocation),
  observe(exchange, contract) {
    const { challenge } = contract.conventions.auth ?? {};
    const status = statusOf(exchange);
    const operation = operationWith(contract, exchange.request.operation);
    if (!challenge || status === undefined || !challenge.on.includes(status)) return [];
    // Another base URL, and an operation that requires no credential, may have other rules.
    if (isElsewhere(exchange) || operation?.secured === false || exchange.request.method === 'HEAD') return [];
    const { header, scheme } = challenge;
    const values = headerValues(exchange, header);
    const named = new RegExp(`(^|[\\s,])${scheme.replaceAll(/[^\w-]/g, String.raw`\$&`)}($|[\\s,])`, 'i');
    if (values.some((value) => named.test(value))) return [{ location: rootLocation, holds: true }];
    const actual = values.length === 0 ? 'no such header' : values.map((value) => `"${value}"`).join(' and ');
    return [
      {
        location: rootLocation,
        holds: false,
        code: 'challenge-absent',
        where: header,
        expected: `${scheme} in ${header} of ${status}`,
        actual,
      },
    ];
  },
});

type CredentialFault = 'missing' | 'unknown';

export const challengeRecorded = defineProbe({
  id: 'auth/challenge-recorded',
  title: 'The challenge in the error response to a missing or unknown credential is recorded',
  why: 'Some clients only authenticate after a challenge that names the scheme (RFC 9110 section 11.6.1).',
  fix: 'Send a challenge with the documented scheme, so that every client can authenticate.',
  reads: 'auth',
  phase: 'read',
  exclusive: 'nothing',
  over: firstRead,
  prerequisites: () => [],
  cost: () => ({ requests: 2, creates: 0 }),
  async run({ operation }, session) {
    return {
      missing: await once(session, callWithoutCredential(session, operation)),
      unknown: await once(session, callWithUnknownCredential(session, operation, 'made-up')),
    };
  },
  judge({ operation }, { missing, unknown }) {
    const challengeIn = (name: CredentialFault, exchange: Exchange): [CredentialFault, readonly string[]][] =>
      statusOf(exchange) === 401 ? [[name, challengesOf(headerValues(exchange, 'WWW-Authenticate'))]] : [];
    const seen = [...challengeIn('missing', missing), ...challengeIn('unknown', unknown)];
    if (seen.length === 0) return inconclusive('Neither call was answered 401', [missing, unknown]);
    return observed([factOf('credential.challenge', operation.key, Object.fromEntries(seen))]);
  },
});
