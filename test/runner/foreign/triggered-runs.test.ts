import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const code = { type: 'string', pattern: '^[a-z][a-z0-9-]{3,30}$' };
const title = { type: 'string', minLength: 1, maxLength: 60 };
const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: object): object => ({ content: { 'application/json': { schema } } });
const shows = (schema: object): object => ({ description: 'It', ...json(schema) });
const none = { description: 'None' };
const at = (name: string, schema: object = text): object => ({ name, in: 'path', required: true, schema });
const location = { headers: { Location: { required: true, schema: text } } };
const listOf = (name: string): object =>
  shows({ type: 'object', required: ['items'], properties: { items: { type: 'array', items: ref(name) } } });

/** Test rigs of a factory, whose runs are worked off by the rig itself. */
const document = {
  openapi: '3.0.3',
  info: { title: 'Rigs', version: '1' },
  security: [{ key: [] }],
  components: {
    securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    schemas: {
      Rig: { type: 'object', required: ['id', 'code', 'title'], properties: { id: text, code, title } },
      Run: {
        type: 'object',
        required: ['id', 'rig', 'remark', 'status'],
        properties: {
          id: text,
          rig: text,
          remark: { type: 'string', nullable: true },
          status: { type: 'string', enum: ['waiting', 'passed', 'aborted'] },
        },
      },
      Plan: { type: 'object', required: ['id', 'title'], properties: { id: text, title } },
      Setting: { type: 'object', required: ['name', 'value'], properties: { name: text, value: text } },
    },
  },
  paths: {
    '/rigs': {
      post: {
        summary: 'Create a rig',
        requestBody: { required: true, ...json({ type: 'object', required: ['code', 'title'], properties: { code, title } }) },
        responses: { 201: shows(ref('Rig')), 409: none, 422: none },
      },
    },
    '/rigs/{code}': {
      parameters: [at('code', code)],
      get: { summary: 'Get a rig', responses: { 200: shows(ref('Rig')), 404: none } },
      delete: { summary: 'Delete a rig', description: 'Removes the rig and all that is below it.', responses: { 204: none, 404: none } },
    },
    '/plates/{rigId}.svg': {
      get: {
        summary: 'The plate of a rig',
        parameters: [{ ...at('rigId'), description: 'The id of the rig, not its code' }],
        responses: { 200: { description: 'Picture', content: { 'image/svg+xml': { schema: text } } }, 404: none },
      },
    },
    '/rigs/{code}/runs': {
      parameters: [at('code', code)],
      get: {
        summary: 'List the runs of a rig',
        parameters: [{ name: 'remark', in: 'query', description: 'Exact text', schema: text }],
        responses: { 200: listOf('Run'), 404: none },
      },
      post: {
        operationId: 'triggerRun',
        summary: 'Trigger a run',
        description: 'It is `waiting`, and `passed` a little later. 409 if the rig has no plan.',
        parameters: [{ name: 'Idempotency-Key', in: 'header', description: 'The run made first is given again, with 200.', schema: text }],
        requestBody: { required: true, ...json({ type: 'object', properties: { remark: title } }) },
        responses: { 200: shows(ref('Run')), 201: { ...shows(ref('Run')), ...location }, 404: none, 409: none, 422: none },
      },
    },
    '/runs/{runId}': { parameters: [at('runId')], get: { summary: 'Get a run', responses: { 200: shows(ref('Run')), 404: none } } },
    '/runs/{runId}/abort': {
      parameters: [at('runId')],
      post: {
        summary: 'Abort a run',
        description: 'Only a waiting run can be aborted, else 409.',
        responses: { 200: shows(ref('Run')), 404: none, 409: none },
      },
    },
    '/rigs/{code}/plans': {
      parameters: [at('code', code)],
      post: {
        summary: 'Create a plan',
        requestBody: { required: true, ...json({ type: 'object', required: ['title'], properties: { title } }) },
        responses: { 201: shows(ref('Plan')), 404: none, 422: none },
      },
    },
    '/rigs/{code}/plans/{planId}': {
      parameters: [at('code', code), at('planId')],
      get: { summary: 'Get a plan', responses: { 200: shows(ref('Plan')), 404: none } },
      delete: { summary: 'Delete a plan', responses: { 204: none, 404: none } },
    },
    '/rigs/{code}/settings': {
      parameters: [at('code', code)],
      get: { summary: 'List settings', responses: { 200: listOf('Setting'), 404: none } },
    },
    '/rigs/{code}/settings/{name}': {
      parameters: [at('code', code), at('name', { type: 'string', pattern: '^[A-Z_]{4,40}$' })],
      put: {
        summary: 'Set a setting',
        description: 'Creates or replaces it.',
        requestBody: { required: true, ...json({ type: 'object', required: ['value'], properties: { value: title } }) },
        responses: { 200: shows(ref('Setting')), 201: shows(ref('Setting')), 404: none, 422: none },
      },
      delete: { summary: 'Delete a setting', responses: { 204: none, 404: none } },
    },
  },
};

