import { type AnyInferred } from '../../contract/infer/covering.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { type Life, lives } from './lives.ts';
import { namedStates } from './needed-states.ts';

/** The most actions that bring a resource to a state. */
const longest = 4;

const lifeOf = (contract: Contract, { create }: AnyInferred): Life | undefined =>
  lives(contract).find(({ type }) => type.create.key === create.key);

const listedIn = ({ states, type }: Life): readonly string[] =>
  states.flatMap(({ member, value }) => (member === type.state && typeof value === 'string' ? [value] : []));

/**
 * The states of a resource in which an action on it, or a creation below it, is meant to be sent: those in which its text does not refuse it, else the one
 * that the text leads from. Only to choose where to try it: nothing is judged by this. Undefined where the text names none.
 */
export const statesFor = (contract: Contract, resourceType: AnyInferred, operation: Operation): readonly string[] | undefined => {
  const life = lifeOf(contract, resourceType);
  if (!life) return undefined;
  const listed = listedIn(life);
  const refusing = life.refusing.find((one) => one.operation === operation && one.namedBy === undefined);
  if (refusing) {
    const allowed = listed.filter((state) => !refusing.refused.some(({ value }) => value === state));
    if (allowed.length > 0) return allowed;
  }
  const leading = life.leading.find((one) => one.operation === operation);
  const [from, to] = namedStates(contract, operation, listed);
  if (from !== undefined && to !== undefined && (leading === undefined || leading.to.value === to)) return [from];
  const named = (leading?.named ?? []).flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
  return named.length > 0 ? named : undefined;
};

/** The actions that bring a resource from one state to one of some others, the fewest of them; undefined where none do. */
export const wayBetween = (
  contract: Contract,
  resourceType: AnyInferred,
  now: string,
  wanted: readonly string[],
): readonly Operation[] | undefined => {
  const life = lifeOf(contract, resourceType);
  const steps = (life?.leading ?? []).map(({ operation, to }) => ({
    operation,
    to: to.value,
    from: statesFor(contract, resourceType, operation),
  }));
  let ways: readonly { readonly state: string; readonly by: readonly Operation[] }[] = [{ state: now, by: [] }];
  for (let length = 0; length <= longest; length += 1) {
    const found = ways.find(({ state }) => wanted.includes(state));
    if (found) return found.by;
    ways = ways.flatMap(({ state, by }) =>
      steps.flatMap(({ from, to, operation }) =>
        typeof to === 'string' && to !== state && (from === undefined || from.includes(state)) && !by.includes(operation)
          ? [{ state: to, by: [...by, operation] }]
          : [],
      ),
    );
  }
  return undefined;
};
