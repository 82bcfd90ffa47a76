import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string', minLength: 1, maxLength: 60 };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const none = { 404: { description: 'None' }, 409: { description: 'Not in this state' }, 422: { description: 'Wrong' } };

/** Where the entries of a stall are, and what the text of that says. */
type Form = { readonly place: 'list' | 'pages' | 'member'; readonly said: string };

const documentOf = ({ place, said }: Form) => {
  const entry = {
    type: 'object',
    properties: {
      at: { type: 'string', format: 'date-time' },
      what: { type: 'string', enum: ['made', 'created', 'updated', 'opened', 'closed'] },
    },
  };
  const history = { type: 'array', items: entry };
  const stall = {
    type: 'object',
    required: ['id', 'name', 'state'],
    properties: {
      id: { type: 'string' },
      name: text,
      state: { type: 'string', enum: ['draft', 'open', 'closed'] },
      ...(place === 'member' ? { history: { ...history, description: said } } : {}),
    },
  };
  const answered = { 200: { description: 'The stall', ...json(stall) }, ...none };
  const takes = { requestBody: { required: true, ...json({ type: 'object', required: ['name'], properties: { name: text } }) } };
  const named = { parameters: [{ name: 'stallId', in: 'path', required: true, schema: { type: 'string' } }] };
  const page = { type: 'object', required: ['items'], properties: { items: history, total_count: { type: 'integer' } } };
  const paged = [
    { name: 'offset', in: 'query', schema: { type: 'integer', minimum: 0, default: 0 } },
    { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 50, default: 10 } },
  ];
  return {
    openapi: '3.1.0',
    info: { title: 'Stalls', version: '1' },
    paths: {
      '/stalls': { post: { ...takes, responses: { 201: { description: 'Made', ...json(stall) }, ...none } } },
      '/stalls/{stallId}': {
        ...named,
        get: { responses: answered },
        patch: { ...takes, responses: answered },
        delete: { responses: { 204: { description: 'Gone' }, ...none } },
      },
      '/stalls/{stallId}/open': { ...named, post: { description: 'Opens a draft.', responses: answered } },
      '/stalls/{stallId}/close': { ...named, post: { description: 'Closes an open stall; any other is `409`.', responses: answered } },
      ...(place === 'member'
        ? {}
        : {
            '/stalls/{stallId}/history': {
              ...named,
              get: {
                description: said,
                ...(place === 'pages' ? { parameters: paged } : {}),
                responses: { 200: { description: 'Entries', ...json(place === 'pages' ? page : history) }, ...none },
              },
            },
          }),
    },
  };
};

type Service = {
  /** Entries that are never written. */
  readonly lacks?: 'created' | 'updated' | 'opened' | 'closed';
  /** Milliseconds after which an entry is shown. */
  readonly later?: number;
  /** The last ten entries alone are shown, of many. */
  readonly isLong?: boolean;
  /** Closing does nothing. */
  readonly isLazy?: boolean;
};

