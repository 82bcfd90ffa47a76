import { below, isObject, referenceTarget, valueAt } from '../../src/contract/pointer.ts';
import type { Conventions, ResourceConvention, RootConventions } from '../../src/contract/conventions.ts';
import { nodesOf } from './nodes.ts';

type Json = Readonly<Record<string, unknown>>;
type Document = Readonly<Record<string, unknown>>;

/** An operation with what its conventions may name. */
type Known = {
  readonly key: string;
  readonly pointer: string;
  readonly value: Json;
  readonly query: readonly string[];
  readonly path: readonly string[];
  readonly members: readonly string[];
  /** Bodies that its successful answers print; undefined where no schema describes them. */
  readonly bodies: readonly unknown[] | undefined;
};

const resolved = (document: Document, value: unknown): Json => {
  if (!isObject(value)) return {};
  return typeof value['$ref'] === 'string' ? resolved(document, valueAt(document, referenceTarget(value['$ref']))) : value;
};

const objects = (document: Document, value: unknown): [string, Json][] =>
  isObject(value) ? Object.entries(value).map(([key, one]) => [key, resolved(document, one)]) : [];

/** Bodies that a Response Object prints; undefined where it describes none. */
const printed = (document: Document, response: Json): readonly unknown[] | undefined => {
  const described = objects(document, response['content']).filter(([, media]) => media['schema'] !== undefined);
  if (described.length === 0) return undefined;
  return described.flatMap(([, { example, examples }]) => {
    const named = objects(document, examples).map(([, one]) => one['value']);
    return example === undefined ? named : named.concat(example);
  });
};

const operationsOf = (document: Document): Known[] =>
  objects(document, document['paths']).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([, value]) => isObject(value) && isObject(value['responses']))
      .map(([method, given]) => {
        const value = given as Json;
        const parameters = Array.isArray(value['parameters']) ? value['parameters'].map((one: unknown) => resolved(document, one)) : [];
        const named = (where: string): string[] => parameters.filter((one) => one['in'] === where).map((one) => String(one['name']));
        const bodies = objects(document, value['responses'])
          .filter(([status]) => status.startsWith('2'))
          .map(([, response]) => printed(document, response));
        const schemas = objects(document, resolved(document, value['requestBody'])['content']).map(([, media]) =>
          resolved(document, media['schema']),
        );
        return {
          key: `${method.toUpperCase()} ${path}`,
          pointer: below('#/paths', path, method),
          value,
          query: named('query'),
          path: named('path'),
          members: schemas.flatMap((schema) => Object.keys(resolved(document, schema['properties']))),
          bodies: bodies.some((one) => one === undefined) ? undefined : bodies.flatMap((one) => one ?? []),
        };
      }),
  );

/** Value of an expression about the body in one that is printed; undefined where it has none. */
const inBody = (expression: string, body: unknown): unknown =>
  expression.startsWith('$response.body') ? valueAt(body, expression.slice('$response.body'.length)) : undefined;

const headersOf = (document: Document, response: Json): string[] =>
  objects(document, response['headers']).map(([name]) => name.toLowerCase());

const linksOf = (document: Document, { value }: Known): Json[] =>
  objects(document, value['responses']).flatMap(([, response]) => objects(document, response['links']).map(([, link]) => link));

/**
 * What the conventions and links of a document name and the document does not have: operations, parameters, members,
 * fixtures, headers, and places that no printed answer holds.
 */
