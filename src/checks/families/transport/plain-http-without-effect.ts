import { statuses, statusWords } from '../../../contract/conventions-at.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Resource } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { at, defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-places.ts';
import { notMade, storyCost } from '../../kit/story.ts';
import { hasStatus } from '../../kit/success.ts';
import { goneStatuses } from '../../scenarios/lifecycle/look-at-thing.ts';
import { clearNeeds, type PlainHttpPromise, plainHttpPromises } from '../../subjects/plain-http.ts';
import { makeableResources, storyNeeds } from '../../subjects/resources.ts';
import { idPlaceOf, mentions, objectsIn } from '../../subjects/shown-thing.ts';
import { type PlainHttpWrites, writeInClear } from './plain-http-writes.ts';

export const plainHttpWithoutEffect = defineProbe({
  id: 'transport/plain-http-without-effect',
  title: 'A write without encryption gets the documented status and has no effect',
  why: 'A client that is redirected sends its write once more; carried out at both addresses it makes two things, or hides that it was open to all.',
  fix: 'Answer at the port without encryption before the request reaches anything that could carry it out.',
  reads: 'transport.plainHttp.withoutEffect',
  phase: 'mutate',
  stage: 'opening',
  alone: 'collection',
  over(contract) {
    // The kind of thing that is tried: the first that a run can make.
    const [resource] = makeableResources(contract);
    return plainHttpPromises(contract, 'withoutEffect').flatMap((promise) =>
      resource ? [at(promise.location, { ...promise, resource })] : [],
    );
  },
  needs: ({ resource }, around) => [...clearNeeds(around.target), ...storyNeeds(resource, around, ['read', 'update', 'remove', 'list'])],
  cost: ({ resource }) => ({ ...storyCost(resource, 20), creates: 2 }),
  measure: ({ resource }, session) => writeInClear(session, resource),
  judge({ resource, promised }, measured) {
    const { create, update, remove } = measured;
    const writes = [create, ...(update ? [update.exchange] : []), ...(remove ? [remove] : [])];
    const answered = joinVerdicts(writes.map((exchange) => judgeAnswer(promised, resource, exchange)));
    if (answered.kind === 'fail' || measured.control === undefined) return answered;
    const effect = effectOf(measured, measured.control);
    if (effect.kind === 'fail') return unconfirmed(effect);
    return answered.kind === 'pass' && effect.kind === 'pass' ? pass(writes.length) : joinVerdicts([answered, effect]);
  },
});

const judgeAnswer = ({ answered }: PlainHttpPromise['promised'], resource: Resource, exchange: Exchange): Verdict => {
  const status = statusOf(exchange);
  // A full quota and a failure are no answers to how the call came.
  if (status === undefined || status === 429 || status >= 500) {
    return inconclusive(`A write without encryption ended in ${outcomeOf(exchange)}`, [exchange]);
  }
  const isExpected = answered === undefined ? !isSuccess(exchange) : statuses(answered, 'access').includes(status);
  if (!isExpected) {
    const expected = answered === undefined ? 'no 2xx' : `status ${statusWords(answered)}`;
    return fail({ code: 'plain-http-write-answered', where: 'transport', expected, actual: `status ${outcomeOf(exchange)}` }, [exchange]);
  }
  if (!showsThing(resource, exchange)) return pass(1);
  const actual = `status ${outcomeOf(exchange)} with a ${resource.name}`;
  return fail({ code: 'plain-http-carried-out', where: '#', expected: 'nothing of what was asked for', actual }, [exchange]);
};

/** Does an answer hold an object with an id and a name, as only something that is stored has. */
const showsThing = (resource: Resource, exchange: Exchange): boolean => {
  const { name } = resource.convention;
  const has = (thing: unknown, pointer: string): boolean => valueAt(thing, pointer) !== undefined;
  return name !== undefined && objectsIn(jsonOf(exchange)).some(({ thing }) => has(thing, idPlaceOf(resource)) && has(thing, name));
};

const effectOf = ({ id, create, update, remove, before, after, list }: PlainHttpWrites, control: Exchange): Verdict => {
  if (id === undefined) return notMade(control);
  if (before && !isSuccess(before)) return inconclusive(`What was created could not be read: ${outcomeOf(before)}`, [before]);
  // A copy that lags may not know of it for a moment; what was removed stays away.
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
  if (!list) return inconclusive('There is no list in which a creation would show', [create]);
  if (!list.isWhole || !list.showsControl) {
    return inconclusive(`The list does not show what was created at the base URL: ${outcomeOf(list.exchange)}`, [list.exchange, control]);
  }
  return pass(1);
};
