import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { readWithMisplacedCredential } from '../../scenarios/credentials/read-with-misplaced-credential.ts';
import { recordedStatus } from '../../kit/recorded-status.ts';
import { bearerPlaces } from '../../subjects/bearer-places.ts';
import { firstRead } from '../../subjects/first-read.ts';

type Measured = { readonly lower: Exchange; readonly upper: Exchange };

export const schemeCaseRecorded = defineProbe<Measured>({
  id: 'auth/scheme-case-recorded',
  title: 'How a scheme name in other letter case is answered is recorded',
  why: 'Scheme names are read without regard to case (RFC 9110 section 11.1), and clients differ in how they write them.',
  fix: 'Nothing is wrong with either answer; reading the name without regard to case spares clients a surprise.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) => firstRead(contract).flatMap((operation) => bearerPlaces(contract, operation)),
  needs: () => [],
  cost: () => ({ requests: 2, creates: 0 }),
  async measure(place, session) {
    const operation = place.operation ?? '';
    const lower = await session.measure(readWithMisplacedCredential, { operation, form: 'lower-case-scheme' });
    return { lower, upper: await session.measure(readWithMisplacedCredential, { operation, form: 'upper-case-scheme' }) };
  },
  judge(place, { lower, upper }) {
    const facts = [
      ...recordedStatus('credential.lower-case-scheme', place.operation, lower),
      ...recordedStatus('credential.upper-case-scheme', place.operation, upper),
    ];
    return facts.length > 0 ? observed(facts) : inconclusive('Neither spelling of the scheme name was answered', [lower, upper]);
  },
});
