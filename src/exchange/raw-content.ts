import { gatherOctets } from './octets.ts';
import type { Framing } from './raw-framing.ts';

/** How far the content of an answer has been read. */
export type ContentState =
  | { readonly kind: 'more' }
  | { readonly kind: 'whole' }
  | { readonly kind: 'malformed' | 'too-large'; readonly why: string };

/** Reads the octets that follow a head, as they arrive, and keeps the content in them. */
export type ContentReader = {
  push(octets: Buffer): ContentState;
  /** The peer has closed: content that is delimited by the close is whole now. */
  close(): ContentState;
  content(): Buffer;
};

const more: ContentState = { kind: 'more' };
const whole: ContentState = { kind: 'whole' };

const byLength = (octets: number): ContentReader => {
  const content = gatherOctets();
  let left = octets;
  return {
    push(came) {
      const taken = came.subarray(0, left);
      content.push(taken);
      left -= taken.length;
      return left === 0 ? whole : more;
    },
    close: () => more,
    content: content.take,
  };
};

const untilClose = (): ContentReader => {
  const content = gatherOctets();
  return {
    push(came) {
      content.push(came);
      return more;
    },
    close: () => whole,
    content: content.take,
  };
};

/** Longest line of a chunk size with its extensions, or of a trailer field. */
const longestLine = 8 * 1024;

/** RFC 9112, section 7.1. Chunk extensions and trailer fields are ignored. */
const byChunks = (): ContentReader => {
  const content = gatherOctets();
  let pending: Buffer = Buffer.alloc(0);
  let part: 'size' | 'data' | 'end' | 'trailer' = 'size';
  let left = 0;

  const takeLine = (): string | undefined => {
    const end = pending.indexOf(0x0a);
    if (end === -1) return undefined;
    const text = pending.toString('latin1', 0, end > 0 && pending[end - 1] === 0x0d ? end - 1 : end);
    pending = pending.subarray(end + 1);
    return text;
  };
  const takeData = (): void => {
    const taken = pending.subarray(0, left);
    content.push(taken);
    left -= taken.length;
    pending = pending.subarray(taken.length);
    if (left === 0) part = 'end';
  };
  const takeLineOf = (expected: 'size' | 'end' | 'trailer', line: string): ContentState => {
    if (expected === 'end') {
      part = 'size';
      return line === '' ? more : { kind: 'malformed', why: 'a chunk is longer than its declared size' };
    }
    if (expected === 'trailer') return line === '' ? whole : more;
    const size = /^([0-9a-fA-F]{1,12})[ \t]*(?:;.*)?$/.exec(line)?.[1];
    if (size === undefined) return { kind: 'malformed', why: `${JSON.stringify(line.slice(0, 40))} is not a chunk size` };
    left = Number.parseInt(size, 16);
    part = left === 0 ? 'trailer' : 'data';
    return more;
  };

  return {
    push(came) {
      pending = pending.length === 0 ? came : Buffer.concat([pending, came]);
      for (;;) {
        if (part === 'data') {
          if (pending.length === 0) return more;
          takeData();
          continue;
        }
        const line = takeLine();
        if (line === undefined) {
          return pending.length > longestLine
            ? { kind: 'too-large', why: `a line between chunks exceeds the ${longestLine} bytes that are read` }
            : more;
        }
        const state = takeLineOf(part, line);
        if (state.kind !== 'more') return state;
      }
    },
    close: () => more,
    content: content.take,
  };
};

/** A reader for content that is delimited in one of the ways of {@link Framing}. */
export const contentReader = (framing: Exclude<Framing, { readonly kind: 'malformed' | 'none' }>): ContentReader => {
  switch (framing.kind) {
    case 'length':
      return byLength(framing.octets);
    case 'chunked':
      return byChunks();
    case 'until-close':
      return untilClose();
    default:
      return framing satisfies never;
  }
};
