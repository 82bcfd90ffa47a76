import { describe, expect, test } from 'vitest';
import { written } from '../../../src/contract/infer/formulas/expression.ts';
import { numbersWithNamed } from '../../../src/checks/subjects/numbers-with-named.ts';
import { loadContract } from '../../../src/contract/load.ts';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';
import { objectBody } from './json-body.ts';

const text = { type: 'string' };
const whole = { type: 'integer', minimum: 0 };
const json = (schema: object) => ({ content: { 'application/json': { schema } } });
const object = (properties: object) => ({ type: 'object', required: Object.keys(properties), properties });
const answer = (schema: object) => ({ description: 'd', ...json(schema) });
const takes = (properties: object) => ({ required: true, ...json(object(properties)) });
const parameter = (name: string) => ({ name, in: 'path', required: true, schema: text });
const error = { description: 'Refused' };

const plan = { id: text, name: text, ownShare: whole, highest: whole };
const bill = { id: text, planId: text, noted: { ...whole, nullable: true }, paid: { ...whole, nullable: true }, bonus: whole };

const says = '`paid` becomes the noted amount less the own share of the plan, at most the highest of the plan and at least 0.';

type More = { readonly plan?: object; readonly bill?: object };

/** Plans, and bills under a plan on which an amount is noted. */
const documentWith = (said: string, more: More = {}) => {
  const [plans, bills] = [object({ ...plan, ...more.plan }), object({ ...bill, ...more.bill })];
  return writeToolDocument({
    openapi: '3.0.3',
    info: { title: 'Bills', version: '1' },
    paths: {
      '/plans': {
        post: { requestBody: takes({ name: text, ownShare: whole, highest: whole }), responses: { 201: answer(plans), 422: error } },
      },
      '/plans/{planId}': {
        parameters: [parameter('planId')],
        get: { responses: { 200: answer(plans), 404: error } },
        delete: { responses: { 204: { description: 'Gone' }, 404: error } },
      },
      '/bills': { post: { requestBody: takes({ planId: text }), responses: { 201: answer(bills), 422: error } } },
      '/bills/{billId}': {
        parameters: [parameter('billId')],
        get: { responses: { 200: answer(bills), 404: error } },
        delete: { responses: { 204: { description: 'Gone' }, 404: error } },
      },
      '/bills/{billId}/note': {
        parameters: [parameter('billId')],
        post: { description: said, requestBody: takes({ noted: whole }), responses: { 200: answer(bills), 404: error, 422: error } },
      },
    },
  });
};

const read = async (said: string, more?: More): Promise<readonly string[]> =>
  numbersWithNamed(await loadContract(documentWith(said, more))).flatMap(({ formula }) => [
    formula.member,
    ...formula.expressions.map(written),
  ]);

describe('a number with parts of what the resource names', () => {
  const less = 'noted − plan.ownShare';
  test.each<readonly [string, readonly string[]]>([
    [says.replace('noted amount', '`noted`'), ['paid', `${less}, but at most plan.highest, but at least 0`]],
    ['`paid` becomes `noted` minus the own share of the plan.', ['paid', less]],
    ["`paid` is then `noted` less the plan's own share, but never negative.", ['paid', `${less}, but at least 0`]],
    ['Sets `paid` to `noted` less `ownShare` of its plan.', ['paid', less]],
    ['`paid` is `noted` plus `bonus` times the own share of the plan.', ['paid', 'noted + bonus × plan.ownShare']],
    ['`paid` becomes the greater of `noted` and the own share of the plan.', ['paid', 'the greater of noted and plan.ownShare']],
    ['`paid` becomes `noted` or the highest of the plan, whichever is lower.', ['paid', 'the lesser of noted and plan.highest']],
  ])('%s', async (said, expected) => {
    expect(await read(said)).toEqual(expected);
  });

  const plain = '`paid` becomes `noted` less the own share of the plan.';
  test.each([
    '`paid` becomes `noted` less the own share of the plan, unless it is waived.',
    '`paid` becomes `noted` less the own share of the plan plus tax.',
    '`paid` becomes `noted` less the own share of the plan in the currency of the plan.',
    '`paid` becomes about `noted` less the own share of the plan.',
    '`paid` becomes `noted` less the own share of the old plan.',
    '`paid` becomes `noted` less the own share of the customer.',
    '`paid` becomes `noted` less the remaining own share of the plan.',
    '`paid` may be `noted` less the own share of the plan.',
    '`paid` becomes `noted` less the share of the plan.',
    '`paid` becomes `paid` less the own share of the plan.',
    '`paid` becomes `noted` less `bonus`.',
    'The bill is not paid before `noted` less the own share of the plan.',
    `${plain} A second bill of a year has no own share.`,
    `${plain} The own share is waived for members.`,
    `${plain} It is converted into euros.`,
    `${plain} A voucher is taken off it.`,
    `${plain} Amounts are rounded to whole euros.`,
  ])('nothing is read from %s', async (said) => {
    expect(await read(said)).toEqual([]);
  });

  test.each<readonly [string, More]>([
    ['a part that the resource has itself as well', { bill: { ownShare: whole } }],
    [
      'a part in another unit',
      { plan: { ownShare: { ...whole, description: 'In hundredths of a cent' } }, bill: { noted: { ...whole, description: 'In cents' } } },
    ],
    [
      'a number that its own description changes',
      { bill: { paid: { ...whole, description: 'Reduced by what a court has decided; this may be nothing' } } },
    ],
  ])('nothing is read for %s', async (_, more) => {
    expect(await read(plain)).toHaveLength(2);
    expect(await read(plain, more)).toEqual([]);
  });
});

