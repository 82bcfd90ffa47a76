import { judgeForeign, serve } from '../runner/foreign/judge-foreign.ts';
import { writeDocument } from './without-x-assay-document.ts';

const text = { type: 'string' };
const json = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const dock = { $ref: '#/components/schemas/Dock' };
const crate = { $ref: '#/components/schemas/Crate' };
const body = (schema: object): object => ({ requestBody: { required: true, content: { 'application/json': { schema } } } });
const object = (properties: object, required: readonly string[] = []): object => ({ type: 'object', properties, required });
const inPath = (name: string): object => ({ parameters: [{ name, in: 'path', required: true, schema: text }] });
const gone = { 204: { description: 'Gone' } };

/** Docks, and the crates on them, which have ids of their own: a crate is named without its dock. */
export const harbour = {
  openapi: '3.1.0',
  info: { title: 'Harbour', version: '1' },
  paths: {
    '/docks': {
      get: { responses: { 200: json({ type: 'array', items: dock }) } },
      post: { ...body(object({ title: text }, ['title'])), responses: { 201: json(dock) } },
    },
    '/docks/{dockId}': { ...inPath('dockId'), get: { responses: { 200: json(dock) } }, delete: { responses: gone } },
    '/docks/{dockId}/crates': {
      ...inPath('dockId'),
      get: { responses: { 200: json({ type: 'array', items: crate }) } },
      post: { ...body(object({ title: text }, ['title'])), responses: { 201: json(crate) } },
    },
    '/crates/{crateId}': {
      ...inPath('crateId'),
      get: { responses: { 200: { ...json(crate), headers: { ETag: { schema: text } } }, 404: { description: 'None' } } },
      patch: {
        parameters: [{ name: 'if-match', in: 'header', schema: text }],
        ...body(object({ title: text })),
        responses: { 200: json(crate), 412: { description: 'Changed' } },
      },
      delete: { responses: gone },
    },
    '/crates/{crateId}/close': { ...inPath('crateId'), post: { responses: { 200: json(crate), 409: { description: 'Closed' } } } },
  },
  components: {
    schemas: {
      Dock: object({ id: text, title: text }),
      Crate: object({ id: text, title: text, status: { ...text, enum: ['open', 'closing', 'closed'] } }),
    },
  },
};

type Crate = { readonly id: string; readonly dock: string; title: string; status: string; version: number };

/** How a harbour differs from the plainest one. */
export type Ways = {
  /** The ETag of a crate; the turn is the number of reads so far. */
  readonly tag?: (crate: Crate, turn: number) => string | undefined;
  readonly ifMatch?: 'ignored' | 'refused and done' | 'without 412';
  readonly close?: 'not stored' | 'in two steps' | 'fails again' | 'again' | 'keeps its tag';
};

/** What is told of a harbour by its plain document, and what is left there. */
export const judgedHarbour = async (ways: Ways, only: readonly string[], document: object = harbour) => {
  const docks = new Map<string, string>();
  const crates = new Map<string, Crate>();
  let next = 1;
  let turn = 0;
  const tagOf = ways.tag ?? (({ id, version }: Crate): string => `"${id}.${version}"`);
  const show = ({ id, title, status }: Crate): object => ({ id, title, status, colour: 'red' });
  const asked: string[] = [];
  const url = await serve((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const end = (status: number, value?: unknown, fields: Readonly<Record<string, string>> = {}): void => {
        outgoing.writeHead(status, { ...fields, ...(value === undefined ? {} : { 'content-type': 'application/json' }) });
        outgoing.end(value === undefined ? undefined : JSON.stringify(value));
      };
      const { method = '', url: path = '', headers } = incoming;
      asked.push(`${method} ${path}`);
      const sent = Object.fromEntries(Object.entries(JSON.parse(Buffer.concat(chunks).toString() || '{}')));
      const title = String(sent['title']);
      const [, root = '', id = '', below] = path.split('/');
      if (root === 'docks' && id === '') {
        if (method === 'GET')
          return end(
            200,
            [...docks].map(([one, name]) => ({ id: one, title: name })),
          );
        const made = `dock-${next++}`;
        docks.set(made, title);
        return end(201, { id: made, title });
      }
      if (root === 'docks') {
        if (!docks.has(id)) return end(404);
        if (below === undefined) return method === 'DELETE' ? end(docks.delete(id) ? 204 : 404) : end(200, { id, title: docks.get(id) });
        if (method === 'GET') return end(200, [...crates.values()].filter((one) => one.dock === id).map(show));
        const made: Crate = { id: `crate-${next++}`, dock: id, title, status: 'open', version: 1 };
        crates.set(made.id, made);
        return end(201, show(made));
      }
      const one = root === 'crates' ? crates.get(id) : undefined;
      if (!one) return end(404);
      if (below === 'close') {
        if (one.status !== 'open' && ways.close === 'fails again') return end(500);
        if (one.status !== 'open' && ways.close !== 'again') return end(409);
        if (ways.close !== 'not stored') one.status = 'closed';
        if (ways.close !== 'keeps its tag') one.version += 1;
        return end(200, { ...show(one), status: ways.close === 'in two steps' ? 'closing' : 'closed' });
      }
      const tag = method === 'GET' ? tagOf(one, (turn += 1)) : tagOf(one, turn);
      if (method === 'DELETE') return end(crates.delete(id) ? 204 : 404);
      if (method === 'GET') return end(200, show(one), tag === undefined ? {} : { etag: tag });
      const condition = headers['if-match'];
      const isRefused = condition !== undefined && condition !== '*' && condition !== tag && ways.ifMatch !== 'ignored';
      if (!isRefused || ways.ifMatch === 'refused and done')
        Object.assign(one, { ...('title' in sent ? { title } : {}), version: one.version + 1 });
      return isRefused ? end(ways.ifMatch === 'without 412' ? 409 : 412) : end(200, show(one));
    });
  });
  const { verdicts } = await judgeForeign(writeDocument(document), url, {
    allow: ['mutation', 'destructive'],
    http: { timeoutMs: 10_000, headers: {} },
    credentials: [],
    durations: { 'created.listed': 0.6, 'updated.shown': 0.6, 'removed.gone': 0.6, 'removed.settled': 0.3 },
    selection: { only: [...only], skip: [] },
  });
  const of = (kind: string): string[] =>
    verdicts.filter(({ verdict }) => verdict.kind === kind).map(({ case: { check, level } }) => `${level} ${check}`);
  const codes = verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.code] : []));
  return { passed: of('pass'), failed: of('fail'), inconclusive: of('inconclusive'), codes, left: docks.size + crates.size, asked };
};
