/** A kind of object in the OpenAPI Specification or Swagger 2.0. The tables below list the objects that each may hold. */
export type Kind =
  | 'openapi'
  | 'info'
  | 'server'
  | 'paths'
  | 'pathItem'
  | 'operation'
  | 'parameter'
  | 'header'
  | 'requestBody'
  | 'mediaType'
  | 'encoding'
  | 'responses'
  | 'response'
  | 'callback'
  | 'example'
  | 'link'
  | 'schema'
  | 'components'
  | 'securityScheme'
  | 'securityRequirement'
  | 'tag'
  | 'swaggerParameter'
  | 'swaggerResponse';

/** How a member holds objects of a kind: as its value, as the elements of a list, or as the values of a map. */
export type Step = {
  readonly kind: Kind;
  readonly shape: 'one' | 'list' | 'map';
  /** A defect there does not prevent the use of an operation: nothing that is sent or judged depends on it. */
  readonly loose?: true;
};

type Members = Readonly<Record<string, Step>>;

const one = (kind: Kind): Step => ({ kind, shape: 'one' });
const list = (kind: Kind): Step => ({ kind, shape: 'list' });
const map = (kind: Kind): Step => ({ kind, shape: 'map' });
const loose = (step: Step): Step => ({ ...step, loose: true });

export const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;

const described: Members = { schema: one('schema'), content: map('mediaType'), examples: loose(map('example')) };

/** OpenAPI 3.0 and 3.1; a member that only one of them has does no harm in the other. */
const openapi: Readonly<Partial<Record<Kind, Members>>> = {
  openapi: {
    info: one('info'),
    servers: loose(list('server')),
    paths: one('paths'),
    webhooks: loose(map('pathItem')),
    components: one('components'),
    security: list('securityRequirement'),
    tags: loose(list('tag')),
  },
  pathItem: {
    servers: loose(list('server')),
    parameters: list('parameter'),
    ...Object.fromEntries(methods.map((method) => [method, one('operation')])),
  },
  operation: {
    parameters: list('parameter'),
    requestBody: one('requestBody'),
    responses: one('responses'),
    callbacks: loose(map('callback')),
    security: list('securityRequirement'),
    servers: loose(list('server')),
  },
  parameter: described,
  header: described,
  requestBody: { content: map('mediaType') },
  mediaType: { schema: one('schema'), examples: loose(map('example')), encoding: map('encoding') },
  encoding: { headers: map('header') },
  response: { headers: map('header'), content: map('mediaType'), links: loose(map('link')) },
  link: { server: loose(one('server')) },
  components: {
    schemas: map('schema'),
    responses: map('response'),
    parameters: map('parameter'),
    examples: loose(map('example')),
    requestBodies: map('requestBody'),
    headers: map('header'),
    securitySchemes: map('securityScheme'),
    links: loose(map('link')),
    callbacks: loose(map('callback')),
    pathItems: map('pathItem'),
  },
  schema: {
    allOf: list('schema'),
    anyOf: list('schema'),
    oneOf: list('schema'),
    prefixItems: list('schema'),
    not: one('schema'),
    if: one('schema'),
    then: one('schema'),
    else: one('schema'),
    items: one('schema'),
    contains: one('schema'),
    additionalProperties: one('schema'),
    propertyNames: one('schema'),
    unevaluatedItems: one('schema'),
    unevaluatedProperties: one('schema'),
    properties: map('schema'),
    patternProperties: map('schema'),
    dependentSchemas: map('schema'),
    $defs: map('schema'),
    definitions: map('schema'),
  },
};

/** The objects of Swagger 2.0 that may hold references. */
const swagger: Readonly<Partial<Record<Kind, Members>>> = {
  openapi: {
    paths: one('paths'),
    definitions: map('schema'),
    parameters: map('swaggerParameter'),
    responses: map('swaggerResponse'),
  },
  pathItem: {
    parameters: list('swaggerParameter'),
    ...Object.fromEntries(methods.map((method) => [method, one('operation')])),
  },
  operation: { parameters: list('swaggerParameter'), responses: one('responses') },
  swaggerParameter: { schema: one('schema') },
  swaggerResponse: { schema: one('schema') },
  ...(openapi.schema === undefined ? {} : { schema: openapi.schema }),
};

/** Objects that are maps: all their members are of one kind, except extensions. */
const maps: Readonly<Partial<Record<Kind, Kind>>> = { paths: 'pathItem', responses: 'response', callback: 'pathItem' };

/** The version of the specification by which a document is read. */
export type Edition = '2.0' | '3.0' | '3.1';

/** How a member of an object holds other objects; undefined where its value is data. */
export const stepOf = (edition: Edition, kind: Kind, member: string): Step | undefined => {
  const inMap = maps[kind];
  if (inMap !== undefined) {
    if (member.startsWith('x-')) return undefined;
    return one(edition === '2.0' && inMap === 'response' ? 'swaggerResponse' : inMap);
  }
  const members = (edition === '2.0' ? swagger : openapi)[kind] ?? {};
  return Object.hasOwn(members, member) ? members[member] : undefined;
};

/** Pointer of the map that holds components of a kind; undefined where there is none. */
export const homeOf = (edition: Edition, kind: Kind): string | undefined => {
  const holder = edition === '2.0' ? swagger.openapi : openapi.components;
  const found = Object.entries(holder ?? {}).find(([, step]) => step.kind === kind && step.shape === 'map');
  return found && (edition === '2.0' ? `#/${found[0]}` : `#/components/${found[0]}`);
};

/** The name of an object in the specification, for messages. */
export const titles: Readonly<Record<Kind, string>> = {
  openapi: 'OpenAPI Object',
  info: 'Info Object',
  server: 'Server Object',
  paths: 'Paths Object',
  pathItem: 'Path Item Object',
  operation: 'Operation Object',
  parameter: 'Parameter Object',
  header: 'Header Object',
  requestBody: 'Request Body Object',
  mediaType: 'Media Type Object',
  encoding: 'Encoding Object',
  responses: 'Responses Object',
  response: 'Response Object',
  callback: 'Callback Object',
  example: 'Example Object',
  link: 'Link Object',
  schema: 'Schema Object',
  components: 'Components Object',
  securityScheme: 'Security Scheme Object',
  securityRequirement: 'Security Requirement Object',
  tag: 'Tag Object',
  swaggerParameter: 'Parameter Object',
  swaggerResponse: 'Response Object',
};
