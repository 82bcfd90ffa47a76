import { expect, test } from 'vitest';
import { otherValueRepeated } from '../../../../src/checks/families/lifecycle/created-as-asked.ts';
import { isObject } from '../../../../src/contract/pointer.ts';
import type { PlannedRequest } from '../../../../src/model/request.ts';
import { tolls, tollService, type TollTwist } from '../../../worlds/toll-service.ts';
import { judge, type Judged, stated } from '../../support/judge.ts';

const laneOf = ({ body }: PlannedRequest): unknown => (body?.kind === 'json' && isObject(body.value) ? body.value['lane'] : undefined);

/** Changes how the service shows what was paid in another lane than the printed one. */
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

/** Refuses what is paid in some lanes. */
const refusing =
  (status: number, ...lanes: readonly string[]): TollTwist =>
  (request) =>
    request.operation === 'POST /tolls' && lanes.includes(String(laneOf(request)))
      ? { status, json: { wrong: { kind: 'lane' } } }
      : undefined;

/** Most of what is listed is in another lane than the one that the service puts things in by itself. */
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
    'what a creation without the member shows is judged apart',
    {
      twist: shown(
        (toll) => ({ ...toll, lane: 'middle' }),
        (lane) => lane === undefined,
      ),
    },
    'pass',
  ],
  ['an answer without the member is judged by its schema', { twist: shown((toll) => ({ ...toll, lane: undefined })) }, 'inconclusive'],
  ['a member of another type is too', { twist: shown((toll) => ({ ...toll, lane: 2 })) }, 'inconclusive'],
  ['an answer that shows no thing decides nothing', { twist: shown(() => []) }, 'inconclusive'],
  ['a refusal of the other value decides nothing', { live: ['right'], twist: refusing(422, 'right') }, 'inconclusive'],
  [
    'a lane that is closed to new tolls is passed over for the next one',
    { live: ['right', 'right', 'third'], twist: refusing(422, 'right') },
    'pass',
  ],
  ['where there are no things there is nothing to try', { live: [] }, 'inconclusive'],
])('%s', async ([, service, verdict]) => {
  expect(stated(await judged(service))).toBe(verdict);
});

test('a finding tells both values', async () => {
  const { verdict } = await judged({ twist: shown((toll) => ({ ...toll, lane: 'left' })) });
  expect(verdict).toMatchObject({ finding: { where: '/lane', expected: '"right"', actual: '"left"' } });
});
