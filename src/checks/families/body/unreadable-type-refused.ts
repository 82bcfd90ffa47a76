import { statusWords } from '../../../contract/conventions-at.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { memberAt, operationAt } from '../../subjects/creators.ts';
import { defineProbe } from '../../kit/define.ts';
import { joinVerdicts } from '../../kit/join-places.ts';
import { unreadableTypes, unreadable } from '../../scenarios/bodies/unreadable-types.ts';
import { withRefusal } from '../../subjects/mistaken-bodies.ts';
import { bodyNeedsWithout, permissionsFor } from '../../kit/prerequisites.ts';
import { isClass, isReading, judgeRefusal, otherMistakes, withoutOtherReasons } from '../../kit/refusal.ts';
import { bodyMembers } from '../../../generators/body-members.ts';
import { typesOf } from '../../../generators/resolved-schema.ts';

export const unreadableTypeRefused = defineProbe<readonly Exchange[]>({
  id: 'body/unreadable-type-refused',
  title: 'Null, an object or a list in place of a required text is refused with the documented status',
  why: 'None of them can be turned into a text that anybody meant; what is stored then is the word of some programming language.',
  fix: 'Check the type of each member before anything is done, and refuse with the documented status.',
  reads: 'refusals.type',
  phase: 'mutate',
  stage: 'refusals',
  alone: 'collection',
  places: (contract) =>
    withRefusal(contract, 'type').flatMap((operation) =>
      bodyMembers(contract, operation)
        .filter(({ required, schema }) => required && typesOf(schema).join() === 'string')
        .map(({ place }) => place),
    ),
  needs(place, around) {
    const operation = operationAt(around.contract, place);
    return [...permissionsFor(operation), ...bodyNeedsWithout(operation, around, memberAt(around.contract, place).name)];
  },
  cost: () => ({ requests: unreadable.length, creates: 0 }),
  measure: (place, session) =>
    session.measure(unreadableTypes, { operation: place.operation ?? '', member: memberAt(session.contract, place).name }),
  judge(place, exchanges, { contract }) {
    const operation = operationAt(contract, place);
    const { name } = memberAt(contract, place);
    const promised = operation.conventions.refusals?.type;
    const expected = withoutOtherReasons(promised);
    const wrong = isClass(promised) || isReading(promised) ? [] : otherMistakes(operation, expected);
    return joinVerdicts(
      exchanges.map((exchange, turn) => {
        const mistake = `"${name}" that is ${JSON.stringify(unreadable[turn])}`;
        return judgeRefusal(exchange, {
          expected,
          words: statusWords(promised),
          wrong,
          contract,
          code: 'unreadable-type',
          where: `request body /${name}`,
          mistake,
        });
      }),
    );
  },
});
