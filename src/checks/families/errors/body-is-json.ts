import { answerOf } from '../../../contract/message.ts';
import { declaredResponses } from '../../../contract/responses.ts';
import { jsonContent } from '../../../generators/json-content.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Place } from '../../../model/place.ts';
import type { Contract } from '../../../contract/model.ts';
import { defineObservation } from '../../kit/define.ts';
import { rootPlace } from '../../kit/root-place.ts';

export const bodyIsJson = defineObservation({
  id: 'errors/body-is-json',
  title: 'Every documented error has a JSON body',
  why: 'A client that parses errors fails inside its error handling when a page or nothing at all comes instead.',
  fix: 'Send the documented error body from every layer: framework, gateway, authentication and rate limiter.',
  reads: 'errors',
  places: (contract) => [rootPlace, ...contract.operations.map(({ place }) => place)],
  observe(exchange, contract) {
    const answer = answerOf(exchange);
    if (!answer || answer.status < 400 || answer.text === null || !isDocumented(exchange, contract)) return [];
    const place = placeOf(exchange, contract);
    const { json } = answer;
    if (json.kind === 'value') return [{ place, holds: true }];
    const expected = `a JSON body with status ${answer.status}`;
    const actual = json.kind === 'none' ? 'an empty body' : `a body that is no JSON: ${json.why}`;
    return [{ place, holds: false, code: json.kind === 'none' ? 'error-body-empty' : 'error-body-not-json', where: '#', expected, actual }];
  },
});

/** Is the status one of the errors that the contract describes as JSON. Others are not promised anything about. */
const isDocumented = (exchange: Exchange, contract: Contract): boolean =>
  declaredResponses(contract, exchange).some(({ content }) => jsonContent(content) !== undefined);

const placeOf = ({ request }: Exchange, { operations }: Contract): Place =>
  operations.find(({ key }) => key === request.operation)?.place ?? rootPlace;
