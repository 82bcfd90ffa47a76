import { Readable } from 'node:stream';
import { letterCursor } from '../../mechanisms/cursor.ts';
import type { Call, Layer } from '../call.ts';
import type { NexusVariant } from '../departure.ts';

type Members = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Members in the opposite order, at every depth. */
const turnedAround = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(turnedAround);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, member]) => [name, turnedAround(member)]),
  );
};

/** Members that the document does not know, in the body, in listed things and in errors. */
const enriched = (body: Members): Members => ({
  ...body,
  request_id: 'req-3f9c',
  ...(Array.isArray(body['data']) && { data: body['data'].map((item: unknown) => (isObject(item) ? { ...item, labels: {} } : item)) }),
  ...(isObject(body['error']) && { error: { details: null, ...body['error'], retryable: false } }),
});

/** Sends the body in two chunks and every header name of ours in small letters, without a Date. */
const sendOtherwise = (call: Call): void => {
  const bytes = Buffer.from(JSON.stringify(call.body));
  const type = call.status < 400 ? 'application/json' : 'application/vnd.cloudnexus.error+json';
  call.set('Content-Type', type);
  const half = Math.ceil(bytes.byteLength / 2);
  call.body = Readable.from([bytes.subarray(0, half), bytes.subarray(half)]);
  call.set({ 'Cache-Control': 'no-store', Server: 'nexus-edge', 'X-Request-Id': 'req-3f9c' });
  call.res.sendDate = false;
  for (const [name, value] of Object.entries(call.res.getHeaders())) {
    call.res.removeHeader(name);
    if (value !== undefined) call.res.setHeader(name.toLowerCase(), value);
  }
};

const sentOtherwise: Layer = async (call, next) => {
  await next();
  if (!isObject(call.body) || Buffer.isBuffer(call.body)) return;
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
