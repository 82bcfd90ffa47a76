import { statuses, statusWords } from '../../../contract/conventions-at.ts';
import type { Conventions } from '../../../contract/conventions.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { lastInPath } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import {
  at,
  defineProbe,
  fail,
  inconclusive,
  type ProbePrerequisite,
  pass,
  type Subject,
  type Surroundings,
  unconfirmed,
} from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { isClass, judgeErrorResponse } from '../../kit/error-response.ts';
import { once, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { unknownId, type UnknownId } from '../../scenarios/calls/unknown-id.ts';

type Documented = NonNullable<NonNullable<Conventions['unknown']>['id']>;

/** An operation about one thing, with what is promised for an id that names nothing. */
type OverOne = Subject & {
  readonly operation: Operation;
  /** Name of the parameter that takes the id. */
  readonly parameter: string;
  readonly documented: Documented;
};

const overOne = (contract: Contract): OverOne[] =>
  contract.operations.flatMap((operation) => {
    const parameter = lastInPath(operation)?.name;
    const documented = operation.conventions.unknown?.id;
    return parameter !== undefined && documented ? [at(operation.location, { operation, parameter, documented })] : [];
  });

const prerequisitesOf = ({ operation, parameter }: OverOne, around: Surroundings): readonly ProbePrerequisite[] =>
  prerequisitesFor(operation, around, { pathValues: { [parameter]: 'ct' } });

type Result = UnknownId & {
  /** A read of the same id after a success; undefined where there is none, or no read. */
  readonly afterwards: Exchange | undefined;
};

export const unknownIdRefused = defineProbe({
  id: 'errors/unknown-id-refused',
  title: 'An id that names nothing is refused with the documented status',
  why: 'A success hides from the caller that nothing was done; another refusal sends people looking for a mistake in the request.',
  fix: 'Look the thing up before anything is done, and answer the documented status where there is none.',
  reads: 'unknown.id',
  phase: 'mutate',
  stage: 'refusals',
  exclusive: 'collection',
  over: (contract) => overOne(contract).filter(({ documented }) => statuses(documented).length > 0),
  prerequisites: prerequisitesOf,
  cost: () => ({ requests: 6, creates: 0 }),
  async run({ operation, documented }, session): Promise<Result> {
    const result = await session.run(unknownId, { operation: operation.key });
    const mayBeThere = mayCreate(operation, documented) && isSuccess(result.exchange);
    const read = mayBeThere ? readOf(session, operation, result.id) : undefined;
    return { ...result, afterwards: read && (await once(session, read)) };
  },
  judge({ operation, parameter, documented }, { exchange, id, shape, afterwards }) {
    // Another method may be what is refused where a whole class is as good.
    const expected = statuses(documented).filter((status) => !isClass(documented) || status !== 405);
    // An id of our own shape may be malformed over there; one that looks like theirs is not.
    const wrong = [405, 422, ...(shape === 'listed' ? [400] : [])].filter(
      (status) => !isClass(documented) && !expected.includes(status) && documented.malformed?.includes(status) !== true,
    );
    if (mayCreate(operation, documented) && isSuccess(exchange) && ![404, 410].includes((afterwards && statusOf(afterwards)) ?? 0)) {
      const after = afterwards ? outcomeOf(afterwards) : 'not possible';
      return inconclusive(`The id ${id} was answered ${outcomeOf(exchange)}, and a read of it afterwards was ${after}`, [exchange]);
    }
    return judgeErrorResponse(exchange, {
      words: statusWords(documented),
      expected,
      wrong,
      redirect: operation.effect === 'safe',
      code: 'unknown-id',
      where: `path ${parameter}`,
      mistake: mistakeOf(id),
    });
  },
});

const mistakeOf = (id: string): string => `the id ${id}, which names nothing`;

/** May an operation create what its path names and nothing was, so that its success is right. */
const mayCreate = ({ effect }: Operation, { orCreated }: Documented): boolean => orCreated === true && effect !== 'safe';

/** A read of an id that another operation on the same path was asked for; undefined where the path has no read. */
const readOf = (session: Session, { path }: Operation, id: string): PlannedRequest | undefined => {
  const read = session.contract.operations.find((one) => one.path === path && one.effect === 'safe');
  const parameter = read && lastInPath(read);
  if (!read || !parameter) return undefined;
  return { ...usableRequest(session, read, 'unknown', { pathValues: { [parameter.name]: id } }), faults: ['unknown-id'] };
};

/** Answers that are given for something else than the id. */
const isOtherReason = (status: number): boolean => [401, 403, 408, 429].includes(status);

const named = new Set([400, 405, 409, 422]);

export const unknownIdExactStatus = defineProbe({
  id: 'errors/unknown-id-exact-status',
  title: 'An id that names nothing gets the one status that is meant for it',
  why: 'Clients take this status for "it is gone", and every other one for a mistake of their own or a failure of the service.',
  fix: 'Look the thing up first, and answer the documented status for each method alike.',
  reads: 'unknown.id.exactly',
  phase: 'mutate',
  stage: 'looking-back',
  exclusive: 'collection',
  over: (contract) => overOne(contract).filter(({ documented }) => documented.exactly !== undefined),
  prerequisites: prerequisitesOf,
  cost: () => ({ requests: 5, creates: 0 }),
  run: ({ operation }, session) => session.run(unknownId, { operation: operation.key }),
  judge({ operation, parameter, documented: { exactly, malformed = [] } }, { exchange, id }) {
    const status = statusOf(exchange);
    if (status !== undefined && statuses(exactly).includes(status)) return pass(1);
    const mistake = mistakeOf(id);
    const undecided = status === undefined || isOtherReason(status) || malformed.includes(status);
    const isWrong = status !== undefined && (status < 400 || status >= 500 || named.has(status));
    if (undecided || !isWrong) return inconclusive(`${operation.key}: ${outcomeOf(exchange)} to ${mistake} decides nothing`, [exchange]);
    const expected = `status ${statusWords(exactly)} to ${mistake}`;
    const finding = { code: 'unknown-id-other-status', where: `path ${parameter}`, expected, actual: `status ${status}` };
    // A failure may be one of the moment.
    return status >= 500 ? unconfirmed(fail(finding, [exchange])) : fail(finding, [exchange]);
  },
});
