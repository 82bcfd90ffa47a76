import { coveredBy } from '../contract/infer/covering.ts';
import type { Contract, Operation, Parameter } from '../contract/model.ts';
import type { PlannedRequest, RequestBody } from '../model/request.ts';
import { conventionsOf } from './body-members.ts';
import { type Making, memberValue, type MissingValue, valueNeed } from './member-value.ts';
import { freshName } from './fresh-name.ts';
import { minimalBody } from './minimal-body.ts';
import { resolvedSchema } from './resolved-schema.ts';
import { thingMark } from './thing-mark.ts';

export type MadeRequest =
  | { readonly kind: 'request'; readonly request: PlannedRequest }
  | { readonly kind: 'missing'; readonly needs: readonly MissingValue[] };

/** What is already decided about a request: values of path parameters, and the body, which is then not made. */
export type Decided = { readonly pathValues?: Readonly<Record<string, string>>; readonly body?: RequestBody };

/** So long a stream is listened to by who only wants to know whether it is there. */
const glanceMs = 1000;

/**
 * What a client of a stream accepts (WHATWG HTML, Server-sent events), and JSON behind it: many a server that negotiates answers an
 * error without a body where JSON is not accepted (RFC 9110, 12.5.1).
 */
const acceptStream = ['accept', 'text/event-stream, application/json;q=0.5'] as const;

/**
 * The smallest request that ought to succeed: required parameters and, where a body is required, the minimal one.
 * Values are made like members of a body; a path parameter is never guessed, because it names something that exists:
 * it is the id of a thing where the operation reads, changes or removes one. Cookies are not sent.
 */
export const validRequest = (operation: Operation, { pathValues = {}, body, ...making }: Making & Decided): MadeRequest => {
  const needs: MissingValue[] = [];
  const valueOf = (parameter: Parameter): string => {
    const schema = resolvedSchema(making.contract.document, parameter.schema);
    const { name, schemaPlace: place } = parameter;
    const conventions = conventionsOf(schema);
    const isGiven = conventions.fixture !== undefined || making.target.values[operation.key]?.[name] !== undefined;
    const named =
      parameter.in === 'path' && !isGiven ? (markFor(operation, parameter, making) ?? ownName(operation, parameter, making)) : undefined;
    if (named !== undefined) return named;
    if (parameter.in === 'path' && !isGiven) {
      needs.push(valueNeed(operation, name, 'it names something that has to exist'));
      return '';
    }
    const made = memberValue(operation, { name, place, schema, conventions }, making);
    if (made.kind === 'value') return String(made.value);
    needs.push(made.need);
    return '';
  };
  const required = (where: Parameter['in']): Parameter[] => operation.parameters.filter((one) => one.required && one.in === where);
  const inPath = required('path').map((one) => [one.name, pathValues[one.name] ?? valueOf(one)] as const);
  const query = required('query').map((one) => [one.name, valueOf(one)] as const);
  const headers = required('header').map((one) => [one.name, valueOf(one)] as const);
  const sent = body ?? (operation.body?.required === true ? madeBody(operation, making, needs) : undefined);
  if (needs.length > 0) return { kind: 'missing', needs };
  const { stream } = operation.conventions;
  return {
    kind: 'request',
    request: {
      operation: operation.key,
      method: operation.method,
      path: operation.path,
      pathValues: Object.fromEntries(inPath),
      query,
      headers: [...(stream && !headers.some(([name]) => name.toLowerCase() === 'accept') ? [acceptStream] : []), ...headers],
      ...(sent ? { body: sent } : {}),
      credential: operation.secured ? { kind: 'valid', name: 'key' } : { kind: 'none' },
      faults: [],
      ...(stream && { listenMs: glanceMs }),
    },
  };
};

/**
 * Stands for the id that a path parameter takes: the parameter refers to a kind of thing, or it is the last one of an
 * operation on a thing. What is changed or removed is a thing that the run made for it, never one that is listed.
 */
const markFor = (operation: Operation, { name, schema }: Parameter, { contract, target }: Making): string | undefined => {
  const { refers } = conventionsOf(resolvedSchema(contract.document, schema));
  const isLast = operation.parameters.findLast((one) => one.in === 'path')?.name === name;
  const resource = contract.resources.find(
    (one) => one.name === refers || (isLast && [one.read, one.update, one.remove].some((known) => known?.key === operation.key)),
  );
  if (!resource) return markOfInferred(operation, name, contract, target);
  const isSpent = isLast && operation.effect === 'changes';
  if (isSpent ? !resource.create : !resource.create && !resource.collection) return undefined;
  return thingMark({ use: isSpent ? 'spare' : 'known', resource: resource.name });
};

/** The same for a kind of thing that the structure of the document shows: always one that the run made itself. */
const markOfInferred = (operation: Operation, name: string, contract: Contract, { allow }: Making['target']): string | undefined => {
  const covering = coveredBy(contract, operation).get(name);
  if (!covering || !allow.includes('mutation')) return undefined;
  const { resource, parameter } = covering;
  const isShared = operation.effect === 'safe' || operation.effect === 'creates' || operation.effect === 'creates-permanently';
  return thingMark({ use: isShared ? 'known' : 'spare', resource: resource.name, parameter });
};

/** A new name for what a PUT creates at the path that it names. */
const ownName = (operation: Operation, { name, schema }: Parameter, { contract, fresh }: Making): string | undefined => {
  const isNamedHere = contract.inferred.some(
    ({ create, named, idParameter }) => create.key === operation.key && named === 'by-client' && idParameter === name,
  );
  return isNamedHere ? freshName(fresh(name), resolvedSchema(contract.document, schema)) : undefined;
};

const madeBody = (operation: Operation, making: Making, needs: MissingValue[]): RequestBody | undefined => {
  const made = minimalBody(operation, making);
  if (made.kind === 'body') return { kind: 'json', value: made.value };
  needs.push(...made.needs);
  return undefined;
};
