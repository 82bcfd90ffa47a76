import { coveredInBin } from '../contract/infer/bins.ts';
import { goesOnBehind } from '../contract/infer/effects/begun-tasks.ts';
import { type Covering, coveredBeside, coveredBy, coveredByLasting, coveredElsewhere, inferredNamed } from '../contract/infer/covering.ts';
import { pairOf } from '../contract/infer/pairs.ts';
import { isAdmitted } from '../contract/admission.ts';
import { startsRun } from '../contract/infer/effects/started-runs.ts';
import { tellsThing } from '../contract/infer/effects/named-things.ts';
import { movesMoney } from '../contract/infer/money-moves.ts';
import { comingWith } from '../contract/infer/coming-with.ts';
import { addedById } from '../contract/infer/added-by-id.ts';
import { broughtAbout } from '../contract/infer/brought-about.ts';
import { filedAbout } from '../contract/infer/filed-about.ts';
import { heldIds } from '../contract/infer/held-ids.ts';
import { handedState } from '../contract/infer/handed-state.ts';
import { keyBelow } from '../contract/infer/keys-below.ts';
import { listOfParameter } from '../contract/infer/named-lists.ts';
import type { IdSource } from '../contract/infer/id-sources.ts';
import { versionInPath } from '../contract/infer/numbered-versions.ts';
import { ownRelation } from '../contract/infer/own-relations.ts';
import { isSamePath, parametersIn, tailOf } from '../contract/infer/path-template.ts';
import type { Contract, Operation, Parameter } from '../contract/model.ts';
import { below, isObject } from '../contract/pointer.ts';
import { parameterValues } from '../contract/wire/writing.ts';
import { type PlannedParameter, type PlannedRequest, type RequestBody, withValue } from '../model/request.ts';
import { aboveReferred } from './above-referred.ts';
import { acceptField } from './accepted-types.ts';
import { contentsInOrder } from './body-content.ts';
import { bodyExamples } from './body-examples.ts';
import { calendarValue } from './calendar-value.ts';
import { conventionsOf, membersAt } from './body-members.ts';
import { endingAsBody } from './file-endings.ts';
import { freshKey, isOfKind } from './fresh-key.ts';
import { freshName } from './fresh-name.ts';
import { askedInTime, timedParameters } from './asked-times.ts';
import { aroundHeld } from './around-held.ts';
import { type Making, type MemberValue, type MissingValue, valueNeed, vouchedFor } from './member-value.ts';
import { documentedPathValue, isInSet, isOnlyExample, isSupplied, parameterValue, writtenParameter } from './parameter-value.ts';
import { askedBody, requestBody } from './request-body.ts';
import { resolvedSchema } from './resolved-schema.ts';
import { ownExample } from './own-example.ts';
import { withOwnId } from './own-id.ts';
import { endingAfter } from './spans.ts';
import { shownKeyFor } from '../contract/infer/shown-keys.ts';
import { linkedParent } from './linked-parent.ts';
import { partInPath } from '../contract/infer/part-in-path.ts';
import { listedPlaceholder, listedSource, sourcesDecided } from './listed-id.ts';
import { placeholdersIn, placeholderText } from './placeholder.ts';
import { printedPassword } from './printed-password.ts';
import { rememberedByObject, rememberedByPair } from '../model/remembered.ts';
import { isSecretName } from '../model/secret-names.ts';
import type { Target } from '../model/target.ts';

export type MadeRequest =
  | { readonly kind: 'request'; readonly request: PlannedRequest }
  | { readonly kind: 'missing'; readonly prerequisites: readonly MissingValue[] };

/** What is already decided about a request: values of path parameters, and the body, which is then not generated. */
export type Decided = {
  readonly pathValues?: Readonly<Record<string, string>>;
  readonly body?: RequestBody;
  /** Members of that body whose values neither the document nor the operator confirms; the whole body where this is absent. */
  readonly madeUp?: readonly string[];
};

/** How long a stream is read by a request that only has to show that it exists. */
const glanceMs = 1000;

/**
 * What a client of a stream accepts (WHATWG HTML, Server-sent events), and JSON behind it: many a server that negotiates answers an
 * error without a body where JSON is not accepted (RFC 9110, 12.5.1).
 */
const acceptStream = 'text/event-stream, application/json;q=0.5';

