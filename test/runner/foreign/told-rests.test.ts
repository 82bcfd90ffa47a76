import { describe, expect, test } from 'vitest';
import { toldRests } from '../../../src/checks/subjects/told-rests.ts';
import { besideOthers } from '../../beside-others.ts';
import { contractIn } from '../../contract/last-contracts.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

const text = { type: 'string' };
const whole = { type: 'integer', minimum: 0 };
const object = (properties: object, required: readonly string[] = []): object => ({ type: 'object', properties, required });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const asks = (schema: object): object => ({ required: true, content: { 'application/json': { schema } } });
const inPath = (name: string): object => ({ parameters: [{ name, in: 'path', required: true, schema: text }] });
const none = { description: 'None' };
const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
const line = object(
  { seed: text, quantity: { type: 'integer', minimum: 1, maximum: 50 }, price_cents: { type: 'integer', minimum: 1, maximum: 2000 } },
  ['seed', 'quantity', 'price_cents'],
);

/** Grants of an allotment, and what is bought from them. */
const documentWith = (said: string, left = 'left_cents'): object => ({
  openapi: '3.0.3',
  info: { title: 'Allotment', version: '1' },
  security: [{ key: [] }],
  components: {
    schemas: {
      Grant: object({ id: text, name: text, granted_cents: whole, [left]: whole }, ['id']),
      Purchase: object({ id: text, lines: { type: 'array', items: line }, total_cents: whole }, ['id']),
    },
    securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
  },
  paths: {
    '/grants': { post: { requestBody: asks(object({ name: text }, ['name'])), responses: { '201': shows(ref('Grant')), '422': none } } },
    '/grants/{grant_id}': {
      ...inPath('grant_id'),
      get: { responses: { '200': shows(ref('Grant')), '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
    '/grants/{grant_id}/purchases': {
      ...inPath('grant_id'),
      get: { responses: { '200': shows({ type: 'array', items: ref('Purchase') }), '404': none } },
      post: {
        summary: 'Buy seeds',
        description: said,
        requestBody: asks(object({ lines: { type: 'array', minItems: 1, items: line } }, ['lines'])),
        responses: { '201': shows(ref('Purchase')), '404': none, '409': none, '422': none },
      },
    },
  },
});

type Line = { readonly quantity: number; readonly price_cents: number };
const isLine = (one: unknown): one is Line =>
  typeof one === 'object' && one !== null && 'quantity' in one && 'price_cents' in one && typeof one.price_cents === 'number';

/** What is judged of a service that lets so much be spent of a grant of 30 euros, and takes a fifth off. */
const judged = async (said: string, allowed: number) => {
  const grants = new Map<string, { readonly id: string; readonly name: string; readonly granted_cents: number; left_cents: number }>();
  const bought: object[] = [];
  let last = 0;
  const url = await serveAnswers((method, [root, id, kind], given): Answer => {
    if (root !== 'grants') return [404];
    if (id === undefined) {
      const { name } = given;
      if (method !== 'POST') return [405];
      if (typeof name !== 'string') return [422];
      const grant = { id: `g${(last += 1)}`, name, granted_cents: 3000, left_cents: 3000 };
      grants.set(grant.id, grant);
      return [201, grant];
    }
    const grant = grants.get(id);
    if (!grant) return [404];
    if (kind === undefined) return method === 'DELETE' && grants.delete(id) ? [204] : [200, grant];
    if (method === 'GET') return [200, bought];
    const lines = Array.isArray(given['lines']) ? given['lines'].filter(isLine) : [];
    if (lines.length === 0 || lines.some((one) => one.quantity > 50 || one.price_cents > 2000)) return [422];
    const total = Math.floor(lines.reduce((sum, one) => sum + one.quantity * one.price_cents, 0) * 0.8);
    if (total > grant.left_cents && total > allowed) return [409];
    grant.left_cents = Math.max(0, grant.left_cents - total);
    const purchase = { id: `p${(last += 1)}`, lines, total_cents: total };
    bought.push(purchase);
    return [201, purchase];
  });
  const { verdicts } = await judgeForeign(writeDocument(documentWith(said)), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 20,
    http: { timeoutMs: 10_000, headers: {} },
    durations: { 'created.listed': 0.6, 'updated.shown': 0.6, 'removed.gone': 0.6, 'removed.settled': 0.3 },
    selection: { only: ['lifecycle/more-than-left-refused'], skip: [] },
  });
  const told = verdicts
    .filter(({ verdict: { kind } }) => kind !== 'skipped')
    .map(({ verdict }) => (verdict.kind === 'fail' ? verdict.finding.code : verdict.kind));
  return { told, left: grants.size };
};

const told = 'A purchase that costs more than what is left is refused with 409 and changes nothing.';

describe('what costs more than there is left', () => {
  test.each([
    told,
    'Refused with 409 if it costs more than the grant has left.',
    'Buys seeds: a purchase whose total exceeds the remaining grant is rejected.',
    'A purchase cannot be placed where it comes to more than what remains of the grant.',
    'A purchase may not cost more than what is left; then the answer is 409.',
    'If the purchase costs more than what is left, the answer is 409.',
  ])('is refused by the text: %s', async (said) => {
    expect(toldRests(await contractIn(writeDocument(documentWith(said))))).toHaveLength(1);
  });

  test.each([
    'A purchase that costs more than what is left needs an approval, else 409.',
    'A purchase that costs more than what is left may be refused.',
    'A purchase that costs more than what is left of the month is refused with 409.',
    'A purchase that costs more than what is left is refused with 409, unless the office agreed.',
    'A purchase that costs more than 1000 cents is refused with 409.',
    'Seeds of more than the remaining weight are sent later.',
    'A purchase that costs more than what is left is not refused; the rest is owed.',
    'A purchase that costs more than what is left is never rejected but put on hold.',
    'A purchase that exceeds the remaining grant cannot be cancelled.',
    'If a purchase costs more than what is left, the grant cannot be closed.',
    'A purchase that costs more than what is left is stored as `declined`.',
    'In strict mode a purchase that costs more than what is left is refused with 409.',
    'On a capped grant, a purchase that costs more than what is left is refused with 409.',
    'A purchase that costs more than what is left is refused with 409 where `strict` is set.',
    'Refused with 409 if `strict` is set and it costs more than the grant has left.',
    'A private purchase that costs more than what is left is refused.',
    'A purchase that costs more than what is left by 10 percent is refused with 409.',
    'A purchase that costs more than what is left plus the reserve is refused.',
    'A purchase of more than the remaining quantity is refused with 409.',
    'Clients must not send a purchase that costs more than what is left.',
  ])('is not refused to all by the text: %s', async (said) => {
    expect(toldRests(await contractIn(writeDocument(documentWith(said))))).toEqual([]);
  });

  test('is not known where what is left is in another unit', async () => {
    expect(toldRests(await contractIn(writeDocument(documentWith(told, 'left_points'))))).toEqual([]);
  });

  test.concurrent.for<readonly [string, number, readonly string[]]>([
    [told, 0, ['pass']],
    [told, Infinity, ['more-than-left-taken']],
    ['Buys seeds, also on tick.', Infinity, []],
  ])(
    'is tried: %s %s',
    besideOthers(async ([said, allowed, expected]) => {
      expect(await judged(said, allowed)).toEqual({ told: expected, left: 0 });
    }),
  );
});
