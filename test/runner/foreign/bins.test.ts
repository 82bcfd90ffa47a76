import { expect, test } from 'vitest';
import type { Target } from '../../../src/model/target.ts';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const refused = { description: 'Refused' };
const letter = { $ref: '#/components/schemas/Letter' };
const id = { name: 'letterId', in: 'path', required: true, schema: text };
const limit = {
  name: 'limit',
  in: 'query',
  description: 'Most items on a page.',
  schema: { type: 'integer', minimum: 1, maximum: 50, default: 20 },
};
const offset = { name: 'offset', in: 'query', schema: { type: 'integer', minimum: 0, default: 0 } };
const page = json({
  type: 'object',
  required: ['items', 'total'],
  properties: { items: { type: 'array', items: letter }, total: { type: 'integer' } },
});

type Way = {
  /** Where letters are after their removal. */
  readonly bin?: string;
  /** What the removal says. */
  readonly told?: string;
  /** The action that puts one there, where that is not the removal. */
  readonly action?: string;
  /** No list shows what is there, and a letter is brought back at its own path. */
  readonly isUnlisted?: true;
};

const restoration = {
  parameters: [id],
  post: {
    description: 'Letters that are not in the trash answer 409.',
    responses: { 200: json(letter), 404: refused, 409: refused },
  },
};

const documentOf = ({ bin = '/trash', told = 'Move a letter to the trash', action, isUnlisted }: Way) => ({
  openapi: '3.0.3',
  info: { title: 'Letters', version: '1' },
  components: {
    schemas: { Letter: { type: 'object', required: ['id', 'title'], properties: { id: { ...text, readOnly: true }, title: text } } },
  },
  paths: {
    '/letters': {
      get: { parameters: [limit, offset], responses: { 200: page, 400: refused } },
      post: {
        requestBody: {
          required: true,
          content: {
            'application/json': { schema: { type: 'object', required: ['title'], properties: { title: { ...text, maxLength: 80 } } } },
          },
        },
        responses: { 201: json(letter), 400: refused },
      },
    },
    '/letters/{letterId}': {
      parameters: [id],
      get: { responses: { 200: json(letter), 404: refused } },
      delete: { summary: told, responses: { 204: { description: 'Done' }, 404: refused } },
    },
    ...(action === undefined
      ? {}
      : { [`/letters/{letterId}/${action}`]: { parameters: [id], post: { responses: { 200: json(letter), 404: refused } } } }),
    ...(isUnlisted
      ? {}
      : { [bin]: { get: { summary: 'List removed letters', parameters: [limit, offset], responses: { 200: page, 400: refused } } } }),
    [`${bin}/{letterId}`]: {
      parameters: [id],
      delete: { summary: 'Remove one for good', responses: { 204: { description: 'Gone' }, 404: refused, 409: refused } },
    },
    [`${isUnlisted ? '/letters' : bin}/{letterId}/restore`]: restoration,
  },
});

type Fault = 'limit ignored' | 'restore lost' | 'restore repeated' | 'purge lost';

