import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign } from './judge-foreign.ts';
import { type Answer, serveAnswers } from './serve-answers.ts';

const text = { type: 'string' };
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });
const none = { description: 'None' };
const code = { type: 'string', pattern: '^[A-Z]{3}$', description: 'Has to be one of `GET /currencies`.' };
const ref = { $ref: '#/components/schemas/Desk' };

const documentOf = (example?: object): object => ({
  openapi: '3.0.3',
  info: { title: 'Exchange desks', version: '1' },
  security: [{ key: [] }],
  components: {
    securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
    schemas: {
      Currency: code,
      Desk: {
        type: 'object',
        required: ['name', 'baseCurrency', 'quoteCurrency'],
        properties: {
          id: { ...text, readOnly: true },
          name: text,
          baseCurrency: { $ref: '#/components/schemas/Currency' },
          quoteCurrency: { allOf: [{ $ref: '#/components/schemas/Currency' }], description: 'Not the base currency' },
        },
      },
    },
  },
  paths: {
    '/currencies': { get: { responses: { '200': shows({ type: 'array', items: { type: 'object', properties: { code } } }) } } },
    '/desks': {
      get: { responses: { '200': shows({ type: 'array', items: ref }) } },
      post: {
        requestBody: { required: true, content: { 'application/json': { schema: ref, ...(example && { example }) } } },
        responses: { '201': shows(ref), '422': none },
      },
    },
    '/desks/{deskId}': {
      parameters: [{ name: 'deskId', in: 'path', required: true, schema: text }],
      get: { responses: { '200': shows(ref), '404': none } },
      delete: { responses: { '204': none, '404': none } },
    },
  },
});

const codes = ['AUD', 'CHF', 'SEK'];

const judged = async (example?: object, takesTheSame = false) => {
  const desks = new Map<string, object>();
  const created: Readonly<Record<string, unknown>>[] = [];
  let last = 0;
  const url = await serveAnswers((method, [root, id], { name, baseCurrency: base, quoteCurrency: quote }): Answer => {
    if (root === 'currencies') return [200, codes.map((one) => ({ code: one }))];
    if (root !== 'desks') return [404];
    if (id !== undefined && method === 'DELETE') return [desks.delete(id) ? 204 : 404];
    if (id !== undefined) return desks.has(id) ? [200, desks.get(id)] : [404];
    if (method === 'GET') return [200, [...desks.values()]];
    const isFine = typeof name === 'string' && codes.includes(String(base)) && codes.includes(String(quote));
    if (!isFine || (base === quote && !takesTheSame)) return [422];
    const desk = { id: `d${(last += 1)}`, name, baseCurrency: base, quoteCurrency: quote };
    desks.set(desk.id, desk);
    created.push(desk);
    return [201, desk];
  });
  const { verdicts } = await judgeForeign(writeDocument(documentOf(example)), url, {
    allow: ['mutation', 'destructive'],
    selection: { only: ['lifecycle/*', 'body/told-bound-refused'], skip: [] },
  });
  return { created, failed: verdicts.flatMap(({ id, verdict }) => (verdict.kind === 'fail' ? [id.split('@')[0]] : [])) };
};

test.concurrent(
  'the two ends of what is created are different values of the list that shows them',
  besideOthers(async () => {
    const { created, failed } = await judged();
    expect(created.length).toBeGreaterThan(0);
    expect(failed).toEqual([]);
  }),
);

test.concurrent(
  'what the document prints is sent where the list shows it',
  besideOthers(async () => {
    const { created } = await judged({ name: 'Airport', baseCurrency: 'SEK', quoteCurrency: 'CHF' });
    expect(created[0]).toMatchObject({ baseCurrency: 'SEK', quoteCurrency: 'CHF' });
  }),
);

test.concurrent(
  'who takes the same for both is told',
  besideOthers(async () => {
    expect((await judged(undefined, true)).failed).toContain('body/told-bound-refused');
  }),
);
