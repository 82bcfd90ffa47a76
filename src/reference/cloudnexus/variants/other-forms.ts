import { isMembers, type Members } from '../../kit/answering.ts';
import { letterCursor } from '../../kit/cursor.ts';
import { inSmallLetters, inTwoChunks, turnedAround } from '../../kit/sent-otherwise.ts';
import type { Call, Layer } from '../call.ts';
import type { NexusVariant } from '../overrides.ts';

/** Members that the document does not know, in the body, in listed things and in errors. */
const enriched = (body: Members): Members => ({
  ...body,
  request_id: 'req-3f9c',
  ...(Array.isArray(body['data']) && { data: body['data'].map((item: unknown) => (isMembers(item) ? { ...item, labels: {} } : item)) }),
  ...(isMembers(body['error']) && { error: { details: null, ...body['error'], retryable: false } }),
});

/** Sends the body in two chunks and every header name of ours in small letters, without a Date. */
const sendOtherwise = (call: Call): void => {
  inTwoChunks(call, call.body, call.status < 400 ? 'application/json' : 'application/vnd.cloudnexus.error+json');
  call.set({ 'Cache-Control': 'no-store', Server: 'nexus-edge', 'X-Request-Id': 'req-3f9c' });
  inSmallLetters(call);
};

const sentOtherwise: Layer = async (call, next) => {
  await next();
  if (!isMembers(call.body)) return;
  call.body = turnedAround(enriched(call.body));
  sendOtherwise(call);
};

/** Another form wherever the examples show one that the document does not promise. */
export const otherForms: NexusVariant = {
  title: 'Other ids, cursors, header names, member order and extra members',
  departs: { 'NEXUS-56': 'ids are UUIDs, without the prefix inst_ of the examples' },
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
