import { stateMembers } from '../../contract/infer/state-names.ts';
import { type AnyInferred, itemOf } from '../../contract/infer/covering.ts';
import { answerSchema } from '../../contract/infer/conventions/collection.ts';
import { firmSentencesOf } from '../../contract/infer/firm-sentences.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { isSamePath } from '../../contract/infer/path-template.ts';
import { referenceAt } from '../../contract/infer/references.ts';
import { type MemberWay } from '../../contract/infer/described-nouns.ts';
import { itemsOf, membersOf } from '../../contract/infer/schema-parts.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import type { Contract, Operation, Schema } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import type { Setting } from '../../generators/body-with.ts';
import { resolvedSchema } from '../../generators/resolved-schema.ts';
import { isHidden } from '../../generators/values/hidden.ts';
import { timeFormOf } from '../../generators/allowed-times.ts';
import { at, type Subject } from '../kit/define.ts';
import { nounsIn } from './collection-nouns.ts';
import { flagBehindState } from './flag-behind-state.ts';
import { takenByKind } from './kinds-taking.ts';
import { mayBeMistaken } from './mistaken-bodies.ts';
import { inWords, type State, statesShown } from './state-mentions.ts';
import { refusedStates } from './state-words.ts';
import { type ValidThroughout, validThroughout } from './valid-throughout.ts';
import { askedSchema } from '../../contract/asked-content.ts';
import { actsAs } from '../../contract/infer/acting.ts';

/** A resource that the body of an operation names, and a state in which a sentence says that it is refused. */
export type UnfitReference = {
  readonly operation: Operation;
  readonly resourceType: AnyInferred;
  readonly state: State;
  /** What brings one to the state: the state itself, or the flag from which the service derives it. */
  readonly setting: Setting;
  /** The form of the time whose presence is the state, so that any that has passed is as good; undefined where `setting` has a value. */
  readonly timed: 'date' | 'date-time' | undefined;
  /** May the creation of the resource set that. */
  readonly isChosen: boolean;
  /** The change that brings one to the state; undefined where none does. */
  readonly change: Operation | undefined;
  /** Its own text says that the operation brings what it names to the state: "The slot becomes `booked`". */
  readonly isBrought?: true;
  /** What is named is over before the end of the time of the request: the setting is a day, or a moment, that is known when it is tried. */
  readonly until?: ValidThroughout;
  /** The one kind of request that refuses it, by a member of the body; undefined where all do. */
  readonly kind: Setting | undefined;
};

/** An operation whose body names resources that it refuses in some states, at least one. */
export type NamingFit = Subject & { readonly operation: Operation; readonly references: readonly UnfitReference[] };

/** At most so many states of what one body names are tried. */
const most = 5;

/** Objects and lists are looked into as deep as this. */
const deepest = 2;

type Named = { readonly way: MemberWay; readonly resourceType: AnyInferred };

/** Every place of a body that names a resource which the run can create. */
const namedIn = (contract: Contract, operation: Operation, schema: Schema | undefined, around: MemberWay = []): readonly Named[] => {
  if (around.length > deepest) return [];
  const { document } = contract;
  return [...membersOf(document, schema), ...membersOf(document, itemsOf(document, schema))].flatMap(([name, member]) => {
    const way = [...around, name];
    if (isHidden(document, 'request', resolvedSchema(document, member))) return [];
    const reference = referenceAt(contract, operation, way);
    const own = reference?.resourceType && reference.inside === undefined ? [{ way, resourceType: reference.resourceType }] : [];
    return own.length > 0 ? own : namedIn(contract, operation, member, way);
  });
};

