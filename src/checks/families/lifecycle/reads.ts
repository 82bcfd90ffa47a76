import { answerOf, isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import type { Contract, Operation, ResourceType } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-locations.ts';
import { isAllowed } from '../../kit/prerequisites.ts';
import { notMade, storyCost } from '../../kit/story.ts';
import { statusFinding } from '../../kit/status-finding.ts';
import { hasStatus, isDeclaredSuccess, isRedirect, successWords } from '../../kit/success.ts';
import { firstLooks } from '../../scenarios/lifecycle/first-looks.ts';
import { knownReads } from '../../scenarios/lifecycle/known-reads.ts';
import { goneStatuses } from '../../scenarios/lifecycle/look-at-resource.ts';
import { livesWith, prerequisitesOnResource } from '../../subjects/resources.ts';
import { idLocationOf, idText, mentions, printedResource } from '../../subjects/shown-resource.ts';
import { defineStoryProbe } from './story-probe.ts';

export const createdIsReadable = defineStoryProbe({
  id: 'lifecycle/created-is-readable',
  title: 'A created resource can be read by its id',
  why: 'The id is all that the client has. Without a read it cannot know what was created.',
  fix: 'Store a resource before its creation is answered, and read it from where it was stored.',
  over: (contract) => livesWith(contract, 'read'),
  story: firstLooks,
  words: ['read'],
  requests: 30,
  judge(_, { resources, reads, withinMs }) {
    const [lost] = reads.filter(({ exchange }) => hasStatus(exchange, goneStatuses));
    if (lost) {
      const finding = statusFinding(lost.exchange, `a success for a read of ${lost.made.id} within ${withinMs / 1000} s`);
      return fail({ code: 'created-not-readable', ...finding }, [lost.exchange, lost.made.creation]);
    }
    if (reads.length === 0) return notMade(resources.own.creation);
    const open = reads.find(({ exchange }) => !isSuccess(exchange));
    return open
      ? inconclusive(`A read of a created resource was answered ${outcomeOf(open.exchange)}`, [open.exchange])
      : pass(reads.length);
  },
});

/** Resource types with a read, of which a run may know an id: from a list, or from a creation of its own. */
const readable = (contract: Contract): (Subject & { readonly resourceType: ResourceType; readonly read: Operation })[] =>
  [...contract.resourceTypes, ...contract.presumedResourceTypes].flatMap((resourceType) => {
    const { read, collection, create } = resourceType;
    return read && (collection ?? create) ? [at(read.location, { resourceType, read })] : [];
  });

export const readGivesTheResourceAskedFor = defineProbe({
  id: 'lifecycle/read-gives-the-thing-asked-for',
  title: 'A read by an id is answered with the documented status and the resource that has this id',
  why: 'A client that gets another resource than the one asked for changes or removes the wrong one next.',
  fix: 'Look up the resource by nothing but the id in the path, and answer with it and the documented status.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: readable,
  prerequisites: ({ read }, around) => prerequisitesOnResource(read, around),
  cost: ({ resourceType }, { target }) =>
    resourceType.create && isAllowed(resourceType.create, target) ? storyCost(resourceType, 40) : { requests: 20, creates: 0 },
  run: ({ resourceType }, session) => session.run(knownReads, { resourceType: resourceType.name }),
  judge({ resourceType, read }, { listed, own }) {
    const others = [...(own?.reads ?? []).map(({ made }) => made.id), ...listed.map(({ id }) => id)];
    const judged = [
      ...(own?.reads ?? []).map(({ made, exchange }) => judgeRead(read, resourceType, exchange, made.id, made.names, others)),
      ...listed
        .filter(({ exchange, stillListed }) => stillListed || !hasStatus(exchange, goneStatuses))
        .map(({ exchange, id }) => judgeRead(read, resourceType, exchange, id, [], others)),
    ];
    return judged.length > 0
      ? joinVerdicts(judged)
      : inconclusive('There was nothing to read: the list shows no id, and nothing was created', []);
  },
});

/** Of a resource type that is only inferred, the id alone is judged, where the document says that it stands. */
const judgePresumed = (resourceType: ResourceType, exchange: Exchange, id: string): Verdict => {
  const where = idLocationOf(resourceType);
  const shown = idText(valueAt(printedResource(resourceType, 'read', exchange), where));
  if (!isSuccess(exchange) || shown === undefined)
    return inconclusive(`A read of ${id} was answered ${outcomeOf(exchange)}, without an id`, [exchange]);
  // A path may name a resource by another member than its id.
  if (shown.toLowerCase() === id.toLowerCase() || mentions(jsonOf(exchange), id)) return pass(1);
  return fail({ code: 'other-thing-read', where, expected: `"${id}"`, actual: `"${shown}"` }, [exchange]);
};

const judgeRead = (
  read: Operation,
  resourceType: ResourceType,
  exchange: Exchange,
  id: string,
  names: readonly unknown[],
  others: readonly string[],
): Verdict => {
  if (resourceType.presumed) return judgePresumed(resourceType, exchange, id);
  const finding = statusFinding(exchange, `${successWords(read)} to a read of ${id}`);
  if (!isSuccess(exchange)) {
    const isWrong = isRedirect(exchange) || hasStatus(exchange, [...goneStatuses, 405]);
    if (isWrong) return fail({ code: 'read-refused', ...finding }, [exchange]);
    return inconclusive(`A read of ${id} was answered ${outcomeOf(exchange)}`, [exchange]);
  }
  if (!isDeclaredSuccess(read, exchange)) return fail({ code: 'other-success', ...finding }, [exchange]);
  const answer = answerOf(exchange);
  if (answer?.bodyBytes === 0) return fail({ code: 'empty-read', ...finding, where: '#', actual: 'an empty body' }, [exchange]);
  const body = jsonOf(exchange);
  if (body === undefined) return inconclusive(`The body of a read of ${id} is not JSON`, [exchange]);
  const texts = [id, ...names.filter((name): name is string => typeof name === 'string')];
  if (texts.some((text) => mentions(body, text))) return pass(1);
  const location = idLocationOf(resourceType);
  const { name } = resourceType.convention;
  // A body with a name is the resource itself; an object deeper inside may be something else.
  const whole = isObject(body) && name !== undefined && valueAt(body, name) !== undefined ? body : undefined;
  const shown = printedResource(resourceType, 'read', exchange) ?? whole;
  const other = others.find((one) => one !== id && mentions(body, one)) ?? (shown && idText(valueAt(shown, location)));
  if (other === undefined) return inconclusive(`The body of a read of ${id} shows neither this id nor another one`, [exchange]);
  return fail({ code: 'other-thing-read', where: location, expected: `"${id}"`, actual: `"${other}"` }, [exchange]);
};
