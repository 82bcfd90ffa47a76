import { isSuccess } from '../../../contract/message.ts';
import type { Contract, ResourceType } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { isScalar } from '../../../model/json.ts';
import { nodeOf } from '../../../model/location.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { isAllowed, prerequisitesFor } from '../../kit/prerequisites.ts';
import { defineScenario } from '../../kit/session.ts';
import { storyCost } from '../../kit/story.ts';
import { knownReads, type KnownReads } from '../../scenarios/lifecycle/known-reads.ts';
import { type ListLook, lookInList, onResource } from '../../scenarios/lifecycle/look-at-resource.ts';
import { isSameValue } from '../../subjects/same-value.ts';
import { sharedLocations } from '../../subjects/steady-members.ts';
import { isMakeable, prerequisitesOnResource, operationOfResourceType, resourceTypeNamed } from '../../subjects/resources.ts';
import { shownResource, type Resource } from '../../subjects/shown-resource.ts';

type LaterReads = {
  readonly known: KnownReads;
  /** Ids of the resources that were read again. */
  readonly ids: readonly string[];
  readonly reads: readonly Exchange[];
  readonly lists: readonly ListLook[];
};

/** After so many milliseconds, a timestamp that the server computes for each answer differs by more than rounding. */
const laterMs = 3000;

/** Reads a resource again some seconds after its creation: two reads, and the list. */
const laterReads = defineScenario<{ readonly resourceType: string }, LaterReads>({
  id: 'later-reads',
  async run(session, parameters) {
    const resourceType = resourceTypeNamed(session.contract, parameters.resourceType);
    const known = await session.run(knownReads, parameters);
    const { all = [], own } = known.own?.resources ?? {};
    // Not the resource that other checks change and remove.
    const { id, creation } = all.findLast((one) => one !== own && one.id !== undefined) ?? own ?? {};
    if (id === undefined || !creation) return { known, ids: [], reads: [], lists: [] };
    const left = creation.sentAt + creation.tookMs + laterMs - session.now();
    if (left > 0) await session.pause(left, 'a created resource is read again some seconds later');
    const reads: Exchange[] = [];
    if (resourceType.read) {
      reads.push(await onResource(session, resourceType.read, id));
      reads.push(await onResource(session, resourceType.read, id));
    }
    const look = await lookInList(session, resourceType, [id]);
    return { known, ids: [id], reads, lists: look ? [look] : [] };
  },
});

/** Resource types that more than one answer may show: at the read or, where the run can create one, else at the list. */
const shownOften = (contract: Contract): (Subject & { readonly resourceType: ResourceType })[] =>
  contract.resourceTypes.flatMap((resourceType) => {
    const operation =
      operationOfResourceType(resourceType, 'read') ?? (resourceType.create && operationOfResourceType(resourceType, 'list'));
    return operation ? [at(operation.location, { resourceType })] : [];
  });

export const answersAgree = defineProbe({
  id: 'lifecycle/answers-agree',
  title: 'List, read and creation show the same values of one resource',
  why: 'A client keeps the values of one answer. Where the next one differs, it cannot know which is true.',
  fix: 'Make every answer from the same stored resource, with the same precision of each value.',
  phase: 'mutate',
  stage: 'lifecycle',
  exclusive: 'collection',
  over: shownOften,
  prerequisites({ resourceType: { read, create } }, around) {
    if (read) return prerequisitesOnResource(read, around);
    return create ? prerequisitesFor(create, around) : [];
  },
  cost({ resourceType }, { target }) {
    const mayMake = isMakeable(resourceType) && (isAllowed(resourceType.create, target) || !resourceType.read);
    return mayMake ? storyCost(resourceType, 45) : { requests: 20, creates: 0 };
  },
  run: ({ resourceType }, session) => session.run(laterReads, { resourceType: resourceType.name }),
  judge({ resourceType, location }, result, { contract }) {
    const pairs = pairsIn(resourceType, result);
    const verdicts = pairs.flatMap((pair) => judgePair(contract, resourceType, pair) ?? []);
    const broken = verdicts.find(({ kind }) => kind === 'fail');
    if (broken?.kind === 'fail') return unconfirmed(broken);
    if (verdicts.length > 0) return pass(verdicts.length);
    const [last] = result.reads;
    return inconclusive(`No two answers showed the same resource at ${nodeOf(location)}`, last ? [last] : []);
  },
});

type Shown = { readonly word: string; readonly exchange: Exchange; readonly resource: Resource };
type Pair = { readonly one: Shown; readonly other: Shown };

/** What the answers showed of each resource: the first answer paired with every other one. */
const pairsIn = (resourceType: ResourceType, { known, ids, reads, lists }: LaterReads): Pair[] => {
  const pairs: Pair[] = [];
  const add = (all: readonly (Shown | undefined)[]): void => {
    const [one, ...others] = all.filter((each) => each !== undefined);
    if (one) for (const other of others) pairs.push({ one, other });
  };
  const showing = (word: string, exchange: Exchange | undefined, resource: Resource | undefined): Shown | undefined =>
    exchange && resource && { word, exchange, resource };
  for (const { item, list, exchange, resource } of known.listed) {
    add([showing('list', list, item), showing('read', exchange, isObject(resource) ? resource : undefined)]);
  }
  for (const made of known.own?.resources.all ?? []) {
    const { id, creation } = made;
    if (id === undefined || !isSuccess(creation)) continue;
    const first = known.own?.reads.find((read) => read.made.id === id);
    const look = known.own?.list;
    add([
      showing('creation', creation, shownResource(resourceType, 'create', creation, id)),
      showing('read', first?.exchange, first?.resource),
      showing('list', look?.exchange, look?.shown.get(id)),
      ...(ids.includes(id) ? reads.map((exchange) => showing('read', exchange, shownResource(resourceType, 'read', exchange, id))) : []),
      ...(ids.includes(id) ? lists.map((one) => showing('list', one.exchange, one.shown.get(id))) : []),
    ]);
  }
  return pairs;
};

/** Undefined where the two have no member in common that can be compared. */
const judgePair = (contract: Contract, resourceType: ResourceType, { one, other }: Pair): Verdict | undefined => {
  let judged = 0;
  for (const location of sharedLocations(contract, resourceType)) {
    const [a, b] = [valueAt(one.resource, location), valueAt(other.resource, location)];
    // Objects may be shown in full in one answer and in short in another.
    if (!isScalar(a) || !isScalar(b) || typeof a !== typeof b) continue;
    judged += 1;
    if (isSameValue(a, b)) continue;
    const finding = {
      code: 'answers-differ',
      where: `${location}, ${one.word} and ${other.word}`,
      expected: `${shown(a)}, as in the ${one.word}`,
      actual: shown(b),
    };
    return fail(finding, [other.exchange, one.exchange]);
  }
  return judged > 0 ? pass(judged) : undefined;
};
