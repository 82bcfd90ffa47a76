import { literalPattern } from '../pattern/literal-pattern.ts';
import { nodeOf } from '../../model/location.ts';
import { askedSchema } from '../asked-content.ts';
import type { Contract, Operation } from '../model.ts';
import { valueAt } from '../pointer.ts';
import { saidIn } from '../said.ts';
import { answerSchema } from './conventions/collection.ts';
import { type Owner, ownersOf } from './common-owners.ts';
import { type AnyInferred, coveredBy, coveredByLasting, coveredElsewhere, itemOf } from './covering.ts';
import { nounWordsOf } from './id-names.ts';
import { beginsWith, endsInParameter, isSamePath, parametersIn, pathAbove } from './path-template.ts';
import { type Reference, referenceAt } from './references.ts';
import { membersOf, partsOf } from './schema-parts.ts';
import { sentencesOf } from './sentences.ts';
import { wordsOf } from './words.ts';

/** What has to be there between what the path of a creation leads through and what its body names: the enrolment of a pupil in a course before a mark of that pupil there. */
export type JoinedBefore = {
  /** What joins both: an enrolment, created below the course by a body that names the pupil. */
  readonly type: AnyInferred;
  /** The member of the body that names the one that is joined, and the member of the body that joins it. */
  readonly named: string;
  readonly member: string;
  /** The state that it has to be in; undefined where the text names none. */
  readonly state: string | undefined;
};

/** Words by which a sentence asks for what it names. */
const asking =
  /\b(?:only|must|has to|have to|needs?|requires?|required|unless|until|without|whose|who|which|that|from|by|for|of|not|no|nobody|4(?:03|09|22))\b/iu;

/** The states that a new one may show, by their members. */
const statesOf = ({ document }: Contract, { create }: AnyInferred): readonly string[] =>
  [...membersOf(document, answerSchema(create))].flatMap(([name, schema]) =>
    ['state', 'status'].includes(wordsOf(name).at(-1) ?? '')
      ? partsOf(document, schema).flatMap(({ enum: listed }) =>
          Array.isArray(listed) ? listed.filter((one): one is string => typeof one === 'string') : [],
        )
      : [],
  );

/** The members of the body of an operation that each name one thing of a type. */
const namedIn = (contract: Contract, operation: Operation): readonly { readonly member: string; readonly type: AnyInferred }[] =>
  [...membersOf(contract.document, askedSchema(operation.body)).keys()].flatMap((member) => {
    const type = referenceAt(contract, operation, [member])?.resourceType;
    return type ? [{ member, type }] : [];
  });

const refusals: ReadonlySet<string> = new Set(['403', '409', '422']);

/** The sentences that ask for something by its noun, and what of its states these name. */
const askedState = (contract: Contract, operation: Operation, type: AnyInferred): { readonly state: string | undefined } | undefined => {
  const noun = nounWordsOf(type.name).join(' ');
  if (noun === '') return undefined;
  const own = operation.responses.filter(({ status, location }) => refusals.has(status) && !nodeOf(location).startsWith('#/components/'));
  const isNamed = new RegExp(String.raw`\b${literalPattern(noun)}s?\b`, 'u');
  const sentences = [operation, ...own]
    .flatMap(({ location }) => saidIn(valueAt(contract.document, nodeOf(location))))
    .flatMap(sentencesOf)
    .filter((one) => asking.test(one) && isNamed.test(wordsOf(one).join(' ')));
  if (sentences.length === 0) return undefined;
  // A state stands near the noun: "whose enrolment for the course is confirmed", "a confirmed enrolment".
  const near = (state: string): boolean => {
    const called = literalPattern(wordsOf(state).join(' '));
    const form = new RegExp(
      String.raw`\b(?:${called} ${noun}s?|${noun}s?(?: (?!not |no )\w+){0,6}? (?:is|are|be|been|as)(?: (?:already|still|in|state|status))* ${called})\b`,
      'u',
    );
    return sentences.some((one) => form.test(wordsOf(one).join(' ')));
  };
  const states = statesOf(contract, type).filter(near);
  return { state: states.length === 1 ? states[0] : undefined };
};

const find = (contract: Contract, operation: Operation): JoinedBefore | undefined => {
  if (!operation.effect.startsWith('creates') || !operation.responses.some(({ status }) => refusals.has(status))) return undefined;
  const own = [...coveredBy(contract, operation).values(), ...coveredByLasting(contract, operation).values()];
  const bodies = namedIn(contract, operation);
  if (own.length === 0 || bodies.length === 0) return undefined;
  const found = [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].flatMap((type): readonly JoinedBefore[] => {
    const { create } = type;
    const around = pathAbove(create.path);
    const isBelowSame =
      create.method === 'POST' && create.key !== operation.key && endsInParameter(around) && beginsWith(operation.path, around);
    if (!isBelowSame || own.some(({ resourceType }) => resourceType === type) || beginsWith(operation.path, itemOf(type).path)) return [];
    const joins = namedIn(contract, create);
    const both = bodies.flatMap((one) => joins.filter((other) => other.type === one.type).map((other) => ({ named: one, other })));
    const [only, ...others] = both;
    const asked = only && others.length === 0 ? askedState(contract, operation, type) : undefined;
    return only && asked ? [{ type, named: only.named.member, member: only.other.member, state: asked.state }] : [];
  });
  return found.length === 1 ? found[0] : undefined;
};

