/** A JSON Schema, draft 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

type Words = Readonly<Record<string, JsonSchema>>;

const requirementIds: JsonSchema = {
  description: 'Ids of the promises, in requirements.yaml, that are about this object.',
  type: 'array',
  minItems: 1,
  uniqueItems: true,
  items: { type: 'string', pattern: '^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$' },
};

/** An object of the given words and no others. */
const closed = (description: string, required: readonly string[], words: Words): JsonSchema => ({
  description,
  type: 'object',
  required,
  properties: words,
  additionalProperties: false,
});

/** A closed object that may carry ids of promises. */
const promised = (description: string, required: readonly string[], words: Words): JsonSchema =>
  closed(description, required, { ...words, 'x-requirement': requirementIds });

/** An object whose keys the document chooses. */
const named = (description: string, each: JsonSchema): JsonSchema => ({ description, type: 'object', additionalProperties: each });

const status: JsonSchema = { type: 'integer', minimum: 100, maximum: 599 };
const several = { minItems: 1, uniqueItems: true, items: status };
const statusList = (description: string): JsonSchema => ({ description, type: 'array', ...several });
const oneOrSeveral: JsonSchema = {
  ...status,
  ...several,
  description: 'The HTTP status, or several of which each is as good.',
  type: ['integer', 'array'],
};
const statuses = (description: string): JsonSchema => promised(description, ['status'], { status: oneOrSeveral });

const text = (description: string): JsonSchema => ({ description, type: 'string', minLength: 1 });
const regularExpression = (description: string): JsonSchema => ({ ...text(description), format: 'regex' });

