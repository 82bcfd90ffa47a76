import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import type { Contract, Resource } from '../../../contract/model.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { shown as written } from '../../../contract/schema/evaluate.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Place } from '../../../model/place.ts';
import { defineProbe } from '../../kit/define.ts';
import type { MadeOfBody } from '../../scenarios/bodies/generated-bodies.ts';
import { operationOfResource, resourceAt } from '../../subjects/resource-at.ts';
import { shownThing, type Thing } from '../../subjects/shown-thing.ts';
import { isSameValue, sharedPlaces } from '../../scenarios/lifecycle/steady-members.ts';
import {
  anyBodyCost,
  anyBodyNeeds,
  type AnyBodyRun,
  type BodyClaim,
  type BodyTrial,
  judgeAnyBody,
  removable,
  runAnyBody,
} from './any-body-run.ts';
import { bodyIn } from './body-in.ts';

export const anyBodyShownAlike = defineProbe<AnyBodyRun>({
  id: 'properties/any-body-shown-alike',
  title: 'Whatever a creation asked for, its answer, a read and the list show the same values',
  why: 'A client keeps what one answer told it; where the next one says something else, it cannot know which is true.',
  fix: 'Make every answer from the same stored thing, and cut no value in one of them.',
  phase: 'mutate',
  stage: 'looking-back',
  alone: 'collection',
  places: (contract) =>
    removable(contract).flatMap((resource): Place[] => {
      const operation = operationOfResource(resource, 'read') ?? operationOfResource(resource, 'list');
      return operation ? [operation.place] : [];
    }),
  needs: anyBodyNeeds,
  cost: () => anyBodyCost,
  async measure(place, session) {
    const resource = resourceAt(session.contract, place);
    return runAnyBody(session, resource, likeness(session.contract, resource));
  },
  judge: (_, run) => judgeAnyBody(run),
});

type Shown = { readonly word: 'creation' | 'read' | 'list'; readonly exchange: Exchange; readonly thing: Thing };

const answersIn = (resource: Resource, { creation, id, read, list }: MadeOfBody): Shown[] => {
  const all = [
    { word: 'creation', exchange: creation, thing: id === undefined ? undefined : shownThing(resource, 'create', creation, id) },
    { word: 'read', exchange: read, thing: read && id !== undefined ? shownThing(resource, 'read', read, id) : undefined },
    { word: 'list', exchange: list?.exchange, thing: id === undefined ? undefined : list?.shown.get(id) },
  ] as const;
  return all.flatMap(({ word, exchange, thing }) => (exchange && thing ? [{ word, exchange, thing }] : []));
};

/** Objects may be shown in full in one answer and in short in another. */
const isPlain = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const likeness = (contract: Contract, resource: Resource): BodyClaim => ({
  wanted: { read: resource.read !== undefined, list: resource.collection !== undefined },
  judge(made): BodyTrial | undefined {
    const { creation } = made;
    if (!isSuccess(creation)) {
      return { kind: 'refused', reason: `A creation with ${bodyIn(creation)} was answered ${outcomeOf(creation)}`, exchanges: [creation] };
    }
    const [first, ...others] = answersIn(resource, made);
    let judged = 0;
    for (const other of first ? others : []) {
      for (const place of sharedPlaces(contract, resource)) {
        const [expected, actual] = [first && valueAt(first.thing, place), valueAt(other.thing, place)];
        if (!first || !isPlain(expected) || !isPlain(actual) || typeof expected !== typeof actual) continue;
        judged += 1;
        if (isSameValue(expected, actual)) continue;
        const finding = {
          code: 'answers-differ',
          where: `${place}, ${first.word} and ${other.word}`,
          expected: `${written(expected)}, as in the ${first.word} of a thing with ${bodyIn(creation)}`,
          actual: written(actual),
        };
        return { kind: 'breaks', finding, exchanges: [other.exchange, first.exchange] };
      }
    }
    return judged > 0 ? { kind: 'holds' } : undefined;
  },
});