const known = new WeakMap<Operation, { readonly joined: JoinedBefore | undefined }>();

/**
 * What has to join the thing that the path of a creation leads through and the one that its body names, where the text asks for that: "Marks of pupils whose enrolment in the course is
 * confirmed". Only to choose what is made before: nothing is judged by it. Only for a contract that is held to the standard requirements.
 */
export const joinedBefore = (contract: Contract, operation: Operation): JoinedBefore | undefined => {
  if (contract.standard.size === 0 || parametersIn(operation.path).length === 0) return undefined;
  const before = known.get(operation) ?? { joined: find(contract, operation) };
  known.set(operation, before);
  return before.joined;
};

/** What has to join a caller and the thing that an operation is below, before the caller may call it: the enrolment of a student before work is handed in. */
export type CallerJoined = {
  /** What joins both, and the member of its creation that names the one who joins. */
  readonly type: AnyInferred;
  readonly member: string;
  /** The list of those who may join, and the read of one of them. */
  readonly person: Reference;
  readonly readOfPerson: Operation;
  /** What is joined, and how the creation names it: by a parameter of its path, or by a member. */
  readonly place: Owner;
  /** How what the path of the operation names belongs to that; undefined where it is that itself. */
  readonly through: Owner | undefined;
  /** The state that it has to be in; undefined where the text names none. */
  readonly state: string | undefined;
};

/** The type that the path of an operation leads through last. */
const typeInPath = (contract: Contract, operation: Operation): AnyInferred | undefined =>
  (
    [...coveredBy(contract, operation).values(), ...coveredByLasting(contract, operation).values()].at(-1) ??
    coveredElsewhere(contract, operation)
  )?.resourceType;

/** The reads of one of what a member refers to. */
const readOfNamed = ({ operations }: Contract, { resourceType, list }: Reference): Operation | undefined => {
  const path = resourceType ? itemOf(resourceType).path : list && `${list.read.path}/{id}`;
  return operations.find((one) => one.method === 'GET' && one.effect === 'safe' && path !== undefined && isSamePath(one.path, path));
};

const findForCaller = (contract: Contract, operation: Operation): CallerJoined | undefined => {
  const own = typeInPath(contract, operation);
  if (!own) return undefined;
  const around = [{ place: own, through: undefined }, ...ownersOf(contract, own).map((owner) => ({ place: owner.type, through: owner }))];
  const found = [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].flatMap((type): readonly CallerJoined[] => {
    const { create } = type;
    if (type === own || create.method !== 'POST' || create.key === operation.key || create.unsupported !== undefined) return [];
    const owners = ownersOf(contract, type);
    return around.flatMap(({ place: placeType, through }): readonly CallerJoined[] => {
      const [place, ...places] = owners.filter((one) => one.type.name === placeType.name);
      if (!place || places.length > 0) return [];
      const named = [...membersOf(contract.document, askedSchema(create.body)).keys()].flatMap((member) => {
        const person = referenceAt(contract, create, [member]);
        const read = person && readOfNamed(contract, person);
        const isOther = person?.resourceType?.name !== placeType.name && person?.inside === undefined && member !== place.by;
        return person && read && isOther && parametersIn(read.path).length === 1 ? [{ member, person, read }] : [];
      });
      const [only, ...others] = named;
      if (!only || others.length > 0) return [];
      const state = askedState(contract, operation, type)?.state;
      return [{ type, member: only.member, person: only.person, readOfPerson: only.read, place, through, state }];
    });
  });
  return found.length === 1 ? found[0] : undefined;
};

const knownForCallers = new WeakMap<Operation, { readonly joined: CallerJoined | undefined }>();

/**
 * What may have to join the caller of an operation and what its path leads through, or what that belongs to: a creation names both, and nothing else does. Which callers may
 * join, the service has to show. Only to choose what is made before: nothing is judged by it. Only for a contract that is held to the standard requirements.
 */
export const callerJoinedBefore = (contract: Contract, operation: Operation): CallerJoined | undefined => {
  if (contract.standard.size === 0 || parametersIn(operation.path).length === 0) return undefined;
  const before = knownForCallers.get(operation) ?? { joined: findForCaller(contract, operation) };
  knownForCallers.set(operation, before);
  return before.joined;
};
