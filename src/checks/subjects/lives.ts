import { isActing, actsAs } from '../../contract/infer/acting.ts';
import { isAsked } from '../../contract/infer/common-parameters.ts';
import { handedState } from '../../contract/infer/handed-state.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { referenceAt } from '../../contract/infer/references.ts';
import { pathChoices } from './path-choices.ts';
import { partInPath } from '../../contract/infer/part-in-path.ts';
import { singular } from '../../contract/infer/singular.ts';
import { endsInParameter, isDirectlyBelow, tailOf } from '../../contract/infer/path-template.ts';
import { descriptionsIn, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { suitedMembers } from '../../contract/infer/suited-members.ts';
import type { Collection, Contract, Operation, Schema } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { essenceOf } from '../../contract/wire/media-type.ts';
import { nodeOf } from '../../model/location.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { resolvedSchema } from '../../generators/resolved-schema.ts';
import { isLeftBy, verbOf } from './action-words.ts';
import { refusedBeforeDeeds } from './refused-before-deed.ts';
import { refusedByArrows } from './arrow-actions.ts';
import { type Clearing, clearedBy } from './cleared-moments.ts';
import { nounsIn } from './collection-nouns.ts';
import { namesConflict } from './conflicts.ts';
import { firstSteps } from './first-steps.ts';
import { historiesIn, type History } from './histories.ts';
import { type NeededMember, neededMembers } from './needed-members.ts';
import { statefulAnswer } from './needed-states.ts';
import { placeIn } from './round-trips.ts';
import { type Sequenced, sequencedTypes } from './sequences.ts';
import { orderedMoves } from './ordered-moves.ts';
import { inWords, type State, statesShown, textsOf } from './state-mentions.ts';
import { keptInState } from './kept-removals.ts';
import { namedIn, refusedStates } from './state-words.ts';
import { refusedBySection } from './section-rules.ts';
import { mayKeepState, stepInList, stepOfTag, toldState } from './told-state.ts';
import { shownMoves } from './shown-moves.ts';
import { type InStateAlone, stateAlone } from './state-alone.ts';
import { operationsOnChildren } from './child-operations.ts';
import { movesByAll } from './moves-by-all.ts';
import { movingOperations } from './stated-moves.ts';
import { tablesElsewhere } from './tables-elsewhere.ts';
import { isBoundAlone } from './until-states.ts';
import { zeroNeeded } from './zero-needed.ts';
import { choiceOf, chosenCreations, chosenSteps, creatingSteps, stepsThrough, type ToldStep } from './told-steps.ts';
import { askedContent } from '../../contract/asked-content.ts';

/** What may bring a resource to another state: an action on it, a change of the member that holds the state, an action whose body names the state, or a removal that keeps it. */
export type Mover = {
  readonly operation: Operation;
  /** What its body sets, or the end of its path chooses. */
  readonly set: { readonly [member: string]: string | boolean } | undefined;
  /** The state that the body of an action names. */
  readonly to?: State;
  /** Other states that it may lead to instead. */
  readonly or?: readonly State[];
  /** The states that such a move is for, where the document says that there is no other way. */
  readonly from?: ReadonlySet<unknown>;
  /** The creation below the resource that makes what the operation acts on. */
  readonly through?: Operation;
  /** The state is reached once the call was made about each of several. */
  readonly isOneOfAll?: true;
};

/** The state that a move names, or that a change of the resource sets; undefined where it is of another kind. */
export const stateOf = ({ states }: Pick<Life, 'states'>, { set, to }: Mover): State | undefined => {
  const [only, ...others] = Object.entries(set ?? {});
  return to ?? (only && others.length === 0 ? states.find(({ member, value }) => member === only[0] && value === only[1]) : undefined);
};

/** Is something an action, and no change of a member of the resource. */
export const isAction = ({ set, to }: Mover): boolean => set === undefined || to !== undefined;

/** An operation of which the text says in which states of the resource it is refused. */
export type Refusing = {
  readonly operation: Operation;
  readonly refused: readonly State[];
  /** Only as this mover, which chooses what is done. */
  readonly as?: Mover;
  /** The creation below the resource that makes what the operation changes or removes: `POST /orders/{orderId}/lines` of `DELETE /orders/{orderId}/lines/{lineId}`. */
  readonly through?: Operation;
  /** The member of its body by which a creation elsewhere names the resource; undefined where its path does. */
  readonly namedBy?: string;
};

/**
 * An action, or a creation below the resource, and the state that it leads to. `isTold`: its text says so in plain words; else only its name does, or it may lead
 * to another one too.
 */
export type Leading = {
  readonly operation: Operation;
  readonly to: State;
  /** Only as this mover, which chooses the state, or acts on what is below the resource. */
  readonly as?: Mover;
  readonly isTold: boolean;
  /** Its text says that one of several calls leads there: the others leave the state as it is. */
  readonly isOneOfSeveral?: true;
  /** The other states that its text names; empty where it names none. */
  readonly named: readonly State[];
};

/** A member with the moment at which a resource came to a state: `closedAt`. */
export type Dated = {
  readonly member: string;
  readonly state: State;
  /** Its description names the state as well: "Set when the trip is started". */
  readonly isTold?: true;
  /** What clears it again: "cleared when the trip is planned anew". */
  readonly cleared?: Clearing;
};

/** A resource type with states, and what its document says of them. */
export type Life = {
  readonly type: Sequenced;
  readonly states: readonly State[];
  readonly movers: readonly Mover[];
  readonly refusing: readonly Refusing[];
  readonly leading: readonly Leading[];
  readonly needed: readonly NeededMember[];
  readonly dated: readonly Dated[];
  /** Members that have a value in some states alone. */
  readonly alone: readonly InStateAlone[];
  readonly histories: readonly History[];
  /** Other moves, by which a resource is brought to a state, and nothing is judged. */
  readonly shown: readonly Mover[];
};

/** Can an operation be called with nothing but what its path names and a body, without an end of the whole service. */
export const isPlainCall = ({ unsupported, issues, parameters, inferred }: Operation): boolean =>
  unsupported === undefined &&
  issues !== true &&
  inferred?.ends === undefined &&
  parameters.every((one) => !isAsked(one) || ['if-match', 'idempotency-key'].includes(one.name.toLowerCase()));

/** Members of the body of an action that name the state to come to. */
const targetNames: ReadonlySet<string> = new Set([
  'status',
  'state',
  'to',
  'target',
  'next',
  'new status',
  'new state',
  'to status',
  'to state',
  'decision',
  'outcome',
  'verdict',
  'resolution',
]);

/** The moves of an action whose body names the state that the resource is to come to: `POST /loans/{loanId}/transitions` with `to`. None of another action. */
const namedMoves = (contract: Contract, operation: Operation, states: readonly State[]): readonly Mover[] => {
  const listed = states.filter(({ value }) => typeof value === 'string');
  const naming = bodyMembers(contract, operation).find(({ name, schema }) => {
    const values: unknown = isObject(schema) ? schema['enum'] : undefined;
    const isOfStates = Array.isArray(values) && values.length > 0 && values.every((one) => listed.some(({ value }) => value === one));
    return isOfStates && (targetNames.has(wordsOf(name).join(' ')) || listed.some(({ member }) => member === name));
  });
  const values: unknown = naming && isObject(naming.schema) ? naming.schema['enum'] : undefined;
  if (!naming || !Array.isArray(values)) return [];
  const told = movingOperations(contract).find((one) => one.operation === operation && one.areStates);
  return listed.flatMap((to): readonly Mover[] => {
    const move = told?.moves.find(({ value }) => value === to.value);
    // What the document leads nowhere to is tried where such moves are judged.
    if (!values.includes(to.value) || (told && !move && !told.open.includes(String(to.value)))) return [];
    const from = move?.shown ?? move?.from;
    return from?.size === 0 ? [] : [{ operation, set: { [naming.name]: to.value }, to, ...(from ? { from } : {}) }];
  });
};

/** The creations elsewhere whose body names a resource of a type, with the one member that does: `POST /samples` with `studyId`. */
const creationsNaming = (
  contract: Contract,
  { create }: Sequenced,
): readonly { readonly operation: Operation; readonly namedBy: string }[] =>
  contract.operations.flatMap((operation) => {
    const isCreation = operation.method === 'POST' && ['creates', 'creates-permanently'].includes(operation.effect);
    if (!isCreation || operation.key === create.key || !isPlainCall(operation)) return [];
    const naming = bodyMembers(contract, operation).filter(
      ({ name }) => referenceAt(contract, operation, [name])?.resourceType?.create.key === create.key,
    );
    const [only, ...others] = naming;
    return only === undefined || others.length > 0 ? [] : [{ operation, namedBy: only.name }];
  });

/** Is a schema that of a day or a moment. */
const isMomentOf = (document: Contract['document'], schema: Schema): boolean =>
  partsOf(document, schema).some(({ format }) => format === 'date-time' || format === 'date');

/** Words of members that say how much of something. */
const amounts: ReadonlySet<string> = new Set([
  'amount',
  'sum',
  'quantity',
  'count',
  'lines',
  'items',
  'cents',
  'pence',
  'payment',
  'money',
  'minor',
]);

/**
 * May an action leave its resource in the state in which it is: a refund of an amount may be one of several, and "End an assignment" with its last day leads to the
 * state on that day.
 */
const isInPart = (contract: Contract, operation: Operation): boolean => {
  // What has to be the amount that the resource shows is the whole; what only may not be more is often a part of it.
  const whole = suitedMembers(contract, operation).flatMap((one) => (one.kind === 'amount' && one.rule === 'exact' ? [one.member] : []));
  return bodyMembers(contract, operation).some(
    ({ name, required, schema }) =>
      (wordsOf(name).some((word) => amounts.has(word)) && !whole.includes(name)) ||
      (required && isMomentOf(contract.document, schema) && !planning.has(verbOf(operation))),
  );
};

/** Verbs of actions that plan something for a moment, and lead to their state at once. */
const planning: ReadonlySet<string> = new Set(['schedule', 'plan', 'book']);

/** The lists right below a resource that can be read whole with nothing but its path. */
const listsBelow = ({ collections }: Contract, { itemPath }: Sequenced): readonly Collection[] =>
  collections.filter(
    ({ operation }) => isDirectlyBelow(operation.path, itemPath) && !endsInParameter(operation.path) && isPlainCall(operation),
  );

/** Does the description of a moment say that it is that of a state: "Set when the trip is started", "When it was started". */
const namesMoment = ({ document }: Contract, schema: Schema, { name }: State): boolean =>
  descriptionsIn(document, schema).some((text) => {
    const words = inWords(text);
    return / (?:when|once|since|as soon as|moment|time) /u.test(words) && words.includes(` ${name} `);
  });

/** Words beside a state in a refusal that is described by nothing but the state: "Already archived", "The kennel is closed". */
const besideState: ReadonlySet<string> = new Set('the a an is it was has been already or and in state status'.split(' '));

/** The states that the description of a conflict consists of: 409 "Archived" says in which one an action is refused, and not from which it leads. */
const refusedBare = ({ document }: Contract, operation: Operation, states: readonly State[], noun: string): readonly State[] =>
  operation.responses
    .filter(({ status }) => ['409', '423'].includes(status))
    .flatMap(({ location }) => saidIn(valueAt(document, nodeOf(location))))
    .flatMap((text) => {
      const words = wordsOf(text);
      const named = states.filter(({ name }) => words.join(' ').includes(name));
      const left = words.filter(
        (word) => word !== noun && !besideState.has(word) && !named.some(({ name }) => name.split(' ').includes(word)),
      );
      return left.length === 0 ? named : [];
    });

/** The states that an action leads from by its text: those that it names, or else those that its refusal leaves. */
const namedBefore = (contract: Contract, operation: Operation, states: readonly State[], noun: string, to: State): readonly State[] => {
  const refused = refusedBare(contract, operation, states, noun);
  const texts = textsOf(contract, operation).map(inWords);
  const named = namedIn(contract, operation, states).filter(
    (one) => one !== to && !refused.includes(one) && !isBoundAlone(texts, one, [noun]),
  );
  return named.length > 0 || refused.length === 0 ? named : states.filter((one) => one !== to && !refused.includes(one));
};

const lifeOf = (contract: Contract, type: Sequenced): Life | undefined => {
  const { document, operations } = contract;
  const place = placeIn(contract, type.read, type.id);
  if (!place) return undefined;
  const members = new Map([...membersOf(document, place.schema)].map(([name, schema]) => [name, resolvedSchema(document, schema)]));
  const states = statesShown(document, members, type.state);
  if (states.length === 0) return undefined;
  const actions = operations.filter(
    (one) =>
      isActing(one) &&
      isDirectlyBelow(one.path, type.itemPath) &&
      !endsInParameter(one.path) &&
      isPlainCall(one) &&
      ['destructive', 'changes', 'asks'].includes(one.effect) &&
      canBeSent(one),
  );
  const noun = nounWordsOf(type.addsTo).at(-1) ?? '';
  const listed = states.filter(({ value }) => typeof value === 'string');
  const spoken = { states: listed, noun };
  const below = operations.filter(
    (one) =>
      one.method === 'POST' &&
      isDirectlyBelow(one.path, type.itemPath) &&
      ['creates', 'creates-permanently'].includes(one.effect) &&
      isPlainCall(one),
  );
  const isOrdinary = (one: Operation): boolean => isPlainCall(one) && canBeSent(one);
  const creating = noun === '' ? [] : creatingSteps(contract, below.filter(canBeSent), spoken);
  const kinds =
    noun === ''
      ? []
      : chosenCreations(contract, below.filter(canBeSent), spoken).map((step) => ({ mover: asMover(step), isTold: step.isTold }));
  // What is created below it may hand its own state on to it.
  const handed = below
    .filter((one) => canBeSent(one) && handedState(contract, one) !== undefined)
    .flatMap((operation) => namedMoves(contract, operation, states));
  const through = noun === '' ? [] : stepsThrough(contract, below.filter(canBeSent), spoken, isOrdinary).map(asMover);
  const values = listed.map(({ value }) => String(value));
  const elsewhere = (operation: Operation): readonly string[] => tablesElsewhere(contract, operation, values, type.addsTo);
  const byName = actions.map((operation) => {
    const named = namedMoves(contract, operation, states);
    const steps = named.length > 0 || noun === '' ? [] : chosenSteps(contract, operation, spoken, elsewhere(operation));
    const chosen = steps.map((step) => ({ mover: asMover(step), isTold: step.isTold }));
    return { operation, moves: [...named, ...chosen.map(({ mover }) => mover)], chosen };
  });
  // A path may choose as well what is done: `POST /offers/{offerId}/{action}`.
  const inPath = pathChoices(
    contract,
    type.itemPath,
    states,
    new Set([...nounsIn(contract)].filter((one) => singular(one) !== noun)),
  ).filter(({ operation }) => isPlainCall(operation) && canBeSent(operation));
  const moversInPath = inPath.map(({ operation, set, to, from }): Mover => ({ operation, set, to, ...(from ? { from } : {}) }));
  const chosen = [...byName.flatMap((one) => one.chosen), ...moversInPath.map((mover) => ({ mover, isTold: false }))];
  const plainActions = byName.flatMap(({ operation, moves }) => (moves.length > 0 ? [] : [operation]));
  const change = type.patch ?? type.put;
  const settable = change ? bodyMembers(contract, change).map(({ name }) => name) : [];
  // A PUT needs the others as well, which a read shows.
  const isEnough = ({ member }: State): boolean =>
    change !== undefined &&
    bodyMembers(contract, change).every(
      ({ required, name }) => !required || name === member || (change.method === 'PUT' && members.has(name)),
    );
  const toldOfChange = change && movingOperations(contract).find((one) => one.operation === change && one.areStates);
  const sets = change
    ? states
        .filter((one) => settable.includes(one.member) && isEnough(one))
        .map(({ member, value }): Mover => {
          const move = toldOfChange?.member === member ? toldOfChange.moves.find((one) => one.value === value) : undefined;
          return { operation: change, set: { [member]: value }, ...(move ? { from: move.shown ?? move.from } : {}) };
        })
    : [];
  const nouns = nounsIn(contract);
  const others = new Set([...nouns].filter((one) => one !== noun && one !== `${noun}s` && singular(one) !== noun));
  // A part with a path of its own: the tags of a ticket, its rating; also one that can only be read in some states, such as the label of a parcel.
  const isPart = (one: Operation): boolean =>
    ['PUT', 'PATCH', 'DELETE'].includes(actsAs(one))
      ? one.effect === 'changes' && !isActing(one)
      : one.method === 'GET' && one.effect === 'safe' && namesConflict(contract, one);
  const parts = operations.filter(
    (one) => isPart(one) && isDirectlyBelow(one.path, type.itemPath) && !endsInParameter(one.path) && canBeSent(one),
  );
  const onIt = [type.patch, type.put, type.remove, ...actions, ...parts].filter(
    (one): one is Operation => one !== undefined && isPlainCall(one),
  );
  // What is created below it and has no state of its own, with its changes and its removal.
  const isKnown = (one: Operation): boolean => contract.inferredResourceTypes.some(({ create }) => create.key === one.key);
  const children = below.filter((one) => statefulAnswer(contract, one) === undefined && (canBeSent(one) || isKnown(one)));
  const within = operationsOnChildren(contract, children, isOrdinary);
  // What changes a part that came with it, and that only it lists: `PATCH /orders/{orderId}/rows/{rowId}`.
  const ofParts = operations.filter(
    (one) => one.effect !== 'safe' && isOrdinary(one) && partInPath(contract, one)?.resourceType.create.key === type.create.key,
  );
  // What adds several at once: `POST /orders/{orderId}/lines:import`.
  const severalBelow = operations.filter(
    (one) => one.method === 'POST' && below.some(({ path }) => isDirectlyBelow(one.path, path)) && isPlainCall(one) && canBeSent(one),
  );
  const wanted: readonly (Omit<Refusing, 'refused'> & { readonly isBelow: boolean; readonly isNamed?: true })[] = [
    ...onIt.map((operation) => ({ operation, isBelow: false })),
    ...[...below, ...severalBelow].map((operation) => ({ operation, isBelow: true })),
    ...within.map((one) => ({ ...one, isBelow: true })),
    ...ofParts.map((operation) => ({ operation, isBelow: true })),
    ...creationsNaming(contract, type).map((one) => ({ ...one, isBelow: true, isNamed: true as const })),
  ];
  const ruled = {
    operations: [type.create, type.read, type.patch, type.put, type.remove, ...actions].filter((one) => one !== undefined),
    states: listed,
    noun,
  };
  /** What the section of the resource refuses of an operation; nothing of a change that may be one of the state. */
  const ofSection = (operation: Operation, isBelow: boolean): readonly State[] => {
    if (isBelow) return refusedBySection(contract, operation, 'below', ruled);
    const isWhole = operation === type.remove || (operation === change && sets.length === 0);
    if (isWhole) return refusedBySection(contract, operation, 'own', ruled);
    return actions.includes(operation) && nouns.has(wordsOf(tailOf(operation.path).at(-1) ?? '').at(-1) ?? '')
      ? refusedBySection(contract, operation, 'below', ruled)
      : [];
  };
  const hasStateOf = (operation: Operation): boolean =>
    statefulAnswer(contract, operation)?.states.some((own) => states.some(({ value }) => value === own)) === true;
  const refusing = wanted.flatMap(({ operation, isBelow, isNamed, namedBy, through: above }): readonly Refusing[] => {
    const own = bodyMembers(contract, operation).flatMap(({ name }) => (name === namedBy ? [] : [name]));
    const named = {
      operation,
      states,
      noun,
      others,
      isBelow,
      // What has states of its own with other names is not meant by those of the resource.
      isStateless: isBelow && !hasStateOf(operation),
      ...(isNamed ? { isNamed } : {}),
      choices: choiceOf(contract, operation)?.values ?? [],
      members: own.filter((name) => !states.some(({ member, name: one }) => member === name || one === name)),
    };
    const told = noun === '' ? [] : (refusedStates(contract, named) ?? []);
    const shared = isNamed ? [] : ofSection(operation, isBelow);
    const refused = [...told, ...shared.filter((one) => !told.includes(one))];
    return refused.length === 0 || refused.length === states.length
      ? []
      : [{ operation, refused, ...(namedBy === undefined ? {} : { namedBy }), ...(above ? { through: above } : {}) }];
  });
  const arrowed = plainActions.flatMap((operation): readonly Refusing[] => {
    const own = refusing.find((one) => one.operation === operation)?.refused ?? [];
    const refused = refusedByArrows(contract, operation, { ...ruled, actions: plainActions });
    return refused ? [{ operation, refused: states.filter((one) => own.includes(one) || refused.includes(one)) }] : [];
  });
  const refusals = [...refusing.filter(({ operation }) => !arrowed.some((one) => one.operation === operation)), ...arrowed];
  const excluded = chosen.flatMap(({ mover }): readonly Refusing[] => {
    const { operation, set, from, to, or } = mover;
    const moving = movingOperations(contract).find((one) => one.operation === operation && set?.[one.member] !== undefined);
    const move = moving?.moves.find(({ value }) => value === set?.[moving.member]);
    const refused = listed.filter(
      (one) => one !== to && or?.includes(one) !== true && (move?.from ?? from)?.has(String(one.value)) !== true,
    );
    return moving && from !== undefined && refused.length > 0 ? [{ operation, refused, as: mover }] : [];
  });
  const excludedInPath = inPath.flatMap(({ operation, to, from, isExclusive }, n): readonly Refusing[] => {
    const mover = moversInPath[n];
    const refused = listed.filter((one) => one !== to && from?.has(one.value) !== true);
    return mover && isExclusive && refused.length > 0 ? [{ operation, refused, as: mover }] : [];
  });
  // A removal that the text takes for a move to a state: what it names is read in it afterwards.
  const kept = type.remove && noun !== '' && isPlainCall(type.remove) ? keptInState(contract, type.remove, listed, noun) : undefined;
  const ending = type.remove && kept ? [{ operation: type.remove, to: kept }] : [];
  const stepped = [
    ...ending.map((one): Leading => ({ ...one, isTold: true, named: [] })),
    ...creating.map(({ operation, to, from }): Leading => ({
      operation,
      to,
      isTold: true,
      named: listed.filter(({ value }) => from.has(value)),
    })),
    // What only the name of a kind says is a way there, and judged no more than that.
    ...[...chosen, ...kinds.filter(({ isTold }) => isTold), ...[...through, ...handed].map((mover) => ({ mover, isTold: true }))].flatMap(
      ({ mover, isTold }): readonly Leading[] => {
        const { operation, to, from } = mover;
        return to === undefined
          ? []
          : [{ operation, to, isTold, as: mover, named: listed.filter(({ value }) => from?.has(value) === true) }];
      },
    ),
  ];
  const leading = plainActions.flatMap((operation): readonly Leading[] => {
    if (mayKeepState(contract, operation)) return [];
    // What is said of one choice is not said of the others.
    const said = choiceOf(contract, operation) ? undefined : toldState(contract, operation, listed);
    const left = listed.filter(({ value }) => isLeftBy(operation, value));
    // Where the text names the state that the action leaves by its name, another sentence speaks of what becomes of something else.
    const isOfOther = left.length === 1 && said?.state !== left[0] && namedIn(contract, operation, left).length > 0;
    const told = isOfOther ? undefined : said;
    const inList = choiceOf(contract, operation) ? undefined : stepInList(contract, operation, listed);
    const isOfTag = told === undefined && left.length === 0 && !choiceOf(contract, operation);
    const ofTag = isOfTag ? stepOfTag(contract, operation, listed) : undefined;
    const listedTo = inList?.to ?? ofTag?.to;
    const [to] = told ? [told.state] : listedTo ? [listedTo] : isInPart(contract, operation) ? [] : left;
    // What is under way may be over before anybody looks.
    const isPassing = to !== undefined && /(?<!pend|wait)ing$/u.test(to.name);
    return to === undefined || (left.length > 1 && listedTo === undefined) || isPassing
      ? []
      : [
          {
            operation,
            to,
            isTold: told ? told.isSure : inList?.to !== undefined,
            ...(told?.isOneOfSeveral ? { isOneOfSeveral: true as const } : {}),
            named: ofTag?.from ?? inList?.from.filter((one) => one !== to) ?? namedBefore(contract, operation, listed, noun, to),
          },
        ];
  });
  const asked = new Set(
    [type.create, type.patch, type.put].flatMap((one) => (one ? bodyMembers(contract, one).map(({ name }) => name) : [])),
  );
  const datedOf = (member: string, schema: Schema, state: State): Dated => {
    const cleared = clearedBy(contract, { member, schema, state, states: listed }, plainActions);
    return {
      member,
      state,
      ...(namesMoment(contract, schema, state) ? { isTold: true as const } : {}),
      ...(cleared ? { cleared } : {}),
    };
  };
  const dated = [...members].flatMap(([member, schema]): readonly Dated[] => {
    const words = wordsOf(member);
    const isMoment = isMomentOf(document, schema);
    const state = listed.find(({ name }) => name === words.slice(0, -1).join(' '));
    return isMoment &&
      state &&
      !asked.has(member) &&
      ['at', 'on', 'date', 'time'].includes(words.at(-1) ?? '') &&
      !['created', 'updated', 'scheduled', 'planned', 'due', 'expired'].includes(state.name)
      ? [datedOf(member, schema, state)]
      : [];
  });
  const ofState = listed.filter(({ member }) => member === type.state);
  const alone = [...members].flatMap(([member, schema]): readonly InStateAlone[] => {
    const found = asked.has(member) || member === type.state ? undefined : stateAlone(contract, member, schema, ofState);
    return found ? [found] : [];
  });
  const histories = type.state === undefined ? [] : historiesIn(contract, members, type.state);
  const acting = new Set([...actions, ...creating.map(({ operation }) => operation)]);
  const lists = listsBelow(contract, type);
  const chosenBy = (operation: Operation): readonly State[] =>
    byName.find((one) => one.operation === operation)?.moves.flatMap(({ to }) => to ?? []) ?? [];
  const spokenOf = { noun, states: listed, members, lists };
  const settableStates = listed.filter((one) => sets.some(({ set }) => set?.[one.member] === one.value));
  // Where a change may set any state, nobody knows what lies behind an action.
  const around = { noun, states: listed, actions: plainActions, refusing: refusals, leading: [...leading, ...stepped] };
  const beforeDeeds = settableStates.length > 0 ? [] : refusedBeforeDeeds(contract, around);
  const needed =
    noun === ''
      ? []
      : [
          ...[...acting].flatMap((operation) =>
            zeroNeeded(contract, operation, members).map((member): NeededMember => ({ operation, member, to: undefined, isZero: true })),
          ),
          ...[...acting].flatMap((operation) => neededMembers(contract, operation, { ...spokenOf, chosen: chosenBy(operation) })),
          ...(change && settableStates.length > 0
            ? neededMembers(contract, change, { ...spokenOf, chosen: settableStates, isChange: true })
            : []),
        ];
  const linked = shownMoves(contract, type, states, (operation) =>
    isOrdinary(operation) ? namedMoves(contract, operation, states).flatMap((one) => (one.to ? [{ ...one, to: one.to }] : [])) : [],
  ).filter(({ operation }) => isOrdinary(operation));
  const begun = firstSteps(contract, type, listed, isOrdinary).map(({ operation, to, from }): Mover => ({
    operation,
    set: undefined,
    to,
    ...(from ? { from: new Set(from.map(({ value }) => value)) } : {}),
  }));
  const byAll = movesByAll(contract, type, listed)
    .filter(({ operation }) => isOrdinary(operation))
    .map((move): Mover => ({ ...move, isOneOfAll: true }));
  const ledTo = [...leading, ...stepped, ...linked, ...begun, ...byAll, ...byName.flatMap(({ moves }) => moves)];
  const ordered = orderedMoves(contract, {
    read: type.read,
    states: ofState,
    actions: plainActions.filter((one) => !ledTo.some(({ operation }) => operation === one)),
    refusedIn: (one) => refusals.find(({ operation, namedBy }) => operation === one && namedBy === undefined)?.refused ?? [],
    reached: new Set(ledTo.map(({ to }) => to?.value)),
  }).map(({ operation, to, from }): Mover => ({ operation, set: undefined, to, ...(from ? { from } : {}) }));
  const patched = movingOperations(contract)
    .filter((one) => one.operation === type.jsonPatch && one.areStates)
    .flatMap(({ operation, member, moves }) =>
      moves.flatMap(({ value, from, shown: told = from }): readonly Mover[] =>
        told.size === 0 ? [] : [{ operation, set: { [member]: value }, from: told }],
      ),
    );
  const shown = [...linked, ...begun, ...byAll, ...ordered, ...patched];
  if (
    shown.length +
      refusals.length +
      beforeDeeds.length +
      excludedInPath.length +
      leading.length +
      needed.length +
      stepped.length +
      dated.length +
      alone.length +
      histories.length ===
    0
  )
    return undefined;
  const plainMovers = new Set([...plainActions, ...creating.map(({ operation }) => operation)]);
  return {
    type,
    states,
    movers: [
      ...[...plainMovers].map((operation): Mover => ({ operation, set: undefined })),
      ...byName.flatMap(({ moves }) => moves),
      ...moversInPath,
      ...kinds.map(({ mover }) => mover),
      ...through,
      ...handed,
      ...sets,
      ...ending.map(({ operation }): Mover => ({ operation, set: undefined })),
    ],
    refusing: [...refusals, ...beforeDeeds, ...excluded, ...excludedInPath],
    leading: [...leading, ...stepped],
    needed,
    dated,
    alone,
    histories,
    shown,
  };
};

const asMover = ({ operation, set, to, or, from, through }: ToldStep): Mover => ({
  operation,
  set,
  to,
  ...(or ? { or } : {}),
  ...(from.size > 0 ? { from } : {}),
  ...(through ? { through } : {}),
});

/** Can the body of an operation be made: none, JSON, a form, or a text such as a file with lines. */
const canBeSent = ({ body }: Operation): boolean =>
  body === undefined ||
  !body.required ||
  askedContent(body) !== undefined ||
  body.content.some(({ mediaType }) => essenceOf(mediaType).startsWith('text/'));

const known = new WeakMap<Contract, readonly Life[]>();

/** Every resource type of which the document shows states, and says something of them. */
export const lives = (contract: Contract): readonly Life[] => {
  const found = known.get(contract) ?? sequencedTypes(contract).flatMap((type) => lifeOf(contract, type) ?? []);
  known.set(contract, found);
  return found;
};