type Way = 'as documented' | 'runs at once' | 'aborts what is over' | 'plate fails' | 'setting without a value' | 'remark ignored';
type Rig = {
  readonly id: string;
  readonly code: string;
  readonly title: string;
  readonly settings: Map<string, string>;
  readonly plans: Map<string, object>;
};
type Run = { readonly id: string; readonly rig: string; readonly remark: string | null; status: string; readonly since: number };

const factory = async (way: Way): Promise<string> => {
  const rigs = new Map<string, Rig>();
  const runs = new Map<string, Run>();
  const keyed = new Map<string, Run>();
  const isText = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= 60;
  return serve(async (incoming, outgoing) => {
    const give = (status: number, value?: unknown, headers: Readonly<Record<string, string>> = {}): void => {
      outgoing.writeHead(status, { ...(value === undefined ? {} : { 'content-type': 'application/json' }), ...headers });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const sent = await objectBody(incoming);
    const { method = '' } = incoming;
    const [, root, id = '', below, name] = (incoming.url ?? '').split('?')[0]?.split('/') ?? [];
    if (incoming.headers.authorization !== 'Bearer foreign-key-0123456789') return give(401);
    for (const one of runs.values())
      if (one.status === 'waiting' && Date.now() - one.since >= (way === 'runs at once' ? 0 : 1500)) one.status = 'passed';
    const shown = (one: Rig): object => ({ id: one.id, code: one.code, title: one.title });
    if (root === 'plates') {
      const found = [...rigs.values()].some((one) => `${one.id}.svg` === id);
      if (!found) return give(404);
      if (method !== 'GET') return give(405);
      if (way === 'plate fails') return give(500);
      outgoing.writeHead(200, { 'content-type': 'image/svg+xml' });
      outgoing.end('<svg xmlns="http://www.w3.org/2000/svg"/>');
      return;
    }
    if (root === 'runs') {
      const run = runs.get(id);
      if (!run) return give(404);
      if (below === undefined) return method === 'GET' ? give(200, run) : give(405);
      if (below !== 'abort' || method !== 'POST') return give(405);
      if (run.status !== 'waiting' && way !== 'aborts what is over') return give(409);
      run.status = 'aborted';
      return give(200, run);
    }
    if (root !== 'rigs') return give(404);
    if (id === '') {
      if (method !== 'POST') return give(405);
      if (!isText(sent?.['title']) || !isText(sent['code']) || !new RegExp(code.pattern, 'u').test(sent['code'])) return give(422);
      const made: Rig = { id: `r-${rigs.size + 1}`, code: sent['code'], title: sent['title'], settings: new Map(), plans: new Map() };
      if (rigs.has(made.code)) return give(409);
      rigs.set(made.code, made);
      return give(201, shown(made));
    }
    const rig = rigs.get(id);
    if (!rig) return give(404);
    if (below === undefined) {
      if (method === 'DELETE') rigs.delete(id);
      return method === 'GET' ? give(200, shown(rig)) : give(method === 'DELETE' ? 204 : 405);
    }
    if (below === 'runs') {
      const wanted = way === 'remark ignored' ? null : new URL(incoming.url ?? '', 'http://rigs.example').searchParams.get('remark');
      const isWanted = (one: Run): boolean => one.rig === rig.code && (wanted === null || one.remark === wanted);
      if (method === 'GET') return give(200, { items: [...runs.values()].filter(isWanted) });
      if (method !== 'POST') return give(405);
      if (sent === undefined || (sent['remark'] !== undefined && !isText(sent['remark']))) return give(422);
      const key = incoming.headers['idempotency-key'];
      const before = typeof key === 'string' ? keyed.get(`${rig.id} ${key}`) : undefined;
      if (before) return give(200, before);
      if (rig.plans.size === 0) return give(409);
      const made: Run = { id: `run-${runs.size + 1}`, rig: rig.code, remark: sent['remark'] ?? null, status: 'waiting', since: Date.now() };
      runs.set(made.id, made);
      if (typeof key === 'string') keyed.set(`${rig.id} ${key}`, made);
      return give(201, made, { location: `/runs/${made.id}` });
    }
    if (below === 'plans') {
      const plan = name === undefined ? undefined : rig.plans.get(name);
      if (name !== undefined && !plan) return give(404);
      if (plan && method === 'DELETE') rig.plans.delete(name ?? '');
      if (plan) return method === 'GET' ? give(200, plan) : give(method === 'DELETE' ? 204 : 405);
      if (method !== 'POST') return give(405);
      if (!isText(sent?.['title'])) return give(422);
      const made = { id: `plan-${Math.random()}`.replace('.', ''), title: sent['title'] };
      rig.plans.set(made.id, made);
      return give(201, made);
    }
    if (below !== 'settings') return give(404);
    const setting = (one: string): object => ({ name: one, value: rig.settings.get(one) });
    if (name === undefined) return method === 'GET' ? give(200, { items: [...rig.settings.keys()].map(setting) }) : give(405);
    if (method === 'DELETE') return give(rig.settings.delete(name) ? 204 : 404);
    if (method !== 'PUT') return give(405);
    const value = sent?.['value'] ?? (way === 'setting without a value' ? 'none' : undefined);
    if (!isText(value) || !/^[A-Z_]{4,40}$/u.test(name)) return give(422);
    const isNew = !rig.settings.has(name);
    rig.settings.set(name, value);
    return give(isNew ? 201 : 200, setting(name));
  });
};

test.concurrent.for<readonly [Way, readonly string[]]>([
  ['as documented', []],
  ['runs at once', []],
  ['aborts what is over', ['lifecycle/refused-in-state@#/paths/~1runs~1{runId}~1abort/post']],
  ['plate fails', ['errors/no-failure@#/paths/~1plates~1{rigId}.svg/get']],
  ['remark ignored', ['filtering/only-matching@#/paths/~1rigs~1{code}~1runs/get']],
  ['setting without a value', ['body/missing-member-refused@#/paths/~1rigs~1{code}~1settings~1{name}/put/x-assay/refusals/missing']],
])(
  'what is triggered below a resource of the run is created, and what has another key in its path is named by that: a factory that goes on %o',
  besideOthers(async ([way, expected]) => {
    const { verdicts, ended } = await judgeForeign(writeDocument(document), await factory(way), {
      allow: ['mutation', 'permanent', 'destructive'],
      maxCreates: 60,
      http: { timeoutMs: 10_000, headers: {} },
      selection: {
        only: ['lifecycle/*', 'filtering/only-matching', 'errors/no-failure', 'body/missing-member-refused', 'status/*'],
        skip: [],
      },
    });
    expect(verdicts.filter(({ verdict }) => verdict.kind === 'fail').map(({ id }) => id)).toEqual(expected);
    if (way === 'as documented') expect(ended.coverage?.exercised).toBe(ended.coverage?.operations);
  }),
);
