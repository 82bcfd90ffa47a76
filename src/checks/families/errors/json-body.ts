import { answerOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { declaredResponses } from '../../../contract/responses.ts';
import { jsonContent } from '../../../generators/json-content.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type Place, rootPlace } from '../../../model/place.ts';
import { type CheckText, defineObservation } from '../../kit/define.ts';
import { clientErrorOf } from './error-answer.ts';

/** A check that wants JSON from every error that it is about; `orNothing`: or no body at all. */
const jsonBodyCheck = ({
  placeOf,
  orNothing,
  ...text
}: CheckText & {
  /** Where an error is judged; undefined for what the check is not about. */
  placeOf(exchange: Exchange, contract: Contract): Place | undefined;
  readonly orNothing: boolean;
}) =>
  defineObservation({
    ...text,
    places: (contract) => [rootPlace, ...contract.operations.map(({ place }) => place)],
    observe(exchange, contract) {
      const answer = answerOf(exchange);
      const place = placeOf(exchange, contract);
      // Bytes that could not be decoded show nothing about what they hold.
      if (!answer || !place || answer.text === null || (orNothing && answer.bodyBytes === 0)) return [];
      const { json, status } = answer;
      if (json.kind === 'value' || (orNothing && json.kind === 'none')) return [{ place, holds: true }];
      const expected = `${orNothing ? 'JSON or nothing' : 'a JSON body'} with status ${status}`;
      if (json.kind === 'none') return [{ place, holds: false, code: 'error-body-empty', where: '#', expected, actual: 'an empty body' }];
      const actual = `a body that is no JSON: ${json.why}`;
      return [{ place, holds: false, code: 'error-body-not-json', where: '#', expected, actual }];
    },
  });

/** Errors that the contract describes as JSON. Of others nothing is promised. */
const describedPlace = (exchange: Exchange, contract: Contract): Place | undefined => {
  const isDescribed = declaredResponses(contract, exchange).some(({ content }) => jsonContent(content) !== undefined);
  if ((answerOf(exchange)?.status ?? 0) < 400 || !isDescribed) return undefined;
  return contract.operations.find(({ key }) => key === exchange.request.operation)?.place ?? rootPlace;
};

export const bodyIsJson = jsonBodyCheck({
  id: 'errors/body-is-json',
  title: 'Every documented error has a JSON body',
  why: 'A client that parses errors fails inside its error handling when a page or nothing at all comes instead.',
  fix: 'Send the documented error body from every layer: framework, gateway, authentication and rate limiter.',
  reads: 'errors',
  placeOf: describedPlace,
  orNothing: false,
});

export const bodyIfAnyIsJson = jsonBodyCheck({
  id: 'errors/body-if-any-is-json',
  title: 'A refusal that has a body has one of JSON',
  why: 'A client that parses errors fails inside its error handling when a page comes instead.',
  fix: 'Send JSON, or nothing, from every layer: framework, gateway, authentication and rate limiter.',
  reads: 'errors',
  placeOf: (exchange, contract) => clientErrorOf(exchange, contract)?.operation.place,
  orNothing: true,
});
