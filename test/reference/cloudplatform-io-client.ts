import { connect } from 'node:net';
import { onTestFinished } from 'vitest';
import { startReference } from '../../src/reference/index.ts';
import type { ReferenceOptions } from '../../src/reference/index.ts';
import type { Answered, Ask, AskOptions } from './client.ts';
import { clientOf } from './client.ts';

export type Resource = Readonly<Record<string, unknown>>;
export type Meta = { readonly page?: unknown; readonly per_page?: unknown; readonly total?: unknown; readonly next_cursor?: unknown };

/** Starts a reference that lives as long as the test, with a window that does not end during it. */
export const started = async (options: Partial<ReferenceOptions> = {}): Promise<Ask> => {
  const reference = await startReference({ vendor: 'cloudplatform-io', quota: { limit: 600, windowSeconds: 600 }, ...options });
  onTestFinished(reference.close);
  return clientOf(reference);
};

export const itemsOf = ({ json }: Answered): readonly Resource[] => json.data ?? [];
export const metaOf = ({ json }: Answered): Meta => json['meta'] ?? {};
export const idsOf = (answer: Answered): readonly unknown[] => itemsOf(answer).map(({ id }) => id);
export const list = (ask: Ask, query = '', options: AskOptions = {}): Promise<Answered> => ask(`/resources?${query}`, options);
export const items = async (ask: Ask, query = '', options: AskOptions = {}): Promise<readonly Resource[]> =>
  itemsOf(await list(ask, query, options));
export const meta = async (ask: Ask, query = ''): Promise<Meta> => metaOf(await list(ask, query));

export const creation = { name: 'Analytics Pipeline', region: 'eu-west-1' } as const;
export const create = (ask: Ask, body: unknown = creation, options: AskOptions = {}): Promise<Answered> =>
  ask('/resources', { method: 'POST', body, ...options });
/** The id of a new resource. */
export const made = async (ask: Ask, body: unknown = creation, options: AskOptions = {}): Promise<string> =>
  String((await create(ask, body, options)).json['id']);
export const read = (ask: Ask, id: string, options: AskOptions = {}): Promise<Answered> => ask(`/resources/${id}`, options);
export const remove = (ask: Ask, id: string, options: AskOptions = {}): Promise<Answered> =>
  ask(`/resources/${id}`, { method: 'DELETE', ...options });
/** The resource in the document's examples. */
export const printedId = 'res_8xKq2m';
export const unknownId = 'res_Nobody';
export const inUseId = (ask: Ask): string => String(ask.reference.fixtures['inUseResourceId']);

/** The second page, by its cursor. */
export const nextPage = async (ask: Ask, limit: number): Promise<Answered> =>
  list(ask, `limit=${limit}&cursor=${encodeURIComponent(String((await meta(ask, `limit=${limit}`)).next_cursor))}`);

/** Ids of all pages in one of the two ways, until a page is the last or repeats. */
export const traversal = async (ask: Ask, way: 'numbers' | 'cursors', size: number, mostPages = 200): Promise<readonly unknown[]> => {
  const ids: unknown[] = [];
  let cursor = '';
  for (let page = 1; page <= mostPages; page += 1) {
    const answer = await list(ask, way === 'numbers' ? `page=${page}&per_page=${size}` : `limit=${size}${cursor}`);
    ids.push(...idsOf(answer));
    const { next_cursor: next } = metaOf(answer);
    if (way === 'numbers' ? idsOf(answer).length === 0 : typeof next !== 'string' || next === '') break;
    cursor = `&cursor=${encodeURIComponent(String(next))}`;
  }
  return ids;
};

/** The first answer of a burst that is not a success. */
export const refusedInBurst = async (ask: Ask): Promise<Answered | undefined> => {
  for (let sent = 0; sent < ask.reference.quota.limit + 5; sent += 1) {
    const answer = await list(ask, 'per_page=1');
    if (answer.status !== 200) return answer;
  }
  return undefined;
};

/** The answer to a deletion as raw bytes: header section and body. */
export const deletionOnTheWire = (ask: Ask, id: string): Promise<string> => {
  const { hostname, port, pathname } = new URL(ask.reference.url);
  const key = ask.reference.credentials['key'];
  const lines = [`DELETE ${pathname}/resources/${id} HTTP/1.1`, 'Host: x', 'Connection: close', `Authorization: Bearer ${key}`];
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(`${lines.join('\r\n')}\r\n\r\n`));
    let received = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (received += chunk));
    socket.on('end', () => resolve(received)).on('error', reject);
  });
};
