import type { Location } from '../model/location.ts';
import { alternativesIn, keyScheme } from './credential-placement.ts';
import { methods } from './document/structure.ts';
import { conventionsOf } from './read-conventions.ts';
import type { Body, Content, Effect, HeaderDeclaration, Operation, Parameter, ResponseDeclaration, Schema } from './model.ts';
import { below, isObject, referenceTarget, valueAt } from './pointer.ts';
import type { Unsupported } from './problem.ts';
import type { Node, Reader } from './reader.ts';
import { plainForm } from './wire/plain-form.ts';

const safe = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** Finds the effect of an operation that creates resources, from the resource types of the contract; undefined for any other. */
export type EffectOf = (operation: Pick<Operation, 'key' | 'operationId'>) => 'creates' | 'creates-permanently' | undefined;

/**
 * Every operation of the document, in its order (OpenAPI 3.1, Paths Object and Path Item Object).
 * @param unsupported Why some of them cannot be used, by key.
 */
export const readOperations = (reader: Reader, unsupported: ReadonlyMap<string, Unsupported>, effectOf: EffectOf): Operation[] => {
  const root: Location = { operation: null, way: ['#'] };
  const paths = reader.keys(root, 'paths').filter((path) => !path.startsWith('x-'));
  const scheme = keyScheme(reader.document);
  return paths.flatMap((path) => {
    const item = reader.child(root, 'paths', path);
    if (!item) return [];
    return methods
      .filter((method) => isObject(item.value[method]))
      .map((method) => {
        const operation = readOperation(reader, path, method, item, { effectOf, scheme });
        const why = unsupported.get(operation.key);
        return why === undefined ? operation : { ...operation, unsupported: why };
      });
  });
};

type Around = {
  readonly effectOf: EffectOf;
  /** The security scheme that the credential `key` belongs to. */
  readonly scheme: string | undefined;
};

const readOperation = (reader: Reader, path: string, method: string, item: Node, { effectOf, scheme }: Around): Operation => {
  const key = `${method.toUpperCase()} ${path}`;
  const around: Location = { operation: key, way: item.location.way };
  const location: Location = { operation: key, way: [...around.way, below(around.way.at(-1) ?? '#', method)] };
  const value = item.value[method] as Readonly<Record<string, unknown>>;
  const operationId = typeof value['operationId'] === 'string' ? value['operationId'] : undefined;
  return {
    key,
    operationId,
    method: method.toUpperCase(),
    path,
    tags: Array.isArray(value['tags']) ? value['tags'].filter((tag): tag is string => typeof tag === 'string') : [],
    location,
    // A path parameter that the path template does not contain cannot be sent.
    parameters: readParameters(reader, around, location).filter((one) => one.in !== 'path' || path.includes(`{${one.name}}`)),
    body: readBody(reader, location),
    responses: readResponses(reader, location),
    ...accessTo(value['security'] ?? reader.document['security'], scheme),
    effect: effectFor(method.toUpperCase(), effectOf({ key, operationId })),
    ...(issuesAnywhere(reader.document) && holdsIssued(reader.document, value['responses']) ? { issues: true as const } : {}),
    conventions: conventionsOf(reader.document, value),
  };
};

const issuing = new WeakMap<object, boolean>();

/** Whether any part of the document marks an issued credential; where none does, no operation has to be searched. */
const issuesAnywhere = (document: Readonly<Record<string, unknown>>): boolean => {
  const known = issuing.get(document) ?? Object.values(document).some((part) => holdsIssued({}, part));
  issuing.set(document, known);
  return known;
};

/** Whether any schema below a node marks an issued credential; references are followed once each. */
const holdsIssued = (document: Readonly<Record<string, unknown>>, root: unknown): boolean => {
  const followed = new Set<string>();
  const visit = (node: unknown): boolean => {
    if (Array.isArray(node)) return node.some(visit);
    if (!isObject(node)) return false;
    const { $ref, 'x-assay': assay } = node;
    if (isObject(assay) && assay['issued'] === true) return true;
    if (typeof $ref === 'string' && !followed.has($ref)) {
      followed.add($ref);
      if (visit(valueAt(document, referenceTarget($ref)))) return true;
    }
    return Object.values(node).some(visit);
  };
  return visit(root);
};

