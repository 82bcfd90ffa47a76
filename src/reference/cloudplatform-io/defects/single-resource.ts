import type { Members } from '../../kit/answering.ts';
import { answered, insteadOfErrorResponse, statusChanged, without } from '../../kit/answering.ts';
import { isCall } from '../../kit/service.ts';
import type { Call, PlatformDefects, State } from '../call.ts';
import { answer } from '../call.ts';
import { singleResource } from '../resource.ts';
import { singleAnswered } from './answers.ts';
import { askedId, deletedResource } from './asked.ts';
import { refuse } from '../../kit/refusing.ts';

/** How long after its deletion a stale copy of a resource appears. */
const staleAfterMs = 1500;

const isRead = (call: Call): boolean => isCall(call, 'GET /resources/:id');
const now = (call: Call): string => call.state.settings.time(Date.now());

/** Shows deleted resources again, so many milliseconds after their deletion. */
const readable = (afterMs: number) =>
  insteadOfErrorResponse<State>(
    'unknown-resource',
    (call) => {
      const resource = deletedResource(call);
      if (resource !== undefined) answer(call, 200, singleResource(resource, call.state.settings));
    },
    (_errorResponse, call) => isRead(call) && (deletedResource(call)?.goneAtMs ?? Infinity) + afterMs <= Date.now(),
  );

/** Reads of one resource. */
export const singleResourceDefects: PlatformDefects = {
  'read-touches-updated-at': {
    breaks: 'CPIO-9',
    note: 'Every read sets updated_at to the present',
    around: singleAnswered((resource) => ({ ...resource, updated_at: new Date().toISOString() })),
  },
  'get-returns-first-resource': {
    breaks: 'CPIO-65',
    note: 'Every id returns the first resource',
    alsoBreaks: {
      'CPIO-17': 'the name is that of another resource',
      'CPIO-69': 'the read and the list show different names for one id',
    },
    around: singleAnswered((resource, call) => {
      const first = call.state.account.resources.everything[0];
      return first === undefined ? resource : singleResource(first, call.state.settings);
    }),
  },
  'get-status-201': {
    breaks: 'CPIO-65',
    note: 'An existing resource is answered 201',
    alsoBreaks: { 'CPIO-72': 'the created resource is not read with 200 either' },
    around: answered((call) => {
      if (isRead(call) && call.status === 200) call.status = 201;
    }),
  },
  'get-listed-id-404': {
    breaks: 'CPIO-65',
    note: 'An id that was in the list from the start is answered 404',
    behind: (call, next) => {
      const isInitial = call.state.account.resources.everything.some(({ id, origin }) => id === askedId(call) && origin === 'initial');
      if (isRead(call) && isInitial) refuse(404, 'unknown-resource', 'The requested resource does not exist');
      return next();
    },
  },
  'resource-wrapped-in-data': {
    breaks: 'CPIO-66',
    note: 'The resource is inside an envelope data',
    alsoBreaks: {
      'CPIO-65': 'the body has no id that could equal the one asked for',
      'CPIO-67': 'the body has no updated_at at the top level',
      'CPIO-139': 'the body has no region at the top level',
    },
    around: singleAnswered((resource): Members => ({ data: resource })),
  },
  'resource-updated-at-missing': {
    breaks: 'CPIO-66',
    note: 'updated_at is missing from a single resource',
    alsoBreaks: { 'CPIO-67': 'it is missing from new resources too' },
    around: singleAnswered((resource) => without(resource, 'updated_at')),
  },
  'resource-region-missing': {
    breaks: 'CPIO-139',
    note: 'region is missing from a single resource',
    around: singleAnswered((resource) => without(resource, 'region')),
  },
  'updated-at-unset-on-new': {
    breaks: 'CPIO-67',
    note: 'updated_at is null until somebody changes the resource',
    settings: { unchanged: 'null' },
  },
  'updated-at-epoch': {
    breaks: 'CPIO-68',
    note: 'updated_at is 1970-01-01T00:00:00Z',
    around: singleAnswered((resource) => ({ ...resource, updated_at: '1970-01-01T00:00:00Z' })),
  },
  'created-at-is-read-time': {
    breaks: 'CPIO-69',
    note: 'created_at of a single resource is the time of the request',
    alsoBreaks: {
      'CPIO-9': 'created_at differs from one read to the next',
      'CPIO-68': 'created_at is later than a change in the past',
    },
    around: singleAnswered((resource, call) => ({ ...resource, created_at: now(call) })),
  },
  'deleted-still-readable': {
    breaks: 'CPIO-88',
    note: 'A deleted resource is only marked and still reads 200',
    behind: readable(0),
  },
  'deleted-comes-back': {
    breaks: 'CPIO-88',
    note: 'A deleted resource reads 404 at first and 200 later from a stale copy',
    behind: readable(staleAfterMs),
  },
  'resource-gone-410': {
    breaks: 'CPIO-88',
    note: 'A deleted resource reads 410',
    around: statusChanged('unknown-resource', 410, (_errorResponse, call) => isRead(call) && deletedResource(call) !== undefined),
  },
};
