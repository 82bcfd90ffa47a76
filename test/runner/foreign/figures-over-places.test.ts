import { expect, test } from 'vitest';
import { besideOthers } from '../../beside-others.ts';
import { writeDocument } from '../../worlds/without-x-assay-document.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

const text = { type: 'string' };
const object = (properties: object): object => ({ type: 'object', properties, required: Object.keys(properties) });
const shows = (schema: object): object => ({ description: 'It', content: { 'application/json': { schema } } });

/** Seeds by their codes, with how many of them lie in which drawers. */
const documentWith = (said: string): object => {
  const supply = object({ code: text, drawerId: text, quantity: { type: 'integer' } });
  const seed = object({ code: text, name: text, inHand: { type: 'integer', description: said } });
  return {
    openapi: '3.0.3',
    info: { title: 'Seeds', version: '1' },
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    paths: {
      '/seeds': { get: { responses: { '200': shows({ type: 'array', items: object({ code: text, name: text }) }) } } },
      '/seeds/{code}': {
        parameters: [{ name: 'code', in: 'path', required: true, schema: text }],
        get: { responses: { '200': shows(seed), '404': { description: 'none' } } },
      },
      '/seed-supplies': { get: { description: 'All supplies.', responses: { '200': shows({ type: 'array', items: supply }) } } },
    },
  };
};

/** Those that lie in one drawer alone come first, and show no mistake. */
const single = ['ASTER', 'BASIL', 'CHARD', 'DILL', 'ENDIVE', 'FENNEL'];
const supplies = [
  ...single.map((code, n) => ({ code, drawerId: 'd1', quantity: 10 + n })),
  { code: 'PEA', drawerId: 'd1', quantity: 40 },
  { code: 'BEAN', drawerId: 'd1', quantity: 7 },
  { code: 'PEA', drawerId: 'd2', quantity: 25 },
];

/** The sum over all drawers, that in the first one, or the number of drawers. */
type Habit = 'all' | 'first' | 'drawers';

const judged = async (habit: Habit, said: string): Promise<readonly string[]> => {
  const url = await serve((incoming, outgoing) => {
    const [, root, code] = new URL(incoming.url ?? '/', 'http://127.0.0.1').pathname.split('/');
    const answer = (status: number, body: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const own = supplies.filter((one) => one.code === code);
    const [first] = own;
    if (incoming.method !== 'GET') return answer(405, {});
    if (root === 'seed-supplies' && code === undefined) return answer(200, supplies);
    if (root !== 'seeds') return answer(404, {});
    if (code === undefined)
      return answer(
        200,
        ['PEA', 'BEAN'].map((one) => ({ code: one, name: one })),
      );
    if (first === undefined) return answer(404, {});
    const sum = own.reduce((left, { quantity }) => left + quantity, 0);
    return answer(200, { code, name: code, inHand: { all: sum, first: first.quantity, drawers: own.length }[habit] });
  });
  const { verdicts } = await judgeForeign(writeDocument(documentWith(said)), url, {
    values: { 'GET /seeds/{code}': { code: 'BEAN' } },
    selection: { only: ['pagination/figures-follow'], skip: [] },
  });
  return verdicts
    .filter(({ verdict }) => verdict.kind !== 'skipped')
    .map(({ verdict }) => (verdict.kind === 'fail' ? `${verdict.finding.code} ${verdict.finding.where}` : verdict.kind));
};

const sum = 'Sum of the seed supplies of the seed over all drawers.';

test.concurrent.for<readonly [Habit, string, readonly string[]]>([
  ['all', sum, ['pass']],
  ['first', sum, ['figure-otherwise /inHand']],
  ['drawers', sum, ['figure-otherwise /inHand']],
  ['all', 'Total of all seed supplies across all drawers', ['pass']],
  ['first', 'Sum of the seed supplies of the seed over all open drawers.', []],
  ['first', 'Sum of the seed supplies of the seed over all gardens.', []],
  ['first', 'How much of the seed there is.', []],
])(
  'a number of %s is judged by "%s"',
  besideOthers(async ([habit, said, expected]) => {
    expect(await judged(habit, said)).toEqual(expected);
  }),
);
