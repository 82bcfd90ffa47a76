import { isSuccess } from '../../../contract/message.ts';
import type { Contract, Resource } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { nodeOf, type Place } from '../../../model/place.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { laterReads, type LaterReads } from '../../scenarios/lifecycle/later-reads.ts';
import { isAllowed, needsFor } from '../../kit/prerequisites.ts';
import { idParameterOf, makeable, operationOfResource, resourceAt } from '../../subjects/resource-at.ts';
import { shownThing, type Thing } from '../../subjects/shown-thing.ts';
import { isSameValue, sharedPlaces } from '../../scenarios/lifecycle/steady-members.ts';
import { storyCost } from '../../kit/story.ts';

export const answersAgree = defineProbe<LaterReads>({
  id: 'lifecycle/answers-agree',
  title: 'List, read and creation show the same values of one thing',
  why: 'A client keeps what one answer told it; where the next one says something else, it cannot know which is true.',
  fix: 'Make every answer from the same stored thing, and cut no value to another precision in one of them.',
  phase: 'mutate',
  stage: 'lifecycle',
  alone: 'collection',
  places: (contract) =>
    contract.resources.flatMap((resource): Place[] => {
      const operation = operationOfResource(resource, 'read') ?? (resource.create && operationOfResource(resource, 'list'));
      return operation ? [operation.place] : [];
    }),
  needs(place, around) {
    const resource = resourceAt(around.contract, place);
    const { read, create } = resource;
    if (read) return needsFor(read, around, { pathValues: { [idParameterOf(read)]: 'ct' } });
    return create ? needsFor(create, around) : [];
  },
  cost(place, { contract, target }) {
    const resource = resourceAt(contract, place);
    const mayMake = resource.create !== undefined && (isAllowed(resource.create, target) || !resource.read);
    return mayMake && makeable(contract).includes(resource) ? storyCost(resource, 45) : { requests: 20, creates: 0 };
  },
  measure: (place, session) => session.measure(laterReads, { resource: resourceAt(session.contract, place).name }),
  judge(place, measured, { contract }) {
    const resource = resourceAt(contract, place);
    const pairs = pairsIn(resource, measured);
    const verdicts = pairs.flatMap((pair) => judgePair(contract, resource, pair) ?? []);
    const broken = verdicts.find(({ kind }) => kind === 'fail');
    if (broken?.kind === 'fail') return unconfirmed(broken);
    if (verdicts.length > 0) return pass(verdicts.length);
    const [last] = measured.reads;
    return inconclusive(`No two answers showed the same thing at ${nodeOf(place)}`, last ? [last] : []);
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
    if (!isPlain(a) || !isPlain(b) || typeof a !== typeof b) continue;
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

/** Objects may be shown in full in one answer and in short in another. */
const isPlain = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
