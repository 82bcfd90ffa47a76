import { goneStatuses } from '../../checks/scenarios/lifecycle/look-at-resource.ts';
import { NotTried } from '../../checks/kit/define.ts';
import { operationAsked } from '../../checks/kit/reach.ts';
import { filledSegments, inPath, isSamePath, parametersIn, segmentsOf, valuesAlong } from '../../contract/infer/path-template.ts';
import { statusOf } from '../../contract/message.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isAsked } from '../../contract/infer/common-parameters.ts';
import { acceptField } from '../../generators/accepted-types.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { PlannedRequest } from '../../model/request.ts';
import type { Target } from '../../model/target.ts';
import type { OwnResources } from './own-resources.ts';

type Around = {
  readonly contract: Contract;
  readonly target: Pick<Target, 'values'>;
  readonly own: OwnResources;
};

/** Sends a read. */
type Look = (request: PlannedRequest) => Promise<Exchange>;

/** Names that a PUT may give to what it creates, because nothing bears them. */
export type FreeNames = {
  /**
   * Reads what there is at the path of a PUT that creates under a name that is not plainly made up, such as a number in a demanded form: only where nothing is there, it
   * overwrites nothing. Each account asks by itself, as what one does not see another one may have. Where nothing reads one, a name below a resource of the run is free.
   * Undefined where nothing has to be read.
   * @throws {NotTried} where something is there, or may be: the read is answered anything but 404 or 410, or cannot be made.
   */
  prove(request: PlannedRequest, look: Look): Promise<void> | undefined;
  /** The same without an error: is such a PUT known to overwrite nothing, or no such PUT. */
  isProven(request: PlannedRequest, look: Look): Promise<boolean> | true;
  /** Is a PUT sent to the path of what the run created there, so that it creates nothing more. */
  isReplaced(operation: Operation, request: PlannedRequest): boolean;
};

/** Statuses by which a name is refused for its form. */
const malformedStatuses: readonly number[] = [400, 422];

/** The name that a path gives to what a PUT creates. */
const nameIn = ({ path, pathValues }: PlannedRequest): string => pathValues[parametersIn(path).at(-1) ?? ''] ?? '';

export const createFreeNames = ({ contract, target, own }: Around): FreeNames => {
  const typeOf = (operation: Operation | undefined) =>
    [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].find(
      ({ create, idChosenBy, linked }) => create.key === operation?.key && idChosenBy === 'client' && linked === undefined,
    );
  /** Whether a read found nothing, by the name and the account that asks. */
  const proofs = new Map<string, Promise<boolean>>();

  /** Does a read of what a PUT names find nothing: whatever else it is answered, something may be there. */
  const isNothingAt = async (read: Operation, request: PlannedRequest, look: Look): Promise<boolean> => {
    if (read.parameters.some(isAsked)) return false;
    const { path, pathValues, base, credential, faults } = request;
    const common = read.parameters.filter(({ in: where, required }) => where === 'header' && required).map((one) => one.name.toLowerCase());
    const found = await look({
      operation: read.key,
      method: 'GET',
      path: read.path,
      pathValues: inPath(read.path, valuesAlong(path, pathValues)),
      query: [],
      headers: [
        ['accept', 'application/json'],
        ...acceptField(read),
        ...request.headers.filter(([field]) => common.includes(field.toLowerCase())),
      ],
      credential: credential.kind === 'valid' || !read.secured ? credential : { kind: 'valid', name: 'key' },
      faults: [],
      ...(base === undefined ? {} : { base }),
    });
    const status = statusOf(found) ?? 0;
    if (goneStatuses.includes(status)) own.free(path, pathValues, base);
    // A name that is a mistake on purpose may be none that anything can have.
    return goneStatuses.includes(status) || (faults.length > 0 && malformedStatuses.includes(status));
  };
  const isProven: FreeNames['isProven'] = (request, look) => {
    const operation = operationAsked(contract, request);
    const type = operation?.inferred && typeOf(operation);
    if (!type) return true;
    const { path, pathValues, base, credential } = request;
    const segments = filledSegments(path, pathValues);
    const name = nameIn(request);
    const isGiven = parametersIn(path).some((one) => target.values[operation.key]?.[one] !== undefined);
    if (!segments || name === '' || isGiven || own.isFresh(name) || own.isOwn(segments, base)) return true;
    const read = contract.operations.find((one) => one.method === 'GET' && one.effect === 'safe' && isSamePath(one.path, path));
    if (!read) {
      // Below a resource of the run nobody else has named anything.
      const above = segments.slice(0, segmentsOf(path).findLastIndex((one, n) => 'parameter' in one && n < segments.length - 1) + 1);
      if (above.length > 0 && own.isOwn(above, base)) own.free(path, pathValues, base);
      return true;
    }
    const key = JSON.stringify([base ?? null, credential.kind === 'valid' ? credential.name : 'key', ...segments]);
    const proof = proofs.get(key) ?? isNothingAt(read, request, look);
    proofs.set(key, proof);
    return proof;
  };
  const throwUnless = async (proof: Promise<boolean>, request: PlannedRequest): Promise<void> => {
    if (await proof) return;
    const { method, path } = request;
    throw new NotTried(
      'missing-prerequisite',
      `${method} ${path} is not sent: no read shows that nothing has the name ${nameIn(request)} yet`,
    );
  };
  return {
    isProven,
    prove(request, look) {
      const proof = isProven(request, look);
      return proof === true ? undefined : throwUnless(proof, request);
    },
    isReplaced(operation, { path, pathValues, base }) {
      const type = typeOf(operation);
      const segments = filledSegments(path, pathValues);
      return type !== undefined && !('remove' in type) && segments !== undefined && own.isOwn(segments, base);
    },
  };
};
