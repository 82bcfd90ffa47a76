import { statuses, statusWords } from '../../../contract/conventions-at.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Resource } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-places.ts';
import { goneStatuses } from '../../scenarios/lifecycle/look-at-thing.ts';
import { plainHttpWrites, type PlainHttpWrites } from '../../scenarios/transport/plain-http-writes.ts';
import { makeable, storyNeeds } from '../../subjects/resource-at.ts';
import { idPlaceOf, mentions, objectsIn } from '../../subjects/shown-thing.ts';
import { hasStatus, notMade, storyCost } from '../../kit/story.ts';
import { clearNeeds } from '../../subjects/clear-address.ts';
import { plainHttpOf, plainHttpPlaces } from '../../subjects/plain-http.ts';

export const plainHttpWithoutEffect = defineProbe<PlainHttpWrites>({
  id: 'transport/plain-http-without-effect',
  title: 'A write without encryption gets the documented status and has no effect',
  why: 'A client that is redirected sends its write once more; carried out at both addresses it makes two things, or hides that it was open to all.',
  fix: 'Answer at the port without encryption before the request reaches anything that could carry it out.',
  reads: 'transport.plainHttp.withoutEffect',
  phase: 'mutate',
  stage: 'opening',
  alone: 'collection',
  places: (contract) => (writable(contract) ? plainHttpPlaces(contract, 'withoutEffect') : []),
  needs(_place, around) {
    const resource = writable(around.contract);
    return [...clearNeeds(around.target), ...(resource ? storyNeeds(resource, around, ['read', 'update', 'remove', 'list']) : [])];
  },
  cost(_place, { contract }) {
    const resource = writable(contract);
    return resource ? { ...storyCost(resource, 20), creates: 2 } : { requests: 0, creates: 0 };
  },
  measure: (_place, session) => session.measure(plainHttpWrites, { resource: writable(session.contract)?.name ?? '' }),
  judge(_place, measured, { contract }) {
    const { create, update, remove } = measured;
    const resource = writable(contract);
    const writes = [create, ...(update ? [update.exchange] : []), ...(remove ? [remove] : [])];
    const answered = joinVerdicts(writes.map((exchange) => judgeAnswer(contract, resource, exchange)));
    if (answered.kind === 'fail' || measured.control === undefined) return answered;
    const effect = effectOf(measured, measured.control);
    if (effect.kind === 'fail') return unconfirmed(effect);
    return answered.kind === 'pass' && effect.kind === 'pass' ? pass(writes.length) : joinVerdicts([answered, effect]);
  },
});

/** The kind of thing that is tried: the first that a run can make. */
const writable = (contract: Contract): Resource | undefined => makeable(contract)[0];

const judgeAnswer = (contract: Contract, resource: Resource | undefined, exchange: Exchange): Verdict => {
  const promised = plainHttpOf(contract)?.answered;
  const status = statusOf(exchange);
  // A full quota and a failure are no answers to how the call came.
  if (status === undefined || status === 429 || status >= 500) {
    return inconclusive(`A write without encryption ended in ${outcomeOf(exchange)}`, [exchange]);
  }
  const isExpected = promised === undefined ? !isSuccess(exchange) : statuses(promised, 'access').includes(status);
  if (!isExpected) {
    const expected = promised === undefined ? 'no 2xx' : `status ${statusWords(promised)}`;
    return fail({ code: 'plain-http-write-answered', where: 'transport', expected, actual: `status ${outcomeOf(exchange)}` }, [exchange]);
  }
  if (!resource || !showsThing(resource, exchange)) return pass(1);
  const actual = `status ${outcomeOf(exchange)} with a ${resource.name}`;
  return fail({ code: 'plain-http-carried-out', where: '#', expected: 'nothing of what was asked for', actual }, [exchange]);
};

/** Does an answer hold an object with an id and a name, as only something that is stored has. */
const showsThing = (resource: Resource, exchange: Exchange): boolean => {
  const { name } = resource.convention;
  const has = (thing: unknown, at: string): boolean => valueAt(thing, at) !== undefined;
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
