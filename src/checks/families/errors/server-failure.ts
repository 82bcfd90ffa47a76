import type { Contract, Operation } from '../../../contract/model.ts';
import type { Location } from '../../../model/location.ts';
import { type CheckText, defineObservation, type Observation, type Observed } from '../../kit/define.ts';
import { validCall } from '../../subjects/valid-call.ts';

type Call = NonNullable<ReturnType<typeof validCall>>;

/** What may have failed where a valid call got a status of 500 or above. */
type Failure = 'described' | 'in-front' | 'undescribed';

/**
 * Does an operation describe this status of 500 and above, by itself or as 5XX. `default` does not: it stands for everything that is not
 * told (OpenAPI 3.1, Responses Object), so that it tells nobody that the server may fail.
 */
const describesFailure = ({ responses }: Operation, status: number): boolean =>
  responses.some((one) => one.status === String(status) || one.status === '5XX');

/**
 * Statuses that something in front of a service sends for it, or that a service sends while it is overloaded or down (RFC 9110 sections
 * 15.6.3 to 15.6.5): by themselves they say nothing about the request.
 */
const isInFront = (status: number): boolean => status === 502 || status === 503 || status === 504;

const failureOf = ({ operation, status }: Call): Failure => {
  if (describesFailure(operation, status)) return 'described';
  return isInFront(status) ? 'in-front' : 'undescribed';
};

type Reported<O = Observed> = O extends { readonly holds: 'unclear' | false } ? Omit<O, 'location'> : never;

/** A check that is about one kind of failure of valid calls, and leaves the other two to its neighbours. */
const failureCheck = ({
  about,
  tell,
  ...text
}: CheckText &
  Pick<Observation, 'refusals'> & { readonly about: Failure; tell(call: Call): Reported; locations(contract: Contract): Location[] }) =>
  defineObservation({
    ...text,
    observe(exchange, contract) {
      const call = validCall(exchange, contract);
      if (!call || call.status === 429) return [];
      const { location } = call.operation;
      if (call.status < 500) return [{ location, holds: true }];
      return failureOf(call) === about ? [{ location, ...tell(call) }] : [];
    },
  });

const operationLocations = ({ operations }: Contract): Location[] => operations.map(({ location }) => location);

export const noFailure = failureCheck({
  id: 'errors/no-failure',
  title: 'A valid request is not answered by a failure of the server that the document does not describe',
  why: 'A client that did everything right cannot do anything about it.',
  fix: 'Find the failure behind the answer; where it is expected, describe its status in the document.',
  about: 'undescribed',
  locations: operationLocations,
  tell: ({ status }) => ({
    holds: false,
    code: 'server-failure',
    where: 'status',
    expected: 'a status below 500',
    actual: String(status),
  }),
});

export const noDescribedFailure = failureCheck({
  id: 'errors/no-described-failure',
  title: 'A valid request is not answered by a failure of the server, not even by one that the document describes',
  why: 'That a failure is described helps clients to expect it; what they asked for they did not get.',
  fix: 'Find the failure behind the answer.',
  about: 'described',
  locations: ({ operations }) =>
    operations.filter(({ responses }) => responses.some(({ status }) => status.startsWith('5'))).map(({ location }) => location),
  tell: ({ status }) => ({
    holds: false,
    code: 'described-failure',
    where: 'status',
    expected: 'a status below 500',
    actual: `${status}, which the document describes`,
  }),
});

export const available = failureCheck({
  id: 'errors/available',
  title: 'An operation is available',
  why: 'A 502, 503 or 504 may come from something in front of the service or pass by itself, so it proves no broken promise; one that stays is an outage.',
  fix: 'Ask again later; where it stays, look at what stands in front of the service, and describe the status where it is expected.',
  about: 'in-front',
  locations: operationLocations,
  refusals: true,
  tell: ({ operation, status }) => ({
    holds: 'unclear',
    what: `${operation.key} was answered ${status}, which may come from something in front of the service`,
  }),
});
