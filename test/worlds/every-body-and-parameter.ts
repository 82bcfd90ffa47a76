import { isUtf8 } from 'node:buffer';
import { createServer, type IncomingMessage } from 'node:http';
import busboy from 'busboy';
import { parseCookie } from 'cookie';
import express from 'express';
import qs from 'qs';
import { onLoopback } from '../exchange/on-loopback.ts';

/** A part of a form, as a third-party parser reads it. `text`: its content, in base64 where that is not UTF-8. */
export type Part = { readonly name: string; readonly text: string; readonly file: string | undefined; readonly mediaType: string };

/** A request as it arrived: the octets, and how third-party parsers read them. */
export type Arrived = {
  readonly method: string;
  /** The request target as it was sent. */
  readonly target: string;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
  readonly octets: Buffer;
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: unknown;
  readonly cookies: Readonly<Record<string, string | undefined>>;
  readonly form: unknown;
  readonly parts: readonly Part[];
};

const octetsOf = async (incoming: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
};

const textOf = (octets: Buffer): string => octets.toString(isUtf8(octets) ? 'utf8' : 'base64');

const partsOf = (headers: IncomingMessage['headers'], body: Buffer): Promise<Part[]> =>
  new Promise((resolve, reject) => {
    const parts: Part[] = [];
    const parser = busboy({ headers });
    parser.on('field', (name, text, { mimeType }) => parts.push({ name, text, file: undefined, mediaType: mimeType }));
    parser.on('file', (name, stream, { filename, mimeType }) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => parts.push({ name, text: textOf(Buffer.concat(chunks)), file: filename, mediaType: mimeType }));
    });
    parser.on('close', () => resolve(parts));
    parser.on('error', reject);
    parser.end(body);
  });

/** A server that accepts and keeps every request. `routes`: its paths as Express writes them. */
export const startHarbour = async (routes: readonly string[]): Promise<{ readonly url: string; readonly arrived: Arrived[] }> => {
  const arrived: Arrived[] = [];
  const app = express();
  app.set('query parser', (text: string) => qs.parse(text, { comma: true }));
  for (const route of routes) {
    app.all(route, async (incoming, outgoing) => {
      const octets = await octetsOf(incoming);
      const body = octets.toString('utf8');
      const type = incoming.headers['content-type'] ?? '';
      arrived.push({
        method: incoming.method,
        target: incoming.originalUrl,
        headers: incoming.headers,
        body,
        octets,
        path: incoming.params,
        query: incoming.query,
        cookies: parseCookie(incoming.headers.cookie ?? ''),
        form: type.startsWith('application/x-www-form-urlencoded') ? qs.parse(body) : undefined,
        parts: type.startsWith('multipart/') ? await partsOf(incoming.headers, octets) : [],
      });
      outgoing.status(200).end();
    });
  }
  const server = createServer(app);
  const url = await onLoopback(server);
  return { url, arrived };
};
