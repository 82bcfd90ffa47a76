import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { pairOf } from '../../contract/infer/pairs.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import { saidIn } from '../../contract/said.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { typesOf } from '../../generators/resolved-schema.ts';
import { nodeOf } from '../../model/location.ts';
import { clausesOf, inWords, type State } from './state-mentions.ts';

/** A move that a resource makes once something is set about all that goes with it: a check-up is passed when each of its points is ticked. */
export type MoveByAll = {
  readonly operation: Operation;
  readonly set: { readonly [member: string]: boolean } | undefined;
  readonly to: State;
};

/** Words by which a clause is about all of something, or the last of it. */
const whole = / (?:all|every|each|100|hundred|last|final|both|whole|complete) /u;

const becoming =
  '(?:becomes?|turns?|gets?|goes|changes? to|moves? to|switches to|is(?: then)?(?: set to)?)(?: (?:an?|the|to|into|automatically))*';

/** The states that the text of an operation says that a resource comes to with all of what the operation is about. */
const reachedIn = ({ document }: Contract, { location }: Operation, noun: string, states: readonly State[]): readonly State[] =>
  saidIn(valueAt(document, nodeOf(location)))
    .flatMap(clausesOf)
    .map(inWords)
    .filter((words) => whole.test(words) && !/ (?:not|never|no|cannot) /u.test(words))
    .flatMap((words) =>
      states.filter(({ name }) =>
        new RegExp(` (?:it|(?:the|an?|its|this) ${literalPattern(noun)}) ${becoming} ${literalPattern(name)} `, 'u').test(words),
      ),
    );

/**
 * The moves of a resource by a PUT about it and one of several others, of which the text says that all of them bring it to a state: "At 100 percent the booking becomes settled". Only to
 * bring a resource of the run to a state: nothing is judged by them.
 */
export const movesByAll = (
  contract: Contract,
  { create, addsTo }: { readonly create: Operation; readonly addsTo: string },
  states: readonly State[],
): readonly MoveByAll[] => {
  const noun = nounWordsOf(addsTo).at(-1) ?? '';
  if (noun === '') return [];
  return contract.operations.flatMap((operation): readonly MoveByAll[] => {
    if (pairOf(contract, operation)?.above.resourceType.create.key !== create.key) return [];
    const reached = reachedIn(contract, operation, noun, states);
    const [to] = reached;
    if (to === undefined || new Set(reached).size > 1) return [];
    const flags = bodyMembers(contract, operation).flatMap(({ name, required, schema }) =>
      required && typesOf(schema).includes('boolean') ? [[name, true] as const] : [],
    );
    return [{ operation, set: flags.length === 0 ? undefined : Object.fromEntries(flags), to }];
  });
};
