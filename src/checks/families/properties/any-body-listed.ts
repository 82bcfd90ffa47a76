import { isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import type { Place } from '../../../model/place.ts';
import { defineProbe } from '../../kit/define.ts';
import { resourceAt } from '../../subjects/resource-at.ts';
import { mentions } from '../../subjects/shown-thing.ts';
import { anyBodyCost, anyBodyNeeds, type AnyBodyRun, type BodyClaim, judgeAnyBody, removable, runAnyBody } from './any-body-run.ts';
import { bodyIn } from './body-in.ts';

export const anyBodyListed = defineProbe<AnyBodyRun>({
  id: 'properties/any-body-listed',
  title: 'Whatever a creation asked for, its thing is in the list',
  why: 'A thing that hides because of one of its values is found by nobody, and paid for all the same.',
  fix: 'List everything that was created, whatever its values.',
  phase: 'mutate',
  stage: 'looking-back',
  alone: 'collection',
  places: (contract) =>
    removable(contract).flatMap(({ create, collection, place }): Place[] =>
      // The promise may stand on the operation or on the kind of thing.
      create && collection ? [{ operation: create.key, way: [...place.way, ...create.place.way.slice(1)] }] : [],
    ),
  needs: anyBodyNeeds,
  cost: () => anyBodyCost,
  measure: (place, session) => runAnyBody(session, resourceAt(session.contract, place), listing),
  judge: (_, run) => judgeAnyBody(run),
});

const listing: BodyClaim = {
  wanted: { read: false, list: true },
  judge({ creation, id, names, list, withinMs }) {
    if (!isSuccess(creation)) {
      return { kind: 'refused', reason: `A creation with ${bodyIn(creation)} was answered ${outcomeOf(creation)}`, exchanges: [creation] };
    }
    if (id === undefined || !list) return { kind: 'open', reason: 'Nothing tells the id of what was created', exchanges: [creation] };
    const { exchange, missing, isOpen } = list;
    // That its id is another one there is judged elsewhere.
    const isNamed = names.some((name) => typeof name === 'string' && mentions(jsonOf(exchange), name));
    if (!missing.includes(id) || (isSuccess(exchange) && isNamed)) return { kind: 'holds' };
    if (!isSuccess(exchange) || isOpen) {
      return { kind: 'open', reason: `The list could not be read to its end: ${outcomeOf(exchange)}`, exchanges: [exchange] };
    }
    const finding = {
      code: 'created-not-listed',
      where: 'list',
      expected: `the thing within ${withinMs / 1000} s of a creation with ${bodyIn(creation)}`,
      actual: 'it is in no page',
    };
    return { kind: 'breaks', finding, exchanges: [exchange, creation] };
  },
};