/**
 * OpenAPI 3.1, Parameter Object: parameters for the first three of these header fields are ignored, because other parts of the document
 * describe them. The others are part of every request, and state where it goes and how long it is (RFC 9110, sections 7.2, 7.6.1 and 8.6).
 */
const describedElsewhere = new Set(['accept', 'content-type', 'authorization', 'host', 'content-length', 'connection']);

/**
 * The smallest request that ought to succeed: required parameters in the styles that the document declares and, where a body is required,
 * the minimal one. Values are made like members of a body. A path parameter is never guessed, because it names something that exists: it is
 * the id of a resource where the operation reads, changes or removes one, else, for a read, what the document prints or a list shows.
 */
export const validRequest = (
  operation: Operation,
  { pathValues = {}, body, madeUp: doubtful = ['body'], ...making }: Making & Decided,
): MadeRequest => {
  const prerequisites: MissingValue[] = [];
  const madeUp: string[] = body ? [...doubtful] : [];
  const parameters: PlannedParameter[] = [];
  const textsOf = (parameter: Parameter, made: MemberValue): readonly (readonly [string, string])[] => {
    if (made.kind === 'missing') {
      prerequisites.push(made.need);
      return [];
    }
    const written = writtenParameter(parameter, parameterValues(making.contract, parameter), made.value);
    if (written.kind === 'unwritable') {
      prerequisites.push(valueNeed(operation, parameter.name, written.why));
      return [];
    }
    if (made.madeUp || written.isOpen) madeUp.push(parameter.name);
    if (written.parameter) parameters.push(written.parameter);
    return written.texts;
  };
  const required = (where: Parameter['in']): Parameter[] =>
    operation.parameters.filter(
      (one) =>
        one.in === where &&
        (one.required ||
          isInSet(making.contract, one, making.exampleSet) ||
          printedPassword(making.contract, operation, one) !== undefined) &&
        !isWrittenElsewhere(operation, one, making),
    );
  const named = valuesInPath(operation, pathValues, making);
  const inPath = named.flatMap(({ parameter, value }) => textsOf(parameter, value));
  const listedOr = (parameter: Parameter, made: MemberValue): readonly (readonly [string, string])[] => {
    const texts = textsOf(parameter, made);
    const listed =
      texts.length === 1 ? (keyValue(operation, parameter, making) ?? listedValue(operation, parameter, made, making)) : undefined;
    if (listed === undefined) return texts;
    if (!listed.isTold) madeUp.push(parameter.name);
    return texts.map(([name]) => [name, listed.text] as const);
  };
  const query = queryInTime(operation, required('query'), making).flatMap(([one, value]) => listedOr(one, value));
  const headers = required('header').flatMap((one) => listedOr(one, parameterValue(operation, one, making)));
  for (const one of required('cookie')) textsOf(one, parameterValue(operation, one, making));
  const made = body ? declared(operation, body) : madeBody(operation, making, prerequisites, madeUp);
  const lasting = named.findLast(({ covering }) => covering !== undefined)?.covering;
  const plain = body || lasting === undefined ? made : naming(lasting, made, operation, making);
  const whole = aroundHeld(operation, plain, making);
  if (whole.kind === 'missing') prerequisites.push(...whole.prerequisites);
  const sent = whole.kind === 'body' ? whole.body : undefined;
  const asBody = (where: 'query' | 'header', texts: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] =>
    texts.map(([name, text]) => {
      const parameter = operation.parameters.find((one) => one.in === where && one.name === name);
      return [name, !parameter || isSupplied(operation, parameter, making) ? text : endingAsBody(making.contract, parameter, text, sent)];
    });
  if (prerequisites.length > 0) return { kind: 'missing', prerequisites };
  const { stream } = operation.conventions;
  return {
    kind: 'request',
    request: {
      operation: operation.key,
      method: operation.method,
      path: operation.path,
      pathValues: aboveReferred(making.contract, Object.fromEntries(inPath), body ? undefined : sent),
      query: asBody('query', query),
      headers: [...(stream ? [['accept', acceptStream] as const] : acceptField(operation)), ...asBody('header', headers)],
      ...(parameters.length > 0 ? { parameters } : {}),
      ...(sent ? { body: sent } : {}),
      credential: isWithKey(operation, making.target) ? { kind: 'valid', name: 'key' } : { kind: 'none' },
      faults: [],
      ...(madeUp.length > 0 ? { madeUp: [...new Set(madeUp)] } : {}),
      ...(stream && { listenMs: glanceMs }),
    },
  };
};

