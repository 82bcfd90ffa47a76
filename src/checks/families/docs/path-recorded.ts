import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, inconclusive, observed } from '../../kit/define.ts';
import { factOf } from '../../kit/facts.ts';
import { readUnderVersion } from '../../scenarios/transport/read-under-version.ts';
import { once } from '../../kit/session.ts';
import { readWithKey } from '../../requests/usable-request.ts';
import { recordedStatus } from '../../kit/recorded-status.ts';
import { oddVersionPlaces, promisedVersion } from '../../subjects/version-segment.ts';

type Measured = {
  readonly printed: Exchange;
  /** The same under the version that all other paths have, where its own differs. */ readonly usual: Exchange | undefined;
};

export const pathRecorded = defineProbe<Measured>({
  id: 'docs/path-recorded',
  title: 'Whether a path that the documentation mentions by the way is served is recorded',
  why: 'An example shows a path that the reference does not know, and a reader tries it first.',
  fix: 'Nothing is broken; the documentation could show paths that it describes.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) =>
    contract.operations
      .filter(
        ({ effect, parameters, conventions }) =>
          effect === 'safe' && conventions.stream === undefined && !parameters.some((one) => one.required),
      )
      .map(({ place }) => place),
  needs: () => [],
  cost: () => ({ requests: 2, creates: 0 }),
  async measure(place, session) {
    const operation = place.operation ?? '';
    const printed = await once(session, readWithKey(session, operationOf(session.contract, operation)));
    const isOdd = oddVersionPlaces(session.contract).some((one) => one.operation === operation);
    const segment = promisedVersion(session.contract) ?? '';
    return { printed, usual: isOdd ? await session.measure(readUnderVersion, { operation, segment }) : undefined };
  },
  judge(place, { printed, usual }) {
    const status = statusOf(printed);
    if (status === undefined || status === 429) return inconclusive(`The path was answered ${outcomeOf(printed)}`, [printed]);
    const body = isSuccess(printed) ? jsonOf(printed) : undefined;
    const members = isObject(body) ? { members: Object.keys(body).sort() } : {};
    return observed([
      factOf('docs.path', place.operation, { status, ...members }),
      ...recordedStatus('docs.path-under-usual-version', place.operation, usual),
    ]);
  },
});
