/** A JSON Schema, draft 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The requirements of a node or convention. */
export type Documented = {
  readonly 'x-requirement'?: readonly string[];
  /** The documentation does not state it; it is our reading. Always with its reason. */
  readonly 'x-inferred'?: true;
  readonly 'x-inferred-reason'?: string;
};

/** OpenAPI runtime expression (OpenAPI 3.1, Runtime Expressions), such as `$response.body#/data`. */
export type Expression = string;

/** A status, or a whole class of them. */
export type Status = number | '1XX' | '2XX' | '3XX' | '4XX' | '5XX';

/** One status or several, any of which is right. */
export type StatusList = Documented & { readonly status: Status | readonly Status[] };

/** Statuses, and in `exactly` those of them that a second, narrower requirement allows. */
export type Statuses = StatusList & { readonly exactly?: StatusList };

/** A Schema Object of the document. */
export type SchemaReference = { readonly $ref: string };

type Words = Readonly<Record<string, JsonSchema>>;

const requirementIds: JsonSchema = {
  description: 'Ids of the requirements, in requirements.yaml, that are about this object.',
  type: 'array',
  minItems: 1,
  uniqueItems: true,
  items: { type: 'string', pattern: '^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$' },
};

/** The words that every object about behaviour may have beside its own. */
export const requirementWords: Words = {
  'x-requirement': requirementIds,
  'x-inferred': { description: 'The documentation does not state it; it is our reading.', const: true },
  'x-inferred-reason': { description: 'Why we read it so.', type: 'string', minLength: 1 },
};

/** Schema of an object with the given words and no others. */
export const closed = (description: string, required: readonly string[], words: Words): JsonSchema => ({
  description,
  type: 'object',
  required,
  properties: words,
  additionalProperties: false,
});

/** A reading of ours needs its reason, and a reason needs the reading. */
export const requirementRules = { 'x-inferred': ['x-inferred-reason'], 'x-inferred-reason': ['x-inferred'] } as const;

/** Schema of a closed object that may have requirements. */
export const documented = (description: string, required: readonly string[], words: Words): JsonSchema => ({
  ...closed(description, required, { ...words, ...requirementWords }),
  dependentRequired: requirementRules,
});

/** Schema of an object with requirements and no words of its own. */
export const requirement = (description: string): JsonSchema => documented(description, [], {});

/** Schema of an object whose keys the document chooses. */
export const named = (description: string, each: JsonSchema): JsonSchema => ({ description, type: 'object', additionalProperties: each });

/** One value or a list of them. */
export const oneOrMore = (description: string, each: JsonSchema): JsonSchema => ({
  description,
  anyOf: [each, { type: 'array', minItems: 1, uniqueItems: true, items: each }],
});

const status: JsonSchema = { type: 'integer', minimum: 100, maximum: 599 };
const statusOrClass: JsonSchema = { ...status, type: ['integer', 'string'], pattern: '^[1-5]XX$' };

export const statusList = (description: string): JsonSchema => ({
  description,
  type: 'array',
  minItems: 1,
  uniqueItems: true,
  items: status,
});

const statusWord = oneOrMore('The HTTP status or a class such as 4XX, or several of which any is right.', statusOrClass);

/** Schema of {@link Statuses} with further words. */
export const statusesWith = (description: string, words: Words): JsonSchema =>
  documented(description, ['status'], {
    status: statusWord,
    exactly: plainStatuses('Those of them that another, narrower requirement allows.'),
    ...words,
  });

/** One status or class of them, or a list of such, which may be empty. */
export const statusOrClasses = (description: string): JsonSchema => ({
  description,
  anyOf: [statusOrClass, { type: 'array', uniqueItems: true, items: statusOrClass }],
});

const plainStatuses = (description: string): JsonSchema => documented(description, ['status'], { status: statusWord });

export const statuses = (description: string): JsonSchema => statusesWith(description, {});

export const text = (description: string): JsonSchema => ({ description, type: 'string', minLength: 1 });

/** Schema of {@link SchemaReference}. */
export const schemaReference = (description: string): JsonSchema =>
  closed(description, ['$ref'], { $ref: { ...text('Pointer to it.'), pattern: '^#/' } });

export const texts = (description: string): JsonSchema => ({
  description,
  type: 'array',
  minItems: 1,
  uniqueItems: true,
  items: { type: 'string', minLength: 1 },
});

export const count = (description: string): JsonSchema => ({ description, type: 'integer', minimum: 1 });

export const regularExpression = (description: string): JsonSchema => ({ ...text(description), format: 'regex' });

/** RFC 9110 section 5.1: a field name is a token. */
export const headerName = (description: string): JsonSchema => ({ description, type: 'string', pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$" });

/** Schema of runtime expressions (OpenAPI 3.1, Link Object) for a value of an answer. */
export const answerLocation = (description: string): JsonSchema => ({
  description,
  type: 'string',
  pattern: '^\\$response\\.(body(#(/([^~/]|~[01])*)*)?|header\\.[^\\s]+)$',
});

/** Schema of runtime expressions for a query parameter. */
export const queryParameter = (description: string): JsonSchema => ({
  description,
  type: 'string',
  pattern: '^\\$request\\.query\\.[^\\s]+$',
});

/** Schema of runtime expressions for a value of a request. */
export const requestLocation = (description: string): JsonSchema => ({
  description,
  type: 'string',
  pattern: '^\\$request\\.((path|query|header)\\.[^\\s]+|body#(/([^~/]|~[01])*)+)$',
});

/** Schema of JSON Pointers (RFC 6901) with at least one step. */
export const pointer = (description: string): JsonSchema => ({ description, type: 'string', pattern: '^(/([^~/]|~[01])*)+$' });
