import { headerValues, isSuccess, outcomeOf } from '../../../contract/message.ts';
import { operationOf, parameterlessReads } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { once } from '../../kit/session.ts';
import { readWith } from '../../requests/small-read.ts';
import { isRedirect } from '../../subjects/plain-http.ts';
import { versionLeftEntry } from './version-entry.ts';
import { promisedVersion, versionNeeds, versionPlaces } from '../../subjects/version-segment.ts';

export const segmentKept = defineProbe<Exchange>({
  id: 'versioning/segment-kept',
  title: 'A call under the promised version is not sent on to another one',
  why: 'A client that was written for one version gets the answers of another, which it does not understand.',
  fix: 'Serve the documented version itself for as long as it is documented.',
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
  judge(_place, exchange, { contract, target }) {
    if (isSuccess(exchange)) return pass(1);
    const segment = promisedVersion(contract) ?? '';
    const [location = ''] = headerValues(exchange, 'Location');
    const path = URL.canParse(location, target.baseUrl) ? new URL(location, target.baseUrl).pathname : undefined;
    const resource =
      exchange.request.path
        .split('/')
        .filter((step) => step !== '')
        .at(-1) ?? '';
    const steps = (path ?? '').split('/').filter((step) => step !== '');
    if (isRedirect(exchange) && steps.at(-1) === resource && !steps.includes(segment)) {
      const finding = {
        where: 'Location',
        expected: `an answer under ${exchange.sent.target}`,
        actual: `${outcomeOf(exchange)} to ${location}`,
      };
      return fail({ code: 'version-left', ...finding }, [exchange]);
    }
    return inconclusive(`${exchange.sent.target} was answered ${outcomeOf(exchange)}`, [exchange]);
  },
  entry: versionLeftEntry,
});
