import { isDirectlyBelow, inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isDate } from '../../../contract/moment.ts';
import { type HeldTimes, heldTimesOf } from '../../../contract/infer/times/held-times.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { wholeValue } from '../../../contract/wire/whole-value.ts';
import { aroundWindow, type Window, windowOf } from '../../../generators/into-window.ts';
import { shiftedBy } from '../../../generators/spans.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { at, defineProbe, fail, inconclusive, NotTried, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { prerequisitesOnOwn } from '../../kit/prerequisites.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { parentValues } from '../../scenarios/lifecycle/round-trip/parents.ts';
import { make } from '../../scenarios/lifecycle/round-trip/steps.ts';
import type { Way } from '../../scenarios/lifecycle/round-trip/way.ts';
import { describesRefusal } from '../../subjects/mistaken-bodies.ts';
import { roundTrips, type Trip } from '../../subjects/round-trips.ts';
import type { Resource } from '../../subjects/shown-resource.ts';

/** An addition to a resource whose times have to hold that of the resource. */
type Covering = Subject & { readonly trip: Trip; readonly operation: Operation; readonly held: HeldTimes };

/** An addition with times that leave out a part of that of the resource, in words, and what came back. */
type Tried = { readonly words: string; readonly exchange: Exchange };

type Result = { readonly creation: Exchange; readonly control: Exchange | undefined; readonly tried: readonly Tried[] };

const dayMs = 86_400_000;

const coverings = (contract: Contract): readonly Covering[] =>
  roundTrips(contract).flatMap((trip) =>
    contract.operations.flatMap((operation): readonly Covering[] => {
      if (operation.method !== 'POST' || !isDirectlyBelow(operation.path, trip.itemPath) || !describesRefusal(operation)) return [];
      const held = heldTimesOf(contract, operation);
      const isOfIt = held?.above !== undefined && held.via === undefined && held.above.key === trip.read?.key;
      return held?.isAround && held.isFirm && isOfIt ? [at(operation.location, { trip, operation, held })] : [];
    }),
  );

/** The times of a body that leave out the end of a window, or its begin; by a day where all of them are days, and else by two, as a moment may lie in another time zone. */
const leavingOut = (
  value: Resource,
  [begin = '', end = '']: readonly string[],
  { fromMs, toMs }: Window,
): readonly { readonly words: string; readonly value: Resource }[] => {
  const by = [value[begin], value[end]].every((one) => isDate(String(one))) ? 1 : 2;
  const whole = aroundWindow(value, [begin, end], { fromMs, toMs }) ?? value;
  const [first, last] = [begin, end].map((name) => Date.parse(String(whole[name]).slice(0, 10)));
  if (first === undefined || last === undefined || Number.isNaN(first) || Number.isNaN(last)) return [];
  const days = (ms: number, to: number): number => Math.round((to - ms) / dayMs);
  const early = { ...whole, [end]: shiftedBy(String(whole[end]), days(last, toMs) - by) };
  const late = {
    ...whole,
    [begin]: shiftedBy(String(whole[begin]), days(first, fromMs) + by),
    [end]: shiftedBy(String(whole[end]), 2 * by),
  };
  const isLong = toMs - by * dayMs >= fromMs;
  return [...(isLong ? [{ words: `"${end}" before its end`, value: early }] : []), { words: `"${begin}" after its begin`, value: late }];
};

/** A request that is sent with the times that its body has. */
const asChosen = (request: PlannedRequest, value: Resource): PlannedRequest =>
  request.body?.kind === 'json'
    ? {
        ...request,
        body: { ...request.body, value: wholeValue({ ...request.body, value }), around: { at: '', value: null } },
        faults: ['value-unusable'],
      }
    : request;

const refusals: readonly number[] = [400, 409, 422];

export const otherTimeRefused = defineProbe<Covering, Result>({
  id: 'lifecycle/other-time-refused',
  title: 'Times that leave out a part of that of the resource are refused, where the document says that they hold the whole of it',
  why: 'What is to hold for a whole period ends before it, and nobody notices until it is needed.',
  fix: 'Compare both ends with those of the resource before anything is stored.',
  phase: 'mutate',
  stage: 'refusals',
  exclusive: 'collection',
  over: (contract) => [...coverings(contract)],
  prerequisites: ({ trip, operation }, around) => prerequisitesOnOwn(trip.create, [operation], around),
  cost: () => ({ requests: 12, creates: 5 }),
  async run({ trip, operation, held }, session) {
    const way: Way = { session, trip, pathValues: await parentValues(session, trip) };
    const made = await make(way, 'held-outside', (base) => base);
    const { id, exchange: creation } = made;
    const resource = made.looks.at(-1)?.resource;
    const [begin, end] = held.bounds;
    const window = resource && windowOf(resource[begin], resource[end]);
    if (id === undefined || !window || window.isOpen) return { creation, control: undefined, tried: [] };
    const above = valuesAlong(creation.request.path, creation.request.pathValues);
    const pathValues = inPath(operation.path, [...above, id]);
    const request = (purpose: string): PlannedRequest => usableRequest(session, operation, `held-${purpose}`, { pathValues });
    const tried: Tried[] = [];
    const usual = request('usual');
    // The times of a form would be moved into the window again, as nothing marks them as chosen.
    if (usual.body?.kind !== 'json') throw new NotTried('not-applicable', 'The body is a form');
    const value = isObject(usual.body.value) ? usual.body.value : {};
    for (const [n, wrong] of leavingOut(value, held.members, window).entries()) {
      const asked = request(`outside-${n}`);
      const own = asked.body?.kind === 'json' && isObject(asked.body.value) ? asked.body.value : {};
      const times = Object.fromEntries(held.members.map((name) => [name, wrong.value[name]]));
      tried.push({ words: wrong.words, exchange: await session.send(asChosen(asked, { ...own, ...times })) });
    }
    return { creation, control: await session.send(request('inside')), tried };
  },
  judge({ operation, held }, { creation, control, tried }) {
    const taken = tried.find(({ exchange }) => isSuccess(exchange) && statusOf(exchange) !== 202);
    if (taken) {
      const expected = `400, 409 or 422 to ${taken.words}, where the resource is from "${held.bounds[0]}" to "${held.bounds[1]}"`;
      const finding = {
        code: 'other-time-accepted',
        where: held.members.join(' and '),
        expected,
        actual: `status ${outcomeOf(taken.exchange)}`,
      };
      return unconfirmed(fail(finding, [taken.exchange, creation]));
    }
    const refused = tried.filter(({ exchange }) => refusals.includes(statusOf(exchange) ?? 0));
    if (control === undefined || refused.length === 0)
      return inconclusive('No resource showed its time, or nothing was refused for it', [creation]);
    return isSuccess(control)
      ? pass(refused.length)
      : inconclusive(`No usual request to ${operation.key} was accepted (${outcomeOf(control)}), so the refusals may have another reason`, [
          control,
        ]);
  },
});
