import type { Conventions, Pagination, PaginationStyle, ResourceConvention } from '../../src/contract/conventions.ts';
import { parseExpression } from '../../src/contract/expression.ts';
import { isObject } from '../../src/contract/pointer.ts';
import { type Json, type Known, operationsOf, schemasAt, successOf, together } from './described.ts';
import { errorProblems, headerProblems } from './error-expressions.ts';
import { nodesOf } from './nodes.ts';
import { conventionsOf, has, isDescribed, itemsIn, ownOf, type Problems, rootOf, resourceHas, resourceIn } from './shown.ts';

const takes = (document: Json, operation: Known | undefined, member: string): boolean =>
  schemasAt(document, operation?.takes ?? [], `/${member}`).length > 0;

const placesOf = ({ collection }: Conventions): readonly string[] => [collection?.items ?? []].flat();

const stylesOf = (pagination: Pagination | undefined): readonly PaginationStyle[] =>
  pagination === undefined ? [] : 'anyOf' in pagination ? pagination.anyOf : [pagination];

/**
 * Everything that the conventions and links of a document name but the document does not have: operations, parameters, members, resource
 * types, fixtures, durations, headers, and locations that no answer has.
 */
export const unresolved = (document: Json): string[] => {
  const operations = operationsOf(document);
  const root = rootOf(document);
  return [
    ...operations.flatMap((operation) => listProblems(document, operation)),
    ...operations.flatMap((operation) => actionProblems(document, operation, operations)),
    ...operations.flatMap((operation) => linkProblems(document, operation, operations)),
    ...Object.entries(root.resources ?? {}).flatMap(([name, resource]) => resourceProblems(document, name, resource, operations)),
    ...operations.flatMap((operation) => errorProblems(document, operation, ownOf(operation).errors)),
    ...errorProblems(document, undefined, root.errors),
    ...headerProblems(document, operations),
    ...propertyProblems(document, operations),
    ...versionProblems(document),
  ].filter((problem) => problem !== false);
};

const listProblems = (document: Json, operation: Known): Problems => {
  const { key, query } = operation;
  const own = conventionsOf(document, operation);
  if (!own.collection && !ownOf(operation).pagination) return [];
  const page = successOf(operation);
  const items = itemsIn(document, page, placesOf(own));
  const pages = stylesOf(own.pagination).flatMap((style) => {
    const words = Object.values(style).filter((word) => typeof word === 'string');
    const parameters = words.filter((word) => word.startsWith('$request.query.'));
    const shown = words.filter((word) => word.startsWith('$response.'));
    return [
      ...parameters.map((one) => !query.includes(one.replace('$request.query.', '')) && `${key} has no parameter ${one}`),
      ...shown.map((one) => isDescribed(page) && !has(document, page, one) && `${key} shows nothing at ${one}`),
    ];
  });
  const filters = Object.entries(own.filters ?? {}).flatMap(([name, filter]) => {
    if (name.startsWith('x-') || !isObject(filter)) return [];
    const { at } = filter;
    return [
      !query.includes(name) && `${key} has no parameter to filter by ${name}`,
      typeof at === 'string' && isDescribed(page) && !resourceHas(document, items, at) && `${key} shows no item with ${at}`,
    ];
  });
  const by = own.ordering?.by;
  return [
    own.collection !== undefined &&
      isDescribed(page) &&
      page.bodies.length > 0 &&
      items.bodies.length === 0 &&
      `${key} shows no items at ${placesOf(own).join(', ')}`,
    ...pages,
    ...filters,
    by !== undefined && isDescribed(page) && !resourceHas(document, items, by) && `${key} shows no item with ${by} to be ordered by`,
    ...(own.collection?.known ?? []).map((name) => hasNoFixture(document, name) && `${key} knows its items by no fixture ${name}`),
  ];
};

const hasNoFixture = (document: Json, name: string): boolean => !Object.hasOwn(rootOf(document).fixtures ?? {}, name);

const actionProblems = (document: Json, operation: Known, operations: readonly Known[]): Problems => {
  const { action } = conventionsOf(document, operation);
  if (!action) return [];
  const leads = operations.some(({ answers }) =>
    answers.some(({ links }) => links.some(([, link]) => link['operationId'] === operation.id)),
  );
  const { unfit } = action;
  return [
    unfit !== undefined && hasNoFixture(document, unfit) && `${operation.key} names no fixture ${unfit}`,
    !leads && `${operation.key} acts on a resource that no link leads to`,
  ];
};

