import { essentialNodes, schemaPlaces } from '../../../contract/schema/places.ts';
import { defineObservation } from '../../kit/define.ts';
import { memberRules, membersByName } from './members-by-name.ts';
import { observeValue } from './response-body.ts';

export const namedMembers = defineObservation({
  id: 'schema/named-members',
  title: 'A member of a name has the form that is promised for all of that name, wherever an answer shows it',
  why: 'A client reads the same member everywhere with the same code; in one answer of another form it reads another value.',
  fix: 'Write the member by one piece of code for every answer.',
  reads: 'members',
  places: (contract) => [...memberRules(contract).values()].flatMap((place) => schemaPlaces(contract, place)),
  essential: essentialNodes,
  observe: (exchange, contract) =>
    membersByName(contract, exchange).flatMap(({ place, at, value }) => observeValue(contract, place, value, at)),
});
