import { expect, test } from 'vitest';
import { knownValueMatches } from '../../../../src/checks/families/filtering/shown-values.ts';
import { judge, stated } from '../../support/judge.ts';
import { page, pageIn, parcelService, queryOf, type ServiceOptions, type Twist } from '../../../worlds/parcels/service.ts';

/** Answers reads by a zone without items; from then on, all parcels are in another zone where they move. */
const empty = (moves: boolean): ServiceOptions => {
  let isAsked = false;
  const twist: Twist = (request, honest) => {
    if (request.operation !== 'GET /parcels') return undefined;
    if (queryOf(request, 'zone') !== undefined) {
      isAsked = true;
      return page([], null);
    }
    const { list, next } = pageIn(honest(request)) ?? { list: [], next: null };
    return moves && isAsked
      ? page(
          list.map((one) => ({ ...one, zone: 'elsewhere' })),
          next,
        )
      : undefined;
  };
  return { twist };
};

test.for<readonly [what: string, options: ServiceOptions, verdict: string]>([
  ['a value that items show gives some of them', {}, 'pass'],
  ['a value that gives nothing fails', empty(false), 'unconfirmed known-value-matches-nothing'],
  ['a value that no item shows any more is inconclusive', empty(true), 'inconclusive'],
])('%s', async ([, options, verdict]) => {
  expect(stated(await judge(knownValueMatches, { answer: parcelService(options), node: '~1parcels/get/parameters/0' }))).toBe(verdict);
});
