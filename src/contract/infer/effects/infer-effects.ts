import type { InferredResourceType, LastingResourceType, Operation } from '../../model.ts';
import { isDescribed } from '../described.ts';
import { isSamePath, parametersIn } from '../path-template.ts';
import { takenAlongBy } from '../taken-along.ts';
import { actsByPut, isActing } from '../acting.ts';
import { boundlessIn, changeIn, endOfService } from '../words.ts';
import { patchesByPost } from '../patching-posts.ts';
import { effectOf } from './effect-of-operation.ts';
import { lastingOf } from './lasting-types.ts';
import { makesWay } from './making-way.ts';
import { namesIn } from './names.ts';
import { actsOnOne, isToldByEntries } from './one-resource.ts';
import { candidateOf, linkedFromPath } from './resource-types.ts';

type Json = Readonly<Record<string, unknown>>;

export type Inference = {
  readonly operations: readonly Operation[];
  readonly inferredResourceTypes: readonly InferredResourceType[];
  readonly lastingResourceTypes: readonly LastingResourceType[];
};

/**
 * Infers the effect of every operation that is unsafe, or safe only by its method, and the resource types that follow from it. An operation
 * that `x-assay` describes keeps its effect; for the others the structure and the names of the document decide. In doubt, the effect is the
 * one that needs the stronger permission.
 * @param described The operations that `x-assay.resources` names, each by its operationId or its key.
 */
export const inferEffects = (document: Json, given: readonly Operation[], described: ReadonlySet<string>): Inference => {
  const namedOf = namesIn(document);
  const operations = given.map((one): Operation => {
    if (actsByPut(given, one)) return { ...one, acts: true };
    return !isDescribed(one, described) && patchesByPost(document, given, one, namedOf) ? { ...one, patches: true } : one;
  });
  const isOpen = (operation: Operation): boolean =>
    !isDescribed(operation, described) && (operation.effect !== 'safe' || changeIn(namedOf(operation)) !== undefined);
  const candidates = operations.filter(isOpen).flatMap((operation) => candidateOf(document, operations, operation, namedOf) ?? []);
  const effects = new Map(
    operations.filter(isOpen).map((operation) => [operation.key, effectOf(document, operations, candidates, operation, namedOf)]),
  );
  const settled = operations.map((operation): Operation => {
    const found = effects.get(operation.key);
    if (!found) return operation;
    const ends = found.effect === 'destructive' ? endOfService(namedOf(operation)) : undefined;
    const { effect } = found;
    const isTaking = found.reaches === undefined && effect.startsWith('creates') && makesWay(document, operation);
    const { why, reaches } = isTaking
      ? { why: 'what it creates takes the place of what is there already', reaches: 'takes the place' }
      : found;
    const isBoundless = effect === 'destructive' && (!isActing(operation) || boundlessIn(namedOf(operation)) !== undefined);
    return {
      ...operation,
      effect,
      inferred: {
        why,
        ...(ends === undefined ? {} : { ends }),
        ...(reaches === undefined ? {} : { reaches }),
        ...(effect === 'destructive' && actsOnOne(document, operation, namedOf) ? { onOne: true } : {}),
        ...(effect === 'creates-permanently' && takenAlongBy(document, operations, operation) ? { goesWithParent: true } : {}),
        ...(isBoundless ? { boundless: true as const } : {}),
        ...(found.single === true ? { single: true as const } : {}),
        ...(effect === 'destructive' && ends === undefined && isToldByEntries(document, operation, namedOf)
          ? { byEntries: true as const }
          : {}),
      },
    };
  });
  const byKey = new Map(settled.map((operation) => [operation.key, operation]));
  const listAt = (name: string): Operation | undefined =>
    settled.find((one) => one.method === 'GET' && one.effect === 'safe' && isSamePath(one.path, name));
  const inferredResourceTypes = candidates.flatMap(({ name, create, remove, idChosenBy, idExpressions }): InferredResourceType[] => {
    const [creating, removing] = [byKey.get(create), byKey.get(remove)];
    if (creating?.effect !== 'creates' || !removing) return [];
    const idParameter = parametersIn(removing.path).at(-1) ?? '';
    const linked = idChosenBy === 'client' ? linkedFromPath(operations, creating.path) : undefined;
    const found = { name, create: creating, remove: removing, idChosenBy, idParameter, idExpressions, list: listAt(name) };
    return [linked === undefined ? found : { ...found, linked }];
  });
  const lastingResourceTypes = settled
    .flatMap((operation) => lastingOf(document, settled, operation, listAt) ?? [])
    .filter(
      ({ name }, n, all) =>
        all.findIndex((one) => isSamePath(one.name, name)) === n && !inferredResourceTypes.some((one) => isSamePath(one.name, name)),
    );
  return { operations: settled, inferredResourceTypes, lastingResourceTypes };
};
