import { describe, expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const written = {
  name: { type: 'string', minLength: 1, maxLength: 60 },
  remark: { type: 'string', nullable: true, maxLength: 80, default: null },
};
const version = { type: 'integer', minimum: 1, description: 'Goes up by one with every change of the charter.' };
const charter = {
  type: 'object',
  required: ['id', 'version', 'name', 'remark'],
  properties: { id: { type: 'string' }, version, ...written },
};
const refused = { 404: { description: 'None' }, 409: { description: 'Changed since' }, 422: { description: 'Not valid' } };
const answer = { description: 'd', ...json(charter) };
const parameters = [{ name: 'charterId', in: 'path', required: true, schema: { type: 'string' } }];
const counted = (name: string, schema: object) => ({ name, in: 'query', schema: { type: 'integer', ...schema } });

const document = {
  openapi: '3.0.3',
  info: {
    title: 'Charters',
    version: '1',
    description:
      '`PUT` replaces: optional members left out go back to their defaults. `PATCH` changes what is sent and leaves the rest alone.',
  },
  paths: {
    '/charters': {
      get: {
        parameters: [counted('offset', { minimum: 0, default: 0 }), counted('limit', { minimum: 1, default: 10 })],
        responses: {
          200: {
            description: 'd',
            ...json({
              type: 'object',
              required: ['data', 'total'],
              properties: { data: { type: 'array', items: charter }, total: { type: 'integer' } },
            }),
          },
        },
      },
      post: {
        requestBody: { required: true, ...json({ type: 'object', required: ['name'], properties: written }) },
        responses: { 201: answer, 422: refused[422] },
      },
    },
    '/charters/{charterId}': {
      parameters,
      get: { responses: { 200: answer, 404: refused[404] } },
      put: {
        requestBody: { required: true, ...json({ type: 'object', required: ['name', 'version'], properties: { ...written, version } }) },
        responses: { 200: answer, ...refused },
      },
      patch: {
        description: 'Send the `version` that you have read. If the charter has changed since then the answer is 409.',
        requestBody: { required: true, ...json({ type: 'object', required: ['version'], properties: { ...written, version } }) },
        responses: { 200: answer, ...refused },
      },
      delete: { responses: { 204: { description: 'Gone' }, 404: refused[404] } },
    },
  },
};

type Habit =
  | 'keeps to it'
  | 'counts in other steps'
  | 'takes any version'
  | 'keeps the version'
  | 'stores what it refuses'
  | 'keeps a remark that is left out'
  | 'ignores null'
  | 'lists names in capitals'
  | 'keeps listing what is removed';

type Charter = { readonly id: string; version: number; name: unknown; remark: unknown };

const judged = async (habit: Habit) => {
  const charters = new Map<string, Charter>();
  // More than a page of what somebody else made before.
  for (let n = 1; n <= 33; n += 1) charters.set(`c-${n}`, { id: `c-${n}`, version: 1, name: `Old ${n}`, remark: null });
  const gone = new Set<string>();
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    void objectBody(incoming).then((body) => {
      const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://charters');
      const [, root, id, ...more] = pathname.split('/');
      if (root !== 'charters' || more.length > 0) return give(404);
      const shown = (one: Charter): object => ({ ...one });
      const isText = (value: unknown): boolean => typeof value === 'string' && value !== '' && [...value].length <= 60;
      if (id === undefined && incoming.method === 'POST') {
        if (!isText(body?.['name'])) return give(422);
        const name = body?.['name'];
        const made = { id: `c-${charters.size + 1}`, version: 1, name, remark: body?.['remark'] ?? null };
        charters.set(made.id, made);
        return give(201, shown(made));
      }
      if (id === undefined) {
        const [offset, limit] = [Number(searchParams.get('offset') ?? 0), Number(searchParams.get('limit') ?? 10)];
        const all = [...charters.values()].filter((one) => !gone.has(one.id) || habit === 'keeps listing what is removed');
        const data = all
          .slice(offset, offset + Math.min(limit, 20))
          .map((one) => shown(habit === 'lists names in capitals' ? { ...one, name: String(one.name).toUpperCase() } : one));
        return give(200, { data, total: all.length });
      }
      const found = charters.get(id);
      if (!found || gone.has(id)) return give(404);
      if (incoming.method === 'DELETE') {
        gone.add(id);
        return give(204);
      }
      if (incoming.method === 'GET') return give(200, shown(found));
      if (typeof body?.['version'] !== 'number' || ('name' in body && !isText(body['name']))) return give(422);
      const isPut = incoming.method === 'PUT';
      if (isPut && !('name' in body)) return give(422);
      const isOld = body['version'] !== found.version && habit !== 'takes any version';
      if (isOld && habit !== 'stores what it refuses') return give(409);
      if ('name' in body) found.name = body['name'];
      const isIgnored = habit === 'ignores null' && body['remark'] === null;
      if ('remark' in body && !isIgnored) found.remark = body['remark'];
      else if (isPut && !isIgnored && habit !== 'keeps a remark that is left out') found.remark = null;
      if (isOld) return give(409);
      if (habit !== 'keeps the version') found.version += habit === 'counts in other steps' ? 7 : 1;
      return give(200, shown(found));
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    credentials: [],
    maxCreates: 30,
    durations: { 'created.listed': 2, 'updated.shown': 2, 'removed.gone': 2 },
    selection: {
      only: [
        'concurrency/old-version-refused',
        'lifecycle/change-shown',
        'lifecycle/replaced-whole',
        'lifecycle/listed-as-read',
        'lifecycle/removed-stays-away',
      ],
      skip: [],
    },
  });
  const told = verdicts.filter(({ case: { check } }) =>
    /old-version-refused|change-shown|replaced-whole|listed-as-read|removed-stays/u.test(check),
  );
  return [
    ...new Set(
      told.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.code] : verdict.kind === 'pass' ? [] : [verdict.kind])),
    ),
  ].toSorted();
};

describe.concurrent('changes that name a version, and lists of several pages', () => {
  test.for<[Habit, readonly string[]]>([
    ['keeps to it', []],
    ['counts in other steps', []],
    ['takes any version', ['old-version-accepted']],
    ['keeps the version', ['version-kept']],
    ['stores what it refuses', ['refused-and-stored']],
    ['keeps a remark that is left out', ['left-out-kept']],
    ['ignores null', ['not-cleared']],
  ])(
    'a service that %s is told so',
    besideOthers(async ([habit, codes]) => {
      expect(await judged(habit)).toEqual(codes);
    }),
  );

  test(
    'a list is compared with reads, and looked through after a removal, where what is new is not on its first page',
    besideOthers(async () => {
      expect(await judged('lists names in capitals')).toEqual(['listed-otherwise']);
      expect(await judged('keeps listing what is removed')).toEqual(['removed-listed']);
    }),
  );
});
