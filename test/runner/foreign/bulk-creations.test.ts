import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { jsonBody } from './json-body.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const object = (properties: object, required: readonly string[] = []) => ({ type: 'object', properties, required });
const shows = (schema: object, status = '200') => ({ [status]: { description: 'It', ...json(schema) } });
const refused = { 400: { description: 'Wrong' }, 404: { description: 'None' } };
const packed = { type: 'string', format: 'date' };
const crate = object({ id: text, label: text, pieces: { type: 'integer' }, packed });
const asked = object({ label: { type: 'string', minLength: 1, maxLength: 80 }, pieces: { type: 'integer', minimum: 1 }, packed }, [
  'label',
  'pieces',
]);
const result = object({ index: { type: 'integer' }, status: { type: 'string', enum: ['created', 'failed'] }, crate, error: text });

/** Crates that are added one by one, or many at once: by a list that is stored as a whole, or entry by entry. */
const document = (bulk: 'whole' | 'by entry') => ({
  openapi: '3.0.3',
  info: { title: 'Crates', version: '1' },
  paths: {
    '/crates': {
      get: { responses: shows({ type: 'array', items: crate }) },
      post: { requestBody: { required: true, ...json(asked) }, responses: { ...shows(crate, '201'), ...refused } },
    },
    '/crates/bulk': {
      post: {
        description:
          bulk === 'whole'
            ? 'Adds several crates. Either all of them are stored or none.'
            : 'Adds several crates. Each entry is answered on its own, in the order of the request.',
        requestBody: {
          required: true,
          ...json(
            bulk === 'whole'
              ? { type: 'array', items: asked, minItems: 1, maxItems: 20 }
              : object({ crates: { type: 'array', items: asked } }, ['crates']),
          ),
        },
        responses:
          bulk === 'whole'
            ? { ...shows({ type: 'array', items: crate }, '201'), ...refused }
            : {
                ...shows(
                  object({ created: { type: 'integer' }, failed: { type: 'integer' }, results: { type: 'array', items: result } }),
                  '207',
                ),
                ...refused,
              },
      },
    },
    '/crates/{crateId}': {
      parameters: [{ name: 'crateId', in: 'path', required: true, schema: text }],
      get: { responses: { ...shows(crate), ...refused } },
      delete: { responses: { 204: { description: 'Gone' }, ...refused } },
    },
  },
});

type Habit =
  | 'plain'
  | 'lists later'
  | 'refuses all for one'
  | 'stores what comes before the mistake'
  | 'stores the good ones'
  | 'loses the last one'
  | 'tells the mistake as done'
  | 'tells in another order'
  | 'counts all as created'
  | 'stores what failed'
  | 'takes any pieces at once'
  | 'takes any number'
  | 'stores the first ones of too many'
  | 'forgets the day at once'
  | 'keeps no day';

const isCrate = (value: unknown): value is Json => {
  const { label, pieces }: Json = typeof value === 'object' && value !== null ? { ...value } : {};
  return typeof label === 'string' && label !== '' && Number.isInteger(pieces) && Number(pieces) > 0;
};

