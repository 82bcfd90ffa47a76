import { expect, test } from 'vitest';
import { responseBody } from '../../../../src/checks/families/schema/response-body.ts';
import type { Verdict } from '../../../../src/model/verdict.ts';
import { fault } from '../../../worlds/parcels/service.ts';
import { exchangeOf, readOf, type Reply } from '../../support/exchange.ts';
import { watch } from '../../support/watch.ts';

const after = async (...replies: readonly Reply[]): Promise<Verdict | undefined> => {
  const seen = replies.map((reply) => exchangeOf(readOf('GET /depots'), reply));
  return (await watch(responseBody, seen))['P-FAULT'];
};

const right = fault(400);
const wrong: Reply = { status: 400, json: { fault: 'wrong' } };

test('each answer counts, also one that comes word for word again, and one that comes after another', async () => {
  const once = await after(right);
  expect(once).toMatchObject({ kind: 'pass' });
  const judged = once?.kind === 'pass' ? once.judged : 0;
  expect(await after(right, right)).toMatchObject({ kind: 'pass', judged: 2 * judged });
  const broken = await after(wrong);
  expect(broken).toMatchObject({ kind: 'fail', breaches: 1 });
  const judgedBroken = broken?.kind === 'fail' ? broken.judged : 0;
  expect(await after(right, wrong, wrong, right)).toMatchObject({ kind: 'fail', breaches: 2, judged: 2 * (judged + judgedBroken) });
});
