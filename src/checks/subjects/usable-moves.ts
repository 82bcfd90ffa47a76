import { tailOf } from '../../contract/infer/path-template.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract } from '../../contract/model.ts';
import { isAction, type Mover } from './lives.ts';
import { statefulAnswer } from './needed-states.ts';

/** Words of actions that make another resource, or take this one away. */
const elsewhere: ReadonlySet<string> = new Set(
  'delete remove purge destroy erase clone copy duplicate split merge convert transfer import export upload download move assign'.split(
    ' ',
  ),
);

/** Words of actions that move money: only where the answer shows the resource in its state, so that they book it there. */
const money: ReadonlySet<string> = new Set(['pay', 'refund', 'charge', 'capture']);

/** May a move be made on a resource of the run, as far as what it is called tells: it does what it does on that resource alone, and moves no money unseen. */
export const isUsable = (contract: Contract, mover: Mover): boolean => {
  const { operation, set, to } = mover;
  if (!isAction(mover)) return true;
  // What moves to a state that the body names moves to no other place.
  const isToState = to !== undefined && Object.values(set ?? {}).includes(to.value);
  // What an action is called, and what its body chooses.
  const words = [...tailOf(operation.path), ...Object.values(set ?? {}).map(String)].flatMap(wordsOf);
  // What is bought below a resource of the run, such as its label, needs a permission of its own, and is bought to bring it to other states anyway.
  const isFar = operation.inferred?.reaches !== undefined && !operation.effect.startsWith('creates');
  if (isFar || words.some((word) => elsewhere.has(word) && !(isToState && word === 'move'))) return false;
  return !words.some((word) => money.has(word)) || statefulAnswer(contract, operation) !== undefined;
};