/** Is the key sent: where it has to be, and where it may be, as a service can show more to those whom it knows, and what they created to them alone. */
const isWithKey = ({ secured, takesKey }: Operation, { credentials }: Target): boolean =>
  secured || (takesKey && credentials.includes('key'));

/**
 * Stands for a value of a required header or query parameter that a list shows: the site or tenant that a request is about. What the parameter has otherwise is
 * kept for the case that the list shows nothing. Only for what no `x-assay` and no operator decides; a parameter of a single operation that changes something
 * names what was there before, and needs the permission for that.
 */
const listedValue = (
  operation: Operation,
  parameter: Parameter,
  made: MemberValue,
  making: Making,
): { readonly text: string; readonly isTold: boolean } | undefined => {
  const { contract, target } = making;
  if (made.kind !== 'value' || (typeof made.value !== 'string' && typeof made.value !== 'number')) return undefined;
  if (contract.standard.size === 0 || isSupplied(operation, parameter, making)) return undefined;
  if (Object.keys(conventionsOf(resolvedSchema(contract.document, parameterValues(contract, parameter).schema))).length > 0)
    return undefined;
  const list = listOfParameter(contract, operation, parameter);
  if (list === undefined || !isAdmitted(contract, list.read, target)) return undefined;
  const mayName = operation.effect === 'safe' || isCommon(contract, parameter) || target.allow.includes('destructive');
  if (!mayName) return undefined;
  const otherwise = made.value;
  return { text: placeholderText({ use: 'listed', resourceType: list.read.key, parameter: list.pointer, otherwise }), isTold: list.isTold };
};

/** Stands for what a parameter of the query names below the resource of the run that the path is about. Not where the operator names a part of the path, or the key. */
const keyValue = (
  operation: Operation,
  parameter: Parameter,
  making: Making,
): { readonly text: string; readonly isTold: boolean } | undefined => {
  const { contract } = making;
  if (contract.standard.size === 0 || operation.effect === 'safe') return undefined;
  const key = keyBelow(contract, operation, parameter);
  if (!key || [parameter, ...pathParameters(operation)].some((one) => isSupplied(operation, one, making))) return undefined;
  if (placeholderAt(key, operation, making) === undefined) return undefined;
  return { text: placeholderText({ use: 'known', resourceType: key.resourceType.name, parameter: key.parameter }), isTold: false };
};

/** Do reads require the same parameter: then it says for whom a request is, and not what that changes. */
const isCommon = ({ operations }: Making['contract'], { name, in: where }: Parameter): boolean =>
  operations.some(
    ({ effect, parameters }) => effect === 'safe' && parameters.some((one) => one.required && one.in === where && one.name === name),
  );

/** Parameters of a query with their values: times lie where the document says, and of those that are made up the later ones end after the others begin. */
const queryInTime = (
  operation: Operation,
  parameters: readonly Parameter[],
  making: Making,
): readonly (readonly [Parameter, MemberValue])[] => {
  if (parameters.length === 0) return [];
  const made = parameters.map((one) => [one, parameterValue(operation, one, making)] as const);
  if (making.contract.standard.size === 0) return made;
  const values = Object.fromEntries(made.flatMap(([{ name }, one]) => (one.kind === 'value' ? [[name, one.value] as const] : [])));
  const madeUp = made.flatMap(([{ name }, one]) => (one.kind === 'value' && one.madeUp ? [name] : []));
  const open = parameters.filter((one) => !isSupplied(operation, one, making));
  const members = timedParameters(making.contract, { ...operation, parameters: open }, 'query');
  const { value: told, moved } = askedInTime(operation, members, values, { ...making, madeUp });
  const inTime = endingAfter(told, madeUp);
  return made.map(([one, value]) => {
    if (value.kind !== 'value') return [one, value] as const;
    return [one, { ...value, value: inTime[one.name], madeUp: value.madeUp || moved.includes(one.name) }] as const;
  });
};