const effectFor = (method: string, declared: ReturnType<EffectOf>): Effect => declared ?? (safe.has(method) ? 'safe' : 'changes');

/** An empty list, or an empty alternative in it, means that no credential is needed (OpenAPI 3.1, Security Requirement Object). */
const accessTo = (security: unknown, key: string | undefined): Pick<Operation, 'security' | 'secured' | 'takesKey'> => {
  const alternatives = alternativesIn(security);
  return {
    security: alternatives,
    secured: alternatives.length > 0 && alternatives.every((schemes) => schemes.length > 0),
    takesKey: key !== undefined && alternatives.some((schemes) => schemes.includes(key)),
  };
};

/** The operation's parameters replace those of its path item by name and location. */
export const readParameters = (reader: Reader, item: Location, operation: Location): Parameter[] => {
  const found = new Map<string, Parameter>();
  for (const around of [item, operation]) {
    const list = valueAt(reader.document, below(around.way.at(-1) ?? '#', 'parameters'));
    if (!Array.isArray(list)) continue;
    for (const index of list.keys()) {
      const node = reader.child(around, 'parameters', index);
      const parameter = node && readParameter(node);
      if (parameter) found.set(`${parameter.in} ${parameter.name}`, parameter);
    }
  }
  return [...found.values()];
};

const readParameter = ({ value, location }: Node): Parameter | undefined => {
  const { name, in: where } = value;
  if (typeof name !== 'string' || (where !== 'path' && where !== 'query' && where !== 'header' && where !== 'cookie')) return undefined;
  return { name, in: where, required: value['required'] === true, location, ...schemaBelow(value, location) };
};

/** An absent schema accepts everything. */
const schemaBelow = (value: Readonly<Record<string, unknown>>, location: Location): { schema: Schema; schemaLocation: Location } => {
  const { schema } = value;
  return {
    schema: typeof schema === 'boolean' || isObject(schema) ? schema : true,
    schemaLocation: { operation: location.operation, way: [...location.way, below(location.way.at(-1) ?? '#', 'schema')] },
  };
};

const readContent = ({ value, location }: Node): Content[] => {
  const { content } = value;
  if (!isObject(content)) return [];
  return Object.entries(content).map(([mediaType, media]) => {
    const here: Location = {
      operation: location.operation,
      way: [...location.way, below(location.way.at(-1) ?? '#', 'content', mediaType)],
    };
    const declared =
      isObject(media) && media['schema'] !== undefined ? schemaBelow(media, here) : { schema: undefined, schemaLocation: undefined };
    return { mediaType, location: here, ...declared };
  });
};

export const readBody = (reader: Reader, operation: Location): Body | undefined => {
  const node = reader.child(operation, 'requestBody');
  if (!node) return undefined;
  const content = readContent(node).map((one) => {
    const form = plainForm(reader.document, one);
    return form === undefined ? one : { ...one, form };
  });
  return { required: node.value['required'] === true, location: node.location, content };
};

/** The declared responses of an operation or of `x-assay.anywhere`. */
export const readResponses = (reader: Reader, around: Location, word = 'responses'): ResponseDeclaration[] =>
  reader.keys(around, word).flatMap((status) => {
    const node = /^([1-5]\d\d|[1-5]XX|default)$/.test(status) ? reader.child(around, word, status) : undefined;
    return node ? [{ status, location: node.location, headers: readHeaders(reader, node), content: readContent(node) }] : [];
  });

const readHeaders = (reader: Reader, response: Node): HeaderDeclaration[] =>
  reader.keys(response.location, 'headers').flatMap((name) => {
    const node = reader.child(response.location, 'headers', name);
    // OpenAPI 3.1, Response Object: a header called Content-Type is ignored.
    if (!node || name.toLowerCase() === 'content-type') return [];
    return [{ name, required: node.value['required'] === true, location: node.location, ...schemaBelow(node.value, node.location) }];
  });
