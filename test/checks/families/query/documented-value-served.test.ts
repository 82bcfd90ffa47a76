import { describe, expect, test } from 'vitest';
import { documentedValueServed } from '../../../../src/checks/families/query/documented-value-served.ts';
import { targetOf } from '../../support/fake-session.ts';
import { judge, stated } from '../../support/judge.ts';
import { fault, parcelService, queryOf, type ServiceOptions } from '../../../worlds/parcels/service.ts';

const zoneAt = '~1parcels/get/parameters/0';
const roadAt = '~1depots/get/parameters/1';

/** Answers so many reads by zone with a status. */
const failing = (status: number, times = Infinity): ServiceOptions => {
  let left = times;
  return {
    twist: (request) => {
      if (queryOf(request, 'zone') === undefined || left <= 0) return undefined;
      left -= 1;
      return fault(status);
    },
  };
};

describe('query/documented-value-served', () => {
  test.for<readonly [string, () => ServiceOptions, string]>([
    ['a filter that is served passes', () => ({}), 'pass'],
    ['a filter that always fails fails', () => failing(500), 'fail documented-value-fails'],
    ['a failure that passes is inconclusive', () => failing(500, 2), 'inconclusive'],
    ['a service that is busy is inconclusive', () => failing(503), 'inconclusive'],
    ['a refusal is left to other checks', () => failing(400), 'pass'],
    ['a list that always fails is inconclusive', () => ({ twist: () => fault(500) }), 'inconclusive'],
  ])('%s', async ([, options, verdict]) => {
    expect(stated(await judge(documentedValueServed, { answer: parcelService(options()), node: zoneAt }))).toBe(verdict);
  });

  test('nothing is sent by a value that only the operator knows', async () => {
    const { session } = await judge(documentedValueServed, {
      answer: parcelService(),
      node: roadAt,
      target: targetOf({ fixtures: {} }),
    }).catch((thrown: unknown) => ({ session: { exchanges: [thrown].slice(1) } }));
    expect(session.exchanges).toEqual([]);
  });

  test('a further page and the size of a page are judged too', async () => {
    const later: ServiceOptions = { twist: (request) => (queryOf(request, 'after') === undefined ? undefined : fault(500)) };
    expect(stated(await judge(documentedValueServed, { answer: parcelService(later) }))).toBe('fail documented-value-fails');
    const sized: ServiceOptions = { twist: (request) => (queryOf(request, 'count') === undefined ? undefined : fault(500)) };
    expect(stated(await judge(documentedValueServed, { answer: parcelService(sized) }))).toBe('fail documented-value-fails');
  });
});
