import type { Side } from '../../../contract/infer/told-bounds.ts';
import { createdResource } from '../../../contract/infer/created-resource.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import { shown as written } from '../../../contract/schema/evaluate.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { outOfBound } from '../../../generators/out-of-bound.ts';
import { wholeBody } from '../../../generators/whole-body.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { prerequisitesOnOwn } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { freshFor, usableRequest } from '../../requests/usable-request.ts';
import { isControlled, onlyControlled } from '../../scenarios/calls/control.ts';
import { inNeededState } from '../../scenarios/lifecycle/needed-state.ts';
import { raiseBounds } from '../../scenarios/lifecycle/reached-sum.ts';
import { parentValues } from '../../scenarios/lifecycle/round-trip/parents.ts';
import type { Look, Sent } from '../../scenarios/lifecycle/round-trip/results.ts';
import { make, onItem, readOf } from '../../scenarios/lifecycle/round-trip/steps.ts';
import { bodyOf, ifTried, type Way } from '../../scenarios/lifecycle/round-trip/way.ts';
import { isSameValue } from '../../subjects/same-value.ts';
import { type StoredBound, storedBounds } from '../../subjects/stored-bounds.ts';
import { actsAs } from '../../../contract/infer/acting.ts';

/** A value on the wrong side of a stored one, what came back, and a read after it. */
type Tried = {
  readonly value: unknown;
  readonly stored: unknown;
  readonly isEqual: boolean;
  readonly exchange: Exchange;
  readonly read: Look | undefined;
};

type Result = { readonly creation: Exchange; readonly tried: readonly Tried[]; readonly control: boolean };

const isText = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number';

/** A resource that shows the member which the other one is bound to: with every member where it may be left out. */
const madeWith = async (way: Way, { trip, bound: { other } }: StoredBound): Promise<Sent> => {
  const { session } = way;
  const members = bodyMembers(session.contract, trip.create);
  const whole = await ifTried(
    make(way, `stored-${other}`, (base) => wholeBody(session.contract, members, base, freshFor(session, `stored-${other}`))),
  );
  return whole?.id === undefined ? make(way, `stored-usual-${other}`, (base) => base) : whole;
};

/** The other members of the body of an action, as in any call of it; a change has none. */
const restOf = (session: Session, { operation, bound: { member } }: StoredBound, pathValues: Readonly<Record<string, string>>): object => {
  if (actsAs(operation) === 'PATCH') return {};
  const usual = bodyOf({ request: usableRequest(session, operation, 'stored-bound', { pathValues }) });
  return Object.fromEntries(Object.entries(usual).filter(([name]) => name !== member));
};

/** Brings the resource to the state in which an action is possible, with something below it where the bound is the sum of that. */
const readied = async (session: Session, { trip, operation }: StoredBound, creation: Exchange): Promise<void> => {
  const { inferredResourceTypes, lastingResourceTypes } = session.contract;
  const resourceType = [...inferredResourceTypes, ...lastingResourceTypes].find(({ create }) => create.key === trip.create.key);
  const made = resourceType && actsAs(operation) !== 'PATCH' ? createdResource(resourceType, creation, session.target.baseUrl) : undefined;
  if (!resourceType || made?.kind !== 'known') return;
  await raiseBounds(session, resourceType, made.pathValues, [operation]);
  await inNeededState(session, { resourceType, asking: operation.key, creation, pathValues: made.pathValues });
};

const side: Readonly<Record<Side, string>> = {
  after: 'not after',
  'not-before': 'before',
  before: 'not before',
  'not-after': 'after',
  'other-than': 'the same as',
  'no-farther': 'too long after',
  'no-nearer': 'too soon after',
};

const refusals: readonly number[] = [400, 409, 422];

export const storedBoundRefused = defineProbe<StoredBound, Result>({
  id: 'lifecycle/stored-bound-refused',
  title: 'A value on the wrong side of one that the resource has already is refused, where the document says on which side it lies',
  why: 'A change of one end of a period, or the moment of an action, is compared with nothing, and the resource ends before it began.',
  fix: 'Compare what comes with what is stored, and not the members of the body with each other alone.',
  phase: 'mutate',
  stage: 'refusals',
  exclusive: 'collection',
  over: storedBounds,
  prerequisites: ({ trip, operation }, around) => prerequisitesOnOwn(trip.create, [operation], around),
  cost: () => ({ requests: 26, creates: 3 }),
  async run(subject, session) {
    const { trip, operation, bound, members } = subject;
    const { document } = session.contract;
    const way: Way = { session, trip, pathValues: await parentValues(session, trip) };
    const made = await madeWith(way, subject);
    const tried: Tried[] = [];
    const { id, exchange: creation } = made;
    if (id === undefined) return { creation, tried, control: false };
    await readied(session, subject, creation);
    const rest = restOf(session, subject, creation.request.pathValues);
    for (const isEqual of bound.isStrict === true ? [false, true] : [false]) {
      const before = await readOf(way, creation, id);
      const stored = before?.resource[bound.other];
      if (!before || !isText(stored)) break;
      const wrong = outOfBound({ document, members, bound, span: undefined, isEqual, now: session.now() }, { [bound.other]: stored });
      const value = wrong?.[bound.member];
      if (value === undefined || !isSameValue(wrong?.[bound.other], stored) || isSameValue(before.resource[bound.member], value)) continue;
      const exchange = await ifTried(onItem(way, operation, creation, id, { ...rest, [bound.member]: value }, ['value-unusable']));
      if (!exchange) break;
      const read = isSuccess(exchange) ? await ifTried(readOf(way, creation, id)) : undefined;
      tried.push({ value, stored, isEqual, exchange, read });
      // What was acted on once may not be acted on again.
      if (isSuccess(exchange)) break;
    }
    const answers = tried.map(({ exchange }) => exchange);
    return { creation, tried, control: answers.length > 0 && (await isControlled(session, operation, answers)) };
  },
  judge({ operation, bound }, { creation, tried, control }) {
    const answers = tried.map(({ exchange }) => exchange);
    for (const { value, stored, isEqual, exchange, read } of tried) {
      if (!isSuccess(exchange) || statusOf(exchange) === 202) continue;
      // A service may take another value instead, or move the other one along.
      const looks = [jsonOf(exchange), read?.resource].filter(isObject);
      const isOther = looks.some((one) => one[bound.member] !== undefined && !isSameDay(one[bound.member], value));
      const isMoved = looks.some((one) => one[bound.other] !== undefined && !isSameDay(one[bound.other], stored));
      if (isOther || isMoved) continue;
      const what = isEqual ? 'the same as' : side[bound.side];
      const expected = `a refusal of ${operation.key} with ${written(value)} in "${bound.member}", ${what} ${written(stored)}, the "${bound.other}" of the resource`;
      const finding = { code: 'stored-bound', where: `request body /${bound.member}`, expected, actual: `status ${outcomeOf(exchange)}` };
      return unconfirmed(fail(finding, [exchange, ...(read ? [read.exchange] : []), creation]));
    }
    const refused = tried.filter(({ exchange }) => refusals.includes(statusOf(exchange) ?? 0));
    if (refused.length > 0) return onlyControlled(pass(refused.length), control, answers);
    return inconclusive('No such value was sent to a resource that shows the other one, or none was refused', [creation, ...answers]);
  },
});

/** Are two values the same, whatever the form of a moment. */
const isSameDay = (one: unknown, other: unknown): boolean =>
  isSameValue(one, other) || (typeof one === 'string' && typeof other === 'string' && Date.parse(one) === Date.parse(other));
