import { inPath, parametersIn } from '../../../contract/infer/path-template.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { patienceMs } from '../../kit/patience.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { wholeBody } from '../../../generators/whole-body.ts';
import { freshFor, usableRequest } from '../../requests/usable-request.ts';
import { parentValues } from '../../scenarios/lifecycle/round-trip/parents.ts';
import type { Sent } from '../../scenarios/lifecycle/round-trip/results.ts';
import { make, onItem } from '../../scenarios/lifecycle/round-trip/steps.ts';
import { ifTried, type Way } from '../../scenarios/lifecycle/round-trip/way.ts';
import { inferredResource } from '../../scenarios/lifecycle/inferred-resource.ts';
import { until } from '../../scenarios/lifecycle/until.ts';
import { type Giver, giversOf, giversShown, type GivingBack, givingsBack, suppliesOf } from '../../subjects/given-back.ts';
import { onOwnResource } from '../../subjects/own-resources.ts';
import { resourceIn } from '../../subjects/round-trips.ts';

/** A number of a resource before something is taken of it, while it is taken, and after it should have been given back. */
export type Counted = {
  readonly giver: Giver;
  readonly name: string;
  readonly before: number;
  readonly taken: number;
  readonly after: number | undefined;
  readonly reads: readonly Exchange[];
};

type Result = { readonly creation: Exchange; readonly left: Exchange | undefined; readonly counted: readonly Counted[] };

/** The longest wait in milliseconds for a number to come back. */
const longestMs = 10_000;

/** Reads what something is taken of. */
export const readGiver = (session: Session, { read, id }: Giver): Promise<Exchange> =>
  session.send(usableRequest(session, read, 'given-back', { pathValues: { [parametersIn(read.path)[0] ?? '']: id } }));

const numbersIn = ({ contract }: Session, giver: Giver, exchange: Exchange, sentence = ''): ReadonlyMap<string, number> =>
  isSuccess(exchange) ? suppliesOf(contract, giver, exchange, sentence) : new Map();

/** A number of a resource while something is taken of it. */
export type Taken = Omit<Counted, 'after'>;

/** The numbers that are other ones than they were. */
export const changedOnes = async (session: Session, before: ReadonlyMap<Giver, Exchange>, sentence = ''): Promise<readonly Taken[]> => {
  const taken: Taken[] = [];
  for (const [giver, read] of before) {
    const now = await readGiver(session, giver);
    const numbers = numbersIn(session, giver, now, sentence);
    for (const [name, value] of numbersIn(session, giver, read, sentence)) {
      const current = numbers.get(name);
      if (current !== undefined && current !== value) taken.push({ giver, name, before: value, taken: current, reads: [read, now] });
    }
  }
  return taken;
};

/** Reads what was taken until it is there again, or the time is up. */
export const countedAfter = async (
  session: Session,
  trip: GivingBack['trip'],
  taken: readonly Taken[],
  sentence = '',
): Promise<readonly Counted[]> => {
  const counted: Counted[] = [];
  for (const one of taken) {
    let read: Exchange | undefined;
    const withinMs = Math.min(longestMs, patienceMs(session.target, 'updated.shown', { presumed: trip }));
    await until(session, { withinMs, why: 'what was given back is to be counted again' }, async () => {
      read = await readGiver(session, one.giver);
      return numbersIn(session, one.giver, read, sentence).get(one.name) === one.before ? true : undefined;
    });
    const after = read && numbersIn(session, one.giver, read, sentence).get(one.name);
    counted.push({ ...one, after, reads: [...(read ? [read] : []), ...one.reads] });
  }
  return counted;
};

/** An action needs what an answer to it may tell, such as points to pay with: it is tried on so many resources. */
const mostTries = 3;

