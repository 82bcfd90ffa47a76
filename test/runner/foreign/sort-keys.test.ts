import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Mug = { readonly id: string; readonly shape: string; readonly glaze: string; readonly price: number | null; readonly firedAt: string };

const mug = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    shape: { type: 'string', enum: ['tall', 'round'] },
    glaze: { type: 'string' },
    price: { type: ['number', 'null'] },
    firedAt: { type: 'string', format: 'date-time' },
  },
};

/** A list of mugs; of its order either the whole document tells the rules, or the parameter by itself. */
const documentOf = (info: string, sort: string) => ({
  openapi: '3.1.0',
  info: { title: 'Mugs', version: '1', description: info },
  paths: {
    '/mugs': {
      get: {
        operationId: 'mugs',
        parameters: [{ name: 'sort', in: 'query', description: sort, schema: { type: 'string' } }],
        responses: {
          200: { description: 'Mugs', content: { 'application/json': { schema: { type: 'array', items: mug } } } },
          400: { description: 'A parameter cannot be used' },
        },
      },
    },
  },
});

const byRules = documentOf(
  'Lists with a `sort` parameter take a comma-separated list of fields, each with an optional `-` for descending order. A field that cannot be sorted by is refused with `400`.',
  'By `shape`, `glaze`, `price` or `firedAt`',
);
const byParameter = documentOf(
  'Pottery',
  'One or more of `shape`, `glaze`, `price` and `firedAt` with commas between them; `-` before one means descending. Anything else is answered with 400.',
);
const silent = documentOf('Pottery', 'By `price` or `-price`, one at a time. Unknown fields are ignored.');

const mugs: readonly Mug[] = [
  ['tall', 'moss', 9],
  ['round', 'clay', 4],
  ['tall', 'ash', 12],
  ['round', 'tin', 2],
  ['tall', 'lead', 3],
  ['round', 'bone', null],
].map(([shape, glaze, price], n) => ({
  id: `m${n}`,
  shape: String(shape),
  glaze: String(glaze),
  price: price === null ? null : Number(price),
  firedAt: new Date(Date.UTC(2026, 3, 9 - n)).toISOString(),
}));

type Flaw = 'none' | 'first key only' | 'takes any key' | 'sorts shapes by rank' | 'sorts glazes by maker';

const told = async (document: object, flaw: Flaw): Promise<string[]> => {
  const url = await serve((incoming, outgoing) => {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    if (pathname !== '/mugs') return outgoing.writeHead(404).end();
    const asked = (searchParams.get('sort') ?? '').split(',').filter((one) => one !== '');
    const names = asked.map((one) => one.replace(/^-/u, ''));
    const isKnown = names.every((one) => ['shape', 'glaze', 'price', 'firedAt'].includes(one));
    if (!isKnown && flaw !== 'takes any key' && document !== silent) return outgoing.writeHead(400).end();
    const valueOf = (one: Mug, name: string): string | number | null => {
      if (name === 'shape' && flaw === 'sorts shapes by rank') return one.shape === 'tall' ? 0 : 1;
      if (name === 'glaze' && flaw === 'sorts glazes by maker') return one.glaze.toLowerCase().split('').toReversed().join('');
      return name === 'shape' || name === 'glaze' || name === 'price' || name === 'firedAt' ? one[name] : null;
    };
    const sorted = mugs.toSorted((a, b) => {
      for (const key of flaw === 'first key only' ? asked.slice(0, 1) : asked) {
        const name = key.replace(/^-/u, '');
        const [x, y] = [valueOf(a, name), valueOf(b, name)];
        if (x === y) continue;
        if (x === null) return 1;
        if (y === null) return -1;
        return (x < y ? -1 : 1) * (key.startsWith('-') ? -1 : 1);
      }
      return 0;
    });
    return outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(sorted));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, {
    allow: ['mutation'],
    selection: { only: ['ordering/*'], skip: [] },
  });
  return verdicts.flatMap(({ id, case: { level }, verdict }) => (verdict.kind === 'fail' ? [`${level} ${id.split('@')[0] ?? ''}`] : []));
};

describe('a list that can be sorted by several keys', () => {
  test.each<readonly [string, object, Flaw]>([
    ['as the rules of the document say', byRules, 'none'],
    ['as its parameter says', byParameter, 'none'],
    ['with listed values in an order of their own', byRules, 'sorts shapes by rank'],
    ['with texts by words that it does not show', byRules, 'sorts glazes by maker'],
    ['one at a time, and ignores what it does not know', silent, 'first key only'],
  ])('is accused of nothing: %s', async (_what, document, flaw) => {
    expect(await told(document, flaw)).toEqual([]);
  });

  test.each<readonly [Flaw, object, string]>([
    ['first key only', byRules, 'should ordering/second-key'],
    ['first key only', byParameter, 'should ordering/second-key'],
    ['takes any key', byRules, 'should ordering/unknown-key-refused'],
    ['takes any key', byParameter, 'should ordering/unknown-key-refused'],
  ])('is told of: %s', async (flaw, document, check) => {
    expect(await told(document, flaw)).toEqual([check]);
  });
});
