import { authorizationOf } from './bearer.ts';
import { decoded } from './decoded.ts';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { afterTest } from '../beside-others.ts';
import { gardenKey } from './without-x-assay-document.ts';

type Resource = { name: string; deleted?: boolean };

/** The seed data. */
const standing: Readonly<Record<string, readonly string[]>> = {
  plants: ['1', '2', '3'],
  beds: ['north'],
  'beds/north/rows': ['first'],
  tools: ['1'],
  seeds: ['11111111-1111-4111-8111-111111111111'],
  labels: ['old'],
  notes: ['n1'],
  visits: ['v1'],
  badges: ['b1'],
  profiles: ['1'],
  pallets: ['1'],
  crates: ['1'],
  cards: ['1'],
};

export type Greenhouse = {
  readonly url: string;
  /** Every request in order: method and path. */
  readonly asked: string[];
  /** Paths of the seed data, with its present state. */
  before(): Readonly<Record<string, Resource | undefined>>;
  /** Paths of the resources created since that still exist. */
  since(): readonly string[];
  /** The singletons. */
  readonly single: { settings: string; maintenance: boolean; passwords: number; imports: number; watered: number; recounts: number };
  /** Stops answering at the first request that matches; resolves when it arrives. */
  holdAt(fits: (line: string) => boolean): Promise<void>;
  release(): void;
  close(): void;
};

/** A greenhouse in memory on 127.0.0.1; closed when the test is over. */
export const startGreenhouse = async (): Promise<Greenhouse> => {
  const resources = new Map<string, Resource>();
  for (const [collection, ids] of Object.entries(standing)) for (const id of ids) resources.set(`${collection}/${id}`, { name: id });
  const old = new Set(resources.keys());
  const single = { settings: 'as they were', maintenance: false, passwords: 0, imports: 0, watered: 0, recounts: 0 };
  const asked: string[] = [];
  let next = 100;
  let hold: { readonly fits: (line: string) => boolean; readonly came: () => void } | undefined;

  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const method = incoming.method ?? '';
      const path = decoded((incoming.url ?? '').replace(/^\/api\//, '').replace(/\?.*$/, ''));
      asked.push(`${method} /${path}`);
      if (hold?.fits(`${method} /${path}`)) {
        hold.came();
        hold = { fits: () => true, came: () => undefined };
        return;
      }
      const say = (status: number, body?: unknown, headers: Record<string, string> = {}): void =>
        void outgoing
          .writeHead(status, { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers })
          .end(body === undefined ? '' : JSON.stringify(body));
      if (authorizationOf(incoming.headers) !== `Bearer ${gardenKey}`) return say(401, {});
      const sent = ((): { name?: string; id?: number } => {
        try {
          return Object(JSON.parse(Buffer.concat(chunks).toString())) as { name?: string };
        } catch {
          return {};
        }
      })();
      const { name = '' } = sent;
      const all = (collection: string): [string, Resource][] =>
        [...resources].filter(([key]) => key.startsWith(`${collection}/`) && !key.slice(collection.length + 1).includes('/'));
      const add = (collection: string, id: string): string => {
        resources.set(`${collection}/${id}`, { name });
        return id;
      };

      if (path === 'settings' && method !== 'GET') single.settings = name;
      if (path === 'maintenance' && method === 'POST') single.maintenance = true;
      if (path === 'imports') single.imports += 1;
      if (path === 'recount') single.recounts += 1;
      if (path.endsWith('/water')) single.watered += 1;
      if (path.endsWith('/password-reset')) single.passwords += 1;
      if (path === 'plants/bulk_delete' || (path === 'plants' && method === 'DELETE'))
        for (const [key] of all('plants')) resources.delete(key);
      if (/^(settings|maintenance|imports|recount|search|plants\/bulk_delete)$/.test(path) || /\/(water|password-reset)$/.test(path))
        return say(200, {});
      if (path === 'plants' && method === 'DELETE') return say(204);

      const parent = /^beds\/([^/]+)\/rows$/.exec(path)?.[1];
      if (parent !== undefined && !resources.has(`beds/${parent}`)) return say(404, {});
      if (method === 'GET' && !resources.has(path)) {
        if (!path.includes('/') || parent !== undefined)
          return say(
            200,
            all(path).map(([key, resource]) => ({ id: key.split('/').at(-1), ...resource })),
          );
        return say(404, {});
      }
      if (method === 'POST') {
        const id = String(next++);
        if (path === 'plants') return say(201, { plantId: Number(add(path, id)), name });
        if (path === 'tools') return say(201, undefined, { location: `/api/tools/${add(path, id)}` });
        if (path === 'seeds') return say(201, { data: { id: add(path, randomUUID()), name } });
        if (path === 'notes') return say(201, { note_id: add(path, id) });
        if (path === 'cards') {
          resources.set('cards/1', { name });
          return say(200, { id: '1', name });
        }
        if (path === 'profiles') {
          resources.set('profiles/1', { name });
          return say(200, { id: '1' });
        }
        if (path === 'pallets' || path === 'crates') return say(201, { id: Number(add(path, String(sent.id ?? id))) });
        return say(201, { id: add(path, id) });
      }
      const resource = resources.get(path);
      if (path.startsWith('labels/') && method === 'PUT') {
        resources.set(path, { name });
        return say(resource ? 204 : 201);
      }
      const [, priced] = /^(plants\/[^/]+)\/price$/.exec(path) ?? [];
      const meant = priced === undefined ? resource : resources.get(priced);
      if (!meant || meant.deleted === true) return say(meant && method === 'GET' ? 200 : 404, meant ?? {});
      if (method === 'GET') return say(200, { id: path.split('/').at(-1), ...meant });
      if (method === 'PUT' || method === 'PATCH') {
        meant.name = name;
        return say(200, meant);
      }
      if (path.startsWith('badges/')) return say(403, {});
      if (path.startsWith('notes/')) meant.deleted = true;
      else for (const key of resources.keys()) if (key === path || key.startsWith(`${path}/`)) resources.delete(key);
      return say(204);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  afterTest(close);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}/api`,
    asked,
    before: () => Object.fromEntries([...old].map((key) => [key, resources.get(key)])),
    since: () => [...resources].filter(([key, { deleted }]) => !old.has(key) && deleted !== true).map(([key]) => key),
    single,
    holdAt: (fits) =>
      new Promise((resolve) => {
        hold = { fits, came: resolve };
      }),
    release() {
      hold = undefined;
    },
    close,
  };
};