/** The states of what a creation makes, as its answer or its body describes them. */
const statesOfType = (contract: Contract, { create }: AnyInferred): readonly State[] => {
  const { document } = contract;
  const asked = bodyMembers(contract, create).map(({ name, schema }) => [name, schema] as const);
  const shown = [...membersOf(document, answerSchema(create))].map(([name, schema]) => [name, resolvedSchema(document, schema)] as const);
  const members = new Map([...asked, ...shown]);
  const listed = stateMembers([...members].filter(([, schema]) => isObject(schema) && Array.isArray(schema['enum'])));
  return statesShown(document, members, listed.length === 1 ? listed[0]?.[0] : undefined);
};

/** Last words of members that say since when something is so. */
const sinceWords: ReadonlySet<string> = new Set(['on', 'at', 'date', 'since']);

/** Words for what became of something that do not end as participles mostly do, and others for the same. */
const became: Readonly<Record<string, readonly string[]>> = {
  died: ['died', 'dead', 'deceased'],
  deceased: ['deceased', 'dead'],
  sold: ['sold'],
  lost: ['lost'],
  stolen: ['stolen'],
  broken: ['broken'],
  sunk: ['sunk'],
  withdrawn: ['withdrawn'],
  left: [],
};

/** What only tells when a resource was made or looked at. */
const ofCourse: ReadonlySet<string> = new Set(
  'created updated modified changed added registered received issued dated started ended opened founded built printed published founded edited viewed used visited based required needed expected planned'.split(
    ' ',
  ),
);

/** A state that is told by the presence of a time: "deceased" of `deceased_on`. */
type Timed = State & { readonly form: 'date' | 'date-time' };

/** The states of what a creation makes that a change or the creation sets by the time since when they hold. */
const timedStates = (contract: Contract, { create }: AnyInferred, changes: readonly Operation[]): readonly Timed[] =>
  [create, ...changes]
    .flatMap((operation) => bodyMembers(contract, operation))
    .flatMap((member): readonly Timed[] => {
      const form = timeFormOf({ schema: resolvedSchema(contract.document, member.schema) });
      const [first = '', last = '', ...more] = wordsOf(member.name);
      if (form === undefined || member.required || more.length > 0 || !sinceWords.has(last) || ofCourse.has(first)) return [];
      const names = became[first] ?? (first.endsWith('ed') ? [first] : []);
      return names.map((name) => ({ name, member: member.name, value: first, form }));
    })
    .filter((one, n, all) => all.findIndex((other) => other.name === one.name) === n);

/** What is said of one of which a timed state does not hold. */
const oppositeOf = ({ name, member }: Timed): State => {
  const isOfLife = became['died']?.includes(name) === true;
  return { name: isOfLife ? 'living' : `un${name}`, member, value: `un${name}` };
};

/** Words of a clause by which something comes to a state only now and then. */
const onlySome =
  /\b(?:if|when|where|unless|until|once|as soon as|after|may|might|can|could|last|full|all|every|each|any|others?|not|never|no|some|only|sometimes|later|either|depending)\b/iu;

/** Does the text of an operation say without a condition that it brings what it names to a state: "The slot becomes `booked`". */
const bringsTo = ({ document }: Contract, operation: Operation, noun: string, { name }: State): boolean => {
  const comes = '(?:becomes|turns|turns into|goes to|changes to|moves to|is then|is now|is set to|is marked as|is marked)';
  const form = new RegExp(
    `^ (?:then |thereby |with (?:this|that|it) )?(?:the|its|this|that) ${noun} (?:then |thereby )?${comes} (?:an? |the )?${name} `,
    'u',
  );
  return saidIn(valueAt(document, nodeOf(operation.location)))
    .flatMap(firmSentencesOf)
    .flatMap((one) => one.split(/[;:]/u))
    .some((part) => !onlySome.test(part) && part.split(/, (?:and )?/u).some((clause) => form.test(inWords(clause))));
};