/** Is the parameter written by the credential, or described in another part of the document? */
const isWrittenElsewhere = (
  { secured }: Operation,
  { in: where, name }: Parameter,
  { contract: { credentialPlacement } }: Making,
): boolean => {
  if (where === 'header' && describedElsewhere.has(name.toLowerCase())) return true;
  if (!secured || !('name' in credentialPlacement) || credentialPlacement.kind !== where) return false;
  return where === 'header' ? credentialPlacement.name.toLowerCase() === name.toLowerCase() : credentialPlacement.name === name;
};

/**
 * Every parameter in the path of an operation, in the order of its template. Each one is required, whatever the document declares (OpenAPI
 * 3.1, Parameter Object, `required`). An undeclared one may be any text.
 */
const pathParameters = rememberedByObject(({ path, parameters, location }: Operation): readonly Parameter[] => {
  const declared = parameters.filter((one) => one.in === 'path' && path.includes(`{${one.name}}`));
  const undeclared = [...path.matchAll(/\{([^{}/]+)\}/g)]
    .map(([, name = '']) => name)
    .filter((name) => !declared.some((one) => one.name === name))
    .map((name): Parameter => ({ name, in: 'path', required: true, schema: true, location, schemaLocation: location }));
  return [...declared, ...undeclared];
});

/** A parameter in the path and its value. */
type InPath = {
  readonly parameter: Parameter;
  readonly value: MemberValue;
  readonly source?: IdSource;
  /** What it names, where that is a resource that no operation removes. */
  readonly covering?: Covering | undefined;
};

/** The values of all path parameters. What a list shows decides about its parents too: one that the run created has nothing in it. */
const valuesInPath = (operation: Operation, decided: Readonly<Record<string, string>>, making: Making): readonly InPath[] => {
  const valuesBut = (listedParents: ReadonlySet<string>): readonly InPath[] =>
    pathParameters(operation).map((parameter) => {
      const value = decided[parameter.name];
      return value === undefined ? pathValue(operation, parameter, making, listedParents) : { parameter, value: vouchedFor(value) };
    });
  const first = valuesBut(new Set());
  const parents = new Set(first.flatMap(({ source }) => Object.values(source?.given ?? {})));
  const values = parents.size === 0 ? first : valuesBut(parents);
  // What is created below a resource is to be below one of ours, and not of somebody else.
  const isBelowListed = isCreation(operation) && values.some(({ source }) => source !== undefined);
  const isOpen = isBelowListed || values.some(({ value }) => value.kind === 'missing');
  const lasting = isOpen ? lastingIn(operation, decided, making) : undefined;
  return lasting === undefined
    ? values
    : values.map((one) => {
        const text = lasting.get(one.parameter.name)?.text;
        return text === undefined ? one : { parameter: one.parameter, value: vouchedFor(text), covering: lasting.get(one.parameter.name) };
      });
};

/**
 * Placeholders for a resource that the run creates and that no operation removes, by the names of the path parameters: where nothing else gives what a path
 * names. Undefined where the target does not allow it, or where the operator names a part of the path.
 */
const lastingIn = (
  operation: Operation,
  decided: Readonly<Record<string, string>>,
  making: Making,
): ReadonlyMap<string, Covering & { readonly text: string }> | undefined => {
  const { contract, target } = making;
  if (!target.allow.includes('mutation') || !target.allow.includes('permanent')) return undefined;
  const covering = coveredByLasting(contract, operation);
  const isReaching = [...covering.values()].some(({ resourceType }) => resourceType.create.inferred?.reaches !== undefined);
  if (isReaching && !target.allow.includes('destructive')) return undefined;
  if (operation.effect === 'safe' && [...covering.values()].some(({ resourceType }) => goesOnBehind(resourceType.create))) return undefined;
  const isNamed = (parameter: Parameter): boolean =>
    covering.has(parameter.name) && (decided[parameter.name] !== undefined || isSupplied(operation, parameter, making));
  if (covering.size === 0 || pathParameters(operation).some(isNamed)) return undefined;
  const use = isShared(contract, operation) ? 'known' : 'spare';
  const texts = new Map(
    [...covering].map(([name, { resourceType, parameter }]) => [
      name,
      { resourceType, parameter, text: placeholderText({ use, resourceType: resourceType.name, parameter }) },
    ]),
  );
  return [...texts.values()].every(({ text }) => isToBeHad(text, making)) ? texts : undefined;
};

