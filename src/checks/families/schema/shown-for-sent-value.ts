import { isDeepStrictEqual } from 'node:util';
import { evaluate } from '../../../contract/expression.ts';
import { isSuccess, jsonOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { below, valueAt } from '../../../contract/pointer.ts';
import { essentialNodes, schemaPlaces } from '../../../contract/schema/places.ts';
import { nodeOf, type Place } from '../../../model/place.ts';
import { defineObservation } from '../../kit/define.ts';
import { describedResponses } from '../../subjects/described-responses.ts';
import { markedMembers, markedOf } from '../../subjects/marked-members.ts';
import { observeValue } from './response-body.ts';

const isMeant = ({ forSent }: { readonly forSent?: unknown }): boolean => forSent !== undefined;

/** The schema that holds where the value was sent. */
const shownPlace = (place: Place): Place => {
  const word = below(nodeOf(place), 'x-assay', 'forSent');
  return { ...place, way: [...place.way, word, below(word, 'shows')] };
};

const placesOf = (contract: Contract, operation: Operation): Place[] =>
  markedOf(contract, operation, isMeant).flatMap(({ place }) => schemaPlaces(contract, shownPlace(place)));

export const shownForSentValue = defineObservation({
  id: 'schema/shown-for-sent-value',
  title: 'For a value that the documentation prints in a request, the answer shows what it prints with it',
  why: 'Who sends the printed value expects the printed outcome; another one is taken for a mistake of their own.',
  fix: 'Answer what the documentation shows for that value, or print another example.',
  places: (contract) => contract.operations.flatMap((operation) => placesOf(contract, operation)),
  essential: essentialNodes,
  observe(exchange, contract) {
    const body = isSuccess(exchange) ? jsonOf(exchange) : undefined;
    if (body === undefined) return [];
    return describedResponses(contract, exchange)
      .flatMap((response) => markedMembers(contract, response, isMeant))
      .flatMap(({ place, at, words: { forSent } }) => {
        const value = valueAt(body, at);
        if (!forSent || value === undefined || !isDeepStrictEqual(evaluate(forSent.at, exchange), forSent.value)) return [];
        return observeValue(contract, shownPlace(place), value, at);
      });
  },
});
