import { z } from 'zod';
import type { JsonBody } from '../kit/request-body.ts';
import { refuse } from './call.ts';
import { isImage, isPlan, isRegion, plans } from './catalogue.ts';
import type { Cloud } from './cloud.ts';
import type { Settings } from './settings.ts';

const schemaFor = ({ settings, customImages, sshKeys }: Cloud) => {
  const isSshKey = (id: string): boolean => settings.unknownSshKey === 'ignored' || sshKeys.includes(id);
  const members = {
    name: z.string().max(255, 'Must have at most 255 characters').refine(settings.isName, 'Not a usable name'),
    region: z.string().refine(isRegion, 'Invalid region identifier'),
    plan: z.string().refine(isPlan, `Must be one of ${Object.keys(plans).join(', ')}`),
    image: z.string().refine((image) => isImage(image) || customImages.includes(image), 'Unknown image'),
    ssh_keys: z.array(z.string().refine(isSshKey, 'Unknown SSH key')).optional(),
    user_data: z.base64('Must be Base64').optional(),
  };
  return settings.unknownMember === 'ignored' ? z.object(members) : z.strictObject(members);
};

export type CreateBody = z.infer<ReturnType<typeof schemaFor>>;

const required = ['name', 'region', 'plan', 'image'] as const;

const asObject = (body: JsonBody, settings: Settings): object => {
  if (body.kind === 'empty') return refuse(400, 'empty-body', 'The request body is empty');
  if (body.kind === 'unparsable') return refuse(400, 'unparsable-body', 'The request body is not valid JSON');
  if (body.kind === 'too-large') return refuse(413, 'body-too-large', 'The request body is too large');
  if (typeof body.value === 'object' && body.value !== null && !Array.isArray(body.value)) return body.value;
  return refuse(settings.notAnObject, 'body-not-object', 'The request body must be a JSON object');
};

/**
 * Checks the body of POST /instances (Request Body). A body that cannot be read or lacks a required field is a 400, an unusable
 * value a 422 (Error Handling).
 *
 * @throws {ErrorResponse} naming every field of the first kind of fault found.
 */
export const readCreateBody = (body: JsonBody, cloud: Cloud): CreateBody => {
  const { settings } = cloud;
  const given = asObject(body, settings);
  const missing = required.filter((field) => !Object.hasOwn(given, field));
  if (missing.length > 0) {
    const faults = missing.map((field) => ({ field, message: 'This field is required' }));
    return refuse(400, 'missing-member', 'Missing required fields', { faults });
  }
  const read = schemaFor(cloud).safeParse(given);
  if (read.success) return read.data;
  const faults = read.error.issues.flatMap((issue) =>
    (issue.code === 'unrecognized_keys' ? issue.keys : [issue.path.join('.')]).map((field) => ({ field, message: issue.message })),
  );
  return read.error.issues.some((issue) => issue.code === 'invalid_type')
    ? refuse(settings.wrongType, 'wrong-type', 'Validation failed', { faults })
    : refuse(422, 'unusable-value', 'Validation failed', { faults });
};
