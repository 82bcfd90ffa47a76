import { randomUUID } from 'node:crypto';
import type { Call } from '../call.ts';
import type { NexusDefect, NexusDefects } from '../overrides.ts';
import { images, isPlan, regions } from '../catalogue.ts';
import { answerCreation } from '../creation.ts';
import { insteadOfErrorResponse, statusChanged } from './answering.ts';
import { createObject, creationAsked } from './asking.ts';

const defaults = { region: regions[0], plan: 'micro', image: images[0] };
const generatedName = (): string => `instance-${randomUUID()}`;

const optional = (breaks: string, field: string, note: string, value: () => string): NexusDefect => ({
  breaks,
  note,
  behind: creationAsked((body) => (Object.keys(body).length === 0 || Object.hasOwn(body, field) ? body : { ...body, [field]: value() })),
});

const missing422 = (breaks: string, field: string): NexusDefect => ({
  breaks,
  note: `A creation without ${field} is answered 422`,
  around: statusChanged('missing-member', 422, ({ fields }) => fields.length === 1 && fields[0] === field),
});

/** The value of a member if it is a string, else an empty string. */
export const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Creates what the body asks for, whatever is wrong with it. */
export const createUnchecked = (call: Call): void => {
  const body = createObject(call) ?? {};
  answerCreation(call, { name: text(body['name']), region: text(body['region']), plan: text(body['plan']) });
};

/** Creates an instance with default values only. */
export const createDefault = (call: Call): void => answerCreation(call, { ...defaults, name: generatedName() });

/** Unknown regions and unknown images are unusable values. */
const alsoRegionAndImage = {
  'NEXUS-132': 'an unknown region is such a value, and gets the same wrong answer',
  'NEXUS-133': 'an unknown image is such a value, and gets the same wrong answer',
};
const alsoPlan = { 'NEXUS-68': 'a plan outside the three is one of the values' };

/** Creations: required fields, values and names. */
export const creationDefects: NexusDefects = {
  'create-name-generated': optional('NEXUS-63', 'name', 'A missing name is replaced by a generated one', generatedName),
  'create-missing-name-422': missing422('NEXUS-63', 'name'),
  'create-region-optional': optional('NEXUS-64', 'region', 'A missing region is replaced by a default', () => defaults.region),
  'create-missing-region-422': missing422('NEXUS-64', 'region'),
  'create-plan-optional': optional('NEXUS-65', 'plan', 'A missing plan is replaced by micro', () => defaults.plan),
  'create-missing-plan-422': missing422('NEXUS-65', 'plan'),
  'create-image-optional': optional('NEXUS-66', 'image', 'A missing image is replaced by a default', () => defaults.image),
  'create-missing-image-422': missing422('NEXUS-66', 'image'),

  'plan-unknown-accepted': {
    breaks: 'NEXUS-68',
    note: 'An unknown plan creates an instance',
    behind: creationAsked((body) => (typeof body['plan'] === 'string' && !isPlan(body['plan']) ? { ...body, plan: defaults.plan } : body)),
  },
  'plan-unknown-400': {
    breaks: 'NEXUS-68',
    note: 'A creation with an unknown plan and no other fault is answered 400',
    around: statusChanged('unusable-value', 400, ({ fields }) => fields.length === 1 && fields[0] === 'plan'),
  },

  'empty-object-accepted': {
    breaks: 'NEXUS-115',
    note: 'An empty object creates an instance with default values',
    behind: creationAsked((body) => (Object.keys(body).length === 0 ? { ...defaults, name: generatedName() } : body)),
  },
  'empty-object-422': {
    breaks: 'NEXUS-115',
    note: 'An empty object is answered 422',
    around: statusChanged('missing-member', 422, ({ fields }) => fields.length === 4),
  },

  'duplicate-name-accepted': {
    breaks: 'NEXUS-128',
    note: 'A second instance with the same name is created',
    alsoBreaks: { 'NEXUS-129': 'creations with the same name all succeed, simultaneous ones too' },
    behind: insteadOfErrorResponse('duplicate-name', createUnchecked),
  },
  'duplicate-name-422': {
    breaks: 'NEXUS-128',
    note: 'A name in use is answered 422',
    around: statusChanged('duplicate-name', 422),
  },
  'duplicate-name-400': {
    breaks: 'NEXUS-128',
    note: 'A name in use is answered 400',
    around: statusChanged('duplicate-name', 400),
  },

  'validation-failed-400': {
    breaks: 'NEXUS-131',
    note: 'Values that fail validation are answered 400',
    alsoBreaks: { ...alsoPlan, ...alsoRegionAndImage },
    around: statusChanged('unusable-value', 400),
  },
  'validation-skipped': {
    breaks: 'NEXUS-131',
    note: 'Unusable values are accepted and an instance is created from them',
    alsoBreaks: {
      ...alsoPlan,
      ...alsoRegionAndImage,
      'NEXUS-72': 'text that is not Base64 is an unusable value, and is accepted like the others',
    },
    behind: insteadOfErrorResponse('unusable-value', createUnchecked),
  },
};
