import type { Contract, Operation } from '../../../contract/model.ts';
import type { Location } from '../../../model/location.ts';
import { type CheckText, defineObservation, type Observation, type Observed } from '../../kit/define.ts';
import { validCall } from '../../subjects/valid-call.ts';

type Call = NonNullable<ReturnType<typeof validCall>>;

/** Where a status of 500 or above to a valid call belongs: described by the document, sent in front of the service, or neither. */
type Failure = 'described' | 'in-front' | 'undescribed';

/**
 * True if an operation describes this status of 500 or above, by its number or as 5XX. `default` does not count: it covers all undeclared statuses
 * (OpenAPI 3.1, Responses Object), and does not announce that the server may fail.
 */
const describesFailure = ({ responses }: Operation, status: number): boolean =>
  responses.some((one) => one.status === String(status) || one.status === '5XX');

/**
 * Statuses that a gateway sends, or that a service sends while it is overloaded or down (RFC 9110 sections 15.6.3 to 15.6.5). They show nothing
 * about the request.
 */
const isInFront = (status: number): boolean => status === 502 || status === 503 || status === 504;

const failureOf = ({ operation, status }: Call): Failure => {
  if (describesFailure(operation, status)) return 'described';
  return isInFront(status) ? 'in-front' : 'undescribed';
};

type Sighting<O = Observed> = O extends { readonly holds: 'unclear' | false } ? Omit<O, 'location'> : never;

/** A check of one kind of failure of valid calls. It ignores the other two, which have their own checks. */
const failureCheck = ({
  about,
  sighting,
  ...text
}: CheckText &
  Pick<Observation, 'refusals'> & { readonly about: Failure; sighting(call: Call): Sighting; locations(contract: Contract): Location[] }) =>
  defineObservation({
    ...text,
    observe(exchange, contract) {
      const call = validCall(exchange, contract);
      if (!call || call.status === 429) return [];
      const { location } = call.operation;
      if (call.status < 500) return [{ location, holds: true }];
      return failureOf(call) === about ? [{ location, ...sighting(call) }] : [];
    },
  });

const operationLocations = ({ operations }: Contract): Location[] => operations.map(({ location }) => location);

export const noFailure = failureCheck({
  id: 'errors/no-failure',
  title: 'A valid request is not answered with an undocumented 5xx',
  why: 'A client that did everything right can do nothing about it.',
  fix: 'Find the cause of the failure; where the failure is expected, describe its status in the document.',
  about: 'undescribed',
  locations: operationLocations,
  sighting: ({ status }) => ({
    holds: false,
    code: 'server-failure',
    where: 'status',
    expected: 'a status below 500',
    actual: String(status),
  }),
});

export const noDescribedFailure = failureCheck({
  id: 'errors/no-described-failure',
  title: 'A valid request is not answered with a 5xx, even if the document describes it',
  why: 'Clients can expect a documented failure, but they still do not get what they requested.',
  fix: 'Find the cause of the failure.',
  about: 'described',
  locations: ({ operations }) =>
    operations.filter(({ responses }) => responses.some(({ status }) => status.startsWith('5'))).map(({ location }) => location),
  sighting: ({ status }) => ({
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
  why: 'A 502, 503 or 504 may come from a gateway or be temporary, so it breaks no requirement; if it persists, it is an outage.',
  fix: 'Run again later; if it persists, check the gateway in front of the service, and describe the status where it is expected.',
  about: 'in-front',
  locations: operationLocations,
  refusals: true,
  sighting: ({ operation, status }) => ({
    holds: 'unclear',
    what: `${operation.key} was answered ${status}, which may come from a gateway in front of the service`,
  }),
});
