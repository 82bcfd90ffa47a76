import { answerOf, isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import type { Operation, Resource } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-places.ts';
import { goneStatuses } from '../../scenarios/lifecycle/look-at-thing.ts';
import { knownReads, type KnownReads } from '../../scenarios/lifecycle/known-reads.ts';
import { isAllowed, needsFor } from '../../kit/prerequisites.ts';
import { idParameterOf, operationOfResource, resourceAt } from '../../subjects/resource-at.ts';
import { idPlaceOf, idText, mentions, printedThing } from '../../subjects/shown-thing.ts';
import { hasStatus, isRedirect, storyCost, successWords } from '../../kit/story.ts';
import { isDeclaredSuccess } from '../../kit/success.ts';

export const readGivesTheThingAskedFor = defineProbe<KnownReads>({
  id: 'lifecycle/read-gives-the-thing-asked-for',
  title: 'A read by an id answers its documented status with the thing that has this id',
  why: 'Whoever gets another thing than the one asked for changes or removes the wrong one next.',
  fix: 'Look the thing up by the id of the path alone, and answer the documented status with it.',
  phase: 'mutate',
  stage: 'lifecycle',
  alone: 'collection',
  places: (contract) =>
    contract.resources.flatMap((resource) => (resource.read && (resource.collection ?? resource.create) ? [resource.read.place] : [])),
  needs(place, around) {
    const { read } = resourceAt(around.contract, place);
    return read ? needsFor(read, around, { pathValues: { [idParameterOf(read)]: 'ct' } }) : [];
  },
  cost(place, { contract, target }) {
    const resource = resourceAt(contract, place);
    return resource.create && isAllowed(resource.create, target) ? storyCost(resource, 40) : { requests: 20, creates: 0 };
  },
  measure: (place, session) => session.measure(knownReads, { resource: resourceAt(session.contract, place).name }),
  judge(place, { listed, own }, { contract }) {
    const resource = resourceAt(contract, place);
    const read = operationOfResource(resource, 'read');
    if (!read) return inconclusive('The contract has no read', []);
    const others = [...(own?.reads ?? []).map(({ made }) => made.id), ...listed.map(({ id }) => id)];
    const judged = [
      ...(own?.reads ?? []).map(({ made, exchange }) => judgeRead(read, resource, exchange, made.id, made.names, others)),
      ...listed
        .filter(({ exchange, stillListed }) => stillListed || !hasStatus(exchange, goneStatuses))
        .map(({ exchange, id }) => judgeRead(read, resource, exchange, id, [], others)),
    ];
    return judged.length > 0
      ? joinVerdicts(judged)
      : inconclusive('There was nothing to read: the list shows no id, and nothing was made', []);
  },
});

const judgeRead = (
  read: Operation,
  resource: Resource,
  exchange: Exchange,
  id: string,
  names: readonly unknown[],
  others: readonly string[],
): Verdict => {
  const finding = { where: 'status', expected: `${successWords(read)} to a read of ${id}`, actual: `status ${outcomeOf(exchange)}` };
  if (!isSuccess(exchange)) {
    const isWrong = isRedirect(exchange) || hasStatus(exchange, [...goneStatuses, 405]);
    if (isWrong) return fail({ code: 'read-refused', ...finding }, [exchange]);
    return inconclusive(`A read of ${id} was answered ${outcomeOf(exchange)}`, [exchange]);
  }
  if (!isDeclaredSuccess(read, exchange)) return fail({ code: 'other-success', ...finding }, [exchange]);
  const answer = answerOf(exchange);
  if (answer?.bodyBytes === 0) return fail({ code: 'empty-read', ...finding, where: '#', actual: 'an empty body' }, [exchange]);
  const body = jsonOf(exchange);
  if (body === undefined) return inconclusive(`The body of a read of ${id} is no JSON`, [exchange]);
  const texts = [id, ...names.filter((name): name is string => typeof name === 'string')];
  if (texts.some((text) => mentions(body, text))) return pass(1);
  const place = idPlaceOf(resource);
  const { name } = resource.convention;
  // A body that looks like a thing is one; what stands deeper inside may be something else.
  const whole = isObject(body) && name !== undefined && valueAt(body, name) !== undefined ? body : undefined;
  const shown = printedThing(resource, 'read', exchange) ?? whole;
  const other = others.find((one) => one !== id && mentions(body, one)) ?? (shown && idText(valueAt(shown, place)));
  if (other === undefined) return inconclusive(`The body of a read of ${id} names neither it nor another thing`, [exchange]);
  return fail({ code: 'other-thing-read', where: place, expected: `"${id}"`, actual: `"${other}"` }, [exchange]);
};
