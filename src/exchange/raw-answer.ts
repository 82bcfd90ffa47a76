import type { RawDeparture } from '../model/exchange.ts';
import { type RawAnswer, tooLarge } from './connection.ts';
import type { Limits } from './limits.ts';
import { contentReader, type ContentReader, type ContentState } from './raw-content.ts';
import { framingOf } from './raw-framing.ts';
import { readHead, type RawHead } from './raw-head.ts';

/** The state of reading an answer from the octets received so far. */
export type RawState =
  | { readonly kind: 'more' }
  | {
      readonly kind: 'answer';
      readonly answer: RawAnswer;
      readonly departures: readonly RawDeparture[];
      /** Octets received together with the end of a head that nothing may follow. */
      readonly rest: Buffer;
    }
  | { readonly kind: 'malformed'; readonly why: string }
  | { readonly kind: 'too-large'; readonly why: string };

/** Reads one answer from octets as they arrive. */
export type AnswerReader = {
  push(octets: Buffer): RawState;
  /** Octets of the content so far, its framing included. */
  taken(): number;
  /** The peer has closed; `more` afterwards means that the answer was cut off. */
  close(): RawState;
};

/** More interim answers are not read: HTTP allows any number (RFC 9110, section 15.2). */
const mostInterim = 16;

const more: RawState = { kind: 'more' };
const nothing: Buffer = Buffer.alloc(0);

/**
 * A reader for the answer to one request of a method. It is lenient only where RFC 9112 defines how a recipient treats a deviation, and
 * names each of those.
 */
export const answerReader = (method: string, limits: Pick<Limits, 'headerBytes' | 'bodyBytes'>): AnswerReader => {
  const departures = new Set<RawDeparture>();
  let pending: Buffer = Buffer.alloc(0);
  let interim = 0;
  let read = 0;
  let current: { readonly head: RawHead; readonly content: ContentReader } | undefined;

  const answered = ({ status, headers }: RawHead, body: Buffer, rest: Buffer = nothing): RawState => ({
    kind: 'answer',
    answer: { status, headers, body },
    departures: [...departures],
    rest,
  });

  const stateOf = (state: ContentState): RawState => {
    if (state.kind === 'malformed' || state.kind === 'too-large') return state;
    return state.kind === 'whole' && current ? answered(current.head, current.content.content()) : more;
  };

  const pushContent = (octets: Buffer): RawState => {
    if (!current) return more;
    read += octets.length;
    const state = stateOf(current.content.push(octets));
    return state.kind === 'more' && read > limits.bodyBytes ? { kind: 'too-large', why: tooLarge.body(limits) } : state;
  };

  const startContent = (head: RawHead, rest: Buffer): RawState => {
    const { framing, departures: found } = framingOf(head, method);
    for (const one of found) departures.add(one);
    if (framing.kind === 'malformed') return framing;
    if (framing.kind === 'none') return answered(head, nothing, rest);
    if (framing.kind === 'length' && framing.octets === 0) return answered(head, nothing);
    if (framing.kind === 'length' && framing.octets > limits.bodyBytes) {
      return { kind: 'too-large', why: tooLarge.body(limits) };
    }
    current = { head, content: contentReader(framing) };
    return pushContent(rest);
  };

  const pushHead = (octets: Buffer): RawState => {
    pending = pending.length === 0 ? octets : Buffer.concat([pending, octets]);
    for (;;) {
      const reading = pending.length === 0 ? more : readHead(pending);
      if (reading.kind === 'more') {
        return pending.length > limits.headerBytes ? { kind: 'too-large', why: tooLarge.head(limits) } : more;
      }
      if (reading.kind === 'malformed') return reading;
      const { head } = reading;
      for (const one of head.departures) departures.add(one);
      const rest = pending.subarray(head.length);
      if (head.status >= 200) return startContent(head, rest);
      if (head.status === 101) return { kind: 'malformed', why: 'it switches to another protocol, which was not requested' };
      if (head.status === 100) departures.add('unrequested-100');
      interim += 1;
      if (interim > mostInterim) return { kind: 'too-large', why: `more than the ${mostInterim} interim answers that are read came` };
      pending = rest;
    }
  };

  return {
    taken: () => read,
    push: (octets) => (current ? pushContent(octets) : pushHead(octets)),
    close: () => (current ? stateOf(current.content.close()) : more),
  };
};
