import { statuses, statusWords } from '../../../contract/conventions-at.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { defineProbe, inconclusive } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-locations.ts';
import { judgeErrorResponse } from '../../kit/error-response.ts';
import { once, type Session } from '../../kit/session.ts';
import { callWithoutCredential, callWithUnknownCredential, likeliestForm } from '../../requests/unauthenticated-request.ts';
import { numericParameters, unparsableNumber } from '../../subjects/numeric-parameters.ts';
import { firstRead, type JudgedOperation, unauthenticatedPrerequisites, securedOperations } from '../../subjects/secured-operations.ts';
import { judgeUnusable, refusedFor } from './refused-credential.ts';
import { askedContent } from '../../../contract/asked-content.ts';

/** A call without a credential, with an empty object as its body. */
const emptyCall = (session: Session, operation: Operation): PlannedRequest => ({
  ...callWithoutCredential(session, operation, 'empty-object'),
  faults: ['credential-missing', 'member-missing'],
});

/** A second fault of a call without a credential. */
type SecondFault = { readonly mistake: string; request(session: Session, operation: Operation): PlannedRequest };

/** A text for a query parameter that is a number. */
const unparsableQuery: SecondFault = {
  mistake: 'a query parameter that is not a number',
  request(session, operation) {
    const request = callWithoutCredential(session, operation, 'empty-object');
    const [parameter] = numericParameters(session.contract, operation);
    const others = request.query.filter(([name]) => name !== parameter?.name);
    const query = [...others, [parameter?.name ?? '', unparsableNumber] as const];
    return { ...request, query, faults: ['credential-missing', 'query-unparsable'] };
  },
};

const emptyObject: SecondFault = { mistake: 'a body without members', request: emptyCall };

/** Truncated JSON. */
const cutOff: SecondFault = {
  mistake: 'a truncated body',
  request(session, operation) {
    const [member] = bodyMembers(session.contract, operation);
    const mediaType = askedContent(operation.body)?.mediaType ?? 'application/json';
    return {
      ...callWithoutCredential(session, operation, 'empty-object'),
      body: { kind: 'text', text: `{${JSON.stringify(member?.name)}: `, mediaType },
      faults: ['credential-missing', 'body-unparsable'],
    };
  },
};

/** The second faults that a request to the operation can have. */
const secondFaults = (contract: Contract, operation: Operation): SecondFault[] => [
  ...(operation.effect === 'safe' && numericParameters(contract, operation).length > 0 ? [unparsableQuery] : []),
  ...(operation.effect !== 'safe' && bodyMembers(contract, operation).length > 0 ? [emptyObject, cutOff] : []),
];

type Tried = { readonly mistake: string; readonly exchange: Exchange };

/** Error statuses for the other fault of a request. */
const answersToFault = [400, 404, 422];

const namesByPath = ({ parameters }: Operation): boolean => parameters.some((one) => one.in === 'path');

const faultsOf = (contract: Contract, operation: Operation): number =>
  secondFaults(contract, operation).length + (namesByPath(operation) ? 1 : 0);

export const checkedFirst = defineProbe<JudgedOperation, readonly Tried[]>({
  id: 'auth/checked-first',
  title: 'A faulty call without a credential is refused for the credential, not for its fault',
  why: 'Other answers show unauthenticated callers which resources exist and which values are valid.',
  fix: 'Check the credential before the path values, the query and the body.',
  reads: 'auth.unauthenticated',
  phase: 'mutate',
  stage: 'refusals',
  exclusive: 'collection',
  over: (contract) => securedOperations(contract).filter(({ operation }) => faultsOf(contract, operation) > 0),
  prerequisites: ({ operation }, around) => unauthenticatedPrerequisites(operation, around),
  cost: ({ operation }, { contract }) => ({ requests: faultsOf(contract, operation), creates: 0 }),
  async run({ operation }, session) {
    const { contract } = session;
    const tried: Tried[] = [];
    const ask = async (mistake: string, request: PlannedRequest): Promise<void> => {
      tried.push({ mistake, exchange: await once(session, request) });
    };
    for (const { mistake, request } of secondFaults(contract, operation)) await ask(mistake, request(session, operation));
    if (namesByPath(operation)) {
      await ask('an unknown id', callWithoutCredential(session, operation));
      if (refusedFor(operation, 'missing').never) {
        const unknown = callWithUnknownCredential(session, operation, likeliestForm(contract));
        await ask('an unknown id and a made-up credential', unknown);
      }
    }
    return tried;
  },
  judge({ operation }, tried) {
    const refused = refusedFor(operation, 'missing');
    return joinVerdicts(
      tried.map(({ mistake, exchange }) => {
        const both = `${operation.key} without a valid credential and with ${mistake}`;
        // Another requirement covers a call that is carried out without a credential.
        if (isSuccess(exchange) && refused.never?.includes(statusOf(exchange) ?? 0) !== true) {
          return inconclusive(`${both} was answered ${outcomeOf(exchange)}`, [exchange]);
        }
        return judgeUnusable(exchange, refused, {
          usual: answersToFault,
          code: 'fault-before-credential',
          mistake: both,
          hasControl: false,
        });
      }),
    );
  },
});

const isFirst = (contract: Contract, { key }: Operation): boolean => firstRead(contract)[0]?.operation.key === key;

/** The first read, and operations that take a body. An empty object as the body is the second fault then. */
const judgedExactly = (contract: Contract): JudgedOperation[] =>
  securedOperations(contract).filter(
    ({ operation }) =>
      operation.conventions.auth?.unauthenticated.exactly !== undefined &&
      operation.takesKey &&
      (isFirst(contract, operation) || operation.body !== undefined),
  );

export const refusedWithExactStatus = defineProbe<JudgedOperation, readonly Exchange[]>({
  id: 'auth/refused-with-exact-status',
  title: 'A call without a valid credential is refused with exactly the documented status, whatever else is wrong with it',
  why: 'Clients authenticate again on one status, and take any other for a fault in their request.',
  fix: 'Check the credential first, and answer the documented status.',
  reads: 'auth.unauthenticated.exactly',
  phase: 'mutate',
  stage: 'refusals',
  exclusive: 'collection',
  over: judgedExactly,
  prerequisites: ({ operation }, around) => unauthenticatedPrerequisites(operation, around),
  cost: () => ({ requests: 2, creates: 0 }),
  async run({ operation }, session) {
    if (!isFirst(session.contract, operation)) {
      const body = askedContent(operation.body) ? { body: { kind: 'json' as const, value: {} } } : {};
      return [await once(session, { ...emptyCall(session, operation), ...body })];
    }
    return [
      await once(session, callWithoutCredential(session, operation)),
      await once(session, callWithUnknownCredential(session, operation, 'made-up')),
    ];
  },
  judge({ operation: { key, conventions } }, exchanges) {
    const exactly = conventions.auth?.unauthenticated.exactly;
    const expected = statuses(exactly, 'access');
    const wrong = statuses({ status: '4XX' }, 'access').filter((status) => !expected.includes(status));
    return joinVerdicts(
      exchanges.map((exchange) => {
        // Another requirement covers a call that is carried out without a valid credential.
        if (isSuccess(exchange)) return inconclusive(`${key} was answered ${outcomeOf(exchange)}`, [exchange]);
        const mistake = `${key} ${exchange.request.credential.kind === 'none' ? 'without a credential' : 'with a made-up credential'}`;
        return judgeErrorResponse(exchange, {
          expected,
          words: statusWords(exactly),
          wrong,
          code: 'unauthenticated-exactly',
          where: 'credential',
          mistake,
        });
      }),
    );
  },
});
