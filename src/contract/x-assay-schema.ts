import { auth } from './x-assay/access.ts';
import { deliveryWords } from './x-assay/delivery.ts';
import { errors } from './x-assay/errors.ts';
import { collection, filters, ordering, pagination } from './x-assay/lists.ts';
import { propertyWords } from './x-assay/property.ts';
import { rateLimit } from './x-assay/rate-limit.ts';
import { refusals, unknown } from './x-assay/refusals.ts';
import { closed, named, schemaReference, text, type JsonSchema } from './x-assay/schema-forms.ts';
import { sandbox, server, stream, transport, versioning } from './x-assay/surroundings.ts';
import { action, duration, fixture, resource } from './x-assay/resources.ts';

export type { JsonSchema } from './x-assay/schema-forms.ts';

const behaviour = { auth, errors, unknown, refusals, rateLimit, pagination, collection, filters, ordering } as const;

/** Names of the words that a document can reject where assay would infer them. */
const rejectable = [
  ...Object.keys(behaviour),
  'members',
  'resources',
  'versioning',
  'transport',
  'sandbox',
  'durations',
  'action',
  'stream',
];

const notInferred: JsonSchema = {
  description:
    'Words that do not hold here, although the rest of the document suggests them: `pagination`, or a part such as `refusals.type`.',
  type: 'array',
  minItems: 1,
  uniqueItems: true,
  items: { type: 'string', pattern: `^(${rejectable.join('|')})(\\..+)?$` },
};

const conventions = { ...behaviour, notInferred } as const;

const $schema = 'https://json-schema.org/draft/2020-12/schema';

/** `x-assay` at the root of a document: the conventions of all operations, and the words that only the root may have. */
export const conventionsSchema: JsonSchema = {
  $schema,
  title: 'x-assay of a document',
  ...closed('Behaviour that OpenAPI has no words for, for all operations.', [], {
    ...conventions,
    anywhere: {
      ...named(
        'Responses that any request may get, by status, also outside every operation.',
        closed('A reference to a Response Object.', ['$ref'], { $ref: text('Pointer to it.') }),
      ),
      propertyNames: { pattern: '^[1-5]([0-9][0-9]|XX)$' },
    },
    members: named(
      'The schema of a member wherever a successful answer shows it, by the name of the member.',
      schemaReference('A reference to a Schema Object.'),
    ),
    resources: named('Resource types of the API, by a name of the document.', resource),
    versioning,
    transport,
    sandbox,
    fixtures: named('What must exist on the server, by the name under which the operator supplies it.', fixture),
    durations: named('Documented times, by the name under which a target may give others.', duration),
  }),
};

/** `x-assay` on an Operation Object: each word replaces the root's of that name as a whole. */
export const operationConventionsSchema: JsonSchema = {
  $schema,
  title: 'x-assay on an operation',
  ...closed('Behaviour of one operation; a word here replaces that of the document as a whole.', [], { ...conventions, action, stream }),
};

/** `x-assay` on a Server Object. */
export const serverConventionsSchema: JsonSchema = {
  $schema,
  title: 'x-assay on a server',
  ...closed('What is at an address.', [], server),
};

/** `x-assay` on a webhook or a callback: on its path item or its operation. */
export const deliveryConventionsSchema: JsonSchema = {
  $schema,
  title: 'x-assay on a webhook or a callback',
  ...closed('How an event is delivered.', [], deliveryWords),
};

/** `x-assay` on a property of a body or on the schema of a parameter: the source of its values, and their form. */
export const propertyConventionsSchema: JsonSchema = {
  $schema,
  title: 'x-assay on a property',
  ...closed(
    'The source of values for a property of a request body or for a parameter, and the form of values in an answer.',
    [],
    propertyWords,
  ),
};
