import type { Documented, Refusals } from '../../contract/conventions.ts';
import { statuses } from '../../contract/conventions-at.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { hasDefault, tellsAbsence } from '../../contract/infer/told-defaults.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { saidIn } from '../../contract/said.ts';
import { type BodyMember, bodyMembers } from '../../generators/body-members.ts';
import { valueOfOtherType } from '../../generators/other-type.ts';
import { typesOf } from '../../generators/resolved-schema.ts';
import { listedValues } from '../../generators/unusable-body.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { askedContent, jsonContent } from '../../contract/asked-content.ts';

/** A mistake for which a contract may document the error response. */
export type DocumentedMistake = Exclude<keyof Refusals, keyof Documented>;

/** An operation whose body is wrong as a whole. */
export type MistakenBody = Subject & { readonly operation: Operation };

/** An operation with one wrong member in its body, at the schema of that member. */
export type MistakenMember = MistakenBody & { readonly member: BodyMember };

/** Does a write change the members of what its path names: of one resource of the run, or of the one thing of its kind that there is. */
export const changesOne = ({ effect, inferred }: Pick<Operation, 'effect' | 'inferred'>): boolean =>
  effect === 'changes' || inferred?.single === true;

/** Effects of one resource of the run. */
const ofOneResource: ReadonlySet<string> = new Set(['creates', 'creates-permanently', 'changes']);

/**
 * May an operation be sent a body with a mistake that it has to refuse: it is about one resource of the run, or the run is allowed to call it although it may change
 * anything, and accepting the mistake does no more than that. The last guard looks at what each request is about.
 */
export const mayBeMistaken = ({ effect, method, path, inferred }: Operation): boolean =>
  ofOneResource.has(effect) ||
  (effect === 'destructive' &&
    ['POST', 'PUT', 'PATCH'].includes(method) &&
    inferred !== undefined &&
    inferred.ends === undefined &&
    (path.includes('{') ? inferred.onOne === true : inferred.boundless !== true || inferred.single === true));

/**
 * Does a write concern one resource, whatever its parameters and its body say: one that it creates, or the one of the run that its path names. Without what narrows what else it
 * does, it might do it to everything.
 */
export const isAboutOne = (operation: Operation): boolean =>
  mayBeMistaken(operation) &&
  (operation.effect.startsWith('creates') ||
    operation.inferred?.single === true ||
    (operation.path.includes('{') && (operation.effect === 'changes' || operation.inferred?.onOne === true)));

const refusals: ReadonlySet<string> = new Set(['400', '409', '422', '4XX']);

/** Does an operation describe an error response to what it cannot do as it was asked. */
export const describesRefusal = ({ responses }: Operation): boolean => responses.some(({ status }) => refusals.has(status));

/**
 * May an operation be sent a body with a mistake that only a text tells, which it then has to refuse as a whole. What answers for each entry by itself refuses
 * none of them as a whole (RFC 4918, section 13).
 */
export const refusesToldMistakes = (operation: Operation): boolean =>
  mayBeMistaken(operation) &&
  operation.unsupported === undefined &&
  operation.issues !== true &&
  describesRefusal(operation) &&
  !operation.responses.some(({ status }) => status === '207');

/** Operations with a body of members and a documented error response to a mistake in it. */
const withErrorResponse = (contract: Contract, mistake: DocumentedMistake): Operation[] =>
  contract.operations.filter(
    (operation) =>
      errorResponseOf(operation, mistake).length > 0 &&
      // Any text can be read as a form.
      (mistake === 'unparsable' ? jsonContent(operation.body?.content ?? []) : askedContent(operation.body)) !== undefined,
  );

/** The operations with a documented error response to a mistake in the body. */
export const mistakenBodies = (contract: Contract, mistake: DocumentedMistake): MistakenBody[] =>
  withErrorResponse(contract, mistake).map((operation) => at(operation.location, { operation }));

/** Picks members of the body of an operation. */
type Picking = (contract: Contract, operation: Operation) => readonly BodyMember[];

/** Members of the bodies of operations that a function picks. */
export const membersAmong = (contract: Contract, operations: readonly Operation[], members: Picking): MistakenMember[] =>
  operations.flatMap((operation) => members(contract, operation).map((member) => at(member.location, { operation, member })));

/** The same for the operations with a documented error response to a mistake; of an action the members that it looks at. */
export const mistakenMembers = (contract: Contract, mistake: DocumentedMistake, members: Picking): MistakenMember[] =>
  membersAmong(contract, withErrorResponse(contract, mistake), members).filter(
    ({ operation, member }) => !isBesideChoice(contract, operation, member.name),
  );

/**
 * May an action pass over a member of its body: it may be left out, and another member chooses among several things to do, so that it may belong to another one of them
 * (`action: cancel` beside `scheduledAt`).
 */
