import { Readable } from 'node:stream';
import { isMembers } from './answering.ts';
import type { Call } from './call.ts';

/** The same value with the members of every object in reverse order: order has no meaning in JSON (RFC 8259, 4). */
export const reversedMembers = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversedMembers);
  if (!isMembers(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, member]) => [name, reversedMembers(member)]),
  );
};

/** Sends a body as JSON in two chunks, without its length (RFC 9112, 7.1). */
export const inTwoChunks = <State>(call: Call<State>, body: unknown, type: string): void => {
  const bytes = Buffer.from(JSON.stringify(body));
  const half = Math.ceil(bytes.byteLength / 2);
  call.body = Readable.from([bytes.subarray(0, half), bytes.subarray(half)]);
  call.set('Content-Type', type);
};

/** Sends the header fields that were set so far with names in lower case (RFC 9110, 5.1), and no Date. */
export const withLowerCaseHeaders = <State>(call: Call<State>): void => {
  call.res.sendDate = false;
  for (const [name, value] of Object.entries(call.res.getHeaders())) {
    call.res.removeHeader(name);
    if (value !== undefined) call.res.setHeader(name.toLowerCase(), value);
  }
};
