import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { tokensOf, valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { redacted } from '../../../model/mask.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import { isCached } from '../../scenarios/lifecycle/look-at-resource.ts';
import { parentValues } from '../../scenarios/lifecycle/round-trip/parents.ts';
import { make, onItem } from '../../scenarios/lifecycle/round-trip/steps.ts';
import type { Way } from '../../scenarios/lifecycle/round-trip/way.ts';
import { until } from '../../scenarios/lifecycle/until.ts';
import { type Rotation, rotations } from '../../subjects/rotations.ts';
import { resourceIn } from '../../subjects/round-trips.ts';

/** An answer that shows the secret, and the rotation before it; none before the first one. */
type Look = { readonly rotated: Exchange | undefined; readonly shown: Exchange };

/** So often it is rotated: the answer to the creation may not show the secret. */
const times = 2;

/** The longest wait in milliseconds until a read shows another secret. */
const patience = 5000;

const isDone = (exchange: Exchange): boolean => isSuccess(exchange) && statusOf(exchange) !== 202;

/** Is a value a whole secret: a shorter one may be the same by chance, and a read may show a part of it. */
const isWhole = (value: unknown): value is string =>
  typeof value === 'string' &&
  !value.includes(redacted) &&
  (/^\[issued-\d+\]$/u.test(value) || (/^[^\s*•…]{12,}$/u.test(value) && !/\.{3}|x{4}/iu.test(value)));

/** The secret that an answer shows; undefined where it shows none in full. */
const secretIn = (contract: Contract, { trip, pointer, shownBy }: Rotation, exchange: Exchange): string | undefined => {
  if (!isDone(exchange) || (exchange.request.method === 'GET' && isCached(exchange))) return undefined;
  const shown = valueAt(jsonOf(exchange), pointer);
  if (shown !== undefined || exchange.request.operation === shownBy.key) return isWhole(shown) ? shown : undefined;
  // The answer to the creation may show it at another place.
  const value = resourceIn(contract, trip.create, exchange, trip.id)?.[tokensOf(pointer).at(-1) ?? ''];
  return isWhole(value) ? value : undefined;
};

export const rotatedSecretDiffers = defineProbe<Rotation, readonly Look[]>({
  id: 'auth/rotated-secret-differs',
  title: 'An operation that replaces a secret gives a different one',
  why: 'A secret is replaced because somebody else knows it. Where it stays the same, that person goes on using it.',
  fix: 'Draw a new value from a source of randomness, store it in the same transaction, and answer with what was stored.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: (contract) => [...rotations(contract)],
  prerequisites: ({ trip, rotate }, around) => [...prerequisitesFor(trip.create, around), ...permissionsFor(rotate)],
  cost: () => ({ requests: 24, creates: 1 }),
  async run(rotation, session) {
    const { trip, rotate, shownBy } = rotation;
    const way: Way = { session, trip, pathValues: await parentValues(session, trip) };
    const { id, exchange: made } = await make(way, 'rotated', (base) => base);
    if (id === undefined) return [{ rotated: undefined, shown: made }];
    const isAnswered = shownBy.key === rotate.key;
    const looks: Look[] = [{ rotated: undefined, shown: isAnswered ? made : await onItem(way, shownBy, made, id) }];
    for (let turn = 0; turn < times; turn += 1) {
      const rotated = await onItem(way, rotate, made, id);
      const before = looks.at(-1);
      let shown = rotated;
      if (!isAnswered && isDone(rotated))
        await until(session, { withinMs: patience, why: 'a read is to show the new secret' }, async () => {
          shown = await onItem(way, shownBy, made, id);
          const now = secretIn(session.contract, rotation, shown);
          return now !== undefined && before && now === secretIn(session.contract, rotation, before.shown) ? undefined : true;
        });
      looks.push({ rotated, shown });
      if (!isDone(rotated)) break;
    }
    return looks;
  },
  judge(rotation, looks, { contract }) {
    let judged = 0;
    for (const [n, { rotated, shown }] of looks.entries()) {
      const before = looks[n - 1]?.shown;
      const [old, now] = [before && secretIn(contract, rotation, before), secretIn(contract, rotation, shown)];
      if (before === undefined || rotated === undefined || !isDone(rotated) || old === undefined || now === undefined) continue;
      judged += 1;
      if (old !== now) continue;
      const finding = {
        code: 'secret-not-rotated',
        where: rotation.pointer,
        expected: `another value than before ${rotation.rotate.key}`,
        actual: 'the same value',
      };
      return unconfirmed(fail(finding, shown === rotated ? [rotated, before] : [shown, rotated, before]));
    }
    const last = looks.at(-1);
    const answer = last?.rotated ?? last?.shown;
    return judged > 0
      ? pass(judged)
      : inconclusive(`No two answers show the secret: ${answer ? outcomeOf(answer) : 'nothing was tried'}`, answer ? [answer] : []);
  },
});
