import { isMembers } from '../../kit/answering.ts';
import { withLowerCaseHeaders, inTwoChunks } from '../../kit/encodings.ts';
import { timeText } from '../../kit/time-form.ts';
import type { Call, Layer } from '../call.ts';
import type { SyncVariant } from '../overrides.ts';

/** Adds members that the document does not describe to every object. */
const enriched = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(enriched);
  if (!isMembers(value)) return value;
  const members = Object.entries(value).toReversed();
  return { ...Object.fromEntries(members.map(([name, member]) => [name, enriched(member)])), links: null };
};

/** Sends the body in two chunks and every header name in lower case, without a Date. */
const sendInAnotherForm = (call: Call): void => {
  if (Array.isArray(call.body) || isMembers(call.body)) {
    inTwoChunks(call, enriched(call.body), 'application/json');
  }
  call.set({ 'Cache-Control': 'no-store', Server: 'cs-edge', 'X-Request-Id': 'req-51c0' });
  withLowerCaseHeaders(call);
};

const sentOtherwise: Layer = async (call, next) => {
  await next();
  sendInAnotherForm(call);
};

/** No envelope but the documented one, and additional members everywhere. */
export const bare: SyncVariant = {
  title: 'Lists and reads without envelopes, with additional members, in chunks, with header names in lower case',
  settings: {
    listBody: ({ shown }) => shown,
    itemBody: (shown) => shown,
    removedBody: (id) => ({ id, status: 'deleting' }),
    statuses: { created: 202, updated: 204, removed: 202 },
    createdAt: (ms) => timeText(ms, 'numeric-offset'),
    order: 'newest-first',
    challenge: null,
    unknownMethod: 404,
  },
  around: sentOtherwise,
};
