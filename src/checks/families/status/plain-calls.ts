import { answerOf, isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { parameterlessReads } from '../../../contract/operation.ts';
import { isObject } from '../../../contract/pointer.ts';
import { declarationFor } from '../../../contract/responses.ts';
import { evaluateSchema } from '../../../contract/schema/evaluate.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { defineProbe, type EntryOver, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { factOf, valueKind } from '../../kit/facts.ts';
import { plainRead } from '../../scenarios/calls/reads.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { hasStatus, isDeclaredSuccess, isRedirect, successesOf, successWords } from '../../kit/success.ts';
import { isProven, proofOf, redirectedRead, type RedirectedRead } from '../../scenarios/transport/proven-read.ts';
import { type DescribedSuccess, describedSuccesses } from './described-successes.ts';
import { jsonContent } from '../../../contract/asked-content.ts';

/** How a check of one plain read is planned. */
const ofOneRead = {
  phase: 'read',
  exclusive: 'nothing',
  cost: () => ({ requests: 1, creates: 0 }),
  run: ({ operation }: DescribedSuccess, session: Session): Promise<Exchange> => session.run(plainRead, { operation: operation.key }),
} as const;

/** How a check of a read that needs no parameter is planned. */
const ofParameterlessRead = {
  ...ofOneRead,
  over: (contract: Contract) => describedSuccesses(parameterlessReads(contract)),
  prerequisites: () => [],
} as const;

const withoutSlash = (path: string): string => path.replace(/\/+$/, '');

/** Where every plain read is redirected to the same path with a slash more or less, and served there. */
const slashEntry: EntryOver<DescribedSuccess, RedirectedRead> = {
  run: ({ operation }, session) =>
    redirectedRead(session, operation, (from, to) =>
      to !== from && withoutSlash(to) === withoutSlash(from) ? { kind: 'slash' } : undefined,
    ),
  judge({ operation }, { plain, behind }) {
    if (!behind || !isProven(operation, behind)) return inconclusive(`${operation.key} was answered ${outcomeOf(plain)}`, [plain]);
    const expected = `a success under ${plain.sent.target}`;
    const actual = `status ${outcomeOf(plain)}, and ${outcomeOf(behind.served)} under ${behind.served.sent.target}`;
    return unconfirmed(fail({ code: 'redirected', where: 'status', expected, actual }, [plain, ...proofOf(behind)]));
  },
};

/** Error responses that blame the request, although nothing can be wrong with it. */
const blaming = [400, 404, 405, 422];

export const plainCallSucceeds = defineProbe({
  ...ofParameterlessRead,
  id: 'status/plain-call-succeeds',
  title: 'A read that needs no parameter is answered with its documented status and the documented type of body',
  why: 'It is the first call that a client makes. The client takes any other status for an error, and cannot read another type of body.',
  fix: 'Answer with the documented status and type of body when every parameter is left out.',
  judge({ operation }, exchange, { contract }) {
    if (isDeclaredSuccess(operation, exchange)) return withStatus(operation, judgeBody(contract, operation, exchange), statusOf(exchange));
    const expected = `status ${successesOf(operation).join(' or ')} to a read without parameters`;
    const finding = { where: 'status', expected, actual: `status ${outcomeOf(exchange)}` };
    if (isSuccess(exchange)) return fail({ code: 'other-success', ...finding }, [exchange]);
    if (isRedirect(exchange)) return fail({ code: 'redirected', ...finding }, [exchange]);
    if (hasStatus(exchange, blaming)) return fail({ code: 'refused', ...finding }, [exchange]);
    return inconclusive(`${operation.key} answered ${outcomeOf(exchange)}`, [exchange]);
  },
  entry: slashEntry,
});

/** Where the document has no exact status, the one that was seen is a fact. */
const withStatus = (operation: Operation, verdict: Verdict, status: number | undefined): Verdict =>
  verdict.kind === 'pass' && !successesOf(operation).includes(String(status))
    ? { ...verdict, facts: [factOf('status.success', operation.key, status)] }
    : verdict;

const judgeBody = (contract: Contract, operation: Operation, exchange: Exchange): Verdict => {
  const answer = answerOf(exchange);
  const declared = answer && jsonContent(declarationFor(operation.responses, answer.status)?.content ?? []);
  // Without a schema no body is documented, and there may be none.
  if (!answer || !declared?.schemaLocation) return pass(1);
  if (answer.text === null) return inconclusive(`The body of ${operation.key} could not be decoded`, [exchange]);
  const { json } = answer;
  if (json.kind !== 'value') {
    const actual = json.kind === 'none' ? 'an empty body' : `a body that is no JSON: ${json.why}`;
    return fail({ code: 'body-not-json', where: '#', expected: 'a JSON body', actual }, [exchange]);
  }
  for (const visit of evaluateSchema(contract, declared.schemaLocation, json.value)) {
    if (visit.holds || visit.instancePath !== '' || visit.keyword !== 'type') continue;
    return fail({ code: 'body-of-other-type', where: '#', expected: visit.expected, actual: visit.actual }, [exchange]);
  }
  return pass(1);
};

/** Statuses that call a correct request wrong, or report that there is no such operation. */
const mistaken = [400, 405, 422, 501];

export const plainCallNotRefused = defineProbe({
  ...ofParameterlessRead,
  id: 'status/plain-call-not-refused',
  title: 'A read that needs no parameter is not refused as a mistake of the client, and its success has a body',
  why: 'It is the first call that a client makes, and there is nothing in it that could be corrected.',
  fix: 'Answer the read with the documented body when every parameter is left out.',
  judge({ operation }, exchange) {
    if (hasStatus(exchange, mistaken)) {
      const expected = `${successWords(operation)} to a read without parameters`;
      return fail({ code: 'refused', where: 'status', expected, actual: `status ${outcomeOf(exchange)}` }, [exchange]);
    }
    const reason = `${operation.key} was answered ${outcomeOf(exchange)}`;
    if (!isSuccess(exchange)) return inconclusive(reason, [exchange]);
    return answerOf(exchange)?.bodyBytes === 0 ? inconclusive(`${reason} without a body`, [exchange]) : pass(1);
  },
});

/** Statuses of a list that does not exist, or not yet. */
const absent = [404, 405, 501];

export const listServed = defineProbe({
  ...ofOneRead,
  id: 'status/list-served',
  title: 'A list is answered with a JSON object or array, also where it is empty',
  why: 'An empty collection is a list as well; a client that gets no body, or a redirect, cannot know that it is empty.',
  fix: 'Serve the list at its documented path, and answer with an empty one where there are no items.',
  over: ({ collections }) => describedSuccesses(collections.map(({ operation }) => operation)),
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  judge(_list, exchange) {
    const finding = { expected: 'a success with a JSON object or array', where: 'status', actual: `status ${outcomeOf(exchange)}` };
    if (isSuccess(exchange)) {
      const json = answerOf(exchange)?.json;
      if (json?.kind === 'value' && (isObject(json.value) || Array.isArray(json.value))) return pass(1);
      if (json?.kind === 'none') return fail({ code: 'body-empty', ...finding, where: 'body', actual: 'an empty body' }, [exchange]);
      const actual = json?.kind === 'value' ? valueKind(json.value) : 'no JSON';
      return inconclusive(`The list was answered ${outcomeOf(exchange)} with ${actual}`, [exchange]);
    }
    if (isRedirect(exchange)) return fail({ code: 'redirected', ...finding }, [exchange]);
    if (hasStatus(exchange, absent)) return fail({ code: 'not-served', ...finding }, [exchange]);
    return inconclusive(`The list was answered ${outcomeOf(exchange)}`, [exchange]);
  },
  entry: slashEntry,
});
