import { expect, test } from 'vitest';
import { hasQuotaApart } from '../../../../src/checks/subjects/quotas-apart.ts';
import { nothingRemainsWhenRefused } from '../../../../src/checks/families/rate-limit/remaining-when-refused.ts';
import { retryAfterWithinWindow } from '../../../../src/checks/families/rate-limit/retry-after.ts';
import type { Fold } from '../../../../src/checks/kit/define.ts';
import type { Contract } from '../../../../src/contract/model.ts';
import { bayContract, bayDocument, does } from '../../../generators/bay-contract.ts';
import { exchangeOf, readOf } from '../../support/exchange.ts';
import { targetOf } from '../../support/fake-session.ts';

const tides = async (description: string): Promise<Contract> =>
  bayContract({
    ...bayDocument({
      '/tides': {
        get: does({ description, responses: { 200: { description: 'Tides' }, 429: { description: 'Too many' } } }),
      },
    }),
    info: {
      title: 'Tides',
      version: '1',
      description:
        'A token may send 3000 requests a minute; beyond that the answer is `429` with `Retry-After`. Each answer has `X-RateLimit-Limit` and `X-RateLimit-Remaining`.',
    },
  });

/** What is told of a refusal after which the service would still take many calls, and only asks to wait for hours. */
const told = async <S>(fold: Fold<S>, description: string): Promise<string> => {
  const contract = await tides(description);
  const answer = exchangeOf(readOf('GET /tides'), {
    status: 429,
    headers: [
      ['Retry-After', '3000'],
      ['X-RateLimit-Limit', '3000'],
      ['X-RateLimit-Remaining', '1536'],
    ],
    json: {},
  });
  return fold.conclude(fold.step(fold.init(), answer, contract), { contract, target: targetOf({}) }).kind;
};

test.each([
  ['Printed tides are expensive: a token gets 5 within 4 seconds, then `429` with `Retry-After`.', true],
  ['At most ten prints an hour; more are refused with `429`.', true],
  ['The tides of 5 days in 4 seconds.', false],
  ['The tides of today.', false],
])('%s', async (description, isApart) => {
  const contract = await tides(description);
  expect(hasQuotaApart(contract, exchangeOf(readOf('GET /tides'), { status: 429, headers: [] }))).toBe(isApart);
  expect([await told(nothingRemainsWhenRefused, description), await told(retryAfterWithinWindow, description)]).toEqual(
    isApart ? ['inconclusive', 'inconclusive'] : ['fail', 'fail'],
  );
});
