import { answerOf, isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { operationOf, parameterlessReads } from '../../../contract/operation.ts';
import { declarationFor } from '../../../contract/responses.ts';
import { evaluateSchema } from '../../../contract/schema/evaluate.ts';
import { jsonContent } from '../../../generators/json-content.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, fail, inconclusive, pass } from '../../kit/define.ts';
import { plainRead } from '../../scenarios/calls/plain-read.ts';
import { factOf } from '../../kit/facts.ts';
import { isDeclaredSuccess, successesOf } from '../../kit/success.ts';
import { slashEntry } from './slash-entry.ts';

/** Refusals that blame the request, although nothing can be wrong with it. */
const refusals = new Set([400, 404, 405, 422]);

export const plainCallSucceeds = defineProbe<Exchange>({
  id: 'status/plain-call-succeeds',
  title: 'A read that needs no parameter answers its documented status and the kind of body that is documented',
  why: 'It is the first call anybody makes. A client takes any other status for an error, and cannot read another kind of body.',
  fix: 'Answer the documented status with the documented kind of body when every parameter is left out.',
  phase: 'read',
  alone: 'nothing',
  places: (contract) =>
    parameterlessReads(contract).flatMap(({ responses }) =>
      responses.filter(({ status }) => status.startsWith('2')).map(({ place }) => place),
    ),
  needs: () => [],
  cost: () => ({ requests: 1, creates: 0 }),
  measure: (place, session) => session.measure(plainRead, { operation: place.operation ?? '' }),
  judge(place, exchange, { contract }) {
    const operation = operationOf(contract, place.operation ?? '');
    const status = statusOf(exchange);
    if (isDeclaredSuccess(operation, exchange)) return withStatus(operation, judgeBody(contract, operation, exchange), status);
    const expected = `status ${successesOf(operation).join(' or ')} to a read without parameters`;
    const finding = { where: 'status', expected, actual: `status ${outcomeOf(exchange)}` };
    if (isSuccess(exchange)) return fail({ code: 'other-success', ...finding }, [exchange]);
    if (status !== undefined && status >= 300 && status < 400) return fail({ code: 'redirected', ...finding }, [exchange]);
    if (status !== undefined && refusals.has(status)) return fail({ code: 'refused', ...finding }, [exchange]);
    return inconclusive(`${operation.key} answered ${outcomeOf(exchange)}`, [exchange]);
  },
  entry: slashEntry,
});

/** Where the document prints no exact status, the one that came is a fact. */
const withStatus = (operation: Operation, verdict: Verdict, status: number | undefined): Verdict =>
  verdict.kind === 'pass' && !successesOf(operation).includes(String(status))
    ? { ...verdict, facts: [factOf('status.success', operation.key, status)] }
    : verdict;

const judgeBody = (contract: Contract, operation: Operation, exchange: Exchange): Verdict => {
  const answer = answerOf(exchange);
  const declared = answer && jsonContent(declarationFor(operation.responses, answer.status)?.content ?? []);
  // Without a schema no body is printed, and there may be none.
  if (!answer || !declared?.schemaPlace) return pass(1);
  if (answer.text === null) return inconclusive(`The body of ${operation.key} could not be decoded`, [exchange]);
  const { json } = answer;
  if (json.kind !== 'value') {
    const actual = json.kind === 'none' ? 'an empty body' : `a body that is no JSON: ${json.why}`;
    return fail({ code: 'body-not-json', where: '#', expected: 'a JSON body', actual }, [exchange]);
  }
  for (const visit of evaluateSchema(contract, declared.schemaPlace, json.value)) {
    if (visit.holds || visit.instancePath !== '' || visit.keyword !== 'type') continue;
    return fail({ code: 'body-of-other-type', where: '#', expected: visit.expected, actual: visit.actual }, [exchange]);
  }
  return pass(1);
};
