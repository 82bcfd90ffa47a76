import { type AnyInferred, itemOf } from '../../../contract/infer/covering.ts';
import { createdResource, type PathValues } from '../../../contract/infer/created-resource.ts';
import { spanNames } from '../../../contract/infer/span-names.ts';
import { inPath, parametersIn, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, NotTried, pass, Undecidable, unconfirmed } from '../../kit/define.ts';
import { dayMs, dayOf } from '../../kit/days.ts';
import type { Session } from '../../kit/session.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { inferredResource } from '../../scenarios/lifecycle/inferred-resource.ts';
import { inNeededState } from '../../scenarios/lifecycle/needed-state.ts';
import { parentValues } from '../../scenarios/lifecycle/round-trip/parents.ts';
import { make } from '../../scenarios/lifecycle/round-trip/steps.ts';
import type { Way } from '../../scenarios/lifecycle/round-trip/way.ts';
import { type EarlyAction, earlyActions } from '../../subjects/early-actions.ts';
import { resourceIn, type Trip } from '../../subjects/round-trips.ts';

type Result = {
  readonly shown: Exchange;
  /** The time that is left until the moment, in milliseconds; undefined where no read shows it. */
  readonly leftMs: number | undefined;
  readonly action: Exchange | undefined;
};

/** Clocks differ, and days are counted in some zone: so much earlier than allowed an action is too early for certain. */
const marginMs = 26 * 3_600_000;

/** So many days ahead lies what is created to be acted on too early: where most services take it, and clear of what else the run creates. */
const daysAhead = 17;

/** A resource whose day lies far ahead, in the state in which an action on it is possible. What ends on a later day ends as much later as before. */
const madeAhead = async (
  session: Session,
  { trip, member, asking }: { readonly trip: Trip; readonly member: string; readonly asking: string },
  resourceType: AnyInferred,
): Promise<PathValues> => {
  const way: Way = { session, trip, pathValues: await parentValues(session, trip) };
  const { exchange } = await make(way, 'early', (base) => {
    const names = spanNames(Object.keys(base)).find(([begin]) => begin === member) ?? [member];
    const [today, own] = [dayOf(session.now()), base[member]];
    const later = Date.parse(today) + daysAhead * dayMs - Date.parse(typeof own === 'string' ? own : today);
    const moved = names.flatMap((name) => {
      const ms = typeof base[name] === 'string' ? Date.parse(base[name]) + later : Number.NaN;
      return Number.isNaN(ms) ? [] : [[name, dayOf(ms)] as const];
    });
    return { ...base, [member]: dayOf(session.now() + daysAhead * dayMs), ...Object.fromEntries(moved) };
  });
  const made = isSuccess(exchange) ? createdResource(resourceType, exchange, session.target.baseUrl) : undefined;
  if (made?.kind !== 'known') throw new Undecidable(`Nothing was created for a day ahead: ${outcomeOf(exchange)}`, [exchange]);
  await inNeededState(session, { resourceType, asking, creation: exchange, pathValues: made.pathValues });
  return made.pathValues;
};

const inWords = (ms: number): string => (ms < 7_200_000 ? `${Math.round(ms / 60_000)} minutes` : `${Math.round(ms / 3_600_000)} hours`);

export const earlyRefused = defineProbe<EarlyAction, Result>({
  id: 'lifecycle/early-refused',
  title: 'An action is refused before the time from which the document allows it',
  why: 'A guest who is checked in days ahead keeps a seat from others, and nobody can change the booking any more.',
  fix: 'Compare the clock with the moment of what is acted on before anything is changed.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => [...earlyActions(contract)],
  prerequisites: ({ trip, operation }, around) => [...prerequisitesFor(trip.create, around), ...permissionsFor(operation)],
  cost: () => ({ requests: 8, creates: 2 }),
  async run({ operation, trip, member, of, beforeMs, isSet }, session) {
    const { contract } = session;
    const resourceType = [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].find(
      ({ create }) => create.key === trip.create.key,
    );
    if (!resourceType) throw new NotTried('not-applicable', `The run cannot create what ${operation.key} acts on`);
    const values = isSet
      ? await madeAhead(session, { trip, member, asking: operation.key }, resourceType)
      : await session.run(inferredResource, {
          resourceType: resourceType.name,
          use: 'spare',
          for: operation.key,
          turn: 'early',
          isEarly: true,
        });
    const own = valuesAlong(itemOf(resourceType).path, values);
    const read = await session.send(usableRequest(session, trip.read, 'early', { pathValues: inPath(trip.read.path, own) }));
    const resource = resourceIn(contract, trip.read, read, trip.id);
    let [shown, holder] = [read, resource];
    const named = of && resource?.[of.by];
    if (of && (typeof named === 'string' || typeof named === 'number')) {
      const [parameter = ''] = parametersIn(of.trip.read.path).slice(-1);
      shown = await session.send(usableRequest(session, of.trip.read, 'early', { pathValues: { [parameter]: String(named) } }));
      holder = resourceIn(contract, of.trip.read, shown, of.trip.id);
    } else if (of) holder = undefined;
    const moment = holder?.[member];
    const leftMs = typeof moment === 'string' ? Date.parse(moment) - session.now() : Number.NaN;
    if (!Number.isFinite(leftMs) || leftMs < beforeMs + marginMs)
      return { shown, leftMs: Number.isFinite(leftMs) ? leftMs : undefined, action: undefined };
    return {
      shown,
      leftMs,
      action: await session.send(usableRequest(session, operation, 'early', { pathValues: inPath(operation.path, own) })),
    };
  },
  judge({ operation, member, beforeMs }, { shown, leftMs, action }) {
    if (!action) {
      const reason = leftMs === undefined ? `No read shows "${member}"` : `"${member}" is too near for anything to be early`;
      return inconclusive(reason, [shown]);
    }
    if (isSuccess(action) && statusOf(action) !== 202) {
      const finding = {
        code: 'done-too-early',
        where: 'status',
        expected: `a refusal of ${operation.key}, which is possible from ${beforeMs === 0 ? '' : `${inWords(beforeMs)} before `}"${member}" on`,
        actual: `${outcomeOf(action)}, ${inWords(leftMs ?? 0)} before`,
      };
      return unconfirmed(fail(finding, [action, shown]));
    }
    return [400, 403, 409, 422, 423, 425].includes(statusOf(action) ?? 0)
      ? pass(1)
      : inconclusive(`It was answered ${outcomeOf(action)}`, [action]);
  },
});
