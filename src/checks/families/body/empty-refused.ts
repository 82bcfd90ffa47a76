import { statusWords } from '../../../contract/conventions-at.ts';
import { operationOf } from '../../../contract/operation.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { defineProbe } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-places.ts';
import { faultyBody } from '../../scenarios/bodies/faulty-body.ts';
import { membersOf, withRefusal } from '../../subjects/mistaken-bodies.ts';
import { needsFor } from '../../kit/prerequisites.ts';
import { isClass, isReading, judgeRefusal, otherMistakes, withoutOtherReasons } from '../../kit/refusal.ts';

type Measured = { readonly object: Exchange; readonly nothing: Exchange };

export const emptyRefused = defineProbe<Measured>({
  id: 'body/empty-refused',
  title: 'A body without any member, and no body at all, is refused with the documented status',
  why: 'A client that forgot its body must learn so, and not get something made of defaults.',
  fix: 'Ask for every required member before anything is done, and refuse with the documented status.',
  reads: 'refusals.missing',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places: (contract) =>
    withRefusal(contract, 'missing')
      .filter((operation) => membersOf(contract, operation).length > 0)
      .map(({ place }) => place),
  needs: (place, around) => needsFor(operationOf(around.contract, place.operation ?? ''), around, { body: { kind: 'json', value: {} } }),
  cost: () => ({ requests: 2, creates: 0 }),
  async measure(place, session) {
    const operation = place.operation ?? '';
    const object = await session.measure(faultyBody, { operation, mistake: 'empty-object' });
    return { object, nothing: await session.measure(faultyBody, { operation, mistake: 'empty' }) };
  },
  judge(place, { object, nothing }, { contract }) {
    const operation = operationOf(contract, place.operation ?? '');
    const promised = operation.conventions.refusals?.missing;
    const expected = withoutOtherReasons(promised);
    const wrong = isClass(promised) || isReading(promised) ? [] : otherMistakes(operation, expected);
    const refusal = { expected, contract, words: statusWords(promised), wrong, code: 'empty-body', where: 'request body' };
    return joinVerdicts([
      judgeRefusal(object, { ...refusal, mistake: 'an object without members' }),
      judgeRefusal(nothing, { ...refusal, mistake: 'no body' }),
    ]);
  },
});
