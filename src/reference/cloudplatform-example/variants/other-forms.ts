import { Readable } from 'node:stream';
import { isMembers } from '../../mechanisms/answering.ts';
import { prefixedId } from '../../mechanisms/id-form.ts';
import { keyForm } from '../../mechanisms/keys.ts';
import type { Call, Layer, PlatformVariant } from '../call.ts';
import { usageInSeries } from '../usage-body.ts';

/** Members in the opposite order, at every depth. */
const turnedAround = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(turnedAround);
  if (!isMembers(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, member]) => [name, turnedAround(member)]),
  );
};

/** Sends the body in two chunks, every header name in small letters, and no Date. */
const sendOtherwise = (call: Call): void => {
  const bytes = Buffer.from(JSON.stringify(call.body));
  const half = Math.ceil(bytes.byteLength / 2);
  call.set('Content-Type', call.status < 400 ? 'application/json;charset=UTF-8' : 'application/vnd.cloudplatform.error+json');
  call.body = Readable.from([bytes.subarray(0, half), bytes.subarray(half)]);
  call.set({ 'Cache-Control': 'no-store', Server: 'edge', 'X-Request-Id': 'req-3f9c' });
  call.res.sendDate = false;
  for (const [name, value] of Object.entries(call.res.getHeaders())) {
    call.res.removeHeader(name);
    if (value !== undefined) call.res.setHeader(name.toLowerCase(), value);
  }
};

const sentOtherwise: Layer = async (call, next) => {
  await next();
  if (!isMembers(call.body) && !Array.isArray(call.body)) return;
  call.body = turnedAround(isMembers(call.body) ? { ...call.body, request_id: 'req-3f9c' } : call.body);
  sendOtherwise(call);
};

/** Another form wherever the examples show one that the document does not promise. */
export const otherForms: PlatformVariant = {
  title: 'A bare list of projects with more members, other keys, times, header names and member order, and flat errors with numbers',
  settings: {
    ids: prefixedId('prj_', 26, 'letters'),
    standingIds: 'fresh',
    order: 'newest-first',
    listBody: (projects) => projects,
    isListDetailed: true,
    time: 'milliseconds',
    createdStatus: 200,
    keyForm: keyForm('ct-', 40),
    tokenForm: keyForm('at_', 64),
    issuedBody: ({ secret, createdAt }) => ({ data: { credential: { secret, visible_until: createdAt } } }),
    usageBody: usageInSeries,
    challenge: 'bearer',
    errorBody: ({ status, message, faults }) => ({ code: 1000 + status, message, fields: faults.map(({ field }) => field) }),
    rateHeaders: {
      limit: 'RateLimit-Limit',
      remaining: 'RateLimit-Remaining',
      reset: 'RateLimit-Reset',
      resetForm: 'seconds',
      isSentOn: () => true,
      retryAfter: 'seconds',
    },
  },
  around: sentOtherwise,
};
