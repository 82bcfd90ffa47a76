import { isSuccess } from '../../../contract/message.ts';
import type { Contract, Resource } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { isScalar } from '../../../model/json.ts';
import { nodeOf } from '../../../model/place.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { isAllowed, needsFor } from '../../kit/prerequisites.ts';
import { defineMeasurement } from '../../kit/session.ts';
import { storyCost } from '../../kit/story.ts';
import { knownReads, type KnownReads } from '../../scenarios/lifecycle/known-reads.ts';
import { type ListLook, lookInList, onThing } from '../../scenarios/lifecycle/look-at-thing.ts';
import { isSameValue } from '../../subjects/same-value.ts';
import { sharedPlaces } from '../../subjects/steady-members.ts';
import { isMakeable, needsOnThing, operationOfResource, resourceNamed } from '../../subjects/resources.ts';
import { shownThing, type Thing } from '../../subjects/shown-thing.ts';

type LaterReads = {
  readonly known: KnownReads;
  /** Ids of the things that were looked at once more. */
  readonly ids: readonly string[];
  readonly reads: readonly Exchange[];
  readonly lists: readonly ListLook[];
};

/** So long after its creation a moment that is made anew in each answer has moved by more than rounding. */
const laterMs = 3000;

/** Looks at a thing once more, some seconds after it was made: two reads, and the list. */
const laterReads = defineMeasurement<{ readonly resource: string }, LaterReads>({
  id: 'later-reads',
  async run(session, parameters) {
    const resource = resourceNamed(session.contract, parameters.resource);
    const known = await session.measure(knownReads, parameters);
    const { all = [], own } = known.own?.things ?? {};
    // Not the one that is changed and removed.
    const { id, creation } = all.findLast((one) => one !== own && one.id !== undefined) ?? own ?? {};
    if (id === undefined || !creation) return { known, ids: [], reads: [], lists: [] };
    const left = creation.sentAt + creation.tookMs + laterMs - session.now();
    if (left > 0) await session.pause(left, 'what was created is to be looked at some seconds later');
    const reads: Exchange[] = [];
    if (resource.read) {
      reads.push(await onThing(session, resource.read, id));
      reads.push(await onThing(session, resource.read, id));
    }
    const look = await lookInList(session, resource, [id]);
    return { known, ids: [id], reads, lists: look ? [look] : [] };
  },
});

/** Kinds of things that more than one answer may show: at the read, else, where the run can make one, at the list. */
const shownOften = (contract: Contract): (Subject & { readonly resource: Resource })[] =>
  contract.resources.flatMap((resource) => {
    const operation = operationOfResource(resource, 'read') ?? (resource.create && operationOfResource(resource, 'list'));
    return operation ? [at(operation.place, { resource })] : [];
  });

export const answersAgree = defineProbe({
  id: 'lifecycle/answers-agree',
  title: 'List, read and creation show the same values of one thing',
  why: 'A client keeps what one answer told it; where the next one says something else, it cannot know which is true.',
  fix: 'Make every answer from the same stored thing, and cut no value to another precision in one of them.',
  phase: 'mutate',
  stage: 'lifecycle',
  alone: 'collection',
  over: shownOften,
  needs({ resource: { read, create } }, around) {
    if (read) return needsOnThing(read, around);
    return create ? needsFor(create, around) : [];
  },
  cost({ resource }, { target }) {
    const mayMake = isMakeable(resource) && (isAllowed(resource.create, target) || !resource.read);
    return mayMake ? storyCost(resource, 45) : { requests: 20, creates: 0 };
  },
  measure: ({ resource }, session) => session.measure(laterReads, { resource: resource.name }),
  judge({ resource, location }, measured, { contract }) {
    const pairs = pairsIn(resource, measured);
    const verdicts = pairs.flatMap((pair) => judgePair(contract, resource, pair) ?? []);
    const broken = verdicts.find(({ kind }) => kind === 'fail');
    if (broken?.kind === 'fail') return unconfirmed(broken);
    if (verdicts.length > 0) return pass(verdicts.length);
    const [last] = measured.reads;
    return inconclusive(`No two answers showed the same thing at ${nodeOf(location)}`, last ? [last] : []);
  },
});

type Shown = { readonly word: string; readonly exchange: Exchange; readonly thing: Thing };
type Pair = { readonly one: Shown; readonly other: Shown };

/** What each answer showed of a thing, the first of them beside every other. */
const pairsIn = (resource: Resource, { known, ids, reads, lists }: LaterReads): Pair[] => {
  const pairs: Pair[] = [];
  const add = (all: readonly (Shown | undefined)[]): void => {
    const [one, ...others] = all.filter((each) => each !== undefined);
    if (one) for (const other of others) pairs.push({ one, other });
  };
  const showing = (word: string, exchange: Exchange | undefined, thing: Thing | undefined): Shown | undefined =>
    exchange && thing && { word, exchange, thing };
  for (const { item, list, exchange, thing } of known.listed) {
    add([showing('list', list, item), showing('read', exchange, isObject(thing) ? thing : undefined)]);
  }
  for (const made of known.own?.things.all ?? []) {
    const { id, creation } = made;
    if (id === undefined || !isSuccess(creation)) continue;
    const first = known.own?.reads.find((read) => read.made.id === id);
    const look = known.own?.list;
    add([
      showing('creation', creation, shownThing(resource, 'create', creation, id)),
      showing('read', first?.exchange, first?.thing),
      showing('list', look?.exchange, look?.shown.get(id)),
      ...(ids.includes(id) ? reads.map((exchange) => showing('read', exchange, shownThing(resource, 'read', exchange, id))) : []),
      ...(ids.includes(id) ? lists.map((one) => showing('list', one.exchange, one.shown.get(id))) : []),
    ]);
  }
  return pairs;
};

/** Undefined where they show nothing in common that could differ. */
const judgePair = (contract: Contract, resource: Resource, { one, other }: Pair): Verdict | undefined => {
  let judged = 0;
  for (const place of sharedPlaces(contract, resource)) {
    const [a, b] = [valueAt(one.thing, place), valueAt(other.thing, place)];
    // Objects may be shown in full in one answer and in short in another.
    if (!isScalar(a) || !isScalar(b) || typeof a !== typeof b) continue;
    judged += 1;
    if (isSameValue(a, b)) continue;
    const finding = {
      code: 'answers-differ',
      where: `${place}, ${one.word} and ${other.word}`,
      expected: `${shown(a)}, as in the ${one.word}`,
      actual: shown(b),
    };
    return fail(finding, [other.exchange, one.exchange]);
  }
  return judged > 0 ? pass(judged) : undefined;
};
