import type { Members } from '../../kit/answering.ts';
import { isMembers } from '../../kit/answering.ts';
import { prefixedId } from '../../kit/id-form.ts';
import type { ErrorResponse } from '../../kit/error-response.ts';
import { withLowerCaseHeaders, inTwoChunks, reversedMembers } from '../../kit/encodings.ts';
import type { Call, Layer, PlatformVariant } from '../call.ts';
import { punctuatedCursor } from '../../kit/cursor.ts';
import { errorTitle, faultsOf } from '../error-body.ts';
import { timeIn } from '../settings.ts';

/** Adds members that the document does not describe, to the body and to its list items. */
const enriched = (body: Members): Members => ({
  ...body,
  request_id: 'req-3f9c',
  ...(Array.isArray(body['data']) && {
    data: body['data'].map((item: unknown) => ({ ...(item as object), region: 'us-east-1', labels: {} })),
  }),
  ...(typeof body['id'] === 'string' && { labels: {}, owner: null }),
});

/** Sends the body in two chunks, every header name in lower case, and no Date. */
const sendInAnotherForm = (call: Call): void => {
  inTwoChunks(call, call.body, call.status < 400 ? 'application/json;charset=UTF-8' : 'application/vnd.cloudplatform.error+json');
  call.set({ 'Cache-Control': 'no-store', Server: 'edge', 'X-Request-Id': 'req-3f9c' });
  withLowerCaseHeaders(call);
};

const sentOtherwise: Layer = async (call, next) => {
  await next();
  if (!isMembers(call.body)) return;
  call.body = reversedMembers(enriched(call.body));
  sendInAnotherForm(call);
};

/** The errors of the common table, and the array of a 422 inside the object error. */
const nestedError = (errorResponse: ErrorResponse): unknown => ({
  error: {
    title: errorTitle(errorResponse.status),
    detail: errorResponse.message,
    ...(errorResponse.status === 422 && {
      errors: faultsOf(errorResponse).map(({ field, message }) => ({ path: ['body', field], message })),
    }),
  },
});

/** Another form wherever an example shows one that the document does not require. */
export const otherForms: PlatformVariant = {
  title: 'Other ids, cursors, times, header names, states, member order and extra members',
  settings: {
    ids: prefixedId('res_', 24, 'letters'),
    cursor: punctuatedCursor,
    time: timeIn('milliseconds'),
    noRegion: 'null',
    stages: ['provisioning', 'configuring'],
    settled: 'ready',
    errorBody: nestedError,
    rateHeaders: {
      limit: 'X-RateLimit-Limit',
      remaining: 'X-RateLimit-Remaining',
      reset: 'X-RateLimit-Reset',
      resetForm: 'epoch',
      isSentOn: () => true,
      retryAfter: 'seconds',
    },
  },
  around: sentOtherwise,
};
