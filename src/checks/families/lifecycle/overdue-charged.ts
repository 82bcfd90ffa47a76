import { unitMs } from '../../../contract/infer/tariffs/tariff.ts';
import { inPath } from '../../../contract/infer/path-template.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import { askedBody } from '../../../generators/request-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, NotTried, pass, unconfirmed } from '../../kit/define.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { inferredResource } from '../../scenarios/lifecycle/inferred-resource.ts';
import { bodyOf } from '../../scenarios/lifecycle/round-trip/way.ts';
import { type OverdueAction, overdueActions } from '../../subjects/overdue-fees.ts';
import { valuesFor } from '../../subjects/own-resources.ts';
import { resourceIn } from '../../subjects/round-trips.ts';

type Result = { readonly read: Exchange; readonly action: Exchange | undefined };

/** So many units late, so that one too few and one too many both give another fee. */
const late = 3;

/** So many where a begun unit counts: at its very end the next one may have begun. */
const lateInside = 2.5;

export const overdueCharged = defineProbe<OverdueAction, Result>({
  id: 'lifecycle/overdue-charged',
  title: 'Each day, or hour, that something is late is charged as the document says',
  why: 'A day that is not charged costs the lender money, and one too many costs a customer.',
  fix: 'Count the units from the agreed time to the real one, and multiply them by the rate of the thing itself.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => [...overdueActions(contract)],
  prerequisites: ({ trip, operation }, around) => [...prerequisitesFor(trip.create, around), ...permissionsFor(operation)],
  cost: () => ({ requests: 10, creates: 2 }),
  async run({ operation, on, trip, told, after, done, isOfDays }, session) {
    const { contract } = session;
    const resource = await session.run(inferredResource, {
      resourceType: on.resourceType.name,
      use: 'spare',
      for: operation.key,
      turn: 'overdue',
    });
    const pathValues = valuesFor(on, resource);
    if (!pathValues) throw new NotTried('missing-prerequisite', `Nothing tells what ${operation.key} is about`);
    const read = await session.send(
      usableRequest(session, trip.read, 'overdue', { pathValues: inPath(trip.read.path, Object.values(pathValues)) }),
    );
    const agreed = Date.parse(String(resourceIn(contract, trip.read, read, trip.id)?.[after]));
    if (Number.isNaN(agreed)) return { read, action: undefined };
    const iso = new Date(agreed + (told.isBegun && !isOfDays ? lateInside : late) * unitMs[told.unit]).toISOString();
    const request = usableRequest(session, operation, 'overdue', { pathValues });
    const body = { ...bodyOf({ request }), [done]: isOfDays ? iso.slice(0, 10) : iso.replace('.000Z', 'Z') };
    return { read, action: await session.send({ ...request, body: askedBody(operation, body) }) };
  },
  judge({ told, fee, rate, after, done, operation }, { read, action }) {
    if (!action || !isSuccess(action) || statusOf(action) === 202)
      return inconclusive(`${operation.key} was answered ${action ? outcomeOf(action) : 'not at all'}`, [action ?? read]);
    const body = jsonOf(action);
    const shown = isObject(body) ? body : {};
    const [amount, each] = [shown[fee], shown[rate]];
    const ms = Date.parse(String(shown[done])) - Date.parse(String(shown[after]));
    // What costs nothing tells nothing, and what the service changed is no time that was agreed.
    if (typeof amount !== 'number' || typeof each !== 'number' || each === 0 || !(ms > 0))
      return inconclusive(`The answer does not show "${fee}", "${rate}" and both times`, [action]);
    const count = ms / unitMs[told.unit];
    const least = each * (told.isBegun ? Math.ceil(count) : Math.floor(count));
    const most = each * Math.ceil(count);
    if (amount >= least && amount <= most) return pass(1);
    const expected = `${least === most ? least : `${least} to ${most}`}, "${rate}" ${each} for "${done}" ${String(shown[done])} after "${after}" ${String(shown[after])}: "${told.sentence}"`;
    return unconfirmed(fail({ code: 'overdue-otherwise', where: `/${fee}`, expected, actual: String(amount) }, [action, read]));
  },
});
