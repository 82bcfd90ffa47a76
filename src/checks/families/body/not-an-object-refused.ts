import { bodyObject } from '../../../generators/body-object.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { operationAt } from '../../subjects/creators.ts';
import { defineProbe } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-places.ts';
import { notAnObject, otherBodies, type OtherBody } from '../../scenarios/bodies/not-an-object.ts';
import { withRefusal } from '../../subjects/mistaken-bodies.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { judgeRefusal, withoutOtherReasons } from '../../kit/refusal.ts';

type Measured = readonly { readonly body: OtherBody; readonly exchange: Exchange }[];

export const notAnObjectRefused = defineProbe<Measured>({
  id: 'body/not-an-object-refused',
  title: 'A JSON body that is no object where one is documented is refused',
  why: 'A body of another kind holds none of the members that were asked for, so that whatever is done with it was asked by nobody.',
  fix: 'Check that the body is an object before its members are read, and refuse with a documented status.',
  reads: 'refusals.type',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places: (contract) => withRefusal(contract, 'type').flatMap((operation) => bodyObject(contract, operation) ?? []),
  needs: (place, around) => needsFor(operationAt(around.contract, place), around, { body: { kind: 'json', value: {} } }),
  cost: () => ({ requests: otherBodies.length, creates: 0 }),
  async measure(place, session) {
    const measured: { body: OtherBody; exchange: Exchange }[] = [];
    for (const body of otherBodies) {
      measured.push({ body, exchange: await session.measure(notAnObject, { operation: place.operation ?? '', body }) });
    }
    return measured;
  },
  judge(place, measured, { contract }) {
    const expected = withoutOtherReasons(operationAt(contract, place).conventions.refusals?.type);
    return joinVerdicts(
      measured.map(({ body, exchange }) =>
        judgeRefusal(exchange, {
          expected,
          wrong: [],
          code: 'not-an-object',
          where: 'request body',
          mistake: `${mistakes[body]} as the body`,
        }),
      ),
    );
  },
});

const mistakes: Readonly<Record<OtherBody, string>> = { array: 'an empty array', text: 'a text', null: 'null' };
