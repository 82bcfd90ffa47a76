import { Readable } from 'node:stream';
import type { Members } from '../../kit/answering.ts';
import { isMembers } from '../../kit/answering.ts';
import { letterCursor } from '../../kit/cursor.ts';
import { prefixedId } from '../../kit/id-form.ts';
import { withLowerCaseHeaders, inTwoChunks, reversedMembers } from '../../kit/encodings.ts';
import type { Call, DevVariant, Layer } from '../call.ts';
import { standardSettings } from '../settings.ts';

/** Adds members that the document does not describe, to objects and to their list items. */
const enriched = (body: Members): Members => ({
  ...body,
  links: {},
  ...(Array.isArray(body['data']) && { data: body['data'].map((item: unknown) => (isMembers(item) ? { ...item, tags: [] } : item)) }),
});

/** An error response in the form of RFC 9457. */
const problem = ({ state, status }: Call): Members => ({ type: 'about:blank', title: state.errorResponse?.message, status });

const sentOtherwise: Layer = async (call, next) => {
  await next();
  const { body, state } = call;
  if (state.errorResponse !== undefined) inTwoChunks(call, problem(call), 'application/problem+json');
  else if (isMembers(body) && !(body instanceof Readable))
    inTwoChunks(call, reversedMembers(enriched(body)), 'application/json; charset=utf-8');
  call.set({ Server: 'edge', 'X-Request-Id': 'req-51c2', Deprecation: '@1893456000', Sunset: 'Tue, 01 Jan 2030 00:00:00 GMT' });
  call.set('X-Api-Version', call.get('X-Api-Version') || '2026-04-01');
  withLowerCaseHeaders(call);
};

/** Another form wherever an example shows one that the document does not require. */
export const otherForms: DevVariant = {
  title: 'Other ids, cursors, header names, member order, error bodies and extra members',
  settings: {
    webhook: {
      ...standardSettings.webhook,
      headers: (delivery, attempt) => ({ 'X-Delivery-Id': delivery, 'X-Attempt': String(attempt) }),
      body: (event, attempt) => JSON.stringify({ ...event, attempt }),
    },
    challenge: null,
    projectIds: prefixedId('proj_', 22, 'alphanumeric'),
    deploymentIds: prefixedId('dep_', 16, 'letters'),
    createdAt: 'milliseconds',
    cursor: letterCursor,
    lastCursor: 'empty',
    order: 'by-id',
    updated: 'nothing',
    removed: 200,
    deployed: 202,
    rollback: 'mark',
    unknownProject: 404,
    rateHeaders: { ...standardSettings.rateHeaders, resetForm: 'epoch-ms', retryAfter: 'none' },
  },
  around: sentOtherwise,
};
