import { isMembers } from '../../kit/answering.ts';
import { prefixedId } from '../../kit/id-form.ts';
import { keyForm } from '../../kit/keys.ts';
import { withLowerCaseHeaders, inTwoChunks, reversedMembers } from '../../kit/encodings.ts';
import type { Call, Layer, PlatformVariant } from '../call.ts';
import { usageInSeries } from '../usage-body.ts';

/** Sends the body in two chunks, every header name in lower case, and no Date. */
const sendInAnotherForm = (call: Call): void => {
  inTwoChunks(call, call.body, call.status < 400 ? 'application/json;charset=UTF-8' : 'application/vnd.cloudplatform.error+json');
  call.set({ 'Cache-Control': 'no-store', Server: 'edge', 'X-Request-Id': 'req-3f9c' });
  withLowerCaseHeaders(call);
};

const sentOtherwise: Layer = async (call, next) => {
  await next();
  if (!isMembers(call.body) && !Array.isArray(call.body)) return;
  call.body = reversedMembers(isMembers(call.body) ? { ...call.body, request_id: 'req-3f9c' } : call.body);
  sendInAnotherForm(call);
};

/** Another form wherever an example shows one that the document does not require. */
export const otherForms: PlatformVariant = {
  title: 'A bare list of projects with more members, other keys, times, header names and member order, and flat errors with numbers',
  settings: {
    ids: prefixedId('prj_', 26, 'letters'),
    initialIds: 'fresh',
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
