import { parametersIn } from '../../../contract/infer/path-template.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { patienceMs } from '../../kit/patience.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { childCreation } from '../../requests/child-creation.ts';
import { sendCreation } from '../../scenarios/lifecycle/send-creation.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { parentValues } from '../../scenarios/lifecycle/round-trip/parents.ts';
import { make, onItem } from '../../scenarios/lifecycle/round-trip/steps.ts';
import type { Way } from '../../scenarios/lifecycle/round-trip/way.ts';
import { until } from '../../scenarios/lifecycle/until.ts';
import { type RemovalTarget, removalTargets } from '../../subjects/removal-targets.ts';
import { idOfMade, resourceIn } from '../../subjects/round-trips.ts';
import { valuesInPath } from '../../subjects/sequences.ts';
import { idText } from '../../subjects/shown-resource.ts';

/** Where a child is by a read: with the other parent, elsewhere, nowhere; undefined where the answer does not tell. */
type Place = { readonly where: 'there' | 'elsewhere' | 'nowhere' | undefined; readonly shown: string; readonly exchange: Exchange };

type Moved = {
  readonly made: Exchange;
  readonly child: Exchange | undefined;
  readonly removal: Exchange | undefined;
  readonly place: Place | undefined;
};

const placeOf =
  (session: Session, { child, by }: RemovalTarget, target: string) =>
  async (creation: Exchange, id: string): Promise<Place> => {
    const exchange = await onItem({ session, trip: child, pathValues: {} }, child.read, creation, id);
    if ([404, 410].includes(statusOf(exchange) ?? 0)) return { where: 'nowhere', shown: outcomeOf(exchange), exchange };
    const named = idText(resourceIn(session.contract, child.read, exchange, child.id)?.[by]);
    return { where: named === undefined ? undefined : named === target ? 'there' : 'elsewhere', shown: `"${named ?? ''}"`, exchange };
  };

export const movedOnRemoval = defineProbe<RemovalTarget, Moved>({
  id: 'lifecycle/moved-on-removal',
  title: 'What belongs to a removed resource is found at the other one that the removal names',
  why: 'Who sorts two shelves into one loses what was on the first.',
  fix: 'Change what belongs to the resource before it is removed, in the same transaction.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => [...removalTargets(contract)],
  prerequisites: ({ parent, child }, around) => [...prerequisitesFor(parent.create, around), ...prerequisitesFor(child.create, around)],
  cost: () => ({ requests: 20, creates: 3 }),
  async run(subject, session) {
    const { parent, child, by, parameter } = subject;
    const way: Way = { session, trip: parent, pathValues: await parentValues(session, parent) };
    // What is created last is removed first: what was moved, before where it is.
    const other = await make(way, 'moved-to', (base) => base);
    const { id, exchange: made } = await make(way, 'moved-from', (base) => base);
    const none: Moved = { made, child: undefined, removal: undefined, place: undefined };
    if (id === undefined || other.id === undefined) return none;
    const target = other.id;
    const creation = await sendCreation(session, childCreation(session, { child, by }, 'moved', { made, id }));
    const childId = idOfMade(session.contract, child, creation);
    if (childId === undefined) return { ...none, child: creation };
    const outer = parametersIn(made.request.path).map((name) => made.request.pathValues[name]);
    const request = usableRequest(session, parent.remove, 'moved', { pathValues: valuesInPath(parent.remove.path, outer, id) });
    const removal = await session.send({ ...request, query: [...request.query, [parameter.name, target]] });
    if (!isSuccess(removal) || statusOf(removal) === 202) return { ...none, child: creation, removal };
    const look = placeOf(session, subject, target);
    let place = await look(creation, childId);
    const withinMs = patienceMs(session.target, 'updated.shown');
    await until(session, { withinMs, why: 'what was moved is to be shown' }, async () => {
      if (place.where !== 'there') place = await look(creation, childId);
      return place.where === 'there' ? true : undefined;
    });
    return { made, child: creation, removal, place };
  },
  judge({ parent: { remove }, parameter, child: { create } }, { made, child, removal, place }) {
    if (!removal || !child) return inconclusive(`The creations were answered ${outcomeOf(child ?? made)}`, [child ?? made]);
    if (!place) return inconclusive(`The removal was answered ${outcomeOf(removal)}`, [removal, child]);
    if (place.where === 'there') return pass(1);
    if (place.where === undefined) return inconclusive('Nothing shows where it is', [place.exchange, removal]);
    const finding = {
      code: place.where === 'nowhere' ? 'moved-is-gone' : 'not-moved',
      where: parameter.name,
      expected: `what ${create.key} made, at the resource that "${parameter.name}" of ${remove.key} named`,
      actual: place.shown,
    };
    return unconfirmed(fail(finding, [place.exchange, removal, child, made]));
  },
});
