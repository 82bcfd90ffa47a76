import { defineObservation } from '../../kit/define.ts';
import { rootPlace } from '../../kit/root-place.ts';
import { clientErrorOf } from './error-answer.ts';

export const bodyIfAnyIsJson = defineObservation({
  id: 'errors/body-if-any-is-json',
  title: 'A refusal that has a body has one of JSON',
  why: 'A client that parses errors fails inside its error handling when a page comes instead.',
  fix: 'Send JSON, or nothing, from every layer: framework, gateway, authentication and rate limiter.',
  reads: 'errors',
  places: (contract) => [rootPlace, ...contract.operations.map(({ place }) => place)],
  observe(exchange, contract) {
    const error = clientErrorOf(exchange, contract);
    if (!error || error.answer.bodyBytes === 0 || error.answer.text === null) return [];
    const { place } = error.operation;
    const { json, status } = error.answer;
    if (json.kind !== 'invalid') return [{ place, holds: true }];
    const actual = `a body that is no JSON: ${json.why}`;
    return [{ place, holds: false, code: 'error-body-not-json', where: '#', expected: `JSON or nothing with status ${status}`, actual }];
  },
});