/** Acts on a resource so that something is taken, and on it again so that it is given back. */
const runOnActed = async ({ trip, operation, taking, sentence }: GivingBack, session: Session): Promise<Result | undefined> => {
  const { contract } = session;
  const on = taking && onOwnResource(contract, taking);
  const { read } = trip;
  if (!taking || !on || !read) return undefined;
  let last: Exchange | undefined;
  for (let n = 0; n < mostTries; n += 1) {
    const values = await session.run(inferredResource, {
      resourceType: on.resourceType.name,
      use: 'spare',
      for: taking.key,
      turn: `given-back-${n}`,
    });
    const along = Object.values(values);
    const shown = await session.send(usableRequest(session, read, 'given-back', { pathValues: inPath(read.path, along) }));
    const resource = resourceIn(contract, read, shown, trip.id);
    const before = new Map<Giver, Exchange>();
    for (const giver of resource ? giversShown(contract, trip.create, resource) : []) before.set(giver, await readGiver(session, giver));
    last = await session.send(usableRequest(session, taking, 'given-back', { pathValues: inPath(taking.path, along) }));
    if (!isSuccess(last) || statusOf(last) === 202) continue;
    const taken = await changedOnes(session, before, sentence);
    if (taken.length === 0) return { creation: last, left: undefined, counted: [] };
    const left = await ifTried(
      session.send(usableRequest(session, operation, 'given-back', { pathValues: inPath(operation.path, along) })),
    );
    if (!left || !isSuccess(left)) return { creation: last, left, counted: [] };
    return { creation: last, left, counted: await countedAfter(session, trip, taken, sentence) };
  }
  return last && { creation: last, left: undefined, counted: [] };
};

const runIt = async (giving: GivingBack, session: Session): Promise<Result> => {
  const { trip, operation } = giving;
  const acted = await runOnActed(giving, session);
  if (acted) return acted;
  const { contract } = session;
  const way: Way = { session, trip, pathValues: await parentValues(session, trip) };
  const members = bodyMembers(contract, trip.create);
  // What is optional may take something too; where a body with all of it is refused, the usual one has to do.
  const made = async (purpose: string, isWhole: boolean): Promise<Sent> =>
    make(way, purpose, (base) => (isWhole ? wholeBody(contract, members, base, freshFor(session, purpose)) : base));
  // The first one shows what the body names: what is taken is then counted around a second one.
  let isWhole = true;
  let { exchange: first } = await made('taking', isWhole);
  if (!isSuccess(first)) {
    isWhole = false;
    ({ exchange: first } = await made('taking-usual', isWhole));
  }
  const givers = isSuccess(first) ? giversOf(contract, trip.create, first) : [];
  const before = new Map<Giver, Exchange>();
  for (const giver of givers) before.set(giver, await readGiver(session, giver));
  const { exchange: creation, id } = await made('taken', isWhole);
  if (id === undefined || !isSuccess(creation)) return { creation: isSuccess(first) ? creation : first, left: undefined, counted: [] };
  const own = giversOf(contract, trip.create, creation);
  const named = new Map([...before].filter(([giver]) => own.some((one) => one.type === giver.type && one.id === giver.id)));
  const taken = await changedOnes(session, named);
  if (taken.length === 0) return { creation, left: undefined, counted: [] };
  const left = await ifTried(onItem(way, operation, creation, id));
  if (!left || !isSuccess(left)) return { creation, left, counted: [] };
  return { creation, left, counted: await countedAfter(session, trip, taken) };
};

export const takenIsGivenBack = defineProbe<GivingBack, Result>({
  id: 'lifecycle/taken-is-given-back',
  title: 'What a resource takes of another one is there again after the action that gives it back',
  why: 'Seats of cancelled bookings that stay taken are never sold, and stock that is not put back is bought a second time.',
  fix: 'Undo everything that the creation counted, in the transaction of the action.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => [...givingsBack(contract)],
  prerequisites: ({ trip, operation, taking }, around) => [
    ...prerequisitesFor(trip.create, around),
    ...permissionsFor(operation),
    ...(taking ? permissionsFor(taking) : []),
  ],
  cost: ({ taking }) => (taking ? { requests: 40, creates: 3 * mostTries } : { requests: 24, creates: 3 }),
  run: runIt,
  judge({ operation, sentence, taking }, { creation, left, counted }) {
    if (!left)
      return inconclusive(
        isSuccess(creation) ? 'No number of what it names changed with the creation' : `It was answered ${outcomeOf(creation)}`,
        [creation],
      );
    if (!isSuccess(left) || statusOf(left) === 202) return inconclusive(`${operation.key} was answered ${outcomeOf(left)}`, [left]);
    const known = counted.filter(({ after }) => after !== undefined);
    const lost = known.find(({ before, after }) => after !== before);
    if (!lost) return known.length > 0 ? pass(known.length) : inconclusive('The numbers could not be read afterwards', [left]);
    const finding = {
      code: 'not-given-back',
      where: `/${lost.name}`,
      expected: `${lost.before} at ${lost.giver.read.key}, as before ${taking?.key ?? 'the creation'}: "${sentence}"`,
      actual: lost.after === lost.taken ? `${lost.after}, as while it was taken` : `${lost.after} (${lost.taken} while it was taken)`,
    };
    return unconfirmed(fail(finding, [left, creation, ...lost.reads]));
  },
});
