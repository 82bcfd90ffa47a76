import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const members = { title: { ...text, minLength: 1, maxLength: 90 }, ink: { type: 'integer', minimum: 0, maximum: 900 } };
const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const chart = { type: 'object', required: ['id', 'title', 'ink'], properties: { id: { ...text, readOnly: true }, ...members } };
const none = Object.fromEntries([400, 404, 409, 415, 422].map((status) => [status, { description: 'refused' }]));

/** Charts that are changed by JSON Patches alone. */
const documentWith = (printed?: object) => ({
  openapi: '3.0.3',
  info: { title: 'Charts', version: '1' },
  paths: {
    '/charts': {
      get: { responses: { 200: json({ type: 'array', items: chart }) } },
      post: {
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { type: 'object', required: ['title'], properties: members } } },
        },
        responses: { 201: json(chart), ...none },
      },
    },
    '/charts/{chartId}': {
      parameters: [{ name: 'chartId', in: 'path', required: true, schema: text }],
      get: { responses: { 200: json(chart), 404: none[404] } },
      patch: {
        summary: 'Change parts of a chart',
        requestBody: {
          required: true,
          content: {
            'application/json-patch+json': {
              ...(printed && { example: printed }),
              schema: { type: 'array', items: { type: 'object', properties: { op: text, path: text, from: text, value: {} } } },
            },
          },
        },
        responses: { 200: json(chart), ...none },
      },
      delete: { responses: { 204: { description: 'gone' }, 404: none[404] } },
    },
  },
});

type Json = Record<string, unknown>;
type Defect =
  | 'patched by half'
  | 'test ignored'
  | 'takes plain JSON'
  | 'forgets the patch'
  | 'clears the rest'
  | 'crashes astray'
  | 'takes what is astray';
type Form = 'tests refused as 422' | 'only replaces titles';
type Asked = { readonly method: string; readonly id: string | undefined; readonly type: string; readonly body: unknown };

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A server of charts that keeps its document, and how one differs. */
class Charts {
  readonly charts = new Map<string, Json>();
  readonly defect: Defect | undefined;
  readonly form: Form | undefined;
  changed = 0;
  #next = 1;
  constructor(defect?: Defect, form?: Form) {
    this.defect = defect;
    this.form = form;
  }
  answer({ method, id, type, body }: Asked): readonly [status: number, body?: unknown] {
    if (id === undefined) return method === 'GET' ? [200, [...this.charts.values()]] : method === 'POST' ? this.#add(type, body) : [405];
    const held = this.charts.get(id);
    if (!held) return [404];
    if (method === 'GET') return [200, held];
    if (method === 'DELETE') return this.charts.delete(id) ? [204] : [404];
    if (method !== 'PATCH') return [405];
    const isPatch = type === 'application/json-patch+json';
    return isPatch || this.defect === 'takes plain JSON' ? this.#patch(held, body) : [415];
  }
  #isRight({ title, ink }: Json): boolean {
    const isTitle = typeof title === 'string' && title.length > 0 && [...title].length <= 90;
    return isTitle && typeof ink === 'number' && Number.isInteger(ink) && ink >= 0 && ink <= 900;
  }
  #add(type: string, body: unknown): readonly [status: number, body?: unknown] {
    if (type !== 'application/json') return [415];
    if (!isObject(body)) return [400];
    const made = { id: `chart-${this.#next++}`, title: body['title'], ink: body['ink'] ?? 5 };
    if (!this.#isRight(made)) return [422];
    this.charts.set(made.id, made);
    return [201, made];
  }
  #patch(held: Json, changes: unknown): readonly [status: number, body?: unknown] {
    if (!Array.isArray(changes) || !changes.every(isObject)) return [400];
    const copy = { ...held };
    for (const { op, path, value } of changes) {
      const name = String(path).slice(1);
      if (name.includes('/') && this.defect === 'crashes astray') return [500];
      if (name.includes('/') && this.defect === 'takes what is astray') continue;
      if (this.form === 'only replaces titles' && (op !== 'replace' || name !== 'title')) return [422];
      if (op === 'test') {
        if (copy[name] === value || this.defect === 'test ignored') continue;
        if (this.defect === 'patched by half') Object.assign(held, copy);
        return [this.form === 'tests refused as 422' ? 422 : 409];
      }
      if (!['add', 'replace'].includes(String(op)) || !(name in copy) || name === 'id') return [422];
      copy[name] = value;
    }
    if (!this.#isRight(copy)) return [422];
    if (this.defect === 'clears the rest') copy['ink'] = 0;
    if (this.defect !== 'forgets the patch') Object.assign(held, copy);
    this.changed += 1;
    return [200, this.defect === 'forgets the patch' ? copy : held];
  }
}

