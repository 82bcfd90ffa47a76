import { outcomeOf, statusOf } from '../../../contract/message.ts';
import { operationOf, parameterlessReads } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { readElsewhere } from '../../scenarios/transport/read-elsewhere.ts';
import { once } from '../../kit/session.ts';
import { readWith } from '../../requests/small-read.ts';
import { recordedStatus } from '../../kit/recorded-status.ts';
import { isDeclaredSuccess } from '../../kit/success.ts';
import { versionEntry } from './version-entry.ts';
import { versionNeeds, versionPlaces } from '../../subjects/version-segment.ts';

type Measured = { readonly versioned: Exchange; readonly unversioned: Exchange };

export const segmentServed = defineProbe<Measured>({
  id: 'versioning/segment-served',
  title: 'The version is a segment of the path, and the promised version is served under it',
  why: 'Clients name the version they were written for; where paths have none, the next version breaks them all.',
  fix: 'Serve every operation under the segment of its version.',
  reads: 'versioning',
  phase: 'read',
  alone: 'nothing',
  places: versionPlaces,
  needs: (_place, around) => versionNeeds(around),
  cost: () => ({ requests: 2, creates: 0 }),
  async measure(_place, session) {
    const operation = parameterlessReads(session.contract)[0]?.key ?? '';
    const versioned = await once(session, readWith(session, operationOf(session.contract, operation), 'key'));
    const base = { kind: 'version', segment: null } as const;
    return { versioned, unversioned: await session.measure(readElsewhere, { operation, base, credential: 'key' }) };
  },
  judge(_place, { versioned, unversioned }, { contract }) {
    const operation = operationOf(contract, versioned.request.operation ?? '');
    const facts = recordedStatus('version.path-without-version', operation.key, unversioned);
    if (isDeclaredSuccess(operation, versioned)) return { ...pass(1), facts };
    if (statusOf(versioned) === 404 && isDeclaredSuccess(operation, unversioned)) {
      const expected = `a success under ${versioned.sent.target}`;
      const actual = `404 there, and ${outcomeOf(unversioned)} under ${unversioned.sent.target}`;
      return { ...fail({ code: 'version-not-in-path', where: 'path', expected, actual }, [versioned, unversioned]), facts };
    }
    const reason = `${versioned.sent.target} was answered ${outcomeOf(versioned)}, without the version ${outcomeOf(unversioned)}`;
    return { ...inconclusive(reason, [versioned, unversioned]), facts };
  },
  entry: versionEntry('version-not-in-path', 'no version'),
});
