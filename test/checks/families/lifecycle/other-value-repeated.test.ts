import { expect, test } from 'vitest';
import { otherValueRepeated } from '../../../../src/checks/families/lifecycle/created-as-asked.ts';
import { isObject } from '../../../../src/contract/pointer.ts';
import type { PlannedRequest } from '../../../../src/model/request.ts';
import { tolls, tollService, type TollTwist } from '../../../worlds/toll-service.ts';
import { judge, type Judged, stated } from '../../support/judge.ts';

const laneOf = ({ body }: PlannedRequest): unknown => (body?.kind === 'json' && isObject(body.value) ? body.value['lane'] : undefined);

/** Changes the answers to payments in another lane than the documented one. */
const shown =
  (
    change: (resource: Readonly<Record<string, unknown>>) => unknown,
    only: (lane: unknown) => boolean = (lane) => lane !== 'left',
  ): TollTwist =>
  (request, honest) => {
    if (request.operation !== 'POST /tolls' || !only(laneOf(request))) return undefined;
    const reply = honest(request);
    return reply !== 'no answer' && isObject(reply.json) ? { ...reply, json: change(reply.json) } : reply;
  };

/** Refuses payments in some lanes. */
const refusing =
  (status: number, ...lanes: readonly string[]): TollTwist =>
  (request) =>
    request.operation === 'POST /tolls' && lanes.includes(String(laneOf(request)))
      ? { status, json: { wrong: { kind: 'lane' } } }
      : undefined;

/** Most listed tolls are in another lane than the default one. */
const judged = async (service: Parameters<typeof tollService>[0]): Promise<Judged> =>
  judge(otherValueRepeated, {
    contract: await tolls(),
    answer: tollService({ live: ['left', 'right', 'right'], ...service }),
    node: 'properties/lane',
  });

test.for<readonly [string, Parameters<typeof tollService>[0], string]>([
  ['an answer with the value that was asked for passes', {}, 'pass'],
  ['the default in its place fails', { twist: shown((toll) => ({ ...toll, lane: 'left' })) }, 'fail other-than-requested'],
  ['a third value fails', { twist: shown((toll) => ({ ...toll, lane: 'middle' })) }, 'fail other-than-requested'],
  [
    'a wrong answer to a creation without the member passes, because other checks judge it',
    {
      twist: shown(
        (toll) => ({ ...toll, lane: 'middle' }),
        (lane) => lane === undefined,
      ),
    },
    'pass',
  ],
  ['an answer without the member is inconclusive', { twist: shown((toll) => ({ ...toll, lane: undefined })) }, 'inconclusive'],
  ['a member of another type is inconclusive', { twist: shown((toll) => ({ ...toll, lane: 2 })) }, 'inconclusive'],
  ['an answer without a resource is inconclusive', { twist: shown(() => []) }, 'inconclusive'],
  ['an error response to the other value is inconclusive', { live: ['right'], twist: refusing(422, 'right') }, 'inconclusive'],
  [
    'a lane that is closed to new tolls passes, because the next one is tried',
    { live: ['right', 'right', 'third'], twist: refusing(422, 'right') },
    'pass',
  ],
  ['an empty list is inconclusive', { live: [] }, 'inconclusive'],
])('%s', async ([, service, verdict]) => {
  expect(stated(await judged(service))).toBe(verdict);
});

test('a finding shows both values', async () => {
  const { verdict } = await judged({ twist: shown((toll) => ({ ...toll, lane: 'left' })) });
  expect(verdict).toMatchObject({ finding: { where: '/lane', expected: '"right"', actual: '"left"' } });
});
