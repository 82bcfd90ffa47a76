import { expect, test } from 'vitest';
import { noContentIsEmpty } from '../../../../src/checks/families/transport/no-content-is-empty.ts';
import type { Answer, Exchange } from '../../../../src/model/exchange.ts';
import { berths } from '../../../worlds/writes-in-clear-contract.ts';
import { exchangeOf, readOf, type Reply } from '../../support/exchange.ts';
import { watch } from '../../support/watch.ts';

/** A removal and the number of bytes after its answer; `surplus` is undefined where they were not read. */
const removal = (surplus: number | undefined, reply: Reply = { status: 204 }, operation = 'DELETE /berths/{no}'): Exchange => {
  const exchange = exchangeOf(readOf(operation, { pathValues: { no: 'b1' } }), reply);
  const answer = exchange.reply as Answer;
  return surplus === undefined ? exchange : { ...exchange, reply: { ...answer, surplus } };
};

const length = (value: string): Reply => ({ status: 204, headers: [['content-length', value]] });

test.for<readonly [string, readonly Exchange[], string]>([
  ['no bytes after it pass', [removal(0)], 'pass'],
  ['an announced length of 0 passes', [removal(0, length('0'))], 'pass'],
  ['a transfer coding without bytes passes', [removal(0, { status: 204, headers: [['Transfer-Encoding', 'chunked']] })], 'pass'],
  ['bytes after it fail', [removal(2)], 'fail content-behind-204'],
  ['bytes after one of several fail', [removal(0), removal(1), removal(0)], 'fail content-behind-204'],
  ['a body that the client has read fails', [removal(undefined, { status: 204, json: {} })], 'fail content-behind-204'],
  ['a length without bytes fails', [removal(0, length('2'))], 'fail length-of-204'],
  ['a length fails although the bytes after it were not read', [removal(undefined, length('17'))], 'fail length-of-204'],
  ['an answer decides nothing where the bytes after it were not read', [removal(undefined)], 'unseen'],
  ['another success decides nothing', [removal(undefined, { status: 200, json: {} })], 'unseen'],
  ['an error response decides nothing', [removal(undefined, { status: 404, json: {} })], 'unseen'],
  ['an operation without a 204 decides nothing', [removal(3, { status: 204 }, 'GET /berths')], 'unseen'],
])('%s', async ([, exchanges, verdict]) => {
  const { 'B-1': judged } = await watch(noContentIsEmpty, exchanges, await berths());
  const word =
    judged?.kind === 'fail' ? `fail ${judged.finding.code}` : judged?.kind === 'inconclusive' && judged.unseen ? 'unseen' : judged?.kind;
  expect(word).toBe(verdict);
});
