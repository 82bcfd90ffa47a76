import { decoded } from '../../worlds/decoded.ts';
import { serve } from './judge-foreign.ts';

/** What a service answers: a status, a body of JSON where it has one, and further header fields. */
export type Answer = readonly [status: number, body?: unknown, headers?: Readonly<Record<string, string>>];

/** Serves a JSON API behind one key on 127.0.0.1, by what it answers to a method, the segments of a path, a body, and a query; gives its address. */
export const serveAnswers = (
  answer: (method: string, segments: readonly string[], given: Readonly<Record<string, unknown>>, query: URLSearchParams) => Answer,
): Promise<string> =>
  serve((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const isKnown = incoming.headers.authorization === 'Bearer foreign-key-0123456789';
      const [path = '', asked] = (incoming.url ?? '').split('?');
      const [, ...segments] = decoded(path).split('/');
      const given = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Readonly<Record<string, unknown>>;
      const [status, value, headers = {}] = isKnown ? answer(incoming.method ?? '', segments, given, new URLSearchParams(asked)) : [401];
      outgoing.writeHead(status, { ...headers, ...(value === undefined ? {} : { 'content-type': 'application/json' }) });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    });
  });