/** Does an operation leave the resource in its path as it is, so that others may use it too: not a creation that hands its state on to that. */
const isShared = (contract: Contract, operation: Operation): boolean =>
  operation.effect === 'safe' || (isCreation(operation) && handedState(contract, operation) === undefined);

/**
 * The value of a path parameter: what the operator gives; a resource of the run; for a read what the document prints; else what a list shows, for
 * a read and for the parents of a creation. What is changed or removed is never taken from a list, except what comes with a resource of the run, is filed about one, is brought about by what the run sends, is put below one by the run, is left behind by changes of one, or came about with one that shows its id,
 * and what callers tie themselves to by it.
 * @param listedParents Parameters that a list decides about, where one shows them.
 */
const pathValue = (operation: Operation, parameter: Parameter, making: Making, listedParents: ReadonlySet<string>): InPath => {
  if (isSupplied(operation, parameter, making)) return { parameter, value: parameterValue(operation, parameter, making) };
  const isRead = operation.effect === 'safe';
  const own =
    linkedParent(operation, parameter.name, making) ??
    placeholderFor(operation, parameter, making) ??
    besidePlaceholder(operation, parameter.name, making) ??
    ownName(operation, parameter, making);
  const ofOwn = [versionInPath, comingWith, filedAbout, broughtAbout, addedById, heldIds, ownRelation]
    .map((of) => of(making.contract, operation))
    .find((one) => one !== undefined);
  const isWithOwn = making.target.allow.includes('destructive') && ofOwn?.parameter === parameter.name;
  // What only asks leaves what it names as it is.
  const onlyAsks = operation.effect === 'asks' && making.target.allow.includes('destructive');
  const mayBeListed =
    isRead ||
    onlyAsks ||
    isWithOwn ||
    (isCreation(operation) &&
      isParent(operation, parameter) &&
      !tellsThing(operation) &&
      !startsRun(operation) &&
      !movesMoney(making.contract.document, operation));
  const source = mayBeListed ? listedSource(operation, parameter, making, isMakeable) : undefined;
  const isOwn = own !== undefined && (source === undefined || (!listedParents.has(parameter.name) && isToBeHad(own, making)));
  if (isOwn) return { parameter, value: vouchedFor(own) };
  const documented = isRead || isChoice(operation, parameter, making) ? documentedPathValue(operation, parameter, making) : undefined;
  const isPrinted = documented?.kind === 'value';
  if (isPrinted && (source === undefined || !isOnlyExample(operation, parameter, making))) return { parameter, value: documented };
  const part = isPrinted ? undefined : partPlaceholder(operation, parameter.name, making);
  if (part !== undefined) return { parameter, value: vouchedFor(part) };
  const shown = shownPlaceholder(operation, parameter, making);
  // A list below something that the run creates has nothing in it, and one that shows what few of its items have may show none.
  const isBare =
    source === undefined ||
    parametersIn(source.read.path).length > 0 ||
    shownKeyFor(making.contract, operation, parameter)?.by !== undefined ||
    showsSecrets(source, parameter.name);
  if (shown !== undefined && isBare && isToBeHad(shown, making)) return { parameter, value: vouchedFor(shown) };
  if (source) return { parameter, source, value: { kind: 'value', value: listedPlaceholder(source, parameter.name), madeUp: true } };
  const elsewhere =
    isRead && documented?.kind !== 'value' ? placeholderAt(elsewhereOf(operation, parameter.name, making), operation, making) : undefined;
  if (elsewhere !== undefined && isToBeHad(elsewhere, making)) return { parameter, value: vouchedFor(elsewhere) };
  const present = documented?.kind === 'value' ? undefined : calendarValue(operation, parameter, making);
  if (present !== undefined) return { parameter, value: { kind: 'value', value: present, madeUp: true } };
  const ofYours = documented?.kind === 'value' ? undefined : ownExample(operation, parameter, making);
  if (ofYours !== undefined) return { parameter, value: ofYours };
  const need = valueNeed(operation, parameter.name, 'it names something that has to exist');
  return { parameter, value: documented ?? { kind: 'missing', need } };
};

