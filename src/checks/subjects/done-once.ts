import { isActing } from '../../contract/infer/acting.ts';
import { firmSentencesOf } from '../../contract/infer/firm-sentences.ts';
import { heldIds } from '../../contract/infer/held-ids.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { isRefusalDenied } from '../../contract/infer/refusal-sentences.ts';
import { literalPattern } from '../../contract/pattern/literal-pattern.ts';
import { type AnyInferred, itemOf } from '../../contract/infer/covering.ts';
import { endsInParameter, isDirectlyBelow, isSamePath, pathAbove } from '../../contract/infer/path-template.ts';
import { itemsOf, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { type ShownEntry, shownKeyFor } from '../../contract/infer/shown-keys.ts';
import { singular } from '../../contract/infer/singular.ts';
import { stateMembers } from '../../contract/infer/state-names.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { below, tokensOf } from '../../contract/pointer.ts';
import { at, type Subject } from '../kit/define.ts';
import { statesFor } from './action-states.ts';
import { participlesOf, verbOf } from './action-words.ts';
import { nounsIn } from './collection-nouns.ts';
import { isConflicting } from './conflicts.ts';
import { isPlainCall, lives } from './lives.ts';
import { statefulAnswer } from './needed-states.ts';
import { withPerfectStates } from './perfect-states.ts';
import { withReasonsApart } from './reasons-apart.ts';
import { isRefusedAgain } from './refused-again.ts';
import { inWords, type State, statesShown, textsOf } from './state-mentions.ts';
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
  /** Of an action on what has no list, and whose ids the resource shows: the states in which the text of the action refuses it. */
  readonly held?: { readonly refused: readonly string[] };
  /** Of an action on what shows no state, or that is done once in its life: the sentence that refuses it once it was done. */
  readonly told?: string;
  /** Of an action that is done once in the life of a resource: the states in which it can be done, to which the resource is brought again. */
  readonly again?: readonly string[];
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
    const refused = refusedIn(contract, operation, states, singular(wordsOf(entry.list).at(-1) ?? ''));
    return state === undefined || refused.length === 0
      ? []
      : [
          at(operation.location, {
            operation,
            resourceType,
            read: entry.read,
            state: below('', state),
            entry: { ...entry, refused },
          }),
        ];
  });

/** The states of what a noun names in which the text of an action refuses it. */
const refusedIn = (contract: Contract, operation: Operation, states: readonly State[], noun: string): readonly string[] => {
  const others = new Set([...nounsIn(contract)].filter((one) => singular(one) !== noun));
  const refused = refusedStates(contract, { operation, states, noun, others, members: [], isBelow: false }) ?? [];
  return refused.map(({ value }) => String(value));
};

/** The actions on what has no list, and whose ids only a resource of the run shows: the tickets of an order, `POST /tickets/{ticketId}/check-in`. */
const onHeld = (contract: Contract): readonly DoneOnce[] =>
  contract.operations.flatMap((operation): readonly DoneOnce[] => {
    const isAction = isActing(operation) && !endsInParameter(operation.path) && isPlainCall(operation) && isConflicting(operation);
    const above = isAction ? heldIds(contract, operation)?.above : undefined;
    const path = pathAbove(operation.path);
    const read = contract.operations.find((one) => one.method === 'GET' && one.effect === 'safe' && isSamePath(one.path, path));
    if (!above || !read) return [];
    const { at: state, states } = statefulAnswer(contract, read) ?? { at: '', states: [] };
    const listed = states.map((value): State => ({ name: wordsOf(value).join(' '), member: tokensOf(state).at(-1) ?? '', value }));
    const refused = refusedIn(contract, operation, listed, singular(nounWordsOf(pathAbove(path)).at(-1) ?? ''));
    const told = refused.length > 0 ? undefined : (toldDoneAgain(contract, operation) ?? toldUsedOnce(contract, operation));
    if (refused.length === 0 && told === undefined) return [];
    const subject = { operation, resourceType: above, read, state, held: { refused } };
    return [at(operation.location, told === undefined ? subject : { ...subject, told })];
  });

/** Verbs of actions that use something up. */
const using: ReadonlySet<string> = new Set(['check in', 'redeem', 'use', 'scan', 'consume', 'spend', 'admit', 'punch', 'burn']);

/** Words by which a repeated call may be no second use. */
const repeating = /\b(?:again|repeat\w*|retr(?:y|ies|ied)|second|twice|grace|re-?ent\w+|same answer)\b/iu;

