import { connect } from 'node:net';
import { request } from 'undici';
import { onTestFinished } from 'vitest';
import { startReference } from '../../src/reference/index.ts';
import type { Reference, ReferenceOptions } from '../../src/reference/index.ts';

/** The members of a body that the tests read. Which of them exist depends on the server. */
export type Body = {
  readonly [member: string]: unknown;
  readonly data?: readonly Item[];
  readonly pagination?: { readonly next_cursor?: string | null; readonly has_more?: unknown };
  readonly error?: { readonly code?: unknown; readonly message?: unknown; readonly details?: readonly Item[] };
};
export type Item = { readonly [member: string]: unknown; readonly id: string };

export type Answered = {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** An empty object where the body is not JSON. */
  readonly json: Body;
};

export type AskOptions = {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD';
  /** The Authorization header. Default: the first key; null for none. */
  readonly authorization?: string | null;
  /** Name of the credential to use instead of the first key. */
  readonly as?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The address to use instead of the base URL. */
  readonly base?: string;
  /** A string is sent as it is, anything else as JSON. */
  readonly body?: unknown;
};

export type Ask = ((target: string, options?: AskOptions) => Promise<Answered>) & { readonly reference: Reference };

const parsed = (text: string): Body => {
  try {
    return JSON.parse(text) as Body;
  } catch {
    return {};
  }
};

/** A client for a running reference. Targets of calls are below its base URL. */
export const clientOf = (reference: Reference): Ask => {
  const ask = async (target: string, options: AskOptions = {}): Promise<Answered> => {
    const { method = 'GET', as = 'key', authorization = `Bearer ${reference.credentials[as]}`, body, base = reference.url } = options;
    const reply = await request(base + target, {
      method,
      headers: {
        ...(authorization !== null && { authorization }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...options.headers,
      },
      body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await reply.body.text();
    return { status: reply.statusCode, headers: reply.headers, text, json: parsed(text) };
  };
  return Object.assign(ask, { reference });
};

/** Starts a reference that lives as long as the test. */
export const opened = async (options: Partial<ReferenceOptions> = {}): Promise<Ask> => {
  const reference = await startReference({ vendor: 'cloudnexus', ...options });
  onTestFinished(reference.close);
  return clientOf(reference);
};

/** All pages from the first one on, following cursors while has_more is true; ends after so many pages. */
export const traversal = async (ask: Ask, query: string, maxPages = 200, options: AskOptions = {}): Promise<(readonly Item[])[]> => {
  const pages: (readonly Item[])[] = [];
  let cursor = '';
  while (pages.length < maxPages) {
    const { json } = await ask(`/instances?${query}${cursor}`, options);
    pages.push(json.data ?? []);
    if (json.pagination?.has_more !== true || !json.pagination.next_cursor) break;
    cursor = `&cursor=${encodeURIComponent(json.pagination.next_cursor)}`;
  }
  return pages;
};

export const idsOf = (pages: readonly (readonly Item[])[]): string[] => pages.flat().map((item) => item.id);

/** A body that creates an instance, with some members changed. */
export const creation = (changes: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({
  name: 'new-one',
  region: 'us-east-1',
  plan: 'micro',
  image: 'ubuntu-22-04',
  ...changes,
});

/** The same without one member. */
export const creationWithout = (member: string): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(creation()).filter(([name]) => name !== member));

/** The answer to a GET with the first key as raw bytes: header section and body. */
export const onTheWire = (ask: Ask, target: string): Promise<string> => {
  const { url, credentials } = ask.reference;
  const { hostname, port, pathname } = new URL(url);
  const lines = [`GET ${pathname}${target} HTTP/1.1`, 'Host: x', 'Connection: close', `Authorization: Bearer ${credentials['key']}`];
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(`${lines.join('\r\n')}\r\n\r\n`));
    let received = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (received += chunk));
    socket.on('end', () => resolve(received)).on('error', reject);
  });
};
