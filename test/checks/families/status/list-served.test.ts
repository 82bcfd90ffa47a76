import { describe, expect, test } from 'vitest';
import { listServed } from '../../../../src/checks/families/status/plain-calls.ts';
import type { Reply } from '../../support/exchange.ts';
import { judge, stated } from '../../support/judge.ts';
import { fault, page, parcelService } from '../../../worlds/parcels/service.ts';

const answers: readonly (readonly [what: string, reply: Reply, verdict: string])[] = [
  ['the documented page', page([{ number: 'pk-1', label: 'a' }], null), 'pass'],
  ['an empty page', page([], null), 'pass'],
  ['a bare list, whose shape is judged elsewhere', { status: 200, json: [] }, 'pass'],
  ['an object of another shape, which is judged elsewhere', { status: 200, json: {} }, 'pass'],
  ['another success, which is judged elsewhere', { status: 206, json: { result: { list: [], again: false } } }, 'pass'],
  ['an empty body', { status: 200 }, 'fail body-empty'],
  ['no content in place of an empty list', { status: 204 }, 'fail body-empty'],
  ['no such path', fault(404), 'fail not-served'],
  ['no such method', fault(405), 'fail not-served'],
  ['501 because it is not built yet', fault(501), 'fail not-served'],
  ['a redirect', { status: 302 }, 'fail redirected'],
  ['null', { status: 200, json: null }, 'inconclusive'],
  ['a web page', { status: 200, text: '<html>' }, 'inconclusive'],
  ['a body that cannot be decoded', { status: 200, undecodable: true }, 'inconclusive'],
  ['a refused credential', fault(401), 'inconclusive'],
  ['a used up quota', fault(429), 'inconclusive'],
  ['a failure of the server', { status: 503 }, 'inconclusive'],
  ['no answer', 'no answer', 'inconclusive'],
];

describe('status/list-served', () => {
  test.for(answers)('a list that gets %s', async ([, reply, verdict]) => {
    const answer = parcelService({ twist: ({ operation }) => (operation === 'GET /parcels' ? reply : undefined) });
    expect(stated(await judge(listServed, { answer, at: 'GET /parcels' }))).toBe(verdict);
  });

  test('it is read once, without a query', async () => {
    const { session } = await judge(listServed, { answer: parcelService(), at: 'GET /parcels' });
    expect(session.exchanges.map(({ sent }) => sent.target)).toEqual(['/parcels']);
  });
});