/** The sentence by which what an action uses serves once, and is refused after that: "A ticket works once (`409`)". */
const toldUsedOnce = (contract: Contract, operation: Operation): string | undefined => {
  const noun = nounWordsOf(pathAbove(operation.path).replace(/\/\{[^/]*\}$/u, '')).at(-1) ?? '';
  if (noun === '' || !using.has(verbOf(operation)) || saysHarmless(contract, operation, [])) return undefined;
  const some = `(?:an?|the|each|every|any|one|this) ${literalPattern(noun)}`;
  const serves = '(?:works|serves|is (?:valid|good|usable)|can be used|may be used|can only be used|may only be used)';
  const later =
    '(?:afterwards|after that|otherwise|the second time|from then on|(?:if|when) it (?:is|was|has been) (?:already )?used(?: already| before)?)';
  const forms = [
    `${some} ${serves} (?:only |just |exactly )?once(?: only)?`,
    `(?:${some} (?:cannot|can not|can never|may not|must not)|no ${literalPattern(noun)} (?:can|may)) be used (?:twice|again|a second time|more than once)`,
  ];
  const form = new RegExp(
    String.raw`(?:^|[.;] )(?<told>(?:${forms.join('|')})(?:[;:,.–—]| \(|\s-)\s*(?:${later},? )?\x60?409\x60?(?: conflict)?\)?(?: ${later})?)(?=[.;]|$| or )`,
    'iu',
  );
  const texts = textsOf(contract, operation).map((text) => text.replaceAll(/\s+/gu, ' ').trim());
  const found = texts.flatMap((text) => form.exec(text)?.groups?.['told'] ?? []).at(0);
  const rest = texts.join(' ').replace(found ?? '', '');
  return found === undefined || repeating.test(rest) || texts.some(isRefusalDenied) ? undefined : found;
};

const listedStates = (document: Contract['document'], schema: Schema): boolean =>
  partsOf(document, schema).some((part) => Array.isArray(part['enum']));

/** Every such action of a contract that is held to the standard requirements; what is created otherwise has a life of its own. */
export const doneOnce = (contract: Contract): readonly DoneOnce[] =>
  contract.standard.size === 0
    ? []
    : [...onEntries(contract), ...onHeld(contract), ...onResults(contract), ...onStateless(contract), ...onceInLife(contract)];

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

/** "Once in its life": not only as long as the resource stays where the action has brought it. */
const inLife =
  /\bonce in (?:its|their|an?|the) (?:[\w-]+ ){0,2}?(?:life|lifetime)\b|\b(?:only|just) (?:a single time|one time|once)(?: ever| in all)\b/iu;

/** "This can be done once; a second time … is `409`": the states in which it can be done are refused for themselves. */
const doneOnly =
  /\b(?:can|may|is|are) (?:only |just )?(?:be )?[\w ]{0,24}?(?:\b(?:only|just|at most|exactly) )?once\b(?=\s*(?:$|[.,;:(–—]))/iu;
const secondTime = /\b(?:a|the|any) second (?:time|attempt|call)\b[^.]*?\b409\b/iu;

/** Words by which it may be done once more all the same. */
const mayRepeat = /\b(?:unless|except|until|while|as long as|again|per|each|every|day|week|month|year|hour|may be refused|at a time)\b/iu;

/** The sentence by which an action on a resource is done once in the life of that; undefined where it may be done again in the states for it. */
const toldOnceInLife = (contract: Contract, operation: Operation): string | undefined => {
  const texts = textsOf(contract, operation);
  const found = texts.find((text) => inLife.test(text)) ?? texts.find((text) => doneOnly.test(text) && secondTime.test(text));
  const sentence = found
    ?.split(/(?<=\.)\s+/u)
    .find((one) => inLife.test(one) || (doneOnly.test(one) && secondTime.test(found)))
    ?.replaceAll(/\s+/gu, ' ')
    .trim();
  // "One that is not rejected" may speak of a state.
  const plain = sentence?.replaceAll(/\b(?:not|never) (?:refused|rejected)\b/giu, '…');
  return plain === undefined || mayRepeat.test(plain) || isRefusalDenied(plain) ? undefined : sentence;
};

/** The actions that are done once in the life of a resource, where their texts refuse them in some of its states for themselves. */
const onceInLife = (contract: Contract): readonly DoneOnce[] =>
  lives(contract).flatMap(({ type, refusing }) => {
    const resourceType = [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].find(
      ({ create }) => create.key === type.create.key,
    );
    const state = statefulAnswer(contract, type.read)?.at;
    if (!resourceType || state === undefined) return [];
    return refusing.flatMap(({ operation, as, through, namedBy }): readonly DoneOnce[] => {
      const isMeant = !as && !through && namedBy === undefined && isActing(operation) && isDirectlyBelow(operation.path, type.read.path);
      if (!isMeant || endsInParameter(operation.path) || !isPlainCall(operation) || !isConflicting(operation)) return [];
      const [told, again] = [toldOnceInLife(contract, operation), statesFor(contract, resourceType, operation)];
      return told === undefined || !again ? [] : [at(operation.location, { operation, resourceType, read: type.read, state, told, again })];
    });
  });

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
