import { Readable } from 'node:stream';
import type { Call, Layer } from './call.ts';
import type { NexusVariant } from './departure.ts';
import { letterCursor } from '../mechanisms/cursor.ts';

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

const otherForms: Layer = async (call, next) => {
  await next();
  if (!isObject(call.body) || Buffer.isBuffer(call.body)) return;
  call.body = turnedAround(enriched(call.body));
  sendOtherwise(call);
};

/** Same refusals in other words, and details for a 422 only. */
const strictErrors: Layer = async (call, next) => {
  await next();
  if (call.state.refusal === undefined) return;
  const { status, faults } = call.state.refusal;
  const details = faults.map(({ field }) => ({ field, message: `rejected: ${field}` }));
  call.body = { error: { code: status, message: `E${status}`, ...(status === 422 && details.length > 0 && { details }) } };
};

/** Servers that keep the document and use its freedom otherwise. */
export const variants: Readonly<Record<string, NexusVariant>> = {
  'other-forms': {
    title: 'Other ids, cursors, header names, member order and extra members',
    departs: 'NEXUS-56: ids are UUIDs, without the prefix inst_ of the examples',
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
    around: otherForms,
  },
  strict: {
    title: 'Refuses what could be overlooked, in few words',
    settings: {
      page: { default: 20, maximum: 100, above: 'refused' },
      lastCursor: 'absent',
      unknownRegion: 'refused',
      unknownParameter: 'refused',
      created: 200,
      wrongType: 400,
      notAnObject: 422,
      unknownCursor: 422,
      notRunning: 422,
      networksShape: 'array',
      quotaWindow: 'epoch',
    },
    around: strictErrors,
  },
  'empty-account': {
    title: 'An account without instances, networks and volumes',
    settings: { instances: 0, networks: 0, volumes: 0 },
  },
  'small-account': {
    title: 'An account with 24 instances',
    settings: { instances: 24 },
  },
};
