import { outcomeOf, statusOf } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { readUnderVersion } from '../../scenarios/transport/read-under-version.ts';
import { once } from '../../kit/session.ts';
import { readWithKey } from '../../requests/usable-request.ts';
import { hasStatus, isRedirect } from '../../kit/story.ts';
import { isDeclaredSuccess, successesOf } from '../../kit/success.ts';
import { isSuccess } from '../../../contract/message.ts';
import { oddVersionPlaces, promisedVersion } from '../../subjects/version-segment.ts';

type Measured = { readonly printed: Exchange; readonly usual: Exchange };

export const someSegmentServes = defineProbe<Measured>({
  id: 'versioning/some-segment-serves',
  title: 'A read that is printed under another version than all the rest is served under one of the two',
  why: 'Whoever follows the sample call finds nothing, nor where the reference would have it.',
  fix: 'Serve the read under one of the two versions, and print that one.',
  phase: 'read',
  alone: 'nothing',
  places: oddVersionPlaces,
  needs: () => [],
  cost: () => ({ requests: 2, creates: 0 }),
  async measure(place, session) {
    const operation = place.operation ?? '';
    const printed = await once(session, readWithKey(session, operationOf(session.contract, operation)));
    return { printed, usual: await session.measure(readUnderVersion, { operation, segment: promisedVersion(session.contract) ?? '' }) };
  },
  judge(place, { printed, usual }, { contract }) {
    const operation = operationOf(contract, place.operation ?? '');
    const both = [printed, usual];
    if (both.some((exchange) => isDeclaredSuccess(operation, exchange))) return pass(1);
    const told = both.map((exchange) => `${outcomeOf(exchange)} under ${exchange.sent.target}`).join(', ');
    if (both.every((exchange) => isNotServed(exchange))) {
      const expected = `status ${successesOf(operation).join(' or ')} under one of the two`;
      return fail({ code: 'read-not-served', where: 'path', expected, actual: told }, [printed, usual]);
    }
    return inconclusive(`The read was answered ${told}`, both);
  },
});

/** Another success, a redirect, or a status by which a service says that it has nothing of the kind. */
const isNotServed = (exchange: Exchange): boolean =>
  statusOf(exchange) !== undefined && (isSuccess(exchange) || isRedirect(exchange) || hasStatus(exchange, [404, 405, 410, 501]));
