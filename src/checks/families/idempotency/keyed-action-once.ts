import { isSuccess, outcomeOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import { shown } from '../../../contract/schema/evaluate.ts';
import { defineProbe, fail, inconclusive, pass, unconfirmed } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { type ActedTwice, actedTwice } from '../../scenarios/lifecycle/keyed-creation.ts';
import { type KeyedAction, keyedActions } from '../../subjects/keyed-creations.ts';
import { isBlamed, saysFirstAgain } from './keyed-creation-once.ts';

/** What can grow by an action: numbers, and how many a list has. By the JSON pointer. */
const amountsIn = (value: unknown, pointer = ''): readonly (readonly [pointer: string, amount: number])[] => {
  if (typeof value === 'number') return [[pointer, value]];
  if (Array.isArray(value)) return [[`${pointer} (items)`, value.length]];
  return isObject(value) ? Object.entries(value).flatMap(([name, member]) => amountsIn(member, `${pointer}/${name}`)) : [];
};

/** Members that count calls or changes of any kind, also those without an effect. */
const counting = /(?:version|revision|etag|sequence|seq|attempts?|calls|requests|views|updates)$/iu;

type Moved = { readonly pointer: string; readonly amounts: readonly [number, number, number] };

/** The amount that the first action moved, and the second one again in the same direction. What moves without any action does not count. */
const movedTwice = (things: readonly unknown[]): Moved | undefined => {
  const [calm, before, between, after] = things.map((one) => new Map(amountsIn(one)));
  for (const [pointer, amount] of after ?? []) {
    const [one, two] = [before?.get(pointer), between?.get(pointer)];
    if (one === undefined || two === undefined || counting.test(pointer) || calm?.get(pointer) !== one) continue;
    if (one !== two && Math.sign(two - one) === Math.sign(amount - two)) return { pointer, amounts: [one, two, amount] };
  }
  return undefined;
};

export const keyedActionOnce = defineProbe<KeyedAction, ActedTwice>({
  id: 'idempotency/keyed-action-once',
  title: 'An action that is sent twice with one Idempotency-Key acts once',
  why: 'A client that got no answer sends the payment again with its key, and pays twice.',
  fix: 'Store the key with the result of the action, in one transaction, and give that result to every repetition.',
  phase: 'mutate',
  stage: 'using',
  exclusive: 'collection',
  over: keyedActions,
  prerequisites: ({ operation, on }, around) => [
    ...(on ? prerequisitesFor(on.resourceType.create, around) : []),
    ...prerequisitesFor(operation, around),
  ],
  cost: () => ({ requests: 9, creates: 2 }),
  run: ({ operation }, session) => session.run(actedTwice, { operation: operation.key }),
  judge(keyed, { first, second, looks, shown: things }, { contract }) {
    const { parameter } = keyed;
    if (second === undefined) return inconclusive(`The action was answered ${outcomeOf(first)}`, [first]);
    if (isBlamed(second) && saysFirstAgain(contract, keyed)) {
      const expected = `${outcomeOf(first)} again, as the document says of the same key and body`;
      return unconfirmed(
        fail({ code: 'keyed-repetition-refused', where: parameter.name, expected, actual: outcomeOf(second) }, [second, first]),
      );
    }
    const isRead = things.length === 4 && things.every((one) => one !== undefined);
    if (!isSuccess(second) || !isRead)
      return inconclusive(`The repetition was answered ${outcomeOf(second)}, or the resource could not be read`, [second, first, ...looks]);
    const moved = movedTwice(things);
    if (moved) {
      const [one, two, three] = moved.amounts.map(shown);
      const finding = {
        code: 'keyed-action-doubled',
        where: moved.pointer,
        expected: `${two ?? ''} as after the first one, with the same key and body`,
        actual: `${three ?? ''} (${one ?? ''} before)`,
      };
      return unconfirmed(fail(finding, [second, first, ...looks]));
    }
    const isSeen = JSON.stringify(things[1]) !== JSON.stringify(things[2]);
    return isSeen ? pass(1) : inconclusive('Nothing that a read shows was changed by the action', looks);
  },
});
