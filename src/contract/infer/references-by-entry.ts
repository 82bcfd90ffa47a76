import { askedSchema } from '../asked-content.ts';
import type { Contract, Operation } from '../model.ts';
import { below } from '../pointer.ts';
import { answerSchema } from './conventions/collection.ts';
import { type AnyInferred, coveredBy, coveredByLasting, coveredElsewhere } from './covering.ts';
import { nounOf } from './described-nouns.ts';
import { isId } from './reference-types.ts';
import { isType, itemsOf, membersOf, partsOf } from './schema-parts.ts';
import { wordsOf } from './words.ts';

/** A type of which a member names an entry, and where the answer to its creation shows the id of one: `/sockets/0/id`. */
export type ByEntry = { readonly resourceType: AnyInferred; readonly inside: string };

/** Names by which an entry is known where it lies. */
const idNames = ['id', 'uuid'];

/** The id of the first of such entries that a creation sends without ids, and that is answered with them; undefined where there are none. */
const entryIn = ({ document }: Contract, create: Operation, nouns: readonly string[]): string | undefined => {
  const asked = askedSchema(create.body);
  const shown = membersOf(document, answerSchema(create));
  const needed = new Set(partsOf(document, asked).flatMap(({ required }) => (Array.isArray(required) ? (required as string[]) : [])));
  for (const [name, sent] of membersOf(document, asked)) {
    const list = shown.get(name);
    const isMeant = needed.has(name) && nouns.includes(nounOf(wordsOf(name)));
    if (!isMeant || !isType(document, sent, 'array') || !isType(document, list, 'array')) continue;
    const [theirs, ours] = [membersOf(document, itemsOf(document, list)), membersOf(document, itemsOf(document, sent))];
    const id = idNames.find((one) => theirs.has(one) && isId(document, theirs.get(one)));
    // What callers give an id themselves may be there already, like what they name.
    const isMade = ours.size > 0 && idNames.every((one) => !ours.has(one));
    if (id !== undefined && isMade) return below('', name, 0, id);
  }
  return undefined;
};

/**
 * What a member of a body names by its noun inside of what the run creates, although nothing beside it names that: `socketId` of `POST /defects`, where each charger is created with
 * `sockets` and answered with an id for each. Undefined where several types have such entries, and for what is done to the very thing in the path, whose own entries are meant.
 */
export const byEntry = (contract: Contract, operation: Operation, nouns: readonly string[]): ByEntry | undefined => {
  if (nouns.length === 0 || !['POST', 'PUT', 'PATCH'].includes(operation.method)) return undefined;
  const inPath = [...coveredBy(contract, operation).values(), ...coveredByLasting(contract, operation).values()];
  const elsewhere = coveredElsewhere(contract, operation);
  const around = new Set([...inPath, ...(elsewhere ? [elsewhere] : [])].map(({ resourceType }) => resourceType));
  const found = contract.operations.flatMap((create) => {
    const inside = create.effect.startsWith('creates') && create.key !== operation.key ? entryIn(contract, create, nouns) : undefined;
    return inside === undefined ? [] : [{ create, inside }];
  });
  const [only, ...others] = found;
  const resourceType = [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].find(
    ({ create }) => create.key === only?.create.key,
  );
  return only && resourceType && others.length === 0 && !around.has(resourceType) ? { resourceType, inside: only.inside } : undefined;
};
