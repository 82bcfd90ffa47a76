import { escapeToken, isObject } from '../contract/pointer.ts';
import type { Content, Operation } from '../contract/model.ts';
import { isJsonPatch, isJsonType } from '../contract/wire/media-type.ts';
import { bodyExamples } from './body-examples.ts';
import { type BodyMember, membersAt } from './body-members.ts';
import { type Making, memberValue, valueNeed } from './member-value.ts';
import type { MadeBody } from './minimal-body.ts';
import { mismatch } from './request-match.ts';
import { typesOf } from './resolved-schema.ts';

/** The operations with a value, and those without (RFC 6902, section 4). */
const withValue = new Set(['add', 'replace', 'test']);
const withSource = new Set(['move', 'copy']);

const isPointer = (value: unknown): boolean => typeof value === 'string' && /^(?:\/(?:[^~/]|~[01])*)*$/.test(value);

/** Is a value one change as RFC 6902 writes it? */
const isChange = (value: unknown): boolean => {
  if (!isObject(value) || typeof value['op'] !== 'string' || !isPointer(value['path'])) return false;
  if (withValue.has(value['op'])) return Object.hasOwn(value, 'value');
  return withSource.has(value['op']) ? isPointer(value['from']) : value['op'] === 'remove';
};

const isPatch = (value: unknown): value is readonly unknown[] => Array.isArray(value) && value.every(isChange);

/** A patch without its tests (RFC 6902, section 4.6): a printed one compares with a value of the resource of the author. */
const withoutTests = (patch: readonly unknown[]): readonly unknown[] => patch.filter((one) => !isObject(one) || one['op'] !== 'test');

/**
 * A JSON Patch (RFC 6902): the operator's, the document's without tests, else one that replaces the first member of the resource that a client may write, as
 * the other bodies of the operation, the PUT or the GET of its path describe it. Without such a member it is a patch without changes.
 */
export const patchBody = (operation: Operation, content: Content, making: Making): MadeBody => {
  const { contract, target } = making;
  const given = target.values[operation.key]?.['body'];
  if (given !== undefined) return { kind: 'body', value: given, madeUp: [] };
  const { schema, schemaLocation } = content;
  const broken = (value: unknown): string | undefined =>
    schema === undefined || !schemaLocation ? undefined : mismatch(contract, schema, schemaLocation, value);
  const printed = bodyExamples(contract, content).usable.find(isPatch);
  if (printed !== undefined) {
    const untested = withoutTests(printed);
    return { kind: 'body', value: untested.length > 0 && broken(untested) === undefined ? untested : printed, madeUp: [] };
  }
  const made = replacements(operation, making).find((value) => broken(value) === undefined);
  const value = made ?? [];
  const why = broken(value);
  return why === undefined
    ? { kind: 'body', value, madeUp: ['body'] }
    : {
        kind: 'missing',
        prerequisites: [valueNeed(operation, 'body', `a JSON Patch is a list of changes (RFC 6902), which breaks ${why}`)],
      };
};

/** Patches of one change each, the likeliest first. */
const replacements = (operation: Operation, making: Making): readonly unknown[] =>
  writableMembers(operation, making).flatMap((member) => {
    const made = memberValue(operation, member, making);
    return made.kind === 'value' ? [[{ op: 'replace', path: `/${escapeToken(member.name)}`, value: made.value }]] : [];
  });

const scalar = new Set(['string', 'integer', 'number', 'boolean']);

const writableMembers = ({ path, body }: Operation, { contract }: Making): readonly BodyMember[] => {
  const sibling = (method: string): Operation | undefined => contract.operations.find((one) => one.path === path && one.method === method);
  const shown = sibling('GET')?.responses.find(({ status }) => status.startsWith('2'));
  const contents = [body?.content ?? [], sibling('PUT')?.body?.content ?? [], shown?.content ?? []].flat();
  const members = contents
    .filter(({ mediaType }) => isJsonType(mediaType) && !isJsonPatch(mediaType))
    .flatMap(({ schemaLocation }) => (schemaLocation ? membersAt(contract, schemaLocation) : []));
  return members.filter(({ name, schema }) => !/^_?id$/i.test(name) && typesOf(schema).some((type) => scalar.has(type)));
};