const told = async (form: Form, { lacks, later = 0, isLong = false, isLazy = false }: Service) => {
  type Entry = { readonly at: string; readonly what: string; readonly from: number };
  const stalls = new Map<string, { name: unknown; state: string; readonly entries: Entry[] }>();
  let last = 0;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, value === undefined ? {} : { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    void objectBody(incoming).then((body = {}) => {
      const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://stalls');
      const [, root, id = '', part] = pathname.split('/');
      if (root !== 'stalls') return give(404);
      const isRight = typeof body['name'] === 'string' && body['name'] !== '';
      if (id === '') {
        if (incoming.method !== 'POST') return give(405);
        if (!isRight) return give(422);
        const made = `k${(last += 1)}`;
        const old = Array.from({ length: isLong ? 60 : 0 }, () => ({ at: new Date().toISOString(), what: 'made', from: 0 }));
        stalls.set(made, { name: body['name'], state: 'draft', entries: old });
      }
      const own = id === '' ? `k${last}` : id;
      const stall = stalls.get(own);
      if (!stall) return give(404);
      const note = (what: string): void => {
        if (what !== lacks) stall.entries.push({ at: new Date().toISOString(), what, from: Date.now() + later });
      };
      const shown = () => stall.entries.filter(({ from }) => from <= Date.now()).map(({ at, what }) => ({ at, what }));
      const view = () => ({ id: own, name: stall.name, state: stall.state, ...(form.place === 'member' ? { history: shown() } : {}) });
      if (id === '') {
        note('created');
        return give(201, view());
      }
      if (part === 'history') {
        const [offset, limit] = [Number(searchParams.get('offset') ?? 0), Number(searchParams.get('limit') ?? 10)];
        const all = shown();
        return give(200, form.place === 'pages' ? { items: all.slice(offset, offset + limit), total_count: all.length } : all);
      }
      if (part === 'open' || part === 'close') {
        if (part === 'close' && isLazy) return give(200, view());
        if (stall.state !== (part === 'open' ? 'draft' : 'open')) return give(409);
        stall.state = part === 'open' ? 'open' : 'closed';
        note(part === 'open' ? 'opened' : 'closed');
        return give(200, view());
      }
      if (incoming.method === 'DELETE') return give(stalls.delete(own) ? 204 : 404);
      if (incoming.method === 'PATCH') {
        if (!isRight) return give(422);
        stall.name = body['name'];
        note('updated');
      }
      return give(200, view());
    });
  });
  const check = 'lifecycle/action-logged';
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(form)), url, {
    allow: ['mutation', 'destructive', 'permanent'],
    credentials: [],
    http: { timeoutMs: 10_000, headers: {} },
    maxCreates: 30,
    durations: { 'updated.shown': 2 },
    selection: { only: [check], skip: [] },
  });
  const own = verdicts.filter((one) => one.case.check === check);
  const of = (kind: string) => own.filter(({ verdict }) => verdict.kind === kind);
  expect(stalls.size).toBe(0);
  return {
    failed: of('fail').map(({ id, verdict }) => `${verdict.kind === 'fail' ? verdict.finding.code : ''} ${id.split('@')[1] ?? ''}`),
    passed: of('pass').length,
    judged: own.length,
  };
};

const all = 'Oldest first. One entry for each creation, `PATCH`, opening and closing.';
const item = '#/paths/~1stalls~1{stallId}';

describe.concurrent('a list of what happened', () => {
  test.for<readonly [Form, Service, number]>([
    [{ place: 'list', said: all }, {}, 3],
    [{ place: 'pages', said: 'Creating, changing and closing a stall leave one entry each.' }, {}, 2],
    [{ place: 'member', said: 'Every change of the stall is recorded.' }, {}, 3],
    [{ place: 'list', said: all }, { later: 700 }, 3],
    [{ place: 'pages', said: all }, { isLong: true, lacks: 'opened' }, 0],
    [{ place: 'list', said: all }, { isLazy: true }, 2],
    [{ place: 'list', said: 'What happened to the stall.' }, { lacks: 'closed' }, 0],
    [{ place: 'list', said: 'Every change of the name is recorded.' }, { lacks: 'updated' }, 0],
    [{ place: 'list', said: 'Some changes are recorded.' }, { lacks: 'updated' }, 0],
    [{ place: 'list', said: 'One entry for each `PATCH` and each closing since the creation.' }, { lacks: 'created' }, 0],
    [{ place: 'list', said: 'Every change by support staff is recorded.' }, { lacks: 'updated' }, 0],
    [{ place: 'member', said: 'One entry for each closed shelf. All opening hours are shown in UTC.' }, { lacks: 'closed' }, 0],
  ])(
    'is not accused: %j of %j',
    besideOthers(async ([form, service, passed]) => {
      const found = await told(form, service);
      expect(found.failed).toEqual([]);
      expect(found.passed).toBe(passed);
    }),
  );

  test.for<readonly [Form, Service, string]>([
    [{ place: 'list', said: all }, { lacks: 'closed' }, `action-not-logged ${item}~1close/post`],
    [{ place: 'pages', said: all }, { lacks: 'opened' }, `action-not-logged ${item}~1open/post`],
    [{ place: 'member', said: all }, { lacks: 'updated' }, `action-not-logged ${item}/patch`],
    [{ place: 'member', said: 'Every change of the stall is recorded.' }, { lacks: 'closed' }, `action-not-logged ${item}~1close/post`],
    [{ place: 'list', said: all }, { lacks: 'created' }, `creation-not-logged ${item}/patch`],
  ])(
    'is told that it lacks an entry: %j of %j',
    besideOthers(async ([form, service, expected]) => {
      expect((await told(form, service)).failed).toContain(expected);
    }),
  );
});
