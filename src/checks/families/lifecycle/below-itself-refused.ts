import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import { shown as written } from '../../../contract/schema/evaluate.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { prerequisitesOnOwn } from '../../kit/prerequisites.ts';
import { isRing, type Ring, ring } from '../../scenarios/lifecycle/ring.ts';
import { type SelfReference, selfReferences } from '../../subjects/self-references.ts';

const refusals: readonly number[] = [400, 403, 404, 409, 422];

export const belowItselfRefused = defineProbe<SelfReference, Ring>({
  id: 'lifecycle/below-itself-refused',
  title: 'A change that would put a resource below itself is refused, where the document says so',
  why: 'Whatever walks up or down a tree never comes to an end in a ring, and nothing in it can be removed.',
  fix: 'Walk up from the new parent before the change is stored, and refuse it where that leads to the resource.',
  phase: 'mutate',
  stage: 'refusals',
  exclusive: 'collection',
  over: selfReferences,
  prerequisites: ({ trip, operation }, around) => prerequisitesOnOwn(trip.create, [operation], around),
  cost: () => ({ requests: 20, creates: 2 }),
  run: ({ trip, operation }, session) => session.run(ring, { operation: operation.key, create: trip.create.key }),
  judge({ operation, member }, { control, tried }) {
    if (!tried) return inconclusive(`One of them was not put below another one: ${outcomeOf(control)}`, [control]);
    const taken = tried.find((one) => isSuccess(one.exchange) && statusOf(one.exchange) !== 202 && isRing(one, member));
    if (taken) {
      const { by, value, exchange, read } = taken;
      const what = by === 'itself' ? 'the id of the resource itself' : 'the id of one below it';
      const expected = `a refusal of ${operation.key} with ${written(value)} in "${member}", ${what}`;
      return unconfirmed(
        fail({ code: 'below-itself', where: `/${member}`, expected, actual: `status ${outcomeOf(exchange)}, and a read shows it` }, [
          exchange,
          ...(read ? [read.exchange] : []),
          control,
        ]),
      );
    }
    const refused = tried.filter(({ exchange }) => refusals.includes(statusOf(exchange) ?? 0));
    return refused.length > 0 ? pass(refused.length) : inconclusive('No such change was refused, or taken', [control]);
  },
});
