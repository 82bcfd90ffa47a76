import { headerValues, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { challengesOf } from '../../subjects/challenges.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { callWithUnknownCredential } from '../../scenarios/credentials/call-with-unknown-credential.ts';
import { callWithoutCredential } from '../../scenarios/credentials/call-without-credential.ts';
import { firstRead } from '../../subjects/first-read.ts';

type Measured = { readonly missing: Exchange; readonly unknown: Exchange };

export const challengeRecorded = defineProbe<Measured>({
  id: 'auth/challenge-recorded',
  title: 'The challenge that comes with the refusal of a credential is recorded',
  why: 'Some clients only log in when they are told how (RFC 9110 section 11.6.1).',
  fix: 'A challenge with the documented scheme spares clients a surprise.',
  reads: 'auth',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => firstRead(contract).map(({ place }) => place),
  needs: () => [],
  cost: () => ({ requests: 2, creates: 0 }),
  async measure(place, session) {
    const operation = place.operation ?? '';
    return {
      missing: await session.measure(callWithoutCredential, { operation }),
      unknown: await session.measure(callWithUnknownCredential, { operation, form: 'made-up' }),
    };
  },
  judge(place, { missing, unknown }) {
    const told = ([exchange, name]: readonly [Exchange, string]): [string, readonly string[]][] =>
      statusOf(exchange) === 401 ? [[name, challengesOf(headerValues(exchange, 'WWW-Authenticate'))]] : [];
    const seen = Object.fromEntries(
      (
        [
          [missing, 'missing'],
          [unknown, 'unknown'],
        ] as const
      ).flatMap(told),
    );
    if (Object.keys(seen).length === 0) return inconclusive('No credential was refused with 401', [missing, unknown]);
    return observed([factOf('credential.challenge', place.operation, seen)]);
  },
});
