import { answerOf, isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import type { Contract, Operation, Resource } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-places.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { notMade, storyCost } from '../../kit/story.ts';
import { hasStatus, isDeclaredSuccess, isRedirect, successWords } from '../../kit/success.ts';
import { firstLooks } from '../../scenarios/lifecycle/first-looks.ts';
import { knownReads } from '../../scenarios/lifecycle/known-reads.ts';
import { goneStatuses } from '../../scenarios/lifecycle/look-at-thing.ts';
import { needsOnThing, resourcesWith } from '../../subjects/resources.ts';
import { idPlaceOf, idText, mentions, printedThing } from '../../subjects/shown-thing.ts';
import { defineStoryProbe } from './story-probe.ts';

export const createdIsReadable = defineStoryProbe({
  id: 'lifecycle/created-is-readable',
  title: 'What was created can be read by its id',
  why: 'The id is all that the caller has; without a read it cannot know what it got.',
  fix: 'Store a thing before its creation is answered, and read it from where it was stored.',
  over: (contract) => resourcesWith(contract, 'read'),
  story: firstLooks,
  words: ['read'],
  requests: 30,
  judge(_, { things, reads, withinMs }) {
    const [lost] = reads.filter(({ exchange }) => hasStatus(exchange, goneStatuses));
    if (lost) {
      const finding = {
        code: 'created-not-readable',
        where: 'status',
        expected: `a success of a read of ${lost.made.id} within ${withinMs / 1000} s`,
        actual: `status ${outcomeOf(lost.exchange)}`,
      };
      return fail(finding, [lost.exchange, lost.made.creation]);
    }
    if (reads.length === 0) return notMade(things.own.creation);
    const open = reads.find(({ exchange }) => !isSuccess(exchange));
    return open ? inconclusive(`A read of what was created was answered ${outcomeOf(open.exchange)}`, [open.exchange]) : pass(reads.length);
  },
});

/** Kinds of things that can be read one by one, and of which one may be known: from a list, or because the run made it. */
const readable = (contract: Contract): (Subject & { readonly resource: Resource; readonly read: Operation })[] =>
  contract.resources.flatMap((resource) => {
    const { read, collection, create } = resource;
    return read && (collection ?? create) ? [at(read.place, { resource, read })] : [];
  });

export const readGivesTheThingAskedFor = defineProbe({
  id: 'lifecycle/read-gives-the-thing-asked-for',
  title: 'A read by an id answers its documented status with the thing that has this id',
  why: 'Whoever gets another thing than the one asked for changes or removes the wrong one next.',
  fix: 'Look the thing up by the id of the path alone, and answer the documented status with it.',
  phase: 'mutate',
  stage: 'lifecycle',
  alone: 'collection',
  over: readable,
  needs: ({ read }, around) => needsOnThing(read, around),
  cost: ({ resource }, { target }) =>
    resource.create && isAllowed(resource.create, target) ? storyCost(resource, 40) : { requests: 20, creates: 0 },
  measure: ({ resource }, session) => session.measure(knownReads, { resource: resource.name }),
  judge({ resource, read }, { listed, own }) {
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