const linkProblems = (document: Json, { key, answers }: Known, operations: readonly Known[]): Problems =>
  answers.flatMap((answer) =>
    answer.links.flatMap(([name, link]) => {
      const target = operations.find(({ id }) => id === link['operationId']);
      const parameters = Object.entries(isObject(link['parameters']) ? link['parameters'] : {});
      return [
        !target && `link ${name} of ${key} leads to no operation ${String(link['operationId'])}`,
        ...parameters.flatMap(([parameter, value]) => [
          target !== undefined &&
            ![...target.path, ...target.query, ...target.header].includes(parameter) &&
            `link ${name} of ${key} gives no ${parameter}`,
          String(value).startsWith('$response.') &&
            !has(document, answer, String(value)) &&
            `${key} ${answer.status} shows nothing at ${String(value)}`,
        ]),
      ];
    }),
  );

const resourceProblems = (document: Json, name: string, resource: ResourceConvention, operations: readonly Known[]): Problems => {
  const called = (id: string | undefined): Known | undefined => operations.find((one) => one.id === id);
  const list = called(resource.list);
  const listed = list && itemsIn(document, successOf(list), placesOf(conventionsOf(document, list)));
  const shown = (['create', 'read', 'update'] as const).map((word) =>
    resourceIn(document, successOf(called(resource[word])), resource.shown?.[word]),
  );
  // Where the answer of a list is not described, its resources are known from other answers.
  const shownResources = listed && isDescribed(listed) ? listed : together(shown);
  const { states, removed } = resource;
  const durations = rootOf(document).durations ?? {};
  return [
    ...(['create', 'read', 'list', 'update', 'remove'] as const).map((word) => {
      const id = resource[word];
      return id !== undefined && !(word === 'remove' && id === 'none') && !called(id) && `${name} names no operation ${id}`;
    }),
    ...(['create', 'read', 'update'] as const).map((word) => {
      const [place, answer] = [resource.shown?.[word], successOf(called(resource[word]))];
      return place !== undefined && !has(document, answer, place) && `the answer to ${word} of ${name} shows nothing at ${place}`;
    }),
    ...[resource.id, resource.name, resource.state].map(
      (at) =>
        at !== undefined && isDescribed(shownResources) && !resourceHas(document, shownResources, at) && `no ${name} is shown with ${at}`,
    ),
    ...(resource.unique ?? []).map(
      (member) => !takes(document, called(resource.create), member) && `${name} is created without a member ${member}`,
    ),
    ...(resource.changes ?? []).map(
      (member) => !takes(document, called(resource.update), member) && `${name} is changed without a member ${member}`,
    ),
    states !== undefined && resource.state === undefined && `${name} has states but no pointer to them`,
    ...Object.entries(states?.reaches ?? {}).map(
      ([state, { within }]) => !Object.hasOwn(durations, within) && `${name} comes to ${state} within no duration ${within}`,
    ),
    removed?.inUse !== undefined &&
      hasNoFixture(document, removed.inUse.fixture) &&
      `${name} is in use by no fixture ${removed.inUse.fixture}`,
  ];
};

const propertyProblems = (document: Json, operations: readonly Known[]): Problems =>
  nodesOf(document)
    .filter(({ pointer }) => pointer.endsWith('/x-assay'))
    .flatMap(({ pointer, value }) => {
      const { refers } = value;
      return [
        ...[value['fixture'], value['alternative'], value['blocked']].map(
          (name) => typeof name === 'string' && hasNoFixture(document, name) && `${pointer} names no fixture ${name}`,
        ),
        typeof refers === 'string' &&
          !Object.hasOwn(rootOf(document).resources ?? {}, refers) &&
          `${pointer} refers to no resource ${refers}`,
        ...[value['repeats'], value['includes']].map(
          (place) =>
            typeof place === 'string' &&
            !operations.some((one) => asks(document, one, place)) &&
            `${pointer} names a location that no request has: ${place}`,
        ),
      ];
    });

/** Whether a request of the operation may have a value at a location. */
const asks = (document: Json, { path, query, header, takes: bodies }: Known, expression: string): boolean => {
  const parsed = parseExpression(expression);
  switch (parsed?.from) {
    case 'request-body':
      return schemasAt(document, bodies, parsed.pointer).length > 0;
    case 'request-path':
      return path.includes(parsed.name);
    case 'request-query':
      return query.includes(parsed.name);
    case 'request-header':
      return header.some((name) => name.toLowerCase() === parsed.name.toLowerCase());
    default:
      return false;
  }
};

const versionProblems = (document: Json): Problems => {
  const { segment, in: where = 'base' } = rootOf(document).versioning ?? {};
  if (segment === undefined) return [];
  if (where === 'path') {
    return [!operationsOf(document).some(({ key }) => key.includes(` /${segment}/`)) && `no path begins with /${segment}`];
  }
  const servers: readonly unknown[] = Array.isArray(document['servers']) ? document['servers'] : [];
  const urls = servers.map((server) => (isObject(server) ? String(server['url']).replace(/\/+$/, '') : ''));
  return [!urls.some((url) => url.endsWith(`/${segment}`)) && `no server ends in /${segment}`];
};