export const unresolved = (document: Document): string[] => {
  const operations = operationsOf(document);
  const root: RootConventions = isObject(document['x-assay']) ? document['x-assay'] : {};
  const anywhere = new Map(objects(document, root.anywhere));
  const errorBodies = [...anywhere.values()].flatMap((response) => printed(document, response) ?? []);
  const problems: string[] = [];
  const demand = (holds: boolean, problem: string): void => void (holds || problems.push(problem));
  const held = (expression: string, bodies: readonly unknown[]): boolean => bodies.some((body) => inBody(expression, body) !== undefined);

  for (const { key, value, query, bodies } of operations) {
    const own: Conventions = isObject(value['x-assay']) ? value['x-assay'] : {};
    const places = [own.collection?.items ?? []].flat();
    const items = (bodies ?? []).flatMap((body) => places.flatMap((place) => inBody(place, body) ?? []));
    if (bodies) {
      demand(places.length === 0 || items.length > 0, `${key} prints no items at ${places.join(', ')}`);
      for (const place of [own.pagination?.next, own.pagination?.more].filter((one) => one !== undefined)) {
        demand(held(place, bodies), `${key} prints nothing at ${place}`);
      }
    }
    for (const parameter of [own.pagination?.cursor, own.pagination?.limit].filter((one) => one !== undefined)) {
      demand(query.includes(parameter.replace('$request.query.', '')), `${key} has no parameter ${parameter}`);
    }
    for (const [name, filter] of Object.entries(own.filters ?? {})) {
      if (name === 'x-requirement' || !isObject(filter)) continue;
      demand(query.includes(name), `${key} has no parameter to filter by ${name}`);
      const { at } = filter;
      if (typeof at !== 'string') continue;
      demand(
        items.some((item) => valueAt(item, at) !== undefined),
        `${key} prints no item with ${at}`,
      );
    }
    if (own.action) {
      const { unfit } = own.action;
      demand(unfit === undefined || Object.hasOwn(root.fixtures ?? {}, unfit), `${key} names no fixture ${unfit ?? ''}`);
      const producers = operations.filter((one) => linksOf(document, one).some((link) => link['operationId'] === value['operationId']));
      demand(producers.length > 0, `${key} acts on a thing that no link leads to`);
    }
    for (const name of own.collection?.known ?? []) {
      demand(Object.hasOwn(root.fixtures ?? {}, name), `${key} knows its items by no fixture ${name}`);
    }
    for (const [status, response] of objects(document, value['responses'])) {
      for (const [name, link] of objects(document, response['links'])) {
        const target = operations.find((one) => one.value['operationId'] === link['operationId']);
        demand(target !== undefined, `link ${name} of ${key} leads to no operation ${String(link['operationId'])}`);
        for (const [parameter, expression] of Object.entries(isObject(link['parameters']) ? link['parameters'] : {})) {
          demand([...(target?.path ?? []), ...(target?.query ?? [])].includes(parameter), `link ${name} of ${key} gives no ${parameter}`);
          demand(held(String(expression), printed(document, response) ?? []), `${key} ${status} prints nothing at ${String(expression)}`);
        }
      }
    }
  }

  for (const [name, resource] of Object.entries(root.resources ?? {})) problems.push(...resourceProblems(name, resource, operations));
  for (const at of [root.errors?.code?.at, root.errors?.details?.at].filter((one) => one !== undefined)) {
    demand(held(at, errorBodies), `no error prints anything at ${at}`);
  }
  for (const status of [...(root.errors?.details?.on ?? []), ...(root.rateLimit?.retryAfter?.on ?? [])]) {
    demand(anywhere.has(String(status)), `anywhere does not hold ${status}`);
  }
  for (const status of root.rateLimit?.retryAfter?.on ?? []) {
    const header = root.rateLimit?.retryAfter?.header ?? '';
    demand(headersOf(document, anywhere.get(String(status)) ?? {}).includes(header.toLowerCase()), `${status} declares no ${header}`);
  }
  const { limit, remaining, reset } = root.rateLimit?.headers ?? {};
  for (const name of [limit, remaining, reset?.name].filter((one) => one !== undefined)) {
    for (const { key, value } of operations) {
      const successes = objects(document, value['responses']).filter(([status]) => status.startsWith('2'));
      demand(
        successes.every(([, response]) => headersOf(document, response).includes(name.toLowerCase())),
        `${key} declares no ${name}`,
      );
    }
  }
  for (const { pointer, value } of nodesOf(document).filter((one) => one.pointer.endsWith('/x-assay'))) {
    for (const name of [value['fixture'], value['alternative'], value['blocked']].filter((one) => typeof one === 'string')) {
      demand(Object.hasOwn(root.fixtures ?? {}, name), `${pointer} names no fixture ${name}`);
    }
  }
  const servers: readonly unknown[] = Array.isArray(document['servers']) ? document['servers'] : [];
  const { segment } = root.versioning ?? {};
  demand(
    segment === undefined || servers.some((server) => isObject(server) && String(server['url']).endsWith(`/${segment}`)),
    `no server ends in /${segment ?? ''}`,
  );
  return problems;
};

const resourceProblems = (name: string, resource: ResourceConvention, operations: readonly Known[]): string[] => {
  const called = (id: string | undefined): Known | undefined => operations.find(({ value }) => value['operationId'] === id);
  const list = called(resource.list);
  const places = isObject(list?.value['x-assay']) ? [(list.value['x-assay'] as RootConventions).collection?.items ?? []].flat() : [];
  const items = (list?.bodies ?? []).flatMap((body) => places.flatMap((place) => inBody(place, body) ?? []));
  return [
    ...[resource.create, resource.list, resource.remove === 'none' ? undefined : resource.remove]
      .filter((id) => id !== undefined && !called(id))
      .map((id) => `${name} names no operation ${id}`),
    ...[resource.id, resource.name, resource.state]
      .filter((at) => at !== undefined && !items.some((item) => valueAt(item, at) !== undefined))
      .map((at) => `no listed ${name} is printed with ${at}`),
    ...(resource.unique ?? [])
      .filter((member) => !called(resource.create)?.members.includes(member))
      .map((member) => `${name} is created without a member ${member}`),
  ];
};