export const isBesideChoice = (contract: Contract, operation: Operation, name: string): boolean => {
  if (operation.effect !== 'destructive' || operation.inferred?.single === true) return false;
  const members = bodyMembers(contract, operation);
  const chooses = members.some((member) => member.name !== name && (listedValues(member)?.length ?? 0) > 1);
  return chooses && members.some((member) => member.name === name && !member.required);
};

const ofBody = /\b(?:body|payload|content)\b|\bempty requests?\b|\bnothing\b[^.;]*\b(?:sent|fine|enough|needed|required)\b/iu;
const noBody =
  /\bempty requests?\b|\bnothing (?:at all )?(?:has to|needs to|must) be sent\b|\bnothing at all (?:is|will do)\b|\b(?:no|without(?: an?| any)?|empty|missing|absent) (?:(?:request|JSON|HTTP) )*(?:body|payload|content)\b|\b(?:body|payload|content) (?:is|of) (?:optional|nothing|empty|absent)\b/iu;
const isRefusing = /\b(?:4\d\d|4XX|refus\w*|reject\w*|invalid|errors?|fails?|must|not (?:allowed|accepted|possible))\b/iu;

/** Does a text let the body of an operation be absent whatever `required` says ("An empty body changes nothing"), or say what holds then. */
const isAbsenceTold = ({ document }: Contract, { location, body }: Operation): boolean => {
  const node = valueAt(document, nodeOf(location));
  const said = [...saidIn(node), ...saidIn(document['info'])].flatMap(sentencesOf).filter((one) => ofBody.test(one));
  const own = saidIn(body && valueAt(document, nodeOf(body.location))).flatMap(sentencesOf);
  return [...said, ...own].some((one) => (noBody.test(one) || tellsAbsence(one)) && !isRefusing.test(one));
};

/**
 * The operations that require a body (OpenAPI 3.1, Request Body Object, `required`) without a member that is required in it. A body with one is asked for by that member.
 */
export const demandedBodies = (contract: Contract): MistakenBody[] =>
  contract.standard.size === 0
    ? []
    : mistakenBodies(contract, 'missing').filter(
        ({ operation }) =>
          operation.body?.required === true &&
          operation.unsupported === undefined &&
          operation.issues !== true &&
          isAboutOne(operation) &&
          membersOf(contract, operation).length === 0 &&
          !namesItself(contract, operation) &&
          !isAbsenceTold(contract, operation),
      );

/** May the body of a change name the resource that is changed: a service may go by that, and without it change another one. */
const namesItself = (contract: Contract, operation: Operation): boolean =>
  changesOne(operation) &&
  bodyMembers(contract, operation).some(
    ({ name }) => wordsOf(name).at(-1) === 'id' || operation.parameters.some((one) => one.in === 'path' && one.name === name),
  );

/** The documented statuses for a mistake; empty where none is documented. */
export const errorResponseOf = ({ conventions }: Operation, mistake: DocumentedMistake): number[] =>
  statuses(conventions.refusals?.[mistake]);

/** Required members of a body, without those that have a default, which a server may use. */
export const membersOf = (contract: Contract, operation: Operation): BodyMember[] =>
  bodyMembers(contract, operation).filter(({ required, schema }) => required && !hasDefault(contract.document, schema));

/** Members of a body that do not accept every JSON type. */
export const typedMembers = (contract: Contract, operation: Operation): BodyMember[] =>
  bodyMembers(contract, operation).filter((member) => valueOfOtherType(member, 0, (name) => name) !== undefined);

/** A value that a member with a text does not take: null, an object, or a text that is too long for the name of anything. */
export type OddText = { readonly member: BodyMember; readonly way: 'null' | 'nested' | 'very-long' };

/** The values of this kind that a body is sent, member by member. A long text is no mistake where any text is taken. */
export const oddTexts = (contract: Contract, operation: Operation): OddText[] =>
  bodyMembers(contract, operation).flatMap((member): OddText[] => {
    const types = typesOf(member.schema);
    if (!types.includes('string') || types.includes('object')) return [];
    const isName = namesSomething(member) || listedValues(member) !== undefined || member.conventions.unusable !== undefined;
    return [
      ...(types.includes('null') || member.inForm ? [] : [{ member, way: 'null' } as const]),
      ...(member.inForm ? [] : [{ member, way: 'nested' } as const]),
      ...(isName ? [{ member, way: 'very-long' } as const] : []),
    ];
  });

/** Does a member take the name or id of something that exists on the server, so that its values come from fixtures. */
export const namesSomething = ({ conventions }: BodyMember): boolean =>
  conventions.fixture !== undefined || conventions.alternative !== undefined;
