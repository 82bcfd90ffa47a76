import { expect, test } from 'vitest';
import { writeToolDocument } from '../../worlds/old-dialect.ts';
import { judgeForeign, serve } from './judge-foreign.ts';

/** One account of a club, whose balance others move, read by everything that a run does with it. */
const documentSaying = (description: string) => ({
  openapi: '3.1.0',
  info: { title: 'Club', version: '1' },
  paths: {
    '/till': {
      get: {
        description,
        responses: {
          200: {
            description: 'd',
            headers: { ETag: { schema: { type: 'string' } } },
            content: { 'application/json': { schema: { type: 'object' } } },
          },
          304: { description: 'as before' },
        },
      },
    },
  },
});

type Shown = { readonly tag: string; readonly body: object };

/** What is told of the tags of a service. `show`: what its answers have, by their turn. */
const told = async (show: (turn: number) => Shown, description = 'What is in the till.'): Promise<string[]> => {
  let turn = 0;
  const url = await serve((incoming, outgoing) => {
    if (incoming.url !== '/till') return void outgoing.writeHead(404).end();
    turn += 1;
    const { tag, body } = show(turn);
    const isSame = (incoming.headers['if-none-match'] ?? '').includes(tag);
    outgoing.writeHead(isSame ? 304 : 200, { etag: tag, 'content-type': 'application/json' });
    return void outgoing.end(isSame ? undefined : JSON.stringify(body));
  });
  const { verdicts } = await judgeForeign(writeToolDocument(documentSaying(description)), url, {
    selection: { only: ['headers/*', 'http/*', 'status/*'], skip: [] },
  });
  return verdicts.flatMap(({ id, verdict, case: { requirement, level } }) =>
    id.startsWith('http/strong-tags') && verdict.kind === 'fail' ? [`${requirement} ${level} ${verdict.finding.operation}`] : [],
  );
};

test.each<readonly [string, (turn: number) => Shown]>([
  ['stays with what is shown', () => ({ tag: '"a"', body: { sum: 1 } })],
  ['changes with it', (turn) => ({ tag: `"${turn}"`, body: { sum: turn } })],
  ['is weak', (turn) => ({ tag: 'W/"a"', body: { sum: turn } })],
  ['leaves out the moment of the answer', (turn) => ({ tag: '"a"', body: { sum: 1, server_time: turn } })],
  ['leaves out an order of members', (turn) => ({ tag: '"a"', body: turn % 2 === 0 ? { a: 1, b: 2 } : { b: 2, a: 1 } })],
])('a tag that %s is not accused', async (_what, show) => {
  expect(await told(show)).toEqual([]);
});

test('a strong tag that stays while the sum changes is told', async () => {
  expect(await told((turn) => ({ tag: '"a"', body: { sum: turn } }))).toEqual(['HTTP-43 should GET /till']);
});

test.each<readonly [string, number]>([
  ['The ETag changes whenever the name or the owner change. The sum is not reflected in it.', 0],
  ['The ETag is strong. Sums are not part of it.', 0],
  ["Bookings don't change the ETag of the till.", 0],
  ['`version` is raised by 1 with every change of the name. `ETag` is the version in quotes.', 0],
  ['The ETag of a till is its current `version`.', 0],
  ['The version is also sent as `ETag`.', 0],
  ['The ETag is strong; use it for conditional reads.', 1],
  ['Every version of the till has an ETag.', 1],
  ['The ETag names a version for `If-None-Match`; it is another one with each booking.', 1],
  ['The sum is not final before midnight.', 1],
])('of a document that says "%s", %i are told', async (description, count) => {
  expect(await told((turn) => ({ tag: '"a"', body: { sum: turn } }), description)).toHaveLength(count);
});