const judged = async (house: Charts, { printed, only }: { readonly printed?: object; readonly only?: readonly string[] } = {}) => {
  const url = await serve((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const [path = ''] = (incoming.url ?? '').split('?');
      const [, root, id, ...more] = path.split('/');
      const [type = ''] = (incoming.headers['content-type'] ?? '').split(';');
      const read = (): unknown => JSON.parse(Buffer.concat(chunks).toString() || 'null');
      const given = ((): Asked | undefined => {
        try {
          return { method: incoming.method ?? '', id, type, body: read() };
        } catch {
          return undefined;
        }
      })();
      const isServed = root === 'charts' && more.length === 0;
      const [status, value] = !isServed ? [404] : given ? house.answer(given) : [400];
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentWith(printed)), url, {
    allow: ['mutation'],
    credentials: [],
    http: { timeoutMs: 5000, headers: {} },
    durations: { 'created.listed': 0.5, 'updated.shown': 0.5, 'removed.gone': 0.5, 'removed.settled': 0.2 },
    selection: { only: only ?? ['lifecycle/*', 'body/*', 'schema/*', 'errors/*', 'status/*'], skip: [] },
  });
  const of = (kind: string): string[] => verdicts.filter(({ verdict }) => verdict.kind === kind).map(({ case: { check } }) => check);
  return { failed: of('fail'), passed: of('pass') };
};

test.concurrent(
  'a printed patch is sent without its test, which is of a resource of the author',
  besideOthers(async () => {
    const house = new Charts();
    const printed = [
      { op: 'test', path: '/title', value: 'Old title' },
      { op: 'replace', path: '/title', value: 'New title' },
    ];
    const { failed } = await judged(house, { printed, only: ['status/documented-call'] });
    expect(failed).toEqual([]);
    expect(house.changed).toBeGreaterThan(0);
  }),
);

describe.concurrent('a server whose resources are changed by JSON Patches', () => {
  test.for<Form | undefined>([undefined, 'tests refused as 422', 'only replaces titles'])(
    'is accused of nothing: %s',
    besideOthers(async (form) => {
      const house = new Charts(undefined, form);
      const { failed, passed } = await judged(house);
      expect(failed).toEqual([]);
      expect(passed).toEqual(expect.arrayContaining(['lifecycle/change-shown', 'lifecycle/patched-as-a-whole']));
      expect(house.charts.size).toBe(0);
    }),
  );

  test.for<readonly [defect: Defect, check: string]>([
    ['patched by half', 'lifecycle/patched-as-a-whole'],
    ['test ignored', 'lifecycle/patched-as-a-whole'],
    ['takes plain JSON', 'body/other-media-type-refused'],
    ['forgets the patch', 'lifecycle/change-shown'],
    ['clears the rest', 'lifecycle/change-shown'],
    ['crashes astray', 'lifecycle/patched-as-a-whole'],
    ['takes what is astray', 'lifecycle/patched-as-a-whole'],
  ])(
    'is told: %s',
    besideOthers(async ([defect, check]) => {
      const { failed } = await judged(new Charts(defect));
      expect(failed).toContain(check);
    }),
  );
});
