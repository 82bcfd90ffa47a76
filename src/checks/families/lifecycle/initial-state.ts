import { isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Contract, Resource } from '../../../contract/model.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import { defineObservation, type Observed } from '../../kit/define.ts';
import { freshValues } from '../../scenarios/lifecycle/created.ts';
import { resourceAt, resourceWordPlaces } from '../../subjects/resource-at.ts';
import { createdId, shownThing, stateIn } from '../../subjects/shown-thing.ts';
import type { Exchange } from '../../../model/exchange.ts';

export const initialState = defineObservation({
  id: 'lifecycle/initial-state',
  title: 'The answer to a creation shows the documented first state',
  why: 'Clients wait for the state to change; one that begins elsewhere is never waited for, or forever.',
  fix: 'Answer a creation with the documented first state, also where the thing is ready at once.',
  places: (contract) => resourceWordPlaces(contract, 'states', 'initial'),
  observe: (exchange, contract) =>
    resourceWordPlaces(contract, 'states', 'initial').flatMap((place): Observed[] => {
      if (place.operation !== exchange.request.operation || exchange.request.faults.length > 0 || !isSuccess(exchange)) return [];
      const resource = resourceAt(contract, place);
      const expected = resource.convention.states?.initial?.is;
      const state = stateOfCreated(contract, resource, exchange);
      if (typeof state !== 'string' || expected === undefined) return [];
      if (state === expected) return [{ place, holds: true }];
      return [
        {
          place,
          holds: false,
          code: 'other-first-state',
          where: resource.convention.state ?? 'state',
          expected: `"${expected}"`,
          actual: shown(state),
        },
      ];
    }),
});

const stateOfCreated = (contract: Contract, resource: Resource, exchange: Exchange): unknown => {
  const names = resource.create ? freshValues(contract, resource.create, exchange.request) : [];
  const id = createdId(resource, exchange, names);
  const body = jsonOf(exchange);
  return stateIn(resource, body, id === undefined ? undefined : shownThing(resource, 'create', exchange, id));
};
