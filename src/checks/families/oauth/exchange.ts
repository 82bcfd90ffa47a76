import { evaluateSchema } from '../../../contract/schema/evaluate.ts';
import { isSuccess, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import { declarationFor } from '../../../contract/responses.ts';
import { at, fail, inconclusive, pass } from '../../kit/define.ts';
import { once } from '../../kit/session.ts';
import { tokenExchange } from '../../requests/token-request.ts';
import { tokenOperations } from '../../subjects/token-operation.ts';
import { errorOf } from './refused-exchanges.ts';
import { defineTokenProbe } from './token-probe.ts';
import { jsonContent } from '../../../contract/asked-content.ts';

/** Error statuses that are about the path, the method or the form, all of which the document gives. */
const wrong: readonly (number | undefined)[] = [404, 405, 415, 501];

export const exchangeSucceeds = defineTokenProbe({
  id: 'oauth/exchange-succeeds',
  title: 'The exchange of an authorization code in a form succeeds',
  why: 'Without it no client can act on behalf of a user.',
  fix: 'Accept the documented form at the documented path, with the grant type authorization_code.',
  codes: 1,
  requests: 1,
  over: tokenOperations,
  run: async ({ operation }, session) => once(session, tokenExchange(session, operation)),
  judge(_subject, exchange) {
    if (isSuccess(exchange)) return pass(1);
    const error = errorOf(exchange);
    const finding = { where: 'status', expected: 'a 2xx to the exchange of a code', actual: `status ${outcomeOf(exchange)}` };
    if (wrong.includes(statusOf(exchange))) return fail({ code: 'exchange-refused', ...finding }, [exchange]);
    if (statusOf(exchange) === 400 && error === 'unsupported_grant_type') {
      return fail({ code: 'grant-unsupported', ...finding, actual: 'status 400 with unsupported_grant_type' }, [exchange]);
    }
    return inconclusive(`The exchange was answered ${outcomeOf(exchange)}; the values from the operator may be wrong`, [exchange]);
  },
});

export const tokenAnswer = defineTokenProbe({
  id: 'oauth/token-answer',
  title: 'The answer to the exchange of a code is a token in the documented form',
  why: 'A client library looks for the token and its type under their standard names.',
  fix: 'Answer a JSON object with access_token and token_type (RFC 6749 section 5.1).',
  codes: 1,
  requests: 1,
  over: (contract) =>
    tokenOperations(contract).flatMap(({ operation }) =>
      operation.responses
        .filter(({ status, content }) => status.startsWith('2') && jsonContent(content)?.schemaLocation !== undefined)
        .map(({ location }) => at({ ...location, operation: operation.key }, { operation })),
    ),
  run: async ({ operation }, session) => once(session, tokenExchange(session, operation)),
  judge({ operation }, exchange, { contract }) {
    if (!isSuccess(exchange)) return inconclusive(`No token was issued: ${outcomeOf(exchange)}`, [exchange]);
    const schema = jsonContent(declarationFor(operation.responses, statusOf(exchange) ?? 0)?.content ?? [])?.schemaLocation;
    const body = jsonOf(exchange);
    if (!schema) return inconclusive('The document does not describe this answer', [exchange]);
    if (body === undefined)
      return fail({ code: 'no-json', where: '', expected: 'a JSON object', actual: 'a body that is not JSON' }, [exchange]);
    const breach = evaluateSchema(contract, schema, body).find(({ holds }) => !holds);
    if (!breach || breach.holds) return pass(1);
    const { keyword: code, instancePath: where, expected, actual } = breach;
    return fail({ code, where, expected, actual }, [exchange]);
  },
});
