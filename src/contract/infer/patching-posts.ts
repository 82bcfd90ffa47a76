import { askedSchema } from '../asked-content.ts';
import type { Operation } from '../model.ts';
import { answerSchema } from './conventions/collection.ts';
import { answersSame } from './effects/creation-responses.ts';
import type { NamedOf } from './effects/names.ts';
import { endsInParameter, isSamePath } from './path-template.ts';
import { membersOf, partsOf } from './schema-parts.ts';
import { dangerIn, wordsOf } from './words.ts';

type Json = Readonly<Record<string, unknown>>;

/** Verbs for changing some of what a resource has. */
const changing: ReadonlySet<string> = new Set(
  'change update edit modify alter amend adjust revise'.split(' ').flatMap((verb) => [verb, `${verb}s`]),
);

/**
 * Does a POST change the resource in its path, as PATCH does elsewhere: it is called so ("Change a kennel"), nothing else at its path changes it, it answers what the read there
 * shows, and its body has some of the members that are shown, none of which is required. APIs whose bodies are forms often know no other methods than GET, POST and DELETE.
 */
export const patchesByPost = (document: Json, operations: readonly Operation[], operation: Operation, namedOf: NamedOf): boolean => {
  const { method, path, body } = operation;
  if (method !== 'POST' || !endsInParameter(path)) return false;
  const here = operations.filter((one) => isSamePath(one.path, path));
  const read = here.find((one) => one.method === 'GET');
  if (!read || here.some((one) => ['PUT', 'PATCH'].includes(one.method)) || !answersSame(operation, read)) return false;
  const asked = askedSchema(body);
  const members = [...membersOf(document, asked).keys()];
  const shown = membersOf(document, answerSchema(read));
  const isPart = members.length > 0 && members.every((name) => shown.has(name));
  if (!isPart || partsOf(document, asked).some(({ required }) => Array.isArray(required) && required.length > 0)) return false;
  const named = namedOf(operation);
  const isCalled = [named.operationId, named.summary].some((name) => changing.has(wordsOf(name ?? '')[0] ?? ''));
  return isCalled && dangerIn({ ...named, method: 'PATCH' }) === undefined;
};
