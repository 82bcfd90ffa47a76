import { isMembers, type Members } from '../../kit/answering.ts';
import { letterCursor } from '../../kit/cursor.ts';
import { withLowerCaseHeaders, inTwoChunks, reversedMembers } from '../../kit/encodings.ts';
import type { Call, Layer } from '../call.ts';
import type { NexusVariant } from '../overrides.ts';

/** Adds members that the document does not describe, to the body, to list items and to errors. */
const enriched = (body: Members): Members => ({
  ...body,
  request_id: 'req-3f9c',
  ...(Array.isArray(body['data']) && { data: body['data'].map((item: unknown) => (isMembers(item) ? { ...item, labels: {} } : item)) }),
  ...(isMembers(body['error']) && { error: { details: null, ...body['error'], retryable: false } }),
});

/** Sends the body in two chunks and every header name that this server sets in lower case, without a Date. */
const sendInAnotherForm = (call: Call): void => {
  inTwoChunks(call, call.body, call.status < 400 ? 'application/json' : 'application/vnd.cloudnexus.error+json');
  call.set({ 'Cache-Control': 'no-store', Server: 'nexus-edge', 'X-Request-Id': 'req-3f9c' });
  withLowerCaseHeaders(call);
};

const sentOtherwise: Layer = async (call, next) => {
  await next();
  if (!isMembers(call.body)) return;
  call.body = reversedMembers(enriched(call.body));
  sendInAnotherForm(call);
};

/** Another form wherever an example shows one that the document does not require. */
export const otherForms: NexusVariant = {
  title: 'Other ids, cursors, header names, member order and extra members',
  deviations: { 'NEXUS-56': 'ids are UUIDs, without the prefix inst_ of the examples' },
  settings: {
    cursor: letterCursor,
    lastCursor: 'empty',
    order: 'newest-first',
    id: 'uuid',
    createdAt: 'milliseconds',
    noAddress: 'absent',
    unknownStatus: 'nothing',
    uniqueNames: 'region',
    created: 204,
    volumesShape: 'named',
  },
  around: sentOtherwise,
};
