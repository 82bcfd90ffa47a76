import { parametersIn } from '../../../../contract/infer/path-template.ts';
import { referenceAt } from '../../../../contract/infer/references.ts';
import { isType } from '../../../../contract/infer/schema-parts.ts';
import type { BodyMember } from '../../../../generators/body-members.ts';
import { isAllowed } from '../../../kit/prerequisites.ts';
import { isSkipped, orSkipped } from '../../../kit/not-tried.ts';
import type { Session } from '../../../kit/session.ts';
import { idAsDeclared } from '../../../requests/id-as-declared.ts';
import type { Trip } from '../../../subjects/round-trips.ts';
import type { Resource } from '../../../subjects/shown-resource.ts';
import { inferredResource } from '../inferred-resource.ts';

/** Most lists that are filled. */
const most = 2;

/**
 * Values for the members of a creation that are lists of ids, and may be left out: each with one resource of the run that can be removed, and is below nothing. An
 * empty list shows neither whether it is stored, nor whether a change of something else keeps it.
 */
export const namedInLists = async (
  session: Session,
  { create }: Pick<Trip, 'create'>,
  members: readonly BodyMember[],
): Promise<Resource> => {
  const { contract, target } = session;
  if (contract.standard.size === 0) return {};
  const lists = members.flatMap(({ name, required, schema }) => {
    const type = required || !isType(contract.document, schema, 'array') ? undefined : referenceAt(contract, create, [name])?.resourceType;
    const isAlone = type && 'remove' in type && parametersIn(type.create.path).length === 0 && isAllowed(type.create, target);
    return isAlone ? [{ name, type }] : [];
  });
  const found: Record<string, unknown> = {};
  for (const { name, type } of lists.slice(0, most)) {
    const values = await orSkipped(session.run(inferredResource, { resourceType: type.name, use: 'known', for: null }));
    const id = isSkipped(values) ? undefined : Object.values(values).at(-1);
    if (id !== undefined) found[name] = idAsDeclared(contract, create, name, id);
  }
  return found;
};
