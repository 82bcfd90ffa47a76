import type { Operation } from '../../model.ts';
import type { Inference } from './convention.ts';

/** The media type of server-sent events (WHATWG HTML, Server-sent events). */
const isEventStream = (mediaType: string): boolean => /^text\/event-stream(?:\s*;.*)?$/iu.test(mediaType);

const isStream = ({ method, responses }: Operation): boolean => {
  const successes = responses.filter(({ status }) => status.startsWith('2'));
  const [only] = successes;
  return (
    method === 'GET' &&
    successes.length === 1 &&
    only?.status === '200' &&
    only.content.length > 0 &&
    only.content.every(({ mediaType }) => isEventStream(mediaType))
  );
};

/** `stream`: a read whose only success is described as a stream of server-sent events. Whether it stays open is left open. */
export const inferStreams: Inference = ({ operations }) =>
  operations.filter(isStream).map((operation) => ({
    operation,
    word: ['stream'],
    value: { kind: 'server-sent-events' },
    why: 'The only success is described with the media type text/event-stream.',
  }));
