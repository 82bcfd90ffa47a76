import { isDeepStrictEqual } from 'node:util';
import type { PropertyConventions } from '../../../contract/conventions.ts';
import { evaluate } from '../../../contract/expression.ts';
import { jsonOf } from '../../../contract/message.ts';
import { below, valueAt } from '../../../contract/pointer.ts';
import { essentialNodes, schemaLocations } from '../../../contract/schema/locations.ts';
import { nodeOf, type Location } from '../../../model/location.ts';
import { defineObservation } from '../../kit/define.ts';
import { markedIn, markedLocations } from '../../subjects/marked-members.ts';
import { includedValues, repeatedValues } from '../../subjects/repeated-values.ts';
import { observeValue } from './response-body.ts';

export const repeatsRequest = defineObservation({
  id: 'schema/repeats-request',
  title: 'A member that repeats a value of the request has that very value',
  why: 'A client that sent many requests matches answers and resources by this value.',
  fix: 'Answer with the value as the request gave it, and put other ids into members of their own.',
  ...repeatedValues,
});

export const includesRequest = defineObservation({
  id: 'schema/includes-request',
  title: 'A list that repeats one of the request has every element of it',
  why: 'The request succeeded, so an element that got lost is noticed only when it is needed.',
  fix: 'Store every element that was sent, and answer with the stored list.',
  ...includedValues,
});

const isForSent = ({ forSent }: PropertyConventions): boolean => forSent !== undefined;

/** The schema that applies where the value was sent. */
const shownLocation = (location: Location): Location => {
  const word = below(nodeOf(location), 'x-assay', 'forSent');
  return { ...location, way: [...location.way, word, below(word, 'shows')] };
};

export const shownForSentValue = defineObservation({
  id: 'schema/shown-for-sent-value',
  title: 'For a value of a documented request, the answer shows what the documentation shows with it',
  why: 'A client that sends the documented value expects the documented outcome, and takes another one for its own mistake.',
  fix: 'Answer with what the documentation shows for that value, or document another example.',
  locations: (contract) => markedLocations(contract, isForSent).flatMap((location) => schemaLocations(contract, shownLocation(location))),
  essential: essentialNodes,
  observe(exchange, contract) {
    const body = jsonOf(exchange);
    if (body === undefined) return [];
    return markedIn(contract, exchange, isForSent).flatMap(({ location, at, words: { forSent } }) => {
      const value = valueAt(body, at);
      if (!forSent || value === undefined || !isDeepStrictEqual(evaluate(forSent.at, exchange), forSent.value)) return [];
      return observeValue(contract, shownLocation(location), value, at);
    });
  },
});