const judged = async (
  way: Way,
  fault?: Fault,
  { allow = ['mutation', 'destructive'], only }: { readonly allow?: Target['allow']; readonly only?: readonly string[] } = {},
) => {
  const { bin = '/trash', action } = way;
  const there = new Map<string, object>();
  const removed = new Map<string, object>([['old', { id: 'old', title: 'Old one' }]]);
  /** What succeeded with removed letters, and what was sent about the one that was there before. */
  const done = new Set<string>();
  const touched: string[] = [];
  let next = 0;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' });
      outgoing.end(value === undefined ? undefined : JSON.stringify(value));
    };
    const list = (all: readonly object[], query: URLSearchParams, isLimited: boolean): void => {
      const [size, skip] = [Number(query.get('limit') ?? 20), Number(query.get('offset') ?? 0)];
      if (!(Number.isInteger(size) && size > 0 && size <= 50 && Number.isInteger(skip) && skip >= 0)) return give(400, {});
      give(200, { items: all.slice(skip, isLimited ? skip + size : undefined), total: all.length });
    };
    void objectBody(incoming).then((body) => {
      const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://letters');
      const { method } = incoming;
      const isBin = pathname === bin || pathname.startsWith(`${bin}/`) || (way.isUnlisted === true && pathname.endsWith('/restore'));
      const [name = '', act] = pathname.slice((pathname.startsWith(bin) ? bin : '/letters').length + 1).split('/');
      if (isBin) {
        if (name === '') return list([...removed.values()], searchParams, fault !== 'limit ignored');
        if (name === 'old') touched.push(`${method} ${pathname}`);
        const found = removed.get(name);
        if (!found && there.has(name) && act === 'restore' && fault === 'restore repeated') return give(200, there.get(name));
        if (!found) return give(there.has(name) ? 409 : 404, {});
        if (act !== undefined || fault !== 'purge lost') removed.delete(name);
        done.add(act ?? 'purge');
        if (act === undefined) return give(204);
        if (fault !== 'restore lost') there.set(name, found);
        return give(200, found);
      }
      if (name === '' && method === 'GET') return list([...there.values()], searchParams, true);
      if (name === '') {
        if (typeof body?.['title'] !== 'string' || [...body['title']].length > 80) return give(400, {});
        next += 1;
        const made = { id: `letter-${next}`, title: body['title'] };
        there.set(made.id, made);
        return give(201, made);
      }
      const found = there.get(name);
      if (!found) return give(404, {});
      if (method === 'GET') return give(200, found);
      there.delete(name);
      if (action === undefined || act === action) removed.set(name, found);
      return act === undefined ? give(204) : give(200, found);
    });
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentOf(way)), url, {
    allow,
    maxCreates: 40,
    ...(only ? { selection: { only, skip: [] } } : {}),
  });
  return {
    told: [...new Set(verdicts.filter(({ verdict }) => verdict.kind === 'fail').map((one) => one.case.check))],
    done: [...done].toSorted(),
    touched,
    left: there.size,
  };
};

test.concurrent.for<readonly [way: Way, done: readonly string[]]>([
  [{}, ['purge', 'restore']],
  [{ bin: '/deleted-letters' }, ['purge', 'restore']],
  [{ bin: '/letters/deleted' }, ['purge', 'restore']],
  [{ bin: '/recycle-bin', told: 'Remove a letter' }, ['purge', 'restore']],
  [{ action: 'trash', told: 'Remove a letter permanently' }, ['purge', 'restore']],
  [{ isUnlisted: true }, ['purge', 'restore']],
  [{ told: 'Remove a letter permanently' }, []],
  [{ isUnlisted: true, told: 'Remove a letter' }, ['restore']],
  [{ bin: '/bins' }, []],
])(
  'what is about removed things is tried with one that the run has removed: %o, %s',
  besideOthers(async ([way, done]) => {
    const judgedSo = await judged(way);
    expect(judgedSo).toEqual({ told: [], done, touched: [], left: 0 });
  }),
);

test.concurrent.for<readonly [fault: Fault, check: string]>([
  ['limit ignored', 'pagination/size-not-exceeded'],
  ['restore lost', 'lifecycle/restored-is-back'],
  ['restore repeated', 'lifecycle/restored-is-back'],
  ['purge lost', 'lifecycle/purged-is-gone'],
])(
  'a fault of what is done with removed things is told: %s by %s',
  besideOthers(async ([fault, check]) => {
    expect((await judged({}, fault, { only: [check] })).told).toContain(check);
  }),
);

test.concurrent(
  'a letter that comes back although it was removed for good is told where no list shows what is in the bin',
  besideOthers(async () => {
    const judgedSo = await judged({ isUnlisted: true }, 'purge lost', { only: ['lifecycle/purged-is-gone'] });
    expect(judgedSo).toMatchObject({ told: ['lifecycle/purged-is-gone'], left: 0 });
  }),
);

test.concurrent(
  'nothing is restored without the permission for it',
  besideOthers(async () => {
    expect(await judged({}, undefined, { allow: ['mutation'] })).toEqual({ told: [], done: ['purge'], touched: [], left: 0 });
  }),
);
