import type { Call } from '../call.ts';
import { refuse } from '../call.ts';
import { filterStatuses, regions } from '../catalogue.ts';
import type { NexusDefects } from '../overrides.ts';
import { meetsEach } from '../list-filters.ts';
import { standardSettings } from '../settings.ts';
import { isListCall, listAsked, parameter } from './asking.ts';

const refuseParameter = (field: string, message: string): never =>
  refuse(400, 'malformed-query', 'Malformed query parameters', { faults: [{ field, message }] });

/** Answers a filtered list that is empty with 404. */
const refuseEmptyList = (call: Call, filter: string): void => {
  if (parameter(call, filter) !== undefined && call.state.list?.matching === 0) refuse(404, 'unknown-instance', 'No instance found');
};

const standardPlan = standardSettings.planSizes['standard-4'];

/** Filters of GET /instances that are refused, hide matching instances, or cannot be combined. */
export const filterDefects: NexusDefects = {
  'region-parameter-refused': {
    breaks: 'NEXUS-22',
    note: 'A list filtered by region is answered 400, as if the parameter were unknown',
    alsoBreaks: { 'NEXUS-25': 'a documented status together with a region is refused too' },
    behind: (call, next) =>
      isListCall(call) && parameter(call, 'region') !== undefined ? refuseParameter('region', 'Unknown parameter') : next(),
  },
  'region-empty-result-404': {
    breaks: 'NEXUS-22',
    note: 'A region without instances is answered 404 instead of an empty list',
    alsoBreaks: { 'NEXUS-25': 'a documented status without instances in the region is answered 404' },
    options: { items: 0 },
    behind: async (call, next) => {
      await next();
      refuseEmptyList(call, 'region');
    },
  },

  'region-filter-drops-instances': {
    breaks: 'NEXUS-24',
    note: 'A list filtered by region omits the instances of one plan',
    settings: {
      isListed: (instance, wanted) => meetsEach(instance, wanted) && (wanted.region === undefined || instance.cpu !== standardPlan.cpu),
    },
  },
  'region-filter-after-paging': {
    breaks: 'NEXUS-24',
    note: 'A filter by region searches only the first page of the whole list',
    settings: {
      isListed: (instance, wanted) =>
        meetsEach(instance, wanted) && (wanted.region === undefined || instance.index < standardSettings.page.default),
    },
  },

  'status-value-refused': {
    breaks: 'NEXUS-25',
    note: 'status=provisioning is answered 400',
    behind: (call, next) =>
      isListCall(call) && parameter(call, 'status') === 'provisioning' ? refuseParameter('status', 'Must be running or stopped') : next(),
  },
  'status-empty-result-404': {
    breaks: 'NEXUS-25',
    note: 'A status without instances in the region is answered 404 instead of an empty list',
    behind: async (call, next) => {
      await next();
      refuseEmptyList(call, 'status');
    },
  },

  'status-filter-always-empty': {
    breaks: 'NEXUS-27',
    note: 'A list filtered by status is always empty',
    settings: { isListed: (instance, wanted) => meetsEach(instance, wanted) && wanted.status === undefined },
  },
  'status-filter-drops-instances': {
    breaks: 'NEXUS-27',
    note: 'A list filtered by status omits the instances of one region',
    settings: {
      isListed: (instance, wanted) => meetsEach(instance, wanted) && (wanted.status === undefined || instance.region !== regions[1]),
    },
  },

  'status-unknown-value-returns-all': {
    breaks: 'NEXUS-28',
    note: 'An unknown value of status is ignored, and the whole list is returned',
    behind: listAsked((call) => (filterStatuses.some((status) => status === parameter(call, 'status')) ? {} : { status: undefined })),
  },

  'filters-combined-as-or': {
    breaks: 'NEXUS-30',
    note: 'region and status together return the instances that match either one',
    settings: {
      isListed: (instance, wanted) =>
        wanted.region === undefined || wanted.status === undefined
          ? meetsEach(instance, wanted)
          : instance.region === wanted.region || instance.status === wanted.status,
    },
  },
  'filters-last-one-wins': {
    breaks: 'NEXUS-30',
    note: 'Of region and status only the last one is applied',
    behind: listAsked((call) => {
      const [first, last] = Object.keys(call.query).filter((name) => name === 'region' || name === 'status');
      return first === undefined || last === undefined ? {} : { [first]: undefined };
    }),
  },
};
