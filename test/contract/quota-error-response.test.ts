import { describe, expect, test } from 'vitest';
import type { RateLimit } from '../../src/contract/conventions.ts';
import {
  isOpenErrorResponse,
  isQuotaErrorResponse,
  type QuotaErrorResponse,
  quotaErrorResponse,
} from '../../src/contract/quota-error-response.ts';
import type { Contract } from '../../src/contract/model.ts';
import type { HeaderPair } from '../../src/model/exchange.ts';
import { exchangeOf, readOf } from '../checks/support/exchange.ts';
import { parcels } from '../checks/support/judge.ts';

type Status = RateLimit['exceeded']['status'];

/** The made-up contract with other statuses for a used-up quota and for missing access. */
const contractWith = async (status: Status | undefined, forbidden: number | undefined): Promise<Contract> => {
  const contract = await parcels();
  const { auth, rateLimit, ...conventions } = contract.conventions;
  if (!auth || !rateLimit) throw new Error('The made-up contract says nothing of credentials or of a quota');
  const { forbidden: _forbidden, ...access } = auth;
  return {
    ...contract,
    conventions: {
      ...conventions,
      auth: { ...access, ...(forbidden === undefined ? {} : { forbidden: { status: forbidden } }) },
      ...(status === undefined ? {} : { rateLimit: { ...rateLimit, exceeded: { status } } }),
    },
  };
};

const wait: HeaderPair = ['Retry-After', '3'];
const left = (field: string, text: string): HeaderPair => [field, text];

type Row = readonly [
  what: string,
  exceeded: Status | undefined,
  status: number,
  headers: readonly HeaderPair[],
  errorResponse: QuotaErrorResponse | undefined,
  forbidden?: number,
];

describe('an error response because of a quota', () => {
  test.for<Row>([
    ['the only documented status', 429, 429, [], 'documented'],
    ['403 where it is the only one', 403, 403, [], 'documented'],
    ['503 where it is the only one', 503, 503, [], 'documented'],
    ['403 that refuses access too, without a word', 403, 403, [], undefined, 403],
    ['403 that refuses access too, with a wait', 403, 403, [wait], 'documented', 403],
    ['429 where another one is named', 503, 429, [], 'standard'],
    ['429 where nothing is said of a quota', undefined, 429, [], 'standard'],
    ['429 of a class', '4XX', 429, [], 'documented'],
    ['429 beside others', [429, 503], 429, [], 'documented'],
    ['503 beside others, without a word', [429, 503], 503, [], undefined],
    ['503 beside others, with a wait', [429, 503], 503, [wait], 'reported'],
    ['403 where nothing is said, with nothing left', undefined, 403, [left('x-ratelimit-remaining', '0')], 'reported'],
    ['503 where nothing is said, with nothing left of one', undefined, 503, [left('RateLimit', '"a";r=5;t=1, "b";r=0;t=9')], 'reported'],
    ['503 where nothing is said, with some left', undefined, 503, [left('RateLimit', '"a";r=10;t=1')], undefined],
    ['a number that is not whole', undefined, 503, [left('X-RateLimit-Remaining', '0.5')], undefined],
    ['404 of a class', '4XX', 404, [wait], undefined],
    ['a success', 429, 200, [wait], undefined],
  ])('%s', async ([, exceeded, status, headers, errorResponse, forbidden]) => {
    const contract = await contractWith(exceeded, forbidden);
    const exchange = exchangeOf(readOf('GET /parcels'), { status, headers, json: {} });
    expect(quotaErrorResponse(contract, exchange)).toBe(errorResponse);
    expect(isQuotaErrorResponse(contract, exchange)).toBe(errorResponse !== undefined);
  });

  test.for<readonly [exceeded: Status, forbidden: number | undefined, open: boolean]>([
    [429, undefined, false],
    [403, undefined, false],
    [403, 403, true],
    [[429, 503], undefined, true],
    ['4XX', undefined, true],
  ])('with %s documented, and %s for missing access, is ambiguous: %s', async ([exceeded, forbidden, open]) => {
    expect(isOpenErrorResponse(await contractWith(exceeded, forbidden))).toBe(open);
  });
});
