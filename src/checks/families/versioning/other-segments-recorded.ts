import { outcomeOf } from '../../../contract/message.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { readUnderVersion } from '../../scenarios/transport/read-under-version.ts';
import { recordedStatus } from '../../kit/recorded-status.ts';
import { nextVersion, promisedVersion, unknownVersion, versionNeeds, versionPlaces } from '../../subjects/version-segment.ts';

type Measured = { readonly without: Exchange; readonly next: Exchange | undefined; readonly unknown: Exchange };

export const otherSegmentsRecorded = defineProbe<Measured>({
  id: 'versioning/other-segments-recorded',
  title: 'How a read without the version, under the next one and under one that does not exist is answered is recorded',
  why: 'It shows whether there is a newer version, and whether a client with a wrong one notices.',
  fix: 'Nothing is broken; the documentation could say which versions there are.',
  reads: 'versioning',
  phase: 'read',
  alone: 'nothing',
  places: versionPlaces,
  needs: (_place, around) => versionNeeds(around),
  cost: () => ({ requests: 3, creates: 0 }),
  async measure(_place, session) {
    const promised = promisedVersion(session.contract) ?? '';
    const read = (segment: string | null): Promise<Exchange> =>
      session.measure(readUnderVersion, { operation: parameterlessReads(session.contract)[0]?.key ?? '', segment });
    const next = nextVersion(promised);
    return {
      without: await read(null),
      next: next === undefined ? undefined : await read(next),
      unknown: await read(unknownVersion(promised)),
    };
  },
  judge(_place, { without, next, unknown }, { contract }) {
    const key = parameterlessReads(contract)[0]?.key ?? '';
    const facts = [
      ...recordedStatus('version.path-without-version', key, without),
      ...recordedStatus('version.next', key, next),
      ...recordedStatus('version.unknown', key, unknown),
    ];
    if (facts.length > 0) return observed(facts);
    return inconclusive(`No other version was answered: ${outcomeOf(unknown)}`, [without, ...(next ? [next] : []), unknown]);
  },
});
