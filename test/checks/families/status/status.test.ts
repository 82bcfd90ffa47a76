import { expect, test } from 'vitest';
import { plainCallSucceeds } from '../../../../src/checks/families/status/plain-calls.ts';
import type { Reply } from '../../support/exchange.ts';
import { judge, stated } from '../../support/judge.ts';
import { fault, page, parcelService } from '../../../worlds/parcels/service.ts';

const answers: readonly (readonly [what: string, reply: Reply, verdict: string])[] = [
  ['the documented page', page([], null), 'pass'],
  ['a page with undescribed members', { status: 200, json: { result: { list: [], again: false }, more: 1 } }, 'pass'],
  ['an object that breaks its schema inside, which is judged elsewhere', { status: 200, json: {} }, 'pass'],
  ['another success', { status: 206, json: { result: { list: [], again: false } } }, 'fail other-success'],
  ['a redirect', { status: 302 }, 'fail redirected'],
  ['an error response that blames the request', fault(400), 'fail refused'],
  ['an error response that blames its values', fault(422), 'fail refused'],
  ['no such path', fault(404), 'fail refused'],
  ['a web page', { status: 200, text: '<html>' }, 'fail body-not-json'],
  ['an empty body', { status: 200 }, 'fail body-not-json'],
  ['a bare list', { status: 200, json: [] }, 'fail body-of-other-type'],
  ['a body that cannot be decoded', { status: 200, undecodable: true }, 'inconclusive'],
  ['a refused credential', fault(401), 'inconclusive'],
  ['a missing permission', fault(403), 'inconclusive'],
  ['a used up quota', fault(429), 'inconclusive'],
  ['a failure of the server', { status: 503 }, 'inconclusive'],
  ['no answer', 'no answer', 'inconclusive'],
];

test.for(answers)('a read without parameters that gets %s', async ([, reply, verdict]) => {
  const answer = parcelService({ twist: ({ operation }) => (operation === 'GET /parcels' ? reply : undefined) });
  expect(stated(await judge(plainCallSucceeds, { answer, at: 'GET /parcels' }))).toBe(verdict);
});

test('a range of statuses covers each success', async () => {
  const answer = parcelService({ twist: ({ operation }) => (operation === 'GET /depots' ? { status: 206 } : undefined) });
  expect(stated(await judge(plainCallSucceeds, { answer, at: 'GET /depots' }))).toBe('pass');
});

test('the read is sent without any query', async () => {
  const { session } = await judge(plainCallSucceeds, { answer: parcelService(), at: 'GET /parcels' });
  expect(session.exchanges.map(({ sent }) => sent.target)).toEqual(['/parcels']);
});
