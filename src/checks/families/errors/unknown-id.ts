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

/** An operation on one resource, with the documented answer to an unknown id. */
type OverOne = Subject & {
  readonly operation: Operation;
  /** The name of the parameter that takes the id. */
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
  title: 'An unknown id is refused with the documented status',
  why: 'A success hides that nothing was done; another error status sends people looking for a mistake in the request.',
  fix: 'Look the resource up before anything is done, and answer the documented status where there is none.',
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
    // Where a whole class is documented, a 405 may be about the method.
    const expected = statuses(documented).filter((status) => !isClass(documented) || status !== 405);
    // An id in the run's own shape may be malformed for the service; an id in the shape of a listed one is not.
    const wrong = [405, 422, ...(shape === 'listed' ? [400] : [])].filter(
      (status) => !isClass(documented) && !expected.includes(status) && documented.malformed?.includes(status) !== true,
    );
    if (mayCreate(operation, documented) && isSuccess(exchange) && ![404, 410].includes((afterwards && statusOf(afterwards)) ?? 0)) {
      const after = afterwards ? outcomeOf(afterwards) : 'not possible';
      return inconclusive(`The id ${id} was answered ${outcomeOf(exchange)}, and a later read of it was ${after}`, [exchange]);
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

const mistakeOf = (id: string): string => `the unknown id ${id}`;

/** True if an operation may create the resource that its path names, so that a success is right. */
const mayCreate = ({ effect }: Operation, { orCreated }: Documented): boolean => orCreated === true && effect !== 'safe';

/** A read of the same id on the path of another operation; undefined where the path has no read. */
const readOf = (session: Session, { path }: Operation, id: string): PlannedRequest | undefined => {
  const read = session.contract.operations.find((one) => one.path === path && one.effect === 'safe');
  const parameter = read && lastInPath(read);
  if (!read || !parameter) return undefined;
  return { ...usableRequest(session, read, 'unknown', { pathValues: { [parameter.name]: id } }), faults: ['unknown-id'] };
};

/** True for statuses that are about something other than the id. */
const isOtherReason = (status: number): boolean => [401, 403, 408, 429].includes(status);

/** Client errors that are wrong for an unknown id. */
const wrongStatuses = new Set([400, 405, 409, 422]);

export const unknownIdExactStatus = defineProbe({
  id: 'errors/unknown-id-exact-status',
  title: 'An unknown id is answered with exactly the documented status',
  why: 'Clients understand this status as "it is gone", and every other one as their own mistake or a failure of the service.',
  fix: 'Look the resource up first, and answer the documented status for every method.',
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
    const isWrong = status !== undefined && (status < 400 || status >= 500 || wrongStatuses.has(status));
    if (undecided || !isWrong) return inconclusive(`${operation.key}: ${outcomeOf(exchange)} to ${mistake} is inconclusive`, [exchange]);
    const expected = `status ${statusWords(exactly)} to ${mistake}`;
    const finding = { code: 'unknown-id-other-status', where: `path ${parameter}`, expected, actual: `status ${status}` };
    // A 5xx may be temporary.
    return status >= 500 ? unconfirmed(fail(finding, [exchange])) : fail(finding, [exchange]);
  },
});
