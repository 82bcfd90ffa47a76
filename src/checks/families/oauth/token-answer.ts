import { evaluateSchema } from '../../../contract/schema/evaluate.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import { operationOf } from '../../../contract/operation.ts';
import { declarationFor } from '../../../contract/responses.ts';
import { jsonContent } from '../../../generators/json-content.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { tokenExchange } from '../../scenarios/credentials/token-exchange.ts';
import { tokenNeeds, tokenOperations } from '../../subjects/token-operation.ts';

export const tokenAnswer = defineProbe<Exchange>({
  id: 'oauth/token-answer',
  title: 'The answer to the exchange of a code is a token as it is documented',
  why: 'A client library looks for the token and its type under their standard names.',
  fix: 'Answer a JSON object with access_token and token_type, as RFC 6749 section 5.1 has it.',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places: (contract) =>
    tokenOperations(contract).flatMap(({ key, responses }) =>
      responses
        .filter(({ status, content }) => status.startsWith('2') && jsonContent(content)?.schemaPlace !== undefined)
        .map(({ place }) => ({ ...place, operation: key })),
    ),
  needs: (_place, around) => tokenNeeds(around, 1),
  cost: () => ({ requests: 1, creates: 0 }),
  measure: (place, session) => session.measure(tokenExchange, { operation: place.operation ?? '' }),
  judge(place, exchange, { contract }) {
    if (!isSuccess(exchange)) return inconclusive(`No token was given: ${outcomeOf(exchange)}`, [exchange]);
    const { responses } = operationOf(contract, place.operation ?? '');
    const schema = jsonContent(declarationFor(responses, statusOf(exchange) ?? 0)?.content ?? [])?.schemaPlace;
    const body = jsonOf(exchange);
    if (!schema) return inconclusive('The document says nothing about this answer', [exchange]);
    if (body === undefined) return fail({ code: 'no-json', where: '', expected: 'a JSON object', actual: 'no JSON' }, [exchange]);
    const breach = evaluateSchema(contract, schema, body).find(({ holds }) => !holds);
    if (!breach || breach.holds) return pass(1);
    const { keyword: code, instancePath: where, expected, actual } = breach;
    return fail({ code, where, expected, actual }, [exchange]);
  },
});