type Row = Readonly<Record<string, unknown>>;
type Way = (noted: number, plan: Row, n: number) => number;

const right: Way = (noted, { ownShare, highest }) => Math.max(0, Math.min(noted - Number(ownShare), Number(highest)));

/** What is told of a service that pays in some way; `changes` is done to a plan whenever a bill of it is paid. */
const told = async (pays: Way, changes: (plan: Row) => Row = (one) => one) => {
  const all = new Map<string, Row>();
  let next = 0;
  const url = await serve((incoming, outgoing) => {
    const give = (status: number, value?: unknown): void => {
      outgoing.writeHead(status, { 'content-type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    };
    const [, kind = '', id, action] = (incoming.url ?? '/').split('/');
    const own = id === undefined ? undefined : all.get(`${kind}/${id}`);
    if (id !== undefined && !own) return give(404);
    if (incoming.method === 'GET') return give(own ? 200 : 405, own);
    if (incoming.method === 'DELETE') return give(all.delete(`${kind}/${id}`) ? 204 : 404);
    void objectBody(incoming).then((body = {}) => {
      const isCount = (name: string): boolean => Number.isInteger(body[name]) && Number(body[name]) >= 0;
      if (own && action === 'note') {
        const named = `plans/${String(own['planId'])}`;
        const of = all.get(named);
        if (!of || !isCount('noted')) return give(422);
        all.set(`bills/${id}`, { ...own, noted: body['noted'], paid: pays(Number(body['noted']), of, (next += 1)) });
        all.set(named, changes(of));
        return give(200, all.get(`bills/${id}`));
      }
      const isRight =
        kind === 'plans'
          ? typeof body['name'] === 'string' && isCount('ownShare') && isCount('highest')
          : all.has(`plans/${String(body['planId'])}`);
      if (!isRight) return give(422);
      const made = { ...body, id: `r${(next += 1)}`, ...(kind === 'bills' ? { noted: null, paid: null, bonus: 0 } : {}) };
      all.set(`${kind}/${made.id}`, made);
      return give(201, made);
    });
  });
  const { verdicts } = await judgeForeign(documentWith(says.replace('noted amount', '`noted`')), url, {
    allow: ['mutation', 'permanent', 'destructive'],
    maxCreates: 20,
    credentials: [],
    durations: { 'updated.shown': 1 },
    selection: { only: ['lifecycle/number-follows-action'], skip: [] },
  });
  return verdicts.flatMap(({ case: { check: id }, verdict }) =>
    id === 'lifecycle/number-follows-action' ? [verdict.kind === 'fail' ? verdict.finding.code : verdict.kind] : [],
  );
};

test('a number that follows from what is named passes, and one without a part of it is told', async () => {
  expect(await told(right)).toEqual(['pass']);
  expect(await told((noted, { highest }) => Math.min(noted, Number(highest)))).toEqual(['number-not-followed']);
});

test('nothing is told where what is named has changed in between', async () => {
  const changes = (one: Row): Row => ({ ...one, ownShare: Number(one['ownShare']) + 3 });
  expect(await told((noted, of) => right(noted, changes(of), 0), changes)).toEqual(['inconclusive']);
});
