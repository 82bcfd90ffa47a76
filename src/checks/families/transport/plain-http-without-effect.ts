import { statuses, statusWords } from '../../../contract/conventions-at.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { ResourceType } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { at, defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-locations.ts';
import { notMade, storyCost } from '../../kit/story.ts';
import { hasStatus } from '../../kit/success.ts';
import { goneStatuses } from '../../scenarios/lifecycle/look-at-resource.ts';
import { clearPrerequisites, type PlainHttpRequirement, plainHttpRequirements } from '../../subjects/plain-http.ts';
import { makeableResourceTypes, storyPrerequisites } from '../../subjects/resources.ts';
import { idLocationOf, mentions, objectsIn } from '../../subjects/shown-resource.ts';
import { type PlainHttpWrites, writeInClear } from './plain-http-writes.ts';

export const plainHttpWithoutEffect = defineProbe({
  id: 'transport/plain-http-without-effect',
  title: 'A write without encryption gets the documented status and has no effect',
  why: 'A client that is redirected sends its write once more; a service that carries it out at both addresses creates two resources.',
  fix: 'Answer at the port without encryption before the request reaches code that could carry it out.',
  reads: 'transport.plainHttp.withoutEffect',
  phase: 'mutate',
  stage: 'opening',
  exclusive: 'collection',
  over(contract) {
    // Only the first resource type that a run can create is tried.
    const [resourceType] = makeableResourceTypes(contract);
    return plainHttpRequirements(contract, 'withoutEffect').flatMap((requirement) =>
      resourceType ? [at(requirement.location, { ...requirement, resourceType })] : [],
    );
  },
  prerequisites: ({ resourceType }, around) => [
    ...clearPrerequisites(around.target),
    ...storyPrerequisites(resourceType, around, ['read', 'update', 'remove', 'list']),
  ],
  cost: ({ resourceType }) => ({ ...storyCost(resourceType, 20), creates: 2 }),
  run: ({ resourceType }, session) => writeInClear(session, resourceType),
  judge({ resourceType, documented }, result) {
    const { create, update, remove } = result;
    const writes = [create, ...(update ? [update.exchange] : []), ...(remove ? [remove] : [])];
    const answered = joinVerdicts(writes.map((exchange) => judgeAnswer(documented, resourceType, exchange)));
    if (answered.kind === 'fail' || result.control === undefined) return answered;
    const effect = effectOf(result, result.control);
    if (effect.kind === 'fail') return unconfirmed(effect);
    return answered.kind === 'pass' && effect.kind === 'pass' ? pass(writes.length) : joinVerdicts([answered, effect]);
  },
});

const judgeAnswer = ({ answered }: PlainHttpRequirement['documented'], resourceType: ResourceType, exchange: Exchange): Verdict => {
  const status = statusOf(exchange);
  // A used up quota and a server error have other reasons than the missing encryption.
  if (status === undefined || status === 429 || status >= 500) {
    return inconclusive(`A write without encryption ended in ${outcomeOf(exchange)}`, [exchange]);
  }
  const isExpected = answered === undefined ? !isSuccess(exchange) : statuses(answered, 'access').includes(status);
  if (!isExpected) {
    const expected = answered === undefined ? 'no 2xx' : `status ${statusWords(answered)}`;
    return fail({ code: 'plain-http-write-answered', where: 'transport', expected, actual: `status ${outcomeOf(exchange)}` }, [exchange]);
  }
  if (!showsResource(resourceType, exchange)) return pass(1);
  const actual = `status ${outcomeOf(exchange)} with a ${resourceType.name}`;
  return fail({ code: 'plain-http-carried-out', where: '#', expected: 'no resource in the answer', actual }, [exchange]);
};

/** Does an answer hold an object with an id and a name, as only a stored resource has. */
const showsResource = (resourceType: ResourceType, exchange: Exchange): boolean => {
  const { name } = resourceType.convention;
  const has = (resource: unknown, pointer: string): boolean => valueAt(resource, pointer) !== undefined;
  return (
    name !== undefined &&
    objectsIn(jsonOf(exchange)).some(({ resource }) => has(resource, idLocationOf(resourceType)) && has(resource, name))
  );
};

const effectOf = ({ id, create, update, remove, before, after, list }: PlainHttpWrites, control: Exchange): Verdict => {
  if (id === undefined) return notMade(control);
  if (before && !isSuccess(before)) return inconclusive(`The created resource could not be read: ${outcomeOf(before)}`, [before]);
  // A replica may not have the resource for a moment, so only the last read counts.
  const gone = after.slice(-1).find((read) => hasStatus(read, goneStatuses));
  const found = { where: 'effect', expected: 'no effect at the base URL' };
  if (gone && remove) return fail({ code: 'plain-http-removed', ...found, actual: `${id} is ${outcomeOf(gone)}` }, [gone, remove, control]);
  const changed = update && after.find((read) => isSuccess(read) && mentions(jsonOf(read), update.value));
  if (changed) {
    const actual = `${update.member} is ${update.value}`;
    return fail({ code: 'plain-http-changed', ...found, actual }, [changed, update.exchange, control]);
  }
  if (list?.showsOther) return fail({ code: 'plain-http-created', ...found, actual: 'it was created' }, [list.exchange, create]);
  const unread = after.find((read) => !isSuccess(read));
  if (unread) return inconclusive(`A read after the writes was answered ${outcomeOf(unread)}`, [unread]);
  if (!list) return inconclusive('There is no list that would show a creation', [create]);
  if (!list.isWhole || !list.showsControl) {
    return inconclusive(`The list does not show the resource that was created at the base URL: ${outcomeOf(list.exchange)}`, [
      list.exchange,
      control,
    ]);
  }
  return pass(1);
};
