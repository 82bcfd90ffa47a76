import type { Contract, Operation } from '../../contract/model.ts';
import { stepOrderOf } from '../../contract/infer/step-orders.ts';
import { isObject } from '../../contract/pointer.ts';
import type { BodyMember } from '../../generators/body-members.ts';
import { another, inAnyOrder, mayAnything, phrasesOf, refusal, textsOf } from './exclusive-moves.ts';
import { describesRefusal } from './mistaken-bodies.ts';
import { listedOf, type Move, movedBeside } from './moves-in-text.ts';

/** The moves of an operation that takes a resource from state to state, one after another. */
type Stepwise = {
  readonly moves: readonly Move[];
  /** The state that the resource has is refused as well. */
  readonly andItself: boolean;
};

/**
 * The moves by which a text takes a resource through its states, without passing over one: "Parcels go forward one step at a time: `packed`, `weighed`, `sent`". What it
 * does not say, such as whether one that is lost can be packed again, is open. Undefined where it tells no such order, or some may do more.
 */
export const stepwiseMoves = (
  contract: Contract,
  operation: Operation,
  member: BodyMember,
  states: readonly string[],
): Stepwise | undefined => {
  const said = isObject(member.schema) ? member.schema['description'] : undefined;
  const own = typeof said === 'string' ? [said] : [];
  const order = describesRefusal(operation) ? stepOrderOf(contract, operation, states, own) : undefined;
  if (!order) return undefined;
  const phrases = [...textsOf(contract, operation), ...own]
    .flatMap(phrasesOf)
    .filter((one) => !order.sentences.some((sentence) => sentence.includes(one.trim())));
  const isOpen = phrases.some((one) => (inAnyOrder.test(one) && !refusal.test(one)) || (another.test(one) && mayAnything.test(one)));
  if (isOpen) return undefined;
  const beside = movedBeside(phrases, states);
  const outside = order.isNextAlone ? [] : states.filter((one) => !order.states.includes(one));
  const stepped = order.states.map((value, n): Move => {
    const shown = order.states.slice(Math.max(0, n - 1), n);
    const back = order.isForward ? [] : order.states.slice(n + 1, n + 2);
    return { value, from: new Set([...shown, ...back, ...outside, ...beside]), shown: new Set(shown) };
  });
  const denied = order.denied.map((value): Move => ({ value, from: beside, shown: new Set() }));
  const listed = listedOf(member);
  return {
    moves: [...stepped, ...denied].filter(({ value }) => listed.includes(value) && !beside.has(value)),
    andItself: order.isNextAlone,
  };
};
