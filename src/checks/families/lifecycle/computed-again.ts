import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { isObject } from '../../../contract/pointer.ts';
import { type BodyMember, bodyMembers } from '../../../generators/body-members.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import { typesOf } from '../../../generators/resolved-schema.ts';
import { listedValues } from '../../../generators/unusable-body.ts';
import { distinctBy } from '../../../model/json.ts';
import { defineProbe, fail, inconclusive, pass, type Surroundings, unconfirmed } from '../../kit/define.ts';
import { patienceMs } from '../../kit/patience.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { parentValues } from '../../scenarios/lifecycle/round-trip/parents.ts';
import type { Look, Sent } from '../../scenarios/lifecycle/round-trip/results.ts';
import { change, make, readOf } from '../../scenarios/lifecycle/round-trip/steps.ts';
import { ifTried } from '../../scenarios/lifecycle/round-trip/way.ts';
import { until } from '../../scenarios/lifecycle/until.ts';
import { type ComputedAgain, computedAgain } from '../../subjects/computed-again.ts';
import { isSame } from '../../subjects/same-value.ts';
import type { Resource } from '../../subjects/shown-resource.ts';

/** Creations for other values until one gives another result. */
const mostTried = 6;

/** The longest wait in milliseconds for the new result. */
const withinMs = 10_000;

/** Levels below a member at which numbers are looked for. */
const deepest = 3;

/** The numbers in a value by their places: what else is computed, such as a moment, may differ from creation to creation. */
const numbersIn = (value: unknown, place = '', depth = 0): readonly (readonly [place: string, number: number])[] => {
  const number = typeof value === 'string' && /^-?\d+\.\d+$/u.test(value) ? Number(value) : value;
  if (typeof number === 'number') return [[place, number]];
  if (depth >= deepest || typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => numbersIn(one, `${place}/${name}`, depth + 1));
};

const resultIn = (resource: Resource, members: readonly string[]): string =>
  JSON.stringify(members.flatMap((name) => numbersIn(resource[name], `/${name}`)));

/** Other values for a member, those first from which most follows: numbers far from the usual one, and each other choice. */
const otherValues = (
  { document }: Contract,
  member: BodyMember,
  usual: unknown,
  schemas: readonly BodyMember['schema'][],
): readonly unknown[] => {
  const { schema } = member;
  const { maximum, minimum } = isObject(schema) ? schema : {};
  const greatest = typeof maximum === 'number' && maximum < 1e9 ? [maximum] : [];
  const least = typeof minimum === 'number' ? [minimum] : [];
  const now = typeof usual === 'number' ? usual : 1;
  const numbers = typesOf(schema).some((type) => type === 'integer' || type === 'number')
    ? [...greatest, now * 10, now * 3, ...least, now + 1]
    : [];
  const values = listedValues(member) ?? (typesOf(schema).includes('boolean') ? [true, false] : numbers);
  return distinctBy(values, (value) => JSON.stringify(value)).filter(
    (value) => !isSame(value, usual) && schemas.every((one) => mayBeSent(document, one, value)),
  );
};

type Result = {
  readonly first: Sent;
  /** Another one with another value from the beginning, whose result is another one. */
  readonly other?: Sent;
  readonly member?: string;
  /** The change of the first one to that value, and the last look at it. */
  readonly changed?: Sent;
  readonly last?: Look | undefined;
};

const shownBy = ({ looks }: Sent): Look | undefined => looks.findLast(({ word }) => word === 'read');

const compared = async ({ trip, change: by, members, from }: ComputedAgain, session: Session): Promise<Result> => {
  const { contract, target } = session;
  const way = { session, trip, pathValues: await parentValues(session, trip) };
  const first = await make(way, 'computed', (base) => base);
  const before = shownBy(first);
  if (first.id === undefined || !before) return { first };
  const result = resultIn(before.resource, members);
  const created = bodyMembers(contract, trip.create);
  const choices = from
    .map((member) => {
      const schemas = created.flatMap(({ name, schema }) => (name === member.name ? [schema] : []));
      return otherValues(contract, member, first.body[member.name] ?? before.resource[member.name], [member.schema, ...schemas]).map(
        (value) => [member, value] as const,
      );
    })
    .flatMap((list, _, all) => list.map((one, turn) => ({ one, turn, of: all.length })))
    .toSorted((a, b) => a.turn - b.turn)
    .slice(0, mostTried);
  for (const [n, { one }] of choices.entries()) {
    const [{ name }, value] = one;
    const other = await ifTried(make(way, `computed-${n}`, (base) => ({ ...base, [name]: value })));
    const otherwise = other && shownBy(other);
    if (!other || !otherwise || resultIn(otherwise.resource, members) === result) continue;
    // What differs between two of the same values follows from something else.
    const twin = await make(way, 'computed-twin', (base) => base);
    const same = shownBy(twin);
    if (!same || resultIn(same.resource, members) !== result) return { first };
    const taken = bodyMembers(contract, by);
    const needed = taken.filter((member) => member.required || by === trip.put).map((member) => member.name);
    const rest = Object.fromEntries(Object.entries(first.body).filter(([key]) => needed.includes(key)));
    const living = { ...way, creation: first.exchange, id: first.id };
    const changed = await change(living, by, { ...rest, [name]: value });
    if (!isSuccess(changed.exchange)) continue;
    if (statusOf(changed.exchange) === 202) return { first };
    let last = shownBy(changed);
    const patience = Math.min(patienceMs(target, 'updated.shown', { presumed: trip }), withinMs);
    await until(session, { withinMs: patience, why: 'what follows from a change is to be computed again' }, async () => {
      last = (await readOf(way, first.exchange, living.id)) ?? last;
      return last && resultIn(last.resource, members) !== result ? true : undefined;
    });
    return { first, other, member: name, changed, last };
  }
  return { first };
};

export const resultComputedAgain = defineProbe<ComputedAgain, Result>({
  id: 'lifecycle/computed-again',
  title: 'What the text of a change says that it computes again follows the change',
  why: 'Who changes what a price is made of is charged the old price, and nothing in the answer says so.',
  fix: 'Compute what is derived in the function that stores the resource, for a creation and for a change alike.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: computedAgain,
  prerequisites: ({ trip, change: by }, around: Surroundings) => [...prerequisitesFor(trip.create, around), ...permissionsFor(by)],
  cost: () => ({ requests: 4 * mostTried + 30, creates: mostTried + 2 }),
  run: compared,
  judge({ members, change: by }, { first, other, member, changed, last }) {
    const now = other && shownBy(other);
    const before = shownBy(first);
    if (!other || !now || !before || !changed || member === undefined || !last)
      return inconclusive('No other value of the change gave another result', [first.exchange]);
    if (!isSame(last.resource[member], changed.body[member]))
      return inconclusive(`${by.key} was answered ${outcomeOf(changed.exchange)}, and "${member}" is not shown as it was sent`, [
        last.exchange,
      ]);
    if (resultIn(last.resource, members) !== resultIn(before.resource, members)) return pass(1);
    const name = members.find((one) => resultIn(now.resource, [one]) !== resultIn(before.resource, [one])) ?? '';
    const finding = {
      code: 'not-computed-again',
      where: `/${name}`,
      expected: `${JSON.stringify(now.resource[name])} after ${by.key} with "${member}" ${JSON.stringify(changed.body[member])}, as of one that is created with it`,
      actual: `${JSON.stringify(last.resource[name])}, as before`,
    };
    return unconfirmed(fail(finding, [last.exchange, changed.exchange, now.exchange]));
  },
});
