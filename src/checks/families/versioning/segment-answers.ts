import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { operationOf, parameterlessReads } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { once } from '../../kit/session.ts';
import { readWith } from '../../requests/small-read.ts';
import { versionEntry } from './version-entry.ts';
import { versionNeeds, versionPlaces } from '../../subjects/version-segment.ts';

export const segmentAnswers = defineProbe<Exchange>({
  id: 'versioning/segment-answers',
  title: 'The promised version is there under its segment of the path',
  why: 'Every client names the version in its address; where nothing answers there, none of them works.',
  fix: 'Serve every operation under the segment of the documented version for as long as it is documented.',
  reads: 'versioning',
  phase: 'read',
  alone: 'nothing',
  places: versionPlaces,
  needs: (_place, around) => versionNeeds(around),
  cost: () => ({ requests: 1, creates: 0 }),
  async measure(_place, session) {
    const operation = operationOf(session.contract, parameterlessReads(session.contract)[0]?.key ?? '');
    return once(session, readWith(session, operation, 'key'));
  },
  judge(_place, exchange) {
    const status = statusOf(exchange) ?? 0;
    if (isSuccess(exchange)) return pass(1);
    const { target } = exchange.sent;
    if (status === 404 || status === 410) {
      const finding = { where: 'path', expected: `a success under ${target}`, actual: `status ${outcomeOf(exchange)}` };
      return fail({ code: 'version-not-there', ...finding }, [exchange]);
    }
    return inconclusive(`${target} was answered ${outcomeOf(exchange)}`, [exchange]);
  },
  entry: versionEntry('version-not-there', 'no version or a neighbour'),
});
