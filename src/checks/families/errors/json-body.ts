import { operationWith } from '../../../contract/operation.ts';
import { answerOf } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { declaredResponses } from '../../../contract/responses.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type Location, rootLocation } from '../../../model/location.ts';
import { type CheckText, defineObservation } from '../../kit/define.ts';
import { clientErrorOf } from './error-answer.ts';
import { jsonContent } from '../../../contract/asked-content.ts';

/** A check that requires JSON in every error that it judges. `orNothing`: it also accepts an empty body. */
const jsonBodyCheck = ({
  locationOf,
  orNothing,
  ...text
}: CheckText & {
  /** The location at which an error is judged; undefined where it is not judged. */
  locationOf(exchange: Exchange, contract: Contract): Location | undefined;
  readonly orNothing: boolean;
}) =>
  defineObservation({
    ...text,
    locations: (contract) => [rootLocation, ...contract.operations.map(({ location }) => location)],
    observe(exchange, contract) {
      const answer = answerOf(exchange);
      const location = locationOf(exchange, contract);
      // A body that was not decoded shows nothing.
      if (!answer || !location || answer.text === null || (orNothing && answer.bodyBytes === 0)) return [];
      const { json, status } = answer;
      if (json.kind === 'value' || (orNothing && json.kind === 'none')) return [{ location, holds: true }];
      const expected = `${orNothing ? 'JSON or nothing' : 'a JSON body'} with status ${status}`;
      if (json.kind === 'none')
        return [{ location, holds: false, code: 'error-body-empty', where: '#', expected, actual: 'an empty body' }];
      const actual = `a body that is not JSON: ${json.why}`;
      return [{ location, holds: false, code: 'error-body-not-json', where: '#', expected, actual }];
    },
  });

/** The location for errors that the contract describes as JSON; undefined for all others. */
const describedLocation = (exchange: Exchange, contract: Contract): Location | undefined => {
  const isDescribed = declaredResponses(contract, exchange).some(({ content }) => jsonContent(content) !== undefined);
  if ((answerOf(exchange)?.status ?? 0) < 400 || !isDescribed) return undefined;
  return operationWith(contract, exchange.request.operation)?.location ?? rootLocation;
};

export const bodyIsJson = jsonBodyCheck({
  id: 'errors/body-is-json',
  title: 'Every documented error has a JSON body',
  why: 'A client that parses errors fails inside its error handling when it gets a web page or an empty body.',
  fix: 'Send the documented error body from every layer: framework, gateway, authentication and rate limiter.',
  reads: 'errors',
  locationOf: describedLocation,
  orNothing: false,
});

export const bodyIfAnyIsJson = jsonBodyCheck({
  id: 'errors/body-if-any-is-json',
  title: 'The body of an error response is JSON or empty',
  why: 'A client that parses errors fails inside its error handling when it gets a web page.',
  fix: 'Send JSON, or no body, from every layer: framework, gateway, authentication and rate limiter.',
  reads: 'errors',
  locationOf: (exchange, contract) => clientErrorOf(exchange, contract)?.operation.location,
  orNothing: true,
});
