import { parametersIn } from '../../../contract/infer/path-template.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { patienceMs } from '../../kit/patience.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { childCreation } from '../../requests/child-creation.ts';
import { broughtOn } from '../../scenarios/lifecycle/needed-state.ts';
import { parentValues } from '../../scenarios/lifecycle/round-trip/parents.ts';
import { make, onItem } from '../../scenarios/lifecycle/round-trip/steps.ts';
import { ifTried, type Way } from '../../scenarios/lifecycle/round-trip/way.ts';
import { sendCreation } from '../../scenarios/lifecycle/send-creation.ts';
import { shownState } from '../../scenarios/lifecycle/shown-state.ts';
import { until } from '../../scenarios/lifecycle/until.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { createsNothing } from '../../subjects/action-states.ts';
import { idOfMade, resourceIn } from '../../subjects/round-trips.ts';
import { valuesInPath } from '../../subjects/sequences.ts';
import { idText } from '../../subjects/shown-resource.ts';
import { type TakenOff, takenOffs } from '../../subjects/taken-off.ts';

/** Which ids a read shows in the member; undefined where it does not show it. */
type Look = { readonly ids: readonly string[] | undefined; readonly exchange: Exchange };

type Result = {
  readonly made: Exchange;
  readonly child: Exchange | undefined;
  readonly before: Look | undefined;
  readonly removal: Exchange | undefined;
  readonly after: Look | undefined;
  readonly id: string;
};

const lookAt =
  (session: Session, { child, by, isList }: TakenOff, creation: Exchange, id: string) =>
  async (): Promise<Look> => {
    const exchange = await onItem({ session, trip: child, pathValues: {} }, child.read, creation, id);
    const shown = resourceIn(session.contract, child.read, exchange, child.id);
    const listed = shown?.[by];
    // What has no value may be left out.
    const single = shown === undefined ? undefined : listed === null || listed === undefined ? [] : [idText(listed)];
    const ids = isList ? (Array.isArray(listed) ? listed.map(idText) : undefined) : single;
    return { ids: ids?.every((one) => one !== undefined) === true ? ids : undefined, exchange };
  };

/** Brings what names the resource to a state in which the text says that it loses the reference. Gives whether it is there. */
const broughtToBeFree = async (session: Session, { child, freeIn }: TakenOff, creation: Exchange, id: string): Promise<boolean> => {
  const { contract } = session;
  const type = [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].find(({ create }) => create.key === child.create.key);
  const above = parametersIn(creation.request.path).map((name) => creation.request.pathValues[name]);
  const values = valuesInPath(child.itemPath, above, id);
  const now = type && freeIn.length > 0 ? await shownState(session, type, values) : undefined;
  if (!type || now === undefined || freeIn.includes(now)) return false;
  await broughtOn(session, type, values, { now, states: freeIn, isMeant: createsNothing });
  return freeIn.includes((await shownState(session, type, values)) ?? '');
};

export const takenOffOnRemoval = defineProbe<TakenOff, Result>({
  id: 'lifecycle/taken-off-on-removal',
  title: 'A removed resource is taken off those that named it, where its removal says so',
  why: 'A client looks up the id that is left, and finds nothing.',
  fix: 'Take the id out of all lists that hold it, in the transaction of the removal.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => [...takenOffs(contract)],
  prerequisites: ({ parent, child }, around) => [...prerequisitesFor(parent.create, around), ...prerequisitesFor(child.create, around)],
  cost: () => ({ requests: 32, creates: 2 }),
  async run(subject, session) {
    const { parent, child, by } = subject;
    const way: Way = { session, trip: parent, pathValues: await parentValues(session, parent) };
    const { id, exchange: made } = await make(way, 'taken-off', (base) => base);
    const none: Result = { made, child: undefined, before: undefined, removal: undefined, after: undefined, id: id ?? '' };
    if (id === undefined) return none;
    const creation = await sendCreation(session, childCreation(session, { child, by }, 'taken-off', { made, id }));
    const childId = idOfMade(session.contract, child, creation);
    if (childId === undefined) return { ...none, child: creation };
    const look = lookAt(session, subject, creation, childId);
    const before = await look();
    if (before.ids?.includes(id) !== true) return { ...none, child: creation, before };
    const outer = parametersIn(made.request.path).map((name) => made.request.pathValues[name]);
    const pathValues = valuesInPath(parent.remove.path, outer, id);
    const remove = (): Promise<Exchange> => session.send(usableRequest(session, parent.remove, 'taken-off', { pathValues }));
    let removal = await remove();
    // What is under way may keep it: then it is ended, and the removal asked for once more.
    const { ending } = subject;
    if (statusOf(removal) === 409 && ending !== undefined) {
      const ended = await ifTried(onItem({ session, trip: child, pathValues: {} }, ending.operation, creation, childId, ending.body));
      if (ended && isSuccess(ended)) removal = await remove();
    } else if (!isSuccess(removal) && (await broughtToBeFree(session, subject, creation, childId))) removal = await remove();
    if (!isSuccess(removal) || statusOf(removal) === 202) return { ...none, child: creation, before, removal };
    let after = await look();
    await until(
      session,
      { withinMs: patienceMs(session.target, 'updated.shown'), why: 'what was removed is to be taken off' },
      async () => {
        if (after.ids?.includes(id) === true) after = await look();
        return after.ids?.includes(id) === true ? undefined : true;
      },
    );
    return { made, child: creation, before, removal, after, id };
  },
  judge({ by, child: { create } }, { made, child, before, removal, after, id }) {
    if (!child || !before) return inconclusive(`The creations were answered ${outcomeOf(child ?? made)}`, [child ?? made]);
    if (!removal) return inconclusive(`No read shows the id in ${by}`, [before.exchange, child]);
    if (!after) return inconclusive(`The removal was answered ${outcomeOf(removal)}`, [removal, child]);
    if (after.ids?.includes(id) !== true)
      return after.ids ? pass(1) : inconclusive('Nothing shows the list afterwards', [after.exchange, removal]);
    const finding = {
      code: 'removed-is-still-named',
      where: `/${by}`,
      expected: `what ${create.key} made, without the id of what was removed`,
      actual: `still with "${id}"`,
    };
    return unconfirmed(fail(finding, [after.exchange, removal, child, made]));
  },
});
