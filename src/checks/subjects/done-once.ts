import { isActing } from '../../contract/infer/acting.ts';
import { firmSentencesOf } from '../../contract/infer/firm-sentences.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { isRefusalDenied } from '../../contract/infer/refusal-sentences.ts';
import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import { type AnyInferred, itemOf } from '../../contract/infer/covering.ts';
import { endsInParameter, isDirectlyBelow, pathAbove } from '../../contract/infer/path-template.ts';
import { itemsOf, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { type ShownEntry, shownKeyFor } from '../../contract/infer/shown-keys.ts';
import { singular } from '../../contract/infer/singular.ts';
import { stateMembers } from '../../contract/infer/state-names.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { below } from '../../contract/pointer.ts';
import { at, type Subject } from '../kit/define.ts';
import { participlesOf, verbOf } from './action-words.ts';
import { nounsIn } from './collection-nouns.ts';
import { isConflicting } from './conflicts.ts';
import { isPlainCall } from './lives.ts';
import { statefulAnswer } from './needed-states.ts';
import { withPerfectStates } from './perfect-states.ts';
import { withReasonsApart } from './reasons-apart.ts';
import { isRefusedAgain } from './refused-again.ts';
import { inWords, statesShown, textsOf } from './state-mentions.ts';
import { refusedStates, saysHarmless } from './state-words.ts';
import { repeatedOn } from './told-repetitions.ts';

/** An action on what another action leaves, or on an entry that only another resource shows, of which the text says that it is refused once it was done. */
export type DoneOnce = Subject & {
  readonly operation: Operation;
  readonly resourceType: AnyInferred;
  /** The read of one such resource. */
  readonly read: Operation;
  /** JSON pointer to the state in the answer to the read, or in an entry of its list. */
  readonly state: string;
  /** Of an action on an entry of a list of the resource: that list, and the states in which the text of the action refuses it. */
  readonly entry?: ShownEntry & { readonly refused: readonly string[] };
  /** Of an action on what shows no state: the sentence that refuses it once it was done. */
  readonly told?: string;
};

/** The actions on entries that only a read of what the run creates shows, such as the tickets of an order: `POST /tickets/{code}/check-in`. */
const onEntries = (contract: Contract): readonly DoneOnce[] =>
  contract.operations.flatMap((operation): readonly DoneOnce[] => {
    const { document } = contract;
    const [parameter, ...more] = operation.parameters.filter((one) => one.in === 'path');
    const isAction = isActing(operation) && operation.effect !== 'safe' && !endsInParameter(operation.path) && isPlainCall(operation);
    const shown = isAction && parameter && more.length === 0 ? shownKeyFor(contract, operation, parameter) : undefined;
    const { resourceType, entry } = shown ?? {};
    if (!resourceType || !entry) return [];
    const members = membersOf(document, itemsOf(document, entry.schema));
    const listed = [...members].filter(([, schema]) => listedStates(document, schema));
    const [state] = stateMembers(listed)[0] ?? [];
    const states = statesShown(document, members, state).filter(({ member }) => member === state);
    const noun = singular(wordsOf(entry.list).at(-1) ?? '');
    const others = new Set([...nounsIn(contract)].filter((one) => singular(one) !== noun));
    const refused = refusedStates(contract, { operation, states, noun, others, members: [], isBelow: false }) ?? [];
    return state === undefined || refused.length === 0
      ? []
      : [
          at(operation.location, {
            operation,
            resourceType,
            read: entry.read,
            state: below('', state),
            entry: { ...entry, refused: refused.map(({ value }) => String(value)) },
          }),
        ];
  });

const listedStates = (document: Contract['document'], schema: Schema): boolean =>
  partsOf(document, schema).some((part) => Array.isArray(part['enum']));

/** Every such action of a contract that is held to the standard requirements; what is created otherwise has a life of its own. */
export const doneOnce = (contract: Contract): readonly DoneOnce[] =>
  contract.standard.size === 0 ? [] : [...onEntries(contract), ...onResults(contract), ...onStateless(contract)];

/** The sentence that refuses an action once it was done, in the word that its path is made of: "`409` when the ticket has been checked in already". */
const toldDoneAgain = (contract: Contract, operation: Operation): string | undefined => {
  const noun = nounWordsOf(pathAbove(operation.path).replace(/\/\{[^/]*\}$/u, '')).at(-1) ?? '';
  if (noun === '' || saysHarmless(contract, operation, [])) return undefined;
  const it = `(?:(?:(?:the|this|an?) )?${literalPattern(noun)}|it)`;
  return participlesOf(verbOf(operation))
    .flatMap((name) => {
      const done = literalPattern(name);
      const again = `(?:is|was|(?:has|had)(?: already)? been)(?: already)? ${done}(?: already)?`;
      const form = new RegExp(
        `^ 409 (?:conflict )?(?:(?:if|when|where|once) )?(?:${it} )?(?:${again}|already ${done}|${done} already) $`,
        'u',
      );
      return textsOf(contract, operation)
        .flatMap((text) =>
          firmSentencesOf(withPerfectStates(withReasonsApart(text), operation, [{ name, member: 'status', value: name }], noun)),
        )
        .flatMap((sentence) => sentence.split(/[;.] ?/u))
        .filter((sentence) => form.test(inWords(sentence)) && !isRefusalDenied(sentence));
    })
    .at(0);
};

/** The actions on what a run creates that shows no state. */
const onStateless = (contract: Contract): readonly DoneOnce[] =>
  contract.operations.flatMap((operation): readonly DoneOnce[] => {
    if (!isActing(operation) || endsInParameter(operation.path) || !isPlainCall(operation) || !isConflicting(operation)) return [];
    const { on, read, isAddition } = repeatedOn(contract, operation) ?? {};
    if (!on || !read || isAddition || !isDirectlyBelow(operation.path, read.path) || statefulAnswer(contract, read)) return [];
    const told = toldDoneAgain(contract, operation);
    return told === undefined ? [] : [at(operation.location, { operation, resourceType: on.resourceType, read, state: '', told })];
  });

/** The actions on what an action leaves at a path of its own. */
const onResults = (contract: Contract): readonly DoneOnce[] =>
  contract.lastingResourceTypes
    .filter(({ create }) => create.effect === 'destructive')
    .flatMap((resourceType): readonly DoneOnce[] => {
      const read = itemOf(resourceType);
      const stateful = read.method === 'GET' ? statefulAnswer(contract, read) : undefined;
      if (!stateful) return [];
      const { states } = stateful;
      const actions = contract.operations.filter(
        (one) =>
          isActing(one) &&
          isDirectlyBelow(one.path, read.path) &&
          !endsInParameter(one.path) &&
          isPlainCall(one) &&
          states.some((before) => states.some((after) => before !== after && isRefusedAgain(contract, one, before, after))),
      );
      return actions.map((operation) => at(operation.location, { operation, resourceType, read, state: stateful.at }));
    });
