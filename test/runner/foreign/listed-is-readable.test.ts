import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const json = (schema: object) => ({ description: 'd', content: { 'application/json': { schema } } });
const kite = {
  type: 'object',
  required: ['id', 'status'],
  properties: { id: { type: 'integer' }, status: { type: 'string', enum: ['new', 'flown', 'lost'] } },
};
const kiteId = { name: 'kiteId', in: 'path', required: true, schema: { type: 'integer' } };
/** What the document says of the read. */
type Written = { readonly item?: object; readonly none?: string; readonly gone?: true; readonly isOpen?: true };

const documentWith = ({ item = kite, none = 'None', gone, isOpen }: Written) => ({
  openapi: '3.0.3',
  info: { title: 'Kites', version: '1' },
  paths: {
    '/kites': { get: { responses: { 200: json({ type: 'array', items: item }) } } },
    '/kites/{kiteId}': {
      parameters: [kiteId],
      get: {
        ...(isOpen ? { security: [{ key: [] }] } : {}),
        responses: { 200: json(kite), 404: { description: none }, ...(gone ? { 410: { description: 'Gone' } } : {}) },
      },
    },
    '/kites/{kiteId}/figures': {
      parameters: [kiteId],
      get: {
        responses: {
          200: json({ type: 'object', required: ['height'], properties: { height: { type: 'number' } } }),
          404: { description: 'None' },
        },
      },
    },
  },
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
});

type Kite = { readonly id: number; readonly status: string };

const kites: readonly Kite[] = Array.from({ length: 12 }, (_, n) => ({
  id: n + 1,
  status: n === 9 ? 'lost' : n % 2 === 0 ? 'new' : 'flown',
}));

type Form = Written & {
  /** Further members of an item. */
  readonly more?: (kite: Kite) => object;
  /** For how many milliseconds the list still shows what is lost. */
  readonly staleMs?: number;
  readonly read?: (kite: Kite, reads: number) => number;
  readonly figures?: (kite: Kite) => number;
  readonly height?: (kite: Kite) => unknown;
  /** Is a kite in the list no more, once it was read. */
  readonly leaves?: (kite: Kite) => boolean;
};

const judged = async ({
  read = () => 200,
  figures = () => 200,
  height = () => 7,
  leaves = () => false,
  more = () => ({}),
  staleMs,
  ...written
}: Form) => {
  const reads = new Map<number, number>();
  const start = Date.now();
  const isStale = (one: Kite): boolean => staleMs !== undefined && one.status === 'lost' && Date.now() - start > staleMs;
  const url = await serve((incoming, outgoing) => {
    const [, name, id = '', below] = (incoming.url ?? '').split('?')[0]?.split('/') ?? [];
    const found = kites.find((one) => String(one.id) === id);
    const count = (reads.get(found?.id ?? 0) ?? 0) + 1;
    if (found && below === undefined) reads.set(found.id, count);
    const isList = name === 'kites' && id === '';
    const status = isList ? 200 : found ? (below === undefined ? read(found, count) : figures(found)) : 404;
    const body = isList
      ? kites.filter((one) => !(leaves(one) && reads.has(one.id)) && !isStale(one)).map((one) => ({ ...one, ...more(one) }))
      : below === undefined
        ? found
        : found && { height: height(found) };
    outgoing.writeHead(status, { 'content-type': 'application/json' });
    outgoing.end(JSON.stringify(status === 200 ? body : {}));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentWith(written)), url, {
    allow: [],
    ...(staleMs === undefined ? {} : { durations: { 'removed.gone': staleMs / 1000 + 1 } }),
    selection: { only: ['lifecycle/listed-is-readable', 'schema/response-body'], skip: [] },
  });
  const told = verdicts.flatMap(({ case: { requirement }, verdict }) =>
    verdict.kind === 'fail' ? [`${requirement} ${verdict.finding.where}: ${verdict.finding.actual}`] : [],
  );
  return { told, kind: verdicts.find((one) => one.case.check === 'lifecycle/listed-is-readable')?.verdict.kind };
};

const lost = (status: number): Form => ({ read: (one) => (one.status === 'lost' ? status : 200) });

test.each<readonly [string, Form]>([
  ['shows each', {}],
  ['has no figures of what is lost', { figures: ({ status }) => (status === 'lost' ? 404 : 200) }],
  ['is overloaded once', { read: ({ status }, reads) => (status === 'lost' && reads === 1 ? 500 : 200) }],
  ['keeps one from this caller', { read: ({ status }) => (status === 'lost' ? 403 : 200) }],
  ['lists one no more', { read: ({ status }) => (status === 'lost' ? 404 : 200), leaves: ({ status }) => status === 'lost' }],
  ['lists what was removed for a while', { ...lost(404), staleMs: 4000 }],
  ['marks what was removed', { ...lost(404), more: ({ status }) => ({ deletedAt: status === 'lost' ? '2026-01-01T00:00:00Z' : null }) }],
  ['says in its state that it is removed', { ...lost(410), more: ({ status }) => ({ phase: status === 'lost' ? 'removed' : 'here' }) }],
  ['describes the read of what is gone', { ...lost(410), gone: true }],
  ['says which cannot be read', { ...lost(404), none: 'No such kite, or it is lost' }],
  ['says which can be read', { ...lost(404), none: 'No flown or new kite has this id' }],
  ['says that it depends on who asks', { ...lost(404), none: 'There is no such kite, or it is not yours' }],
  ['shows its kites to their owners alone', { ...lost(404), more: ({ status }) => ({ ownerId: status === 'lost' ? 'o-2' : 'o-1' }) }],
  ['has a list for those with a key alone', { ...lost(404), isOpen: true }],
  [
    'lists kinds that have other paths',
    { ...lost(404), item: { oneOf: [kite, { type: 'object', required: ['id', 'length'], properties: { id: { type: 'integer' } } }] } },
  ],
])('a service that %s is not accused', async (_what, form) => {
  expect(await judged(form)).toEqual({ told: [], kind: 'pass' });
});

test.each<readonly [string, Form, string]>([
  ['cannot read what is lost', { read: ({ status }) => (status === 'lost' ? 404 : 200) }, 'OAS-184 status: status 404'],
  ['fails at the figures of what is lost', { figures: ({ status }) => (status === 'lost' ? 500 : 200) }, 'OAS-184 status: status 500'],
  ['has a text for a figure', { height: ({ status }) => (status === 'lost' ? 'none' : 7) }, '/height: "none"'],
])('a service that %s is told', async (_what, form, expected) => {
  const { told } = await judged(form);
  expect(told.some((one) => one.includes(expected))).toBe(true);
});

test('what is known by something else in a list shows nothing', async () => {
  expect(await judged({ read: () => 404 })).toMatchObject({ told: [], kind: 'inconclusive' });
});
