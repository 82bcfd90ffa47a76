import { answerOf, isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { saidIn } from '../../../contract/said.ts';
import { shown as written } from '../../../contract/schema/evaluate.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf } from '../../../model/location.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { type CheckText, defineProbe, fail, inconclusive, pass, type Probe, type Unconfirmed, unconfirmed } from '../../kit/define.ts';
import { storyCost } from '../../kit/story.ts';
import {
  conditionOf,
  isPreconditionFailed,
  updatedOnCondition,
  type UpdatedOnCondition,
} from '../../scenarios/lifecycle/updated-on-condition.ts';
import { changeable } from '../../subjects/changeable.ts';
import { livesWith, type ResourceTypeOperation, storyPrerequisites } from '../../subjects/resources.ts';
import { objectsIn } from '../../subjects/shown-resource.ts';

const describesTag = (subject: ResourceTypeOperation): boolean =>
  subject.resourceType.read?.responses.some(({ headers }) => headers.some(({ name }) => name.toLowerCase() === 'etag')) === true;

const describesCondition = ({ operation }: ResourceTypeOperation): boolean =>
  conditionOf(operation) !== undefined && operation.responses.some(({ status }) => status === '412');

/** Does the text of an update name the status 412, beside the list of its responses. */
const names412 = ({ document }: Contract, { location }: Operation): boolean =>
  saidIn(valueAt(document, nodeOf(location))).some((text) => /\b412\b/u.test(text));

/** Statuses by which a server refuses an old ETag, although another one is described for that. */
const otherRefusals: ReadonlySet<number> = new Set([400, 409, 422, 428]);

/** Does an answer show a value at a location of one of its objects. */
const shows = (exchange: Exchange, location: string, value: unknown): boolean =>
  isSuccess(exchange) && objectsIn(jsonOf(exchange)).some(({ resource }) => valueAt(resource, location) === value);

const defineConditionProbe = ({
  suits,
  judge,
  ...text
}: CheckText & {
  suits(subject: ResourceTypeOperation): boolean;
  judge(result: UpdatedOnCondition, subject: ResourceTypeOperation, contract: Contract): Verdict | Unconfirmed;
}): Probe =>
  defineProbe<ResourceTypeOperation, UpdatedOnCondition | { readonly creation: Exchange }>({
    ...text,
    phase: 'mutate',
    stage: 'lifecycle',
    exclusive: 'collection',
    over: (contract: Contract) =>
      livesWith(
        contract,
        'update',
        ({ read, update, ...one }) =>
          read !== undefined && update !== undefined && changeable(contract, { read, update, ...one }, update).length > 0,
      ).filter(suits),
    prerequisites: ({ resourceType }, around) => storyPrerequisites(resourceType, around, ['read', 'update']),
    cost: ({ resourceType }) => storyCost(resourceType, 65),
    run: ({ resourceType }, session) => session.run(updatedOnCondition, { resourceType: resourceType.name }),
    judge: (subject, result, { contract }) =>
      'before' in result
        ? judge(result, subject, contract)
        : inconclusive('Nothing was changed, or reads have no strong ETag', [result.creation]),
  });

export const staleUpdateRefused = defineConditionProbe({
  id: 'concurrency/stale-update-refused',
  title: 'An update that names an old ETag in If-Match is refused, and one that names the current one is not',
  why: 'Of two people who edit the same resource, the second one overwrites what the first one saved, and nobody notices.',
  fix: 'Compare If-Match with the ETag that a read would have now, by the strong comparison and in one step with the change, and answer 412 where they differ.',
  suits: describesCondition,
  judge({ before, current, stale, member }, { operation }, contract) {
    const where = 'If-Match';
    if (isPreconditionFailed(current.exchange)) {
      const isUntouched = answerOf(before.exchange)?.text === answerOf(current.after.exchange)?.text;
      if (!isUntouched) return inconclusive('Something changed the resource meanwhile', [current.exchange, before.exchange]);
      const expected = `the update, because ${before.tag} is the ETag of the read before`;
      return unconfirmed(
        fail({ code: 'current-tag-refused', where, expected, actual: outcomeOf(current.exchange) }, [current.exchange, before.exchange]),
      );
    }
    if (stale === undefined)
      return inconclusive(`The update was answered ${outcomeOf(current.exchange)}, or the ETag stayed`, [
        current.exchange,
        before.exchange,
      ]);
    const expected = `412, because the resource has ${current.after.tag} since the update before`;
    const evidence = [stale.exchange, current.after.exchange, before.exchange] as const;
    // After 202 (RFC 9110, section 15.3.3) the change may still be refused.
    if (isSuccess(stale.exchange) && statusOf(stale.exchange) !== 202 && shows(stale.after.exchange, member, stale.value))
      return unconfirmed(fail({ code: 'old-tag-accepted', where, expected, actual: outcomeOf(stale.exchange) }, evidence));
    // The same change was done when it named the current tag, so that nothing but the tag can be wrong.
    if (names412(contract, operation) && otherRefusals.has(statusOf(stale.exchange) ?? 0))
      return unconfirmed(fail({ code: 'old-tag-refused-otherwise', where, expected, actual: outcomeOf(stale.exchange) }, evidence));
    if (!isPreconditionFailed(stale.exchange))
      return inconclusive(`The update with the old ETag was answered ${outcomeOf(stale.exchange)}`, evidence);
    if (!shows(stale.after.exchange, member, stale.value)) return pass(2);
    const actual = `${written(stale.value)} at ${member}, which the refused update sent`;
    return unconfirmed(fail({ code: 'refused-and-done', where, expected: 'no change', actual }, [stale.after.exchange, ...evidence]));
  },
});

export const tagChangesWithUpdate = defineConditionProbe({
  id: 'concurrency/tag-changes-with-update',
  title: 'A resource that was changed has another ETag',
  why: 'Caches keep showing the old version, and clients overwrite what others saved, because the ETag tells them that nothing changed.',
  fix: 'Derive the ETag from what is shown, or from a version that every change raises, or mark it as weak.',
  suits: (subject) => describesTag(subject) || describesCondition(subject),
  judge({ before, current: { exchange, after, value }, member }) {
    if (!isSuccess(exchange) || !shows(after.exchange, member, value) || after.tag === undefined)
      return inconclusive(`The update was answered ${outcomeOf(exchange)}, or the read after it does not show it`, [
        exchange,
        after.exchange,
      ]);
    if (before.tag !== after.tag) return pass(1);
    const expected = `another ETag than ${before.tag}, because ${member} is ${written(value)} now`;
    return unconfirmed(
      fail({ code: 'tag-kept', where: 'ETag', expected, actual: 'the same ETag' }, [after.exchange, exchange, before.exchange]),
    );
  },
});
