import { expect, test } from 'vitest';

import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

type Json = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const object = (properties: object, required: readonly string[]): object => ({ type: 'object', properties, required });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const none = { description: 'None' };
const row = object({ plantId: { type: 'string', enum: ['fern', 'ivy'] }, pots: { type: 'integer', minimum: 1, maximum: 400 } }, [
  'plantId',
  'pots',
]);
const basket = object({ id: text, rows: { type: 'array', minItems: 1, items: row } }, ['id', 'rows']);

const document = {
  openapi: '3.0.3',
  info: { title: 'Baskets', version: '1' },
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/baskets': {
      post: {
        description: 'A basket has at least twelve pots, all rows together.',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: object({ rows: { type: 'array', minItems: 1, items: row }, note: { ...text, maxLength: 9 } }, ['rows']),
            },
          },
        },
        responses: { '201': shows(basket), '422': none },
      },
    },
    '/baskets/{basketId}': {
      parameters: [{ name: 'basketId', in: 'path', required: true, schema: text }],
      get: { responses: { '200': shows(basket), '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
  },
};

type Refusal = { readonly error: Json; readonly least: number; readonly closed?: true };

/** Baskets that need a number of pots, and say so in their own way; and how many pots were asked for. */
const baskets = ({ error, least, closed }: Refusal) => {
  const all = new Map<string, Json>();
  const asked: number[] = [];
  const answer = (method: string, [root, id = '']: readonly string[], { rows }: Json): Answer => {
    if (root !== 'baskets') return [404];
    if (method === 'POST') {
      const pots = Array.isArray(rows) ? rows.map((one: Json) => one['pots']) : [];
      if (!pots.every((one) => typeof one === 'number') || pots.length === 0) return [422, { message: 'Rows are needed.' }];
      const sum = pots.reduce((whole, one) => whole + one, 0);
      asked.push(sum);
      if (sum < least) return [422, error];
      if (closed) return [409, { message: 'Out of season' }];
      const made = { id: `b${all.size + 1}`, rows };
      all.set(made.id, made);
      return [201, made];
    }
    const found = all.get(id);
    if (!found) return [404];
    if (method === 'DELETE') all.delete(id);
    return method === 'DELETE' ? [204] : [200, found];
  };
  return { answer, asked };
};

test.concurrent.for<readonly [Refusal, number | undefined]>([
  [{ least: 12, error: { message: 'There are too few pots.' } }, 20],
  [{ least: 12, error: { errors: [{ pointer: '/rows', message: 'Twelve pots at least' }] } }, 12],
  [{ least: 12, error: { errors: [{ pointer: '/rows', code: 'below_minimum' }] } }, 20],
  // No more than it takes is asked for.
  [{ least: 12, error: { message: 'Basket 7 has too few pots: at least 12, and 300 at most.' } }, 12],
  // What does not say that it is too little, and what is not enough yet, is left as it is.
  [{ least: 12, error: { message: 'The basket is wrong.' } }, undefined],
  [{ least: 500, error: { message: 'There are too few pots.' } }, undefined],
])(
  'a creation that is refused for too little is sent with more: %o',
  besideOthers(async ([refusal, expected]) => {
    const { answer, asked } = baskets(refusal);
    const { verdicts } = await judgeForeign(writeDocument(document), await serveAnswers(answer), {
      allow: ['mutation'],
      http: { timeoutMs: 10_000, headers: {} },
      selection: { only: ['lifecycle/sent-is-shown', 'lifecycle/update-keeps-rest', 'lifecycle/creation-accepted'], skip: [] },
    });
    const kinds = new Set(verdicts.filter((one) => one.case.check === 'lifecycle/sent-is-shown').map(({ verdict }) => verdict.kind));
    expect(kinds).toEqual(new Set([expected === undefined ? 'inconclusive' : 'pass']));
    expect(asked.some((pots) => pots === expected)).toBe(expected !== undefined);
    expect(Math.max(...asked)).toBeLessThanOrEqual(20);
  }),
);

test.concurrent(
  'greater amounts are kept where what refuses them is another matter',
  besideOthers(async () => {
    const { answer, asked } = baskets({ least: 12, error: { message: 'At least 12 pots' }, closed: true });
    await judgeForeign(writeDocument(document), await serveAnswers(answer), {
      allow: ['mutation'],
      http: { timeoutMs: 10_000, headers: {} },
      selection: { only: ['lifecycle/creation-accepted', 'body/wrong-type-refused'], skip: [] },
    });
    expect(asked.slice(0, 2)).toEqual([1, 12]);
    expect(asked.slice(1).every((pots) => pots === 12)).toBe(true);
    expect(asked.length).toBeGreaterThan(2);
  }),
);
