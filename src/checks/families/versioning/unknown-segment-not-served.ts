import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { isErrorInSuccess } from '../../kit/error-in-success.ts';
import { readElsewhere } from '../../scenarios/transport/read-elsewhere.ts';
import { promisedVersion, unknownVersion, versionNeeds, versionPlaces } from '../../subjects/version-segment.ts';

/** Refusals that look at the caller and not at the path. */
const otherReasons = [401, 403, 429];

export const unknownSegmentNotServed = defineProbe<Exchange>({
  id: 'versioning/unknown-segment-not-served',
  title: 'A version that does not exist is not served as the one that does',
  why: 'A client with a misspelt or future version works by accident, until the day that version means something.',
  fix: 'Route by the version, and refuse those that do not exist as paths that do not exist.',
  reads: 'versioning',
  phase: 'read',
  alone: 'nothing',
  places: versionPlaces,
  needs: (_place, around) => versionNeeds(around),
  cost: () => ({ requests: 1, creates: 0 }),
  measure(_place, session) {
    const segment = unknownVersion(promisedVersion(session.contract) ?? '');
    const operation = parameterlessReads(session.contract)[0]?.key ?? '';
    return session.measure(readElsewhere, { operation, base: { kind: 'version', segment }, credential: 'key' });
  },
  judge(_place, exchange, { contract }) {
    const status = statusOf(exchange) ?? 0;
    if (isSuccess(exchange) && !isErrorInSuccess(exchange, contract)) {
      const actual = `status ${outcomeOf(exchange)}`;
      return fail({ code: 'unknown-version-served', where: 'path', expected: `no 2xx under ${exchange.sent.target}`, actual }, [exchange]);
    }
    if (status >= 400 && status < 500 && !otherReasons.includes(status)) return pass(1);
    return inconclusive(`${exchange.sent.target} was answered ${outcomeOf(exchange)}`, [exchange]);
  },
});
