import { parametersIn } from '../../../contract/infer/path-template.ts';
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
import { until } from '../../scenarios/lifecycle/until.ts';
import { type Giver, giversOf, type GivingBack, givingsBack, suppliesOf } from '../../subjects/given-back.ts';

/** A number of a resource before something is taken of it, while it is taken, and after it should have been given back. */
type Counted = {
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

const readGiver = (session: Session, { read, id }: Giver): Promise<Exchange> =>
  session.send(usableRequest(session, read, 'given-back', { pathValues: { [parametersIn(read.path)[0] ?? '']: id } }));

const numbersIn = ({ contract }: Session, giver: Giver, exchange: Exchange): ReadonlyMap<string, number> =>
  isSuccess(exchange) ? suppliesOf(contract, giver, exchange) : new Map();

const runIt = async ({ trip, operation }: GivingBack, session: Session): Promise<Result> => {
  const { contract, target } = session;
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
  const taken: Counted[] = [];
  for (const [giver, read] of before) {
    if (!own.some((one) => one.type === giver.type && one.id === giver.id)) continue;
    const now = await readGiver(session, giver);
    const numbers = numbersIn(session, giver, now);
    for (const [name, value] of numbersIn(session, giver, read)) {
      const current = numbers.get(name);
      if (current !== undefined && current !== value)
        taken.push({ giver, name, before: value, taken: current, after: undefined, reads: [read, now] });
    }
  }
  if (taken.length === 0) return { creation, left: undefined, counted: [] };
  const left = await ifTried(onItem(way, operation, creation, id));
  if (!left || !isSuccess(left)) return { creation, left, counted: [] };
  const counted: Counted[] = [];
  for (const one of taken) {
    let read: Exchange | undefined;
    const withinMs = Math.min(longestMs, patienceMs(target, 'updated.shown', { presumed: trip }));
    await until(session, { withinMs, why: 'what was given back is to be counted again' }, async () => {
      read = await readGiver(session, one.giver);
      return numbersIn(session, one.giver, read).get(one.name) === one.before ? true : undefined;
    });
    const after = read && numbersIn(session, one.giver, read).get(one.name);
    counted.push({ ...one, after, reads: [...(read ? [read] : []), ...one.reads] });
  }
  return { creation, left, counted };
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
  prerequisites: ({ trip, operation }, around) => [...prerequisitesFor(trip.create, around), ...permissionsFor(operation)],
  cost: () => ({ requests: 24, creates: 3 }),
  run: runIt,
  judge({ operation, sentence }, { creation, left, counted }) {
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
      expected: `${lost.before} at ${lost.giver.read.key}, as before the creation: "${sentence}"`,
      actual: lost.after === lost.taken ? `${lost.after}, as while it was taken` : `${lost.after} (${lost.taken} while it was taken)`,
    };
    return unconfirmed(fail(finding, [left, creation, ...lost.reads]));
  },
});
