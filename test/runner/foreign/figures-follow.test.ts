import { describe, expect, test } from 'vitest';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const states = ['active', 'withdrawn'] as const;
const money = { type: 'object', required: ['amount', 'currency'], properties: { amount: { type: 'integer' }, currency: text } };
const nullable = (schema: object): object => ({ oneOf: [schema, { type: 'null' }] });
const object = (properties: object): object => ({ type: 'object', properties, required: Object.keys(properties) });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });

const said = {
  spend: 'What was paid for the bookings, that is the sum of all costs less everything that was refunded.',
  grade: 'Mean of the grades of all bookings that have one, leaving out those that are withdrawn; two decimals, `null` if there is none.',
  list: 'All bookings.',
};

const documentWith = ({ overview, ...texts }: typeof said & { readonly overview?: string }, isRemovable: boolean): object => {
  const booking = object({
    id: text,
    class_id: text,
    status: { ...text, enum: states },
    grade: { type: ['number', 'null'] },
    cost: nullable(money),
    refund: nullable(money),
  });
  return {
    openapi: '3.1.0',
    info: { title: 'Classes', version: '1' },
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    paths: {
      '/bookings': { get: { description: texts.list, responses: { '200': shows({ type: 'array', items: booking }) } } },
      ...(isRemovable
        ? {
            '/bookings/{id}': {
              parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
              get: { responses: { '200': shows(booking), '404': { description: 'none' } } },
              delete: { responses: { '204': { description: 'Gone' }, '404': { description: 'none' } } },
            },
          }
        : {}),
      '/account/summary': {
        get: {
          ...(overview === undefined ? {} : { description: overview }),
          responses: { '200': shows(object({ spend: { ...money, description: texts.spend } })) },
        },
      },
      '/classes': { get: { responses: { '200': shows({ type: 'array', items: object({ id: text }) }) } } },
      '/classes/{class_id}/summary': {
        parameters: [{ name: 'class_id', in: 'path', required: true, schema: text }],
        get: {
          responses: {
            '200': shows(object({ average: { type: ['number', 'null'], description: texts.grade } })),
            '404': { description: 'none' },
          },
        },
      },
    },
  };
};

type Booking = {
  readonly id: string;
  readonly class_id: string;
  readonly status: string;
  readonly grade: number | null;
  readonly cost: object | null;
  readonly refund: object | null;
};

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const bookings: readonly Booking[] = [
  { id: 'b1', class_id: 'c1', status: 'active', grade: 91.5, cost: eur(900), refund: null },
  { id: 'b2', class_id: 'c1', status: 'withdrawn', grade: 12, cost: eur(700), refund: eur(650) },
  { id: 'b3', class_id: 'c1', status: 'active', grade: 70, cost: null, refund: null },
  { id: 'b4', class_id: 'c2', status: 'active', grade: null, cost: eur(100), refund: null },
];

const usual = { spend: 1050, grades: (one: Booking) => one.status !== 'withdrawn' };

const judged = async (
  habits: Partial<typeof usual> = {},
  texts: Partial<typeof said> & { readonly overview?: string } = {},
  isRemovable = false,
) => {
  const { spend, grades } = { ...usual, ...habits };
  const url = await serve((incoming, outgoing) => {
    const [, root, id, below] = new URL(incoming.url ?? '/', 'http://127.0.0.1').pathname.split('/');
    const answer = (status: number, body: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (incoming.method !== 'GET') return answer(405, {});
    if (root === 'bookings' && id === undefined) return answer(200, bookings);
    if (root === 'account') return answer(200, { spend: eur(spend) });
    if (root === 'classes' && id === undefined) return answer(200, [{ id: 'c1' }, { id: 'c2' }]);
    if (root !== 'classes' || below !== 'summary' || !['c1', 'c2'].includes(id ?? '')) return answer(404, {});
    const counted = bookings.filter((one) => one.class_id === id && grades(one)).flatMap(({ grade }) => grade ?? []);
    const mean = counted.reduce((sum, one) => sum + one, 0) / counted.length;
    return answer(200, { average: counted.length === 0 ? null : Math.round(mean * 100) / 100 });
  });
  const { verdicts } = await judgeForeign(writeDocument(documentWith({ ...said, ...texts }, isRemovable)), url, {
    allow: ['mutation'],
    values: { 'GET /classes/{class_id}/summary': { class_id: 'c1' } },
    selection: { only: ['pagination/figures-follow'], skip: [] },
  });
  return verdicts
    .filter(({ verdict }) => verdict.kind !== 'skipped')
    .map(({ verdict }) => (verdict.kind === 'fail' ? `${verdict.finding.code} ${verdict.finding.where}` : verdict.kind))
    .toSorted();
};

describe('figures over a list', () => {
  test('that follow from its items are accused of nothing', async () => {
    expect(await judged()).toEqual(['pass', 'pass']);
  });

  test('that count what the text leaves out are reported', async () => {
    expect(await judged({ grades: () => true })).toEqual(['figure-of-others-too /average', 'pass']);
  });

  test('that do not take off what was paid back are reported, also where items can be removed', async () => {
    expect(await judged({ spend: 1700 })).toEqual(['figure-of-others-too /spend', 'pass']);
    expect(await judged({ spend: 1700 }, {}, true)).toContain('figure-of-others-too /spend');
  });

  test('that are other numbers are reported where the list shows all there is', async () => {
    expect(await judged({ spend: 999 })).toEqual(['figure-otherwise /spend', 'pass']);
    expect(await judged({ spend: 999 }, { list: 'You see your own bookings.' })).toEqual(['inconclusive', 'pass']);
  });

  test('are not judged where the read shows what was so some time ago', async () => {
    expect(await judged({ spend: 1 }, { overview: 'The figures are refreshed every hour.' })).toEqual(['pass']);
    expect(await judged({ spend: 1 }, { overview: 'Cached for a minute.' })).toEqual(['pass']);
  });

  test('are not judged where the text says something else', async () => {
    const texts = {
      spend: 'The sum of all costs of this month less refunds, for all bookings.',
      grade: 'Weighted mean of the grades of all bookings.',
    };
    expect(await judged({ spend: 1, grades: () => true }, texts)).toEqual([]);
  });
});
