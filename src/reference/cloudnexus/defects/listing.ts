import { refuse } from '../call.ts';
import type { NexusDefects } from '../overrides.ts';
import { answered, answerText, webPage } from './answering.ts';
import { cursorId, isListCall, listAsked, parameter } from './asking.ts';
import { filterStatuses } from '../catalogue.ts';

const noObject = {
  'NEXUS-43': 'a 200 whose body is not a JSON object has neither data nor pagination',
  'NEXUS-44': 'a 200 whose body is not a JSON object has no has_more',
  'NEXUS-19': 'the page is sent as text/html',
};

const isDocumentedStatus = (status: string | undefined): boolean => filterStatuses.some((known) => known === status);

/** The answer of GET /instances, and its filters. */
export const listingDefects: NexusDefects = {
  'instances-list-needs-parameter': {
    breaks: 'NEXUS-18',
    note: 'GET /instances without region or limit is answered 400',
    alsoBreaks: { 'NEXUS-25': 'a documented status without region or limit is refused too' },
    behind: (call, next) => {
      if (!isListCall(call) || parameter(call, 'region') !== undefined || parameter(call, 'limit') !== undefined) return next();
      return refuse(400, 'malformed-query', 'One of region and limit is required', {
        faults: [{ field: 'limit', message: 'This parameter is required' }],
      });
    },
  },
  'instances-list-no-json': {
    breaks: 'NEXUS-18',
    note: 'GET /instances without any parameter is answered 200 with an HTML page',
    alsoBreaks: noObject,
    around: answered((call) => {
      if (call.state.list !== undefined && call.querystring === '') answerText(call, 200, 'html', webPage);
    }),
  },
  'instances-list-status-206': {
    breaks: 'NEXUS-18',
    note: 'GET /instances is answered 206 instead of 200',
    around: answered((call) => {
      if (call.state.list !== undefined) call.status = 206;
    }),
  },

  'region-filter-ignored': {
    breaks: 'NEXUS-23',
    note: 'The parameter region has no effect',
    alsoBreaks: { 'NEXUS-30': 'region has no effect together with status either' },
    behind: listAsked(() => ({ region: undefined })),
  },
  'region-filter-prefix-match': {
    breaks: 'NEXUS-23',
    note: 'region=us-east-1 also returns instances of us-east-10',
    alsoBreaks: { 'NEXUS-30': 'region matches too much together with status too' },
    settings: {
      isListed: ({ region, status }, wanted) =>
        region.startsWith(wanted.region ?? '') && (wanted.status === undefined || wanted.status === status),
    },
  },
  'region-filter-lost-on-next-page': {
    breaks: 'NEXUS-23',
    note: 'A page fetched with a cursor ignores the region',
    behind: listAsked((call) => (cursorId(call) === undefined ? {} : { region: undefined })),
  },

  'status-filter-ignored': {
    breaks: 'NEXUS-26',
    note: 'A documented value of status has no effect',
    alsoBreaks: { 'NEXUS-30': 'status matches too much together with region too' },
    behind: listAsked((call) => (isDocumentedStatus(parameter(call, 'status')) ? { status: undefined } : {})),
  },
  'status-filter-stopped-returns-all': {
    breaks: 'NEXUS-26',
    note: 'status=stopped returns the whole list',
    alsoBreaks: { 'NEXUS-30': 'status matches too much together with region too' },
    behind: listAsked((call) => (parameter(call, 'status') === 'stopped' ? { status: undefined } : {})),
  },
  'status-filter-lost-on-next-page': {
    breaks: 'NEXUS-26',
    note: 'A page fetched with a cursor ignores the status',
    behind: listAsked((call) => (cursorId(call) === undefined ? {} : { status: undefined })),
  },
  'status-filter-by-power-state': {
    breaks: 'NEXUS-26',
    note: 'status=running also returns instances that are provisioning or rebooting',
    alsoBreaks: { 'NEXUS-30': 'status matches too much together with region too' },
    settings: {
      isListed: ({ region, status }, wanted) => {
        const isPoweredOn = status === 'provisioning' || status === 'rebooting';
        const shown = isPoweredOn && wanted.status === 'running' ? 'running' : status;
        return (wanted.region === undefined || wanted.region === region) && (wanted.status === undefined || wanted.status === shown);
      },
    },
  },
};
