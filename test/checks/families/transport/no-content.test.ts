import { expect, test } from 'vitest';
import { noContentIsEmpty } from '../../../../src/checks/families/transport/no-content-is-empty.ts';
import type { Answer, Exchange } from '../../../../src/model/exchange.ts';
import { berths } from '../../../worlds/writes-in-clear-contract.ts';
import { exchangeOf, readOf, type Reply } from '../../support/exchange.ts';
import { watch } from '../../support/watch.ts';

/** A removal whose answer was looked behind; `surplus` undefined where nobody looked. */
const removal = (surplus: number | undefined, reply: Reply = { status: 204 }, operation = 'DELETE /berths/{no}'): Exchange => {
  const exchange = exchangeOf(readOf(operation, { pathValues: { no: 'b1' } }), reply);
  const answer = exchange.reply as Answer;
  return surplus === undefined ? exchange : { ...exchange, reply: { ...answer, surplus } };
};

const length = (value: string): Reply => ({ status: 204, headers: [['content-length', value]] });

test.for<readonly [string, readonly Exchange[], string]>([
  ['nothing behind it passes', [removal(0)], 'pass'],
  ['an announced length of 0 passes', [removal(0, length('0'))], 'pass'],
  ['a transfer coding alone passes', [removal(0, { status: 204, headers: [['Transfer-Encoding', 'chunked']] })], 'pass'],
  ['bytes behind it fail', [removal(2)], 'fail content-behind-204'],
  ['bytes behind one of several fail', [removal(0), removal(1), removal(0)], 'fail content-behind-204'],
  ['a body that the client has read fails', [removal(undefined, { status: 204, json: {} })], 'fail content-behind-204'],
  ['a length without bytes fails', [removal(0, length('2'))], 'fail length-of-204'],
  ['a length fails although nobody looked', [removal(undefined, length('17'))], 'fail length-of-204'],
  ['an answer that nobody looked behind decides nothing', [removal(undefined)], 'unseen'],
  ['another success decides nothing', [removal(undefined, { status: 200, json: {} })], 'unseen'],
  ['a refusal decides nothing', [removal(undefined, { status: 404, json: {} })], 'unseen'],
  ['an operation without a 204 decides nothing', [removal(3, { status: 204 }, 'GET /berths')], 'unseen'],
])('%s', async ([, exchanges, verdict]) => {
  const { 'B-1': reported } = await watch(noContentIsEmpty, exchanges, await berths());
  const word =
    reported?.kind === 'fail'
      ? `fail ${reported.finding.code}`
      : reported?.kind === 'inconclusive' && reported.unseen
        ? 'unseen'
        : reported?.kind;
  expect(word).toBe(verdict);
});
