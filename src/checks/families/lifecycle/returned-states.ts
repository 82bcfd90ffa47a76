import { itemOf } from '../../../contract/infer/covering.ts';
import { inPath, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Operation } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, NotTried, pass, unconfirmed } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { patienceMs } from '../../kit/patience.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { inferredResource } from '../../scenarios/lifecycle/inferred-resource.ts';
import { walk } from '../../scenarios/lifecycle/needed-state.ts';
import { until } from '../../scenarios/lifecycle/until.ts';
import { statesFor, wayBetween } from '../../subjects/action-states.ts';
import type { Mover } from '../../subjects/lives.ts';
import { type ReturnedState, returnedStates } from '../../subjects/returned-states.ts';

/** One resource that was taken away from a state and brought back. */
type Came = {
  readonly from: string;
  /** The read in that state, the action back, and the read after it. */
  readonly before: Exchange;
  readonly answer: Exchange;
  readonly after: Exchange;
  readonly now: unknown;
};

type Result = { readonly came: readonly Came[]; readonly last: Exchange | undefined };

/** Most states from which it is tried, each with a resource of its own. */
const mostStates = 3;

/** The longest wait for a read in milliseconds. */
const longestMs = 5000;

const returned = async (session: Session, { life, back, away, between, pointer }: ReturnedState): Promise<Result> => {
  const { contract, target } = session;
  const resourceType = [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].find(
    ({ create }) => create.key === life.type.create.key,
  );
  if (!resourceType) throw new NotTried('not-applicable', `The run cannot create what ${back.key} acts on`);
  const { read } = life.type;
  const possible = away.from ? [...away.from] : away.to ? undefined : statesFor(contract, resourceType, away.operation);
  const refused = life.refusing
    .filter((one) => one.operation === away.operation && one.as?.to === away.to)
    .flatMap((one) => one.refused.map(({ value }) => value));
  const states = life.states.flatMap(({ member, value }) =>
    member === between.member &&
    value !== between.value &&
    typeof value === 'string' &&
    !refused.includes(value) &&
    possible?.includes(value) !== false
      ? [value]
      : [],
  );
  const isAway = (mover: Mover): boolean => mover.operation === away.operation && mover.to === away.to;
  const came: Came[] = [];
  let last: Exchange | undefined;
  let tried = 0;
  // The later ones first: a service that always leads to the first state is right about that one.
  for (const from of states.toReversed()) {
    if (tried >= mostStates) break;
    const made = await orSkipped(
      session.run(inferredResource, { resourceType: resourceType.name, use: 'spare', for: read.key, turn: `back-to-${from}` }),
    );
    if (isSkipped(made)) break;
    const own = valuesAlong(itemOf(resourceType).path, made);
    const send = (operation: Operation): Promise<Exchange> =>
      session.send(usableRequest(session, operation, `back-to-${from}`, { pathValues: inPath(operation.path, own) }));
    const stateIn = (exchange: Exchange): unknown => (isSuccess(exchange) ? valueAt(jsonOf(exchange), pointer) : undefined);
    const lookFor = async (isMeant: (state: unknown) => boolean): Promise<Exchange> => {
      let look = await send(read);
      const withinMs = Math.min(longestMs, patienceMs(target, 'updated.shown', { presumed: life.type }));
      await until(session, { withinMs, why: 'a read is to show the state' }, async () => {
        if (isMeant(stateIn(look))) return true;
        look = await send(read);
        return isMeant(stateIn(look)) ? true : undefined;
      });
      return look;
    };
    last = await send(read);
    const now = stateIn(last);
    if (typeof now !== 'string') break;
    const way =
      now === from ? undefined : wayBetween(contract, resourceType, now, [from], (mover) => !isAway(mover) && mover.operation !== back);
    if (now !== from && !way) continue;
    tried += 1;
    if (way) await walk(session, resourceType, made, way);
    const before = await lookFor((state) => state === from);
    last = before;
    if (stateIn(before) !== from) continue;
    last = (await walk(session, resourceType, made, { life, by: [away] })) ?? last;
    const put = await lookFor((state) => state === between.value);
    if (stateIn(put) !== between.value) continue;
    const answer = await send(back);
    last = answer;
    if (!isSuccess(answer) || statusOf(answer) === 202) continue;
    const after = await lookFor((state) => state === from);
    came.push({ from, before, answer, after, now: stateIn(after) });
  }
  return { came, last };
};

/** What takes a resource away, in words. */
const keyOf = ({ operation, to }: Mover): string => `${operation.key}${to ? ` to "${to.name}"` : ''}`;

export const earlierStateReturned = defineProbe<ReturnedState, Result>({
  id: 'lifecycle/earlier-state-returned',
  title: 'An action that leads back to the state which a resource had before does so',
  why: 'What is brought back from the archive is open to everybody, or hidden from those who had it, until somebody finds out.',
  fix: 'Store the state together with the step that leaves it, and read it from there.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: returnedStates,
  prerequisites: ({ life, back, away }, around) => [
    ...prerequisitesFor(life.type.create, around),
    ...permissionsFor(away.operation),
    ...permissionsFor(back),
  ],
  cost: () => ({ requests: 20 * mostStates, creates: mostStates }),
  run: (subject, session) => returned(session, subject),
  judge({ back, away, pointer, sentence }, { came, last }) {
    const wrong = came.find(({ from, now }) => typeof now === 'string' && now !== from);
    if (wrong) {
      const { from, now, before, answer, after } = wrong;
      const finding = {
        code: 'other-state-returned',
        where: pointer,
        expected: `"${from}", as before ${keyOf(away)}: "${sentence.slice(0, 200)}"`,
        actual: JSON.stringify(now),
      };
      return unconfirmed(fail(finding, [after, answer, before], { judged: came.length, breaches: 1 }));
    }
    const right = came.filter(({ from, now }) => now === from);
    if (right.length > 0) return pass(right.length);
    return inconclusive(
      last ? `${back.key} was not accepted on a resource after ${keyOf(away)}: ${outcomeOf(last)}` : `Nothing was made for ${back.key}`,
      last ? [last] : [],
    );
  },
});
