import { inferredNamed } from '../../../contract/infer/covering.ts';
import { createdResource, type PathValues } from '../../../contract/infer/created-resource.ts';
import { isSuccess, jsonOf, outcomeOf } from '../../../contract/message.ts';
import { NotTried } from '../../kit/define.ts';
import { defineScenario } from '../../kit/session.ts';
import { sendCreation } from '../../requests/send-creation.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { created } from './created.ts';
import { inNeededState } from './needed-state.ts';

export type InferredParameters = {
  /** Name of an inferred resource type. */
  readonly resourceType: string;
  readonly use: 'known' | 'spare';
  /** The operation that may change or remove it; null for the one that is only read. */
  readonly for: string | null;
  /** What else it is for, so that nothing that was sent before is about it. */
  readonly turn?: string;
};

/** A word of letters and digits for an operation, for use in names. */
const labelOf = (operation: string): string =>
  operation
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^-|-$/gu, '');

/** The values of the path of a resource, and what the answer to its creation shows. */
export type Inferred = { readonly pathValues: PathValues; readonly shown: unknown };

/**
 * A resource of an inferred type that the run creates: one for all reads, and one for each operation that changes or removes it. Gives the
 * values of the parameters in its path.
 * @throws {NotTried} where it could not be created, or no answer identifies it.
 */
export const inferredResource = defineScenario<InferredParameters, PathValues>({
  id: 'inferred-thing',
  run: async (session, parameters) => (await session.run(inferredThing, parameters)).pathValues,
});

/** What the answer to the creation of such a resource shows. */
export const inferredShown = defineScenario<InferredParameters, unknown>({
  id: 'inferred-thing-shown',
  run: async (session, parameters) => (await session.run(inferredThing, parameters)).shown,
});

/** Both of a resource of an inferred type, made once for equal parameters. */
export const inferredThing = defineScenario<InferredParameters, Inferred>({
  id: 'inferred-thing-made',
  async run(session, { resourceType: name, use, for: operation, turn }) {
    const resourceType = inferredNamed(session.contract, name);
    if (!resourceType) throw new NotTried('unsupported', `The document shows no resource type at ${name}`);
    // What no operation removes is created once for everything that leaves it as it is.
    const isShared = use === 'known' && turn === undefined && !('remove' in resourceType);
    const purpose = `${operation === null ? 'thing' : `for-${labelOf(operation)}`}${turn === undefined ? '' : `-${turn}`}`;
    const creation = isShared
      ? (await session.run(created, { operation: resourceType.create.key })).exchange
      : await sendCreation(session, usableRequest(session, resourceType.create, purpose));
    if (!isSuccess(creation))
      throw new NotTried(
        'missing-prerequisite',
        `A resource of ${name} ${use === 'spare' ? 'to change ' : ''}could not be created: ${resourceType.create.key} was answered ${outcomeOf(creation)}`,
      );
    const resource = createdResource(resourceType, creation, session.target.baseUrl);
    if (resource.kind === 'unknown')
      throw new NotTried('missing-prerequisite', `The created resource cannot be identified: ${resource.why}`);
    await inNeededState(session, { resourceType, asking: operation, creation, pathValues: resource.pathValues });
    return { pathValues: resource.pathValues, shown: jsonOf(creation) };
  },
});
