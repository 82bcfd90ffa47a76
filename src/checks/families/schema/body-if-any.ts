import { answerOf, isSuccess } from '../../../contract/message.ts';
import { essentialNodes } from '../../../contract/schema/places.ts';
import { defineObservation } from '../../kit/define.ts';
import { describedPlaces, observeValue, schemasFor } from './response-body.ts';

export const bodyIfAny = defineObservation({
  id: 'schema/body-if-any',
  title: 'A successful answer with a JSON body has the members and types that its schema describes',
  why: 'Where an answer may come without a body, a client takes what it gets for the whole thing and reads its members.',
  fix: 'Send the thing with all its members, or no body at all.',
  places: (contract) =>
    describedPlaces(
      contract,
      contract.operations.flatMap(({ responses }) => responses.filter(({ status }) => status.startsWith('2'))),
    ),
  essential: essentialNodes,
  observe(exchange, contract) {
    const answer = isSuccess(exchange) ? answerOf(exchange) : undefined;
    if (answer?.json.kind !== 'value') return [];
    const { value } = answer.json;
    return schemasFor(contract, exchange).flatMap((place) => observeValue(contract, place, value));
  },
});
