import type { Layer } from '../call.ts';
import { refuse } from '../call.ts';
import { images } from '../catalogue.ts';
import type { NexusDefect, NexusDefects } from '../overrides.ts';
import { insteadOfErrorResponse, statusChanged } from './answering.ts';
import { createObject, creationAsked } from './asking.ts';
import { createUnchecked, text } from './creation.ts';

type Members = Readonly<Record<string, unknown>>;

const refuseMember = (field: string): never =>
  refuse(422, 'unusable-value', 'Validation failed', { faults: [{ field, message: 'Not accepted' }] });

/** Refuses creations for a member that the document allows. */
const refusing = (field: string, isRefused: (value: unknown) => boolean): Layer => {
  return (call, next) => {
    const body = createObject(call);
    return body !== undefined && Object.hasOwn(body, field) && isRefused(body[field]) ? refuseMember(field) : next();
  };
};

/** Replaces the value of a member; undefined removes the member. */
const taken = (field: string, change: (value: unknown) => unknown): Layer =>
  creationAsked((body) => {
    const { [field]: value, ...others } = body;
    const changed = Object.hasOwn(body, field) ? change(value) : undefined;
    return changed === undefined ? others : { ...others, [field]: changed };
  });

const accepted = (breaks: string, note: string, field: string, change: (value: unknown) => unknown): NexusDefect => ({
  breaks,
  note,
  behind: taken(field, change),
});

const isBase64 = (value: unknown): boolean => typeof value === 'string' && /^[A-Za-z0-9+/]+={0,2}$/.test(value);

const onlyField =
  (field: string) =>
  ({ fields }: { readonly fields: readonly string[] }) =>
    fields.length === 1 && fields[0] === field;

const asPlainScript = (body: Members): Members => {
  const script = body['user_data'];
  if (typeof script !== 'string') return body;
  return { ...body, user_data: isBase64(script) ? '%' : Buffer.from(script).toString('base64') };
};

/** Values of members in a creation: valid ones refused, invalid ones accepted. */
export const creationValueDefects: NexusDefects = {
  'plan-memory-16-unknown': {
    breaks: 'NEXUS-67',
    note: 'The plan memory-16 is refused',
    behind: refusing('plan', (plan) => plan === 'memory-16'),
  },
  'plan-name-spelling': {
    breaks: 'NEXUS-67',
    note: 'The plan must be spelled standard_4',
    behind: taken('plan', (plan) => (plan === 'standard_4' ? 'standard-4' : plan === 'standard-4' ? 'standard 4' : plan)),
  },

  'image-custom-id-refused': {
    breaks: 'NEXUS-69',
    note: 'Only the slugs of public images are accepted',
    behind: refusing('image', (image) => text(image).startsWith('img_')),
  },
  'image-unknown-accepted': {
    breaks: 'NEXUS-133',
    note: 'An unknown image is accepted',
    behind: insteadOfErrorResponse('unusable-value', createUnchecked, onlyField('image')),
  },
  'image-unknown-400': {
    breaks: 'NEXUS-133',
    note: 'An unknown image is answered 400',
    around: statusChanged('unusable-value', 400, onlyField('image')),
  },

  'region-unknown-accepted': {
    breaks: 'NEXUS-132',
    note: 'An instance is created in a region that does not exist',
    behind: insteadOfErrorResponse('unusable-value', createUnchecked, onlyField('region')),
  },
  'region-unknown-404': {
    breaks: 'NEXUS-132',
    note: 'An unknown region is answered 404',
    around: statusChanged('unusable-value', 404, onlyField('region')),
  },

  'ssh-keys-expects-string': {
    breaks: 'NEXUS-70',
    note: 'An array of SSH keys is refused; a single string is accepted',
    alsoBreaks: { 'NEXUS-73': 'the server accepts a string' },
    behind: taken('ssh_keys', (keys) => (typeof keys === 'string' ? undefined : 'array')),
  },
  'ssh-keys-field-unknown': {
    breaks: 'NEXUS-70',
    note: 'A creation with ssh_keys is refused for an unknown field',
    behind: refusing('ssh_keys', () => true),
  },
  'ssh-keys-string-accepted': accepted('NEXUS-73', 'A string instead of the array of SSH keys is accepted', 'ssh_keys', (keys) =>
    typeof keys === 'string' ? undefined : keys,
  ),

  'user-data-plain-only': {
    breaks: 'NEXUS-71',
    note: 'Base64 is refused as user_data; a plain script is accepted',
    alsoBreaks: { 'NEXUS-72': 'the server accepts text that is not Base64' },
    behind: creationAsked(asPlainScript),
  },
  'user-data-padding-refused': {
    breaks: 'NEXUS-71',
    note: 'Base64 with padding is refused as user_data',
    behind: refusing('user_data', (script) => text(script).endsWith('=')),
  },
  'user-data-not-checked': accepted('NEXUS-72', 'Text that is not Base64 is accepted as user_data', 'user_data', (script) =>
    typeof script === 'string' ? undefined : script,
  ),

  'create-name-number-coerced': accepted('NEXUS-74', 'A number as the name is accepted and converted to a string', 'name', (name) =>
    typeof name === 'number' ? String(name) : name,
  ),
  'create-image-object-accepted': {
    ...accepted('NEXUS-74', 'An object as image counts as the default image; other members are checked', 'image', (image) =>
      typeof image === 'object' && image !== null ? images[0] : image,
    ),
    intermittent: true,
  },
  'create-name-encoding-crash': {
    breaks: 'NEXUS-75',
    note: 'A name with non-ASCII letters is answered 500',
    behind: (call, next) => {
      if (/[^\u0020-\u007e]/.test(text(createObject(call)?.['name']))) throw new RangeError('Cannot encode the name');
      return next();
    },
  },
};
