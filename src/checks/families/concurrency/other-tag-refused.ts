import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import { conditionedOn, type OtherTag, triedOnOtherTag } from '../../scenarios/lifecycle/other-tag.ts';
import { changeable } from '../../subjects/changeable.ts';
import { livesWith } from '../../subjects/resources.ts';
import { roundTrips, type Trip } from '../../subjects/round-trips.ts';

/** An operation that takes a condition, on a resource that the run creates. */
type Conditioned = Subject & { readonly trip: Trip; readonly operation: Operation };

const conditioned = (contract: Contract): Conditioned[] => {
  // Another check tries these with a tag that was right before.
  const updates = new Set(
    livesWith(
      contract,
      'update',
      (one) => one.read !== undefined && one.update !== undefined && changeable(contract, one, one.update).length > 0,
    ).map(({ operation }) => operation.key),
  );
  return roundTrips(contract).flatMap((trip) =>
    trip.read === undefined
      ? []
      : conditionedOn(contract, trip)
          .filter(({ key }) => !updates.has(key))
          .map((operation): Conditioned => at(operation.location, { trip, operation })),
  );
};

export const otherTagRefused = defineProbe<Conditioned, OtherTag>({
  id: 'concurrency/other-tag-refused',
  title: 'What names another ETag in If-Match than the resource has is not done',
  why: 'Whoever names a version means that one. Something else was changed, removed or acted upon meanwhile, and what others did is lost.',
  fix: 'Compare If-Match with the ETag that a read would have now, at every operation that takes it, and answer 412 where they differ.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: conditioned,
  prerequisites: ({ trip, operation }, around) => [...prerequisitesFor(trip.create, around), ...permissionsFor(operation)],
  cost: () => ({ requests: 12, creates: 1 }),
  run: ({ trip }, session) => session.run(triedOnOtherTag, { operation: trip.create.key }),
  judge({ operation }, { creation, tag, tried }) {
    const answer = tried[operation.key];
    if (tag === undefined || !answer)
      return inconclusive(tag === undefined ? 'Nothing was created, or reads have no strong ETag' : 'It was not tried', [creation]);
    if (statusOf(answer) === 412) return pass(1);
    if (!isSuccess(answer) || statusOf(answer) === 202)
      return inconclusive(`The request with another ETag was answered ${outcomeOf(answer)}`, [answer, creation]);
    const expected = `412, because the resource has ${tag}`;
    return unconfirmed(fail({ code: 'other-tag-accepted', where: 'If-Match', expected, actual: outcomeOf(answer) }, [answer, creation]));
  },
});