/** Is what a list shows for a parameter a secret, such as the token of a share: that of somebody else is never sent. */
const showsSecrets = ({ from }: IdSource, name: string): boolean => {
  const pointers = from.kind === 'items' ? (from.members[name] ?? []) : [];
  return pointers.length > 0 && pointers.every((pointer) => isSecretName(pointer.split('/').at(-1) ?? ''));
};

/**
 * Does a parameter behind a resource in a path name no resource, but one of the values that the document lists: `accept` or `decline` of
 * `POST /offers/{offerId}/{action}`, `email` of `PUT /members/{memberId}/consents/{channel}`.
 */
const isChoice = ({ method, path }: Operation, { name, schema }: Parameter, { contract }: Making): boolean => {
  const listed = resolvedSchema(contract.document, schema);
  const names = parametersIn(path);
  return method !== 'GET' && names.length > 1 && names.at(-1) === name && isObject(listed) && Array.isArray(listed['enum']);
};

/** Can an operation be asked with what is known and decided about it. */
export const isMakeable = (operation: Operation, making: Making & Decided): boolean => validRequest(operation, making).kind === 'request';

/** Does a parameter name something above what the path is about. */
const isParent = ({ path }: Operation, { name }: Parameter): boolean => tailOf(path).length > 0 || !lastGroupOf(path).includes(`{${name}}`);