const judged = async (
  bulk: 'whole' | 'by entry',
  habit: Habit,
  allow: readonly ('mutation' | 'destructive')[] = ['mutation', 'destructive'],
) => {
  const crates = new Map<string, Json>([['old', { id: 'old', label: 'An old crate', pieces: 1, since: 0 }]]);
  let next = 1;
  let asks = 0;
  const url = await serve((incoming, outgoing) => {
    const { method = '', url: path = '' } = incoming;
    const [, root = '', id = ''] = path.split(/[/?]/u);
    const end = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const shown = ({ since: _since, ...one }: Json): Json => one;
    const add = (body: Json): Json => {
      const isKept = habit !== 'keeps no day' && (habit !== 'forgets the day at once' || id === '');
      const day = isKept && typeof body['packed'] === 'string' ? { packed: body['packed'] } : {};
      const made = { id: `c${next++}`, label: body['label'], pieces: body['pieces'] ?? null, ...day, since: Date.now() };
      crates.set(made.id, made);
      return shown(made);
    };
    const several = (body: unknown): void => {
      asks += 1;
      const list = bulk === 'whole' ? body : (body as Json | null)?.['crates'];
      if (!Array.isArray(list) || list.length === 0) return end(400, { error: 'no list' });
      if (bulk === 'whole') {
        const isLong = list.length > 20 && habit !== 'takes any number';
        const bad = list.findIndex((one) => !isCrate(one));
        if (isLong && habit === 'stores the first ones of too many') list.slice(0, 20).filter(isCrate).forEach(add);
        if (isLong) return end(400, { error: 'too many' });
        if (bad < 0)
          return end(
            201,
            list.filter((_, n) => habit !== 'loses the last one' || n < list.length - 1).map((one) => add(one as Json)),
          );
        const kept =
          habit === 'stores the good ones'
            ? list.filter(isCrate)
            : habit === 'stores what comes before the mistake'
              ? list.slice(0, bad)
              : [];
        kept.forEach((one) => add(one as Json));
        return end(400, { error: 'a mistake' });
      }
      if (habit === 'refuses all for one' && !list.every(isCrate)) return end(400, { error: 'a mistake' });
      const results = list.map((one: unknown, index) => {
        const isLost = habit === 'loses the last one' && index === list.length - 1;
        const isLoose = habit === 'takes any pieces at once' && typeof (one as Json)['pieces'] === 'number';
        if (isLoose || isCrate(one)) return { index, status: 'created', crate: isLost ? { id: 'c0', ...(one as Json) } : add(one as Json) };
        if (habit === 'stores what failed' && typeof (one as Json)['label'] === 'string') add(one as Json);
        return habit === 'tells the mistake as done' ? { index, status: 'created' } : { index, status: 'failed', error: 'a mistake' };
      });
      const created = results.filter(({ status }) => status === 'created').length;
      return end(207, {
        created: habit === 'counts all as created' ? list.length : created,
        failed: list.length - created,
        results: habit === 'tells in another order' ? results.toReversed() : results,
      });
    };
    const write = async (): Promise<void> => {
      const body = await jsonBody(incoming);
      if (id === 'bulk') return several(body);
      return isCrate(body) ? end(201, add(body)) : end(400, { error: 'a mistake' });
    };
    if (root !== 'crates') return end(404);
    if (method === 'POST') return id === '' || id === 'bulk' ? void write() : end(404);
    const isListed = (one: Json): boolean => habit !== 'lists later' || Date.now() - Number(one['since']) > 700;
    if (id === '') return end(200, [...crates.values()].filter(isListed).map(shown));
    const found = crates.get(id);
    if (!found) return end(404);
    if (method === 'GET') return end(200, shown(found));
    crates.delete(id);
    return end(204);
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document(bulk)), url, {
    allow: [...allow],
    credentials: [],
    selection: {
      only: ['all-or-nothing', 'told-truly', 'breaches-refused', 'limit-kept', 'entry-kept'].map((one) => `lifecycle/bulk-${one}`),
      skip: [],
    },
  });
  const of = (kind: string): string[] =>
    verdicts.flatMap(({ id, verdict }) => (verdict.kind === kind ? [id.split('@')[0]?.split('/')[1] ?? ''] : []));
  return {
    failed: of('fail'),
    passed: of('pass'),
    codes: verdicts.flatMap(({ verdict }) => (verdict.kind === 'fail' ? [verdict.finding.code] : [])),
    left: [...crates.keys()],
    asks,
  };
};

test.concurrent.for<readonly ['whole' | 'by entry', Habit, readonly string[]]>([
  ['whole', 'plain', ['bulk-all-or-nothing', 'bulk-entry-kept', 'bulk-limit-kept', 'bulk-told-truly']],
  ['whole', 'lists later', ['bulk-all-or-nothing', 'bulk-entry-kept', 'bulk-limit-kept', 'bulk-told-truly']],
  ['whole', 'keeps no day', ['bulk-all-or-nothing', 'bulk-entry-kept', 'bulk-limit-kept', 'bulk-told-truly']],
  ['by entry', 'plain', ['bulk-breaches-refused', 'bulk-entry-kept', 'bulk-told-truly']],
  ['by entry', 'lists later', ['bulk-breaches-refused', 'bulk-entry-kept', 'bulk-told-truly']],
  ['by entry', 'refuses all for one', ['bulk-entry-kept', 'bulk-told-truly']],
])(
  'several crates at once pass, and none stays: %s, %s',
  besideOthers(async ([bulk, habit, checks]) => {
    const { failed, passed, left } = await judged(bulk, habit);
    expect({ failed, passed: passed.toSorted(), left }).toEqual({ failed: [], passed: checks, left: ['old'] });
  }),
);

test('without the permission for that, nothing is created at once', async () => {
  expect(await judged('whole', 'plain', ['mutation'])).toMatchObject({ failed: [], asks: 0 });
});

test.concurrent.for<readonly ['whole' | 'by entry', Habit, string]>([
  ['whole', 'stores what comes before the mistake', 'bulk-half-stored'],
  ['whole', 'stores the good ones', 'bulk-half-stored'],
  ['whole', 'loses the last one', 'bulk-entry-lost'],
  ['whole', 'takes any number', 'bulk-limit-ignored'],
  ['whole', 'stores the first ones of too many', 'bulk-refused-and-stored'],
  ['whole', 'forgets the day at once', 'bulk-member-lost'],
  ['by entry', 'forgets the day at once', 'bulk-member-lost'],
  ['by entry', 'loses the last one', 'bulk-entry-lost'],
  ['by entry', 'tells the mistake as done', 'bulk-mistake-told-done'],
  ['by entry', 'tells in another order', 'bulk-other-entry'],
  ['by entry', 'counts all as created', 'bulk-count-wrong'],
  ['by entry', 'takes any pieces at once', 'bulk-breach-accepted'],
  ['by entry', 'stores what failed', 'bulk-failed-and-stored'],
])(
  'several crates at once %s where the service %s: %s is told, and none stays',
  besideOthers(async ([bulk, habit, code]) => {
    const { codes, left } = await judged(bulk, habit);
    expect(codes).toContain(code);
    expect(left).toEqual(['old']);
  }),
);
