import { describe, expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

type Json = Readonly<Record<string, unknown>>;

const whole = { type: 'integer' };
const text = { type: 'string' };
const money = { type: 'string', pattern: '^(0|[1-9][0-9]*)\\.[0-9]{2}$' };
const told = (schema: Json, description: string): Json => ({ ...schema, description });
const object = (properties: Json): Json => ({ type: 'object', properties });
const list = (items: Json): Json => ({ type: 'array', items });

const line = object({ name: text, quantity: whole, unitPrice: money, lineTotal: told(money, '`quantity` × `unitPrice`') });
const basket = object({
  id: text,
  lines: list(line),
  lineCount: told(whole, 'Number of lines.'),
  total: told(money, 'Sum of quantity times unitPrice of all lines.'),
  paid: money,
  due: told({ type: 'string', pattern: '^-?(0|[1-9][0-9]*)\\.[0-9]{2}$' }, 'total minus paid'),
  // Something else has a part in it.
  gross: told(money, 'Sum of unitPrice of all lines, including tax.'),
});

const document: Json = {
  openapi: '3.1.0',
  info: { title: 'Baskets', version: '1' },
  paths: {
    '/baskets': {
      get: {
        responses: {
          200: {
            description: 'all',
            content: { 'application/json': { schema: object({ baskets: list(basket), count: told(whole, 'Number of baskets.') }) } },
          },
        },
      },
    },
  },
};

const honest = {
  id: 'b1',
  lines: [
    { name: 'rope', quantity: 3, unitPrice: '2.50', lineTotal: '7.50' },
    { name: 'hook', quantity: 2, unitPrice: '0.99', lineTotal: '1.98' },
  ],
  lineCount: 2,
  total: '9.48',
  paid: '4.00',
  due: '5.48',
  gross: '99.99',
};

const failures = async (shown: Json): Promise<readonly string[]> => {
  const url = await serve((incoming, outgoing) => {
    const isKnown = (incoming.url ?? '').split('?')[0] === '/baskets';
    outgoing.writeHead(isKnown ? 200 : 404, { 'content-type': 'application/json' });
    // A page may hold fewer baskets than there are.
    outgoing.end(isKnown ? JSON.stringify({ baskets: [{ ...honest, ...shown }], count: 12 }) : '{}');
  });
  const { verdicts } = await judgeForeign(writeToolDocument(document), url, { selection: { only: ['schema/*', 'status/*'], skip: [] } });
  return verdicts.flatMap(({ verdict, case: { requirement } }) =>
    verdict.kind === 'fail' ? [`${requirement} ${verdict.finding.where}`] : [],
  );
};

describe('numbers that descriptions derive from others', () => {
  test('are not accused where they agree', async () => {
    expect(await failures({})).toEqual([]);
    expect(await failures({ lines: [], lineCount: 0, total: '0.00', due: '-4.00' })).toEqual([]);
    expect(await failures({ lines: null, total: null })).not.toContain('OAS-98 #/baskets/*/total');
  });

  test.each<readonly [string, Json]>([
    ['total', { total: '3.49', due: '-0.51' }],
    ['due', { due: '9.48' }],
    ['lineCount', { lineCount: 5 }],
  ])('are told where %s does not', async (member, shown) => {
    expect(await failures(shown)).toEqual([`OAS-98 #/baskets/*/${member}`]);
  });

  test('are told where that of a line does not', async () => {
    expect(
      await failures({ lines: [{ quantity: 3, unitPrice: '2.50', lineTotal: '2.50' }], lineCount: 1, total: '7.50', due: '3.50' }),
    ).toEqual(['OAS-98 #/baskets/*/lines/*/lineTotal']);
  });
});