/** The parameters at the end of a path, without a literal segment in between. */
const lastGroupOf = (path: string): string => /(?:\/[^/]*\{[^/]*)*\/?$/u.exec(path)?.[0] ?? '';

const isCreation = ({ effect }: Operation): boolean => effect === 'creates' || effect === 'creates-permanently';

/** Can the run create the resource of an inferred type that a placeholder stands for, with what this target allows. */
const isToBeHad = (placeholder: string, making: Making): boolean =>
  placeholdersIn(placeholder).every(({ resourceType }) => {
    const create = inferredNamed(making.contract, resourceType)?.create;
    return create === undefined || (!making.asking?.includes(create.key) && isCreatable(create, making));
  });

/** Can a resource be created, and, in a run, how many sources of ids were decided when that was asked. */
type Creatable = { readonly answer: boolean; readonly sources: number };

/** Plans and runs ask the same for every operation, and each answer takes the requests of all that is above a resource. */
const knownCreatable = rememberedByPair((_contract: Contract, _target: Target) => new Map<string, Creatable>());

/**
 * In a run, neither a text of its own nor what its answers told decides whether a request can be made, but only what is put in it; another source of an id that is decided
 * meanwhile can.
 */
const isCreatable = (create: Operation, making: Making): boolean => {
  const { contract, target, asking = [], exampleSet, decided } = making;
  const ask = (): boolean => {
    const made = validRequest(create, { ...making, asking: [...asking, create.key] });
    return made.kind === 'request' && (target.allow.includes('destructive') || !namesListed(made.request));
  };
  // Somebody wants to be told what the request rests on.
  if (decided !== undefined) return ask();
  const known = knownCreatable(contract, target);
  const isPlanned = isOfPlan(making);
  const key = JSON.stringify([create.key, asking, exampleSet, isPlanned]);
  const sources = sourcesDecided(contract, target);
  const before = known.get(key);
  if (before && (isPlanned || before.sources === sources)) return before.answer;
  const answer = ask();
  if (isPlanned || sourcesDecided(contract, target) === sources) known.set(key, { answer, sources });
  return answer;
};

/** Does a request rest on nothing that answers have shown. */
const isOfPlan = ({ exampleSet, demanded, declined, over, accepted }: Making): boolean =>
  [exampleSet, demanded, declined, over, accepted].every((one) => one === undefined);

/** Does a request name something by an id that a list shows. */
export const namesListed = ({ pathValues }: Pick<PlannedRequest, 'pathValues'>): boolean =>
  Object.values(pathValues).some((value) => placeholdersIn(value).some(({ use }) => use === 'listed'));

/**
 * The placeholder for the id that a path parameter takes: the parameter refers to a resource type, or it is the last one of an operation on
 * a resource. What is changed or removed is a resource that the run created for that request, never a listed one.
 */
const placeholderFor = (operation: Operation, { name, schema }: Parameter, making: Making): string | undefined => {
  const { contract } = making;
  const { refers } = conventionsOf(resolvedSchema(contract.document, schema));
  const isLast = operation.parameters.findLast((one) => one.in === 'path')?.name === name;
  const resourceType = contract.resourceTypes.find(
    (one) => one.name === refers || (isLast && [one.read, one.update, one.remove].some((known) => known?.key === operation.key)),
  );
  if (!resourceType) return inferredPlaceholder(operation, name, making);
  const isSpent = isLast && operation.effect === 'changes';
  if (isSpent ? !resourceType.create : !resourceType.create && !resourceType.collection) return undefined;
  return placeholderText({ use: isSpent ? 'spare' : 'known', resourceType: resourceType.name });
};

/** The same for a resource type inferred from the structure of the document: always a resource that the run created itself. */
const inferredPlaceholder = (operation: Operation, name: string, making: Making): string | undefined => {
  // A read takes what a list shows: there is more to see. A removal at another path may take away what the creation only referred to.
  const isUse = operation.effect !== 'safe' && operation.method !== 'DELETE';
  const covering =
    coveredBy(making.contract, operation).get(name) ??
    (isUse ? (elsewhereOf(operation, name, making) ?? partnerOf(operation, name, making)) : undefined);
  return placeholderAt(covering, operation, making) ?? removedPlaceholder(operation, name, making);
};

/** Stands for a resource of the run that is removed before it is named, where an operation is about what has been removed. */
const removedPlaceholder = (operation: Operation, name: string, { contract, target: { allow } }: Making): string | undefined => {
  const covering = operation.effect === 'safe' ? undefined : coveredInBin(contract, operation);
  if (covering?.named !== name || !permissionsAllow(covering.bin.into, allow)) return undefined;
  return placeholderText({ use: 'spare', resourceType: covering.resourceType.name, parameter: covering.parameter });
};

/** May what puts something into a bin be sent. */
const permissionsAllow = ({ effect }: Operation, allow: Making['target']['allow']): boolean =>
  allow.includes('mutation') && (effect === 'changes' || allow.includes('destructive'));

/** Stands for one of what is created below the same resource as what the path is about: the path has to name one of that very resource. Nothing where the operator names a part of the path. */
const besidePlaceholder = (operation: Operation, name: string, making: Making): string | undefined => {
  const beside = coveredBeside(making.contract, operation);
  if (beside?.named !== name || pathParameters(operation).some((one) => isSupplied(operation, one, making))) return undefined;
  const { resourceType, parameter } = beside;
  const isAllowed = placeholderAt({ resourceType, parameter }, operation, making) !== undefined;
  return isAllowed ? placeholderText({ use: 'known', resourceType: resourceType.name, parameter }) : undefined;
};

/** Stands for a part of the resource before it in the path; not for what changes one of a resource that the operator names. */
const partPlaceholder = (operation: Operation, name: string, making: Making): string | undefined => {
  const { contract } = making;
  const part = contract.standard.size === 0 ? undefined : partInPath(contract, operation);
  const isOfOther = operation.effect !== 'safe' && pathParameters(operation).some((one) => isSupplied(operation, one, making));
  return part?.named === name && !isOfOther
    ? placeholderText({ use: 'known', resourceType: part.resourceType.name, parameter: below('', part.list, 0, part.id) })
    : undefined;
};

const placeholderAt = (
  covering: Covering | undefined,
  operation: Operation,
  { contract, target: { allow } }: Making,
): string | undefined => {
  if (!covering || !allow.includes('mutation')) return undefined;
  const { resourceType, parameter } = covering;
  const stays = !('remove' in resourceType);
  if (stays && !allow.includes('permanent')) return undefined;
  if (stays && resourceType.create.inferred?.reaches !== undefined && !allow.includes('destructive')) return undefined;
  return placeholderText({ use: isShared(contract, operation) ? 'known' : 'spare', resourceType: resourceType.name, parameter });
};

/**
 * Stands for a text in the answer to a creation, by which a path names what that made. Not of what changes or removes that, unless a member of that very creation brings it about: that needs the permission
 * for what was there before, since nothing but the document says so.
 */
const shownPlaceholder = (operation: Operation, parameter: Parameter, making: Making): string | undefined => {
  const shown = shownKeyFor(making.contract, operation, parameter);
  const isOpen = isShared(making.contract, operation) || operation.method === 'POST';
  const found = isOpen || (shown?.by !== undefined && making.target.allow.includes('destructive')) ? shown : undefined;
  return found && placeholderAt({ resourceType: found.resourceType, parameter: found.at }, operation, making);
};

/** The type whose resources an operation is about at another path than that of their creation. */
const elsewhereOf = (operation: Operation, name: string, { contract }: Making): Covering | undefined => {
  const covering = coveredElsewhere(contract, operation);
  return covering?.named === name ? covering : undefined;
};

/** The resource that the last parameter of a PUT about two resources names. */
const partnerOf = (operation: Operation, name: string, { contract }: Making): Covering | undefined =>
  parametersIn(operation.path).at(-1) === name ? pairOf(contract, operation)?.partner : undefined;

/** A new name for what a PUT creates at the path that it names, or the resource of the run that it links to what is above it. */
const ownName = (operation: Operation, parameter: Parameter, making: Making): string | undefined => {
  const { contract, fresh } = making;
  const { name, schema } = parameter;
  const named = [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].find(
    ({ create, idChosenBy, idParameter }) => create.key === operation.key && idChosenBy === 'client' && idParameter === name,
  );
  if (named?.linked === undefined) {
    if (!named) return undefined;
    const text = fresh(name);
    // Any other name may be that of something, so that it is read first whether there is anything under it, or is given below a resource of the run.
    const isBelowOwn = [...coveredBy(contract, operation).keys()].some((one) => one !== name);
    const key = isReadable(contract, operation) || isBelowOwn ? freshKey(contract, operation, parameter, text) : undefined;
    const plain = freshName(text, resolvedSchema(contract.document, schema));
    return isOfKind(contract, operation, parameter) ? (key ?? plain) : (plain ?? key);
  }
  const linked = inferredNamed(contract, named.linked);
  const text = linked && placeholderAt({ resourceType: linked, parameter: linked.idParameter }, operation, making);
  return text === undefined || !isToBeHad(text, making)
    ? undefined
    : placeholderText({ use: 'linked', resourceType: named.linked, parameter: linked?.idParameter ?? name, turn: fresh(name) });
};

/** Can it be read by a GET what there is at the path of an operation. */
const isReadable = ({ operations }: Making['contract'], { path }: Operation): boolean =>
  operations.some((one) => one.method === 'GET' && one.effect === 'safe' && isSamePath(one.path, path));

/** A body that was decided before, in the media type that the document declares for JSON. */
const declared = (operation: Operation, body: RequestBody): RequestBody =>
  body.kind === 'json' && body.mediaType === undefined ? askedBody(operation, body.value) : body;

/** A body that names the same resource as the path. */
const naming = (
  covering: Covering,
  body: RequestBody | undefined,
  operation: Operation,
  { contract, target }: Making,
): RequestBody | undefined => {
  if (body?.kind !== 'json' && body?.kind !== 'form') return body;
  const given = target.values[operation.key] ?? {};
  const value = withOwnId(contract, operation, body.value, (name) => Object.hasOwn(given, name), covering);
  return withValue(body, value);
};

const madeBody = (operation: Operation, making: Making, prerequisites: MissingValue[], madeUp: string[]): RequestBody | undefined => {
  const isRequired = operation.body?.required === true;
  if (!isRequired && !isExpected(operation, making)) return undefined;
  const made = requestBody(operation, making);
  if (made.kind === 'body') {
    madeUp.push(...made.madeUp);
    return made.body;
  }
  if (isRequired) prerequisites.push(...made.prerequisites);
  return undefined;
};

/**
 * Is a body sent that the document does not require? Many authors forget `required`, whose default is false; an example or required members
 * show that they meant one, and so do values of the operator for it. Where no `x-assay` says what is needed, any described member does: a person would send it. It is never sent with a method that gives it no meaning (RFC 9110, section 9.3).
 */
const isExpected = ({ key, method, body }: Operation, { contract, target }: Making): boolean => {
  if (!['POST', 'PUT', 'PATCH'].includes(method)) return false;
  const given = Object.keys(target.values[key] ?? {});
  return contentsInOrder(body?.content ?? []).some(({ content }) => {
    const members = content.schemaLocation === undefined ? [] : membersAt(contract, content.schemaLocation);
    return (
      given.includes('body') ||
      bodyExamples(contract, content).usable.length > 0 ||
      members.some(({ name, required }) => required || given.includes(name) || contract.standard.size > 0)
    );
  });
};
