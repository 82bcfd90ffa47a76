import { createdResource } from '../../../contract/infer/created-resource.ts';
import type { Contract, InferredResourceType, Operation } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { PlannedRequest } from '../../../model/request.ts';
import { at, type ProbePrerequisite, type Subject, type Surroundings } from '../../kit/define.ts';
import { isSkipped, orSkipped } from '../../kit/not-tried.ts';
import { permissionsFor, prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { byOtherMethod } from '../../requests/by-other-method.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { onOwnResource, valuesFor } from '../../subjects/own-resources.ts';
import { creationAsSet } from '../lifecycle/creation-as-set.ts';
import { inferredResource } from '../lifecycle/inferred-resource.ts';

/**
 * A method that is safe (RFC 4918, section 9.1), that servers of files know, and hardly any API. Whoever answers it with a success does not look at the
 * method.
 */
export const rare = 'PROPFIND';

/**
 * Where a request by a method that the document does not describe can do no harm, even to a service that does not look at the method and takes it for
 * another one: a path without parameters that has nothing but reads and creations, or one resource that the run creates for it alone.
 */
export type HarmlessPath = Subject & {
  /** The read of the path, or the removal of the resource. */
  readonly operation: Operation;
  readonly resourceType?: InferredResourceType;
  /** Only reads are at the path, and it names what the run creates for all reads. */
  readonly isReadAlone?: true;
};

const isRead = ({ method, effect, conventions, unsupported }: Operation): boolean =>
  method === 'GET' && effect === 'safe' && conventions.stream === undefined && unsupported === undefined;

/** The operations at a path. */
const allAt = ({ operations }: Contract, path: string): readonly Operation[] => operations.filter((one) => one.path === path);

/** The methods that the document describes for a path. */
export const describedMethods = (contract: Contract, path: string): readonly string[] => allAt(contract, path).map(({ method }) => method);

const gentle = new Set<Operation['effect']>(['safe', 'creates', 'creates-permanently']);

/** Has a path nothing but reads and creations. */
export const isGentle = (contract: Contract, path: string): boolean => allAt(contract, path).every(({ effect }) => gentle.has(effect));

/** Has a path nothing but reads, creations and changes that need a body: a request without one changes nothing there, whatever a service takes it for. */
export const isGentleWithoutBody = (contract: Contract, path: string): boolean =>
  allAt(contract, path).every(
    ({ effect, method, body }) => gentle.has(effect) || (/^(?:PUT|PATCH)$/u.test(method) && body?.required === true),
  );

/** Operations that only read, and end. */
export const readsOf = ({ operations }: Contract): readonly Operation[] => operations.filter(isRead);

/** The paths without parameters that have nothing but reads and creations, at their reads. */
export const gentlePaths = (contract: Contract): readonly HarmlessPath[] =>
  readsOf(contract)
    .filter(({ path }) => !path.includes('{') && isGentle(contract, path))
    .map((operation) => at(operation.location, { operation }));

/** Resources that the run creates and removes again, at their removals. */
export const ownResources = (contract: Contract): readonly HarmlessPath[] =>
  contract.inferredResourceTypes
    .filter(
      ({ idChosenBy, remove }) => idChosenBy === 'server' && allAt(contract, remove.path).every(({ effect }) => effect !== 'destructive'),
    )
    .map((resourceType) => at(resourceType.remove.location, { operation: resourceType.remove, resourceType }));

/** Most paths of {@link readAlone} that are asked. */
const mostReadAlone = 8;

/** The paths that name nothing but what a run creates and that have nothing but a read: an entry of a log, what is shown below a resource. */
export const readAlone = (contract: Contract): readonly HarmlessPath[] =>
  contract.standard.size === 0
    ? []
    : readsOf(contract)
        .filter(
          (operation) =>
            allAt(contract, operation.path).every(({ effect }) => effect === 'safe') && onOwnResource(contract, operation) !== undefined,
        )
        .slice(0, mostReadAlone)
        .map((operation) => at(operation.location, { operation, isReadAlone: true }));

/** The read of such a path, of what the run created for all reads. */
const readOfOwn = async (session: Session, operation: Operation): Promise<PlannedRequest | undefined> => {
  const own = onOwnResource(session.contract, operation);
  if (!own) return undefined;
  const made = await orSkipped(session.run(inferredResource, { resourceType: own.resourceType.name, use: 'known', for: null }));
  const pathValues = isSkipped(made) ? undefined : valuesFor(own, made);
  return pathValues && usableRequest(session, operation, 'method', { pathValues });
};

/** What it takes to ask there: whoever takes the method for another one may create something. */
export const prerequisitesAt = (
  { operation, resourceType, isReadAlone }: HarmlessPath,
  around: Surroundings,
): readonly ProbePrerequisite[] =>
  resourceType
    ? prerequisitesFor(resourceType.create, around)
    : [
        ...prerequisitesFor(operation, around),
        { kind: 'permission', permission: 'mutation' },
        ...(isReadAlone ? [] : allAt(around.contract, operation.path).flatMap(permissionsFor)),
      ];

/**
 * The request by a method at such a path, without content; undefined where nothing shows which resource was created for it.
 * @returns Beside it the creation, where there was one.
 */
export const requestAt = async (
  session: Session,
  { operation, resourceType, isReadAlone }: HarmlessPath,
): Promise<{ readonly by: ((method: string) => PlannedRequest) | undefined; readonly creation: Exchange | undefined }> => {
  if (!resourceType) {
    const request = isReadAlone ? await readOfOwn(session, operation) : usableRequest(session, operation, 'method');
    if (!request) return { by: undefined, creation: undefined };
    return { by: (method) => byOtherMethod(request, method), creation: undefined };
  }
  const { create, remove } = resourceType;
  const creation = await session.run(creationAsSet, { operation: create.key, settings: [], purpose: 'other-methods' });
  const resource = createdResource(resourceType, creation, session.target.baseUrl);
  if (resource.kind === 'unknown') return { by: undefined, creation };
  const named = { ...creation.request, path: remove.path, pathValues: resource.pathValues, parameters: [] };
  return { by: (method) => byOtherMethod(named, method), creation };
};