const unfitIn = (contract: Contract, operation: Operation): readonly UnfitReference[] => {
  const named = namedIn(contract, operation, askedSchema(operation.body));
  const overBefore = named.flatMap(({ way, resourceType }): readonly UnfitReference[] => {
    const [by, ...deeper] = way;
    const isOwn = by !== undefined && deeper.length === 0 && resourceType.create.key !== operation.key;
    const until = isOwn ? validThroughout(contract, operation, by, resourceType) : undefined;
    const setting = { member: until?.member ?? '', value: '' };
    const state = { name: 'over before its end', ...setting };
    return until
      ? [{ operation, resourceType, state, setting, isChosen: true, change: undefined, kind: undefined, timed: undefined, until }]
      : [];
  });
  const inStates = named.flatMap(({ way, resourceType }) => {
    const isOnly = named.every((one) => one.way === way || one.resourceType !== resourceType);
    const noun = nounWordsOf(resourceType.name).at(-1) ?? '';
    const isOf = isOnly && noun !== '' && resourceType.create.key !== operation.key;
    const states = isOf ? statesOfType(contract, resourceType) : [];
    const changes = contract.operations.filter(
      (one) => actsAs(one) === 'PATCH' && one.effect === 'changes' && isSamePath(one.path, itemOf(resourceType).path),
    );
    const timed = isOf ? timedStates(contract, resourceType, changes).filter(({ name }) => !states.some((one) => one.name === name)) : [];
    if (states.length + timed.length === 0) return [];
    const others = new Set([...nounsIn(contract)].filter((one) => singular(one) !== noun && one !== noun));
    const members = bodyMembers(contract, operation).flatMap(({ name }) => (way.includes(name) ? [] : [name]));
    const refusedOf = (some: readonly State[]): readonly State[] =>
      some.length === 0
        ? []
        : (refusedStates(contract, { operation, states: some, noun, others, members, isBelow: true, isNamed: true }) ?? []);
    const refused = refusedOf(states);
    // Each by itself: what is said of all others than one says nothing of these.
    const refusedTimed = timed
      .filter((one) => refusedOf([one, oppositeOf(one)]).includes(one))
      .filter((one, n, all) => all.findIndex((other) => other.member === one.member) === n);
    const ofKind = states.length === 0 ? undefined : takenByKind(contract, operation, states, noun, others);
    const byKind = (ofKind?.refused ?? []).filter((one) => !refused.includes(one));
    return [...refused, ...byKind, ...refusedTimed].map((state) => {
      const form = refusedTimed.find((one) => one === state)?.form;
      const own = { member: state.member, value: state.value };
      const setting = form ? own : (flagBehindState(contract, resourceType.create, state) ?? own);
      const change = changes.find(
        (one) =>
          bodyMembers(contract, one).some(({ name }) => name === setting.member) &&
          bodyMembers(contract, one).every(({ name, required }) => !required || name === setting.member),
      );
      const isChosen = bodyMembers(contract, resourceType.create).some(({ name }) => name === setting.member);
      return {
        operation,
        resourceType,
        state,
        setting,
        timed: form,
        isChosen,
        change,
        ...(bringsTo(contract, operation, noun, state) ? { isBrought: true as const } : {}),
        kind: ofKind?.refused.includes(state) === true ? ofKind.kind : undefined,
      };
    });
  });
  return [...overBefore, ...inStates];
};

const known = new WeakMap<Contract, readonly NamingFit[]>();

/** The operations of a contract that is held to the standard requirements whose text says in which states they refuse what their body names. */
export const unfitReferences = (contract: Contract): readonly NamingFit[] => {
  const found =
    known.get(contract) ??
    (contract.standard.size === 0
      ? []
      : contract.operations
          .filter(
            (operation) =>
              operation.method !== 'GET' && mayBeMistaken(operation) && operation.unsupported === undefined && operation.issues !== true,
          )
          .flatMap((operation): readonly NamingFit[] => {
            const references = unfitIn(contract, operation).slice(0, most);
            return references.length === 0 ? [] : [at(operation.location, { operation, references })];
          }));
  known.set(contract, found);
  return found;
};