/** RFC 9110 section 5.1: a field name is a token. */
const headerName = (description: string): JsonSchema => ({ description, type: 'string', pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]+$" });

/** Runtime expressions (OpenAPI 3.1, Link Object) that name a place in an answer. */
const answerPlace = (description: string): JsonSchema => ({
  description,
  type: 'string',
  pattern: '^\\$response\\.(body(#(/([^~/]|~[01])*)*)?|header\\.[^\\s]+)$',
});

/** Those that name a query parameter. */
const queryParameter = (description: string): JsonSchema => ({ description, type: 'string', pattern: '^\\$request\\.query\\.[^\\s]+$' });

/** Those that name a value of a request, its body aside. */
const requestPlace = (description: string): JsonSchema => ({
  description,
  type: 'string',
  pattern: '^\\$request\\.(path|query|header)\\.[^\\s]+$',
});

/** JSON Pointer (RFC 6901) with at least one step. */
const pointer = (description: string): JsonSchema => ({ description, type: 'string', pattern: '^(/([^~/]|~[01])*)+$' });

const auth = promised('How a request without a usable credential is answered.', ['unauthenticated'], {
  unauthenticated: statuses('For a missing or unusable credential.'),
  forbidden: statuses('For a credential that lacks the permission.'),
  forms: closed('Printed forms of a credential, as regular expressions.', ['live', 'sandbox'], {
    live: regularExpression('Of the live environment.'),
    sandbox: regularExpression('Of the sandbox.'),
  }),
});

const errors = promised('What every error answer has in common, also outside every operation.', [], {
  code: promised('A member of the body that repeats the status as a number.', ['at', 'equals'], {
    at: answerPlace('Where it stands.'),
    equals: { description: 'What it is equal to.', const: 'status' },
  }),
  details: promised('A list of the faulty members in the body.', ['at', 'on'], {
    at: answerPlace('Where the list stands.'),
    on: statusList('Statuses for which at least one element is promised.'),
    name: pointer('Where an element holds the name of the member at fault, as the request spells it.'),
  }),
  clientMistake: promised('A mistake of the client is not answered as one of the server.', ['never'], {
    never: { description: 'The statuses it is never answered with.', const: '5XX' },
  }),
});

const unknown = promised('How something that does not exist is answered.', [], {
  path: statuses('For a path that no operation has.'),
  id: statuses('For a path parameter that names nothing.'),
});

const refusals = promised('How a faulty request is refused, by its fault.', [], {
  unparsable: statuses('A body that is no JSON text.'),
  missing: statuses('A required member is left out.'),
  value: statuses('A member of the right type whose value cannot be used.'),
  type: statuses('A member of another JSON type.'),
  query: statuses('A query parameter that cannot be read as its type.'),
  duplicate: statuses('Something that may exist once only, created again.'),
  exhausted: statuses('A creation beyond what the account may hold.'),
});

const plan: JsonSchema = {
  ...promised('A quota: either limit or atLeast.', [], {
    limit: { description: 'Requests in a window.', type: 'integer', minimum: 1 },
    atLeast: { description: 'Requests in a window, or more by agreement.', type: 'integer', minimum: 1 },
  }),
  oneOf: [{ required: ['limit'] }, { required: ['atLeast'] }],
};

const rateLimit = promised('How many requests are let through, and how the answers tell.', ['window', 'exceeded'], {
  scope: { description: 'What shares one count.', enum: ['credential', 'account'] },
  window: closed('The time that is counted over.', ['seconds'], {
    seconds: { description: 'Its length.', type: 'number', exclusiveMinimum: 0 },
  }),
  plans: named('The printed quota of each plan, by its name.', plan),
  headers: closed('Names of the response headers; their form stands in the Header Objects.', [], {
    limit: headerName('Carries the quota.'),
    remaining: headerName('Carries how many requests are left.'),
    reset: closed('Carries when the count starts anew.', ['name', 'unit'], {
      name: headerName('Name of the header.'),
      unit: { description: 'What it counts: seconds since 1970, or seconds from now.', enum: ['epoch-seconds', 'seconds'] },
    }),
  }),
  exceeded: statuses('For a request above the quota.'),
  retryAfter: promised('The header that says how long to wait.', ['header', 'on'], {
    header: headerName('Name of the header.'),
    on: statusList('Statuses that carry it.'),
    only: { description: 'No other status carries it.', type: 'boolean' },
  }),
});

const pagination = promised('How a list is read page by page.', ['kind', 'cursor', 'limit', 'next'], {
  kind: { description: 'A page names the next one by a cursor.', const: 'cursor' },
  cursor: queryParameter('Parameter that takes the cursor.'),
  limit: queryParameter('Parameter that sets the size of a page; default and maximum stand in its schema.'),
  next: answerPlace('Where a page holds the cursor of the next one.'),
  more: answerPlace('Where a page says whether there is a next one.'),
});

const collection = promised('The answer is a list of things.', ['items'], {
  items: {
    description: 'Where the items stand; of several places the first that holds an array counts.',
    anyOf: [answerPlace('The place.'), { type: 'array', minItems: 1, uniqueItems: true, items: answerPlace('One of the places.') }],
  },
  known: {
    description: 'Fixtures that name things which the list holds.',
    type: 'array',
    minItems: 1,
    uniqueItems: true,
    items: text('Name of the fixture.'),
  },
});

const filter = promised('A filter.', [], { at: pointer('Where an item holds the value that is filtered by, where that is printed.') });
const filters: JsonSchema = {
  ...named('Query parameters that narrow the list, by name.', filter),
  properties: { 'x-requirement': requirementIds },
};

const action = promised('What the operation does to a thing in time: restart it, stop it, roll it back.', ['from'], {
  from: {
    description: 'State of a thing that the action is for, as its list shows it, or several.',
    anyOf: [text('The state.'), { type: 'array', minItems: 1, uniqueItems: true, items: text('One of the states.') }],
  },
  through: text('State that the thing shows meanwhile.'),
  to: text('State that the thing ends in.'),
  repeated: statuses('For the same action once more while the thing shows the state in between.'),
  unfit: text('Name of the fixture with the id of a thing that is in none of the states the action is for.'),
});

const resource = promised('A kind of thing that the API manages.', ['remove'], {
  create: text('operationId of the operation that creates one.'),
  list: text('operationId of the operation that lists them.'),
  remove: text('operationId of the operation that removes one, or none: what is created stays.'),
  id: pointer('Where an item of the list holds its id.'),
  name: pointer('Where an item of the list holds the name it was created with.'),
  state: pointer('Where an item of the list holds its state.'),
  unique: {
    description: 'Members of the create body that may not repeat together.',
    type: 'array',
    minItems: 1,
    uniqueItems: true,
    items: text('Name of the member.'),
  },
});

const fixture = closed('A fixture.', ['description'], { description: text('What it is, in one sentence.') });

const conventions = { auth, errors, unknown, refusals, rateLimit, pagination, collection, filters } as const;

const $schema = 'https://json-schema.org/draft/2020-12/schema';

/** `x-assay` at the root of a document: conventions of all operations, and the words that stand there only. */
export const conventionsSchema: JsonSchema = {
  $schema,
  title: 'x-assay of a document',
  ...closed('Behaviour that OpenAPI has no words for, for all operations.', [], {
    ...conventions,
    anywhere: {
      ...named(
        'Responses that any request may get, by status, also outside every operation.',
        closed('A reference to a Response Object.', ['$ref'], { $ref: text('Where it stands.') }),
      ),
      propertyNames: { pattern: '^[1-5]([0-9][0-9]|XX)$' },
    },
    resources: named('Kinds of things that the API manages, by a name of the document.', resource),
    versioning: promised('The version stands in the path.', ['segment'], {
      segment: { description: 'Last segment of the base URL.', type: 'string', pattern: '^[^/?#]+$' },
    }),
    fixtures: named('What must exist on the other side, by the name under which the operator supplies it.', fixture),
  }),
};

/** `x-assay` on an Operation Object: each word replaces the root's of that name as a whole. */
export const operationConventionsSchema: JsonSchema = {
  $schema,
  title: 'x-assay on an operation',
  ...closed('Behaviour of one operation; a word here replaces that of the document as a whole.', [], { ...conventions, action }),
};

/** `x-assay` on a property of a body or on the schema of a parameter: where its values come from, and what they look like. */
export const propertyConventionsSchema: JsonSchema = {
  $schema,
  title: 'x-assay on a property',
  ...closed('Where values for a property of a request body, or for a parameter, come from, and what those of an answer look like.', [], {
    fixture: text('Name of the fixture that gives a usable value.'),
    alternative: text('Name of the fixture that gives a usable value of another kind.'),
    unusable: { description: 'A well-formed value that is certainly refused.' },
    fresh: { description: 'The value is made by us and new in each request.', type: 'boolean' },
    shownAt: pointer('Where an item of the list shows the value that its creation asked for.'),
    repeats: requestPlace('In an answer: where the request holds the value that it repeats.'),
    elsewhere: {
      description: 'Values that the documentation prints for the same thing at another place and not here.',
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: text('The value.'),
    },
    forms: named('Forms that values of answers may have, by a name: which of them they have is recorded.', regularExpression('The form.')),
    blocked: text('Name of the fixture that gives a value which exists and which the account may not use.'),
  }),
};
