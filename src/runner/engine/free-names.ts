import { goneStatuses } from '../../checks/scenarios/lifecycle/look-at-resource.ts';
import { NotTried } from '../../checks/kit/define.ts';
import { operationAsked } from '../../checks/kit/reach.ts';
import { filledSegments, inPath, isSamePath, parametersIn, valuesAlong } from '../../contract/infer/path-template.ts';
import { isSuccess, statusOf } from '../../contract/message.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isAsked } from '../../contract/infer/common-parameters.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { PlannedRequest } from '../../model/request.ts';
import type { Target } from '../../model/target.ts';
import type { OwnResources } from './own-resources.ts';

type Around = {
  readonly contract: Contract;
  readonly target: Pick<Target, 'values'>;
  readonly own: OwnResources;
  /** Sends a read. */
  readonly look: (request: PlannedRequest) => Promise<Exchange>;
};

/** Names that a PUT may give to what it creates, because nothing bears them. */
export type FreeNames = {
  /**
   * Reads what there is at the path of a PUT that creates under a name that is not plainly made up, such as a number in a demanded form: only where nothing is there, it
   * overwrites nothing.
   * @throws {NotTried} where something is there.
   */
  prove(request: PlannedRequest): Promise<void>;
  /** Is a PUT sent to the path of what the run created there, so that it creates nothing more. */
  isReplaced(operation: Operation, request: PlannedRequest): boolean;
};

export const createFreeNames = ({ contract, target, own, look }: Around): FreeNames => {
  const typeOf = (operation: Operation | undefined) =>
    [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].find(
      ({ create, idChosenBy, linked }) => create.key === operation?.key && idChosenBy === 'client' && linked === undefined,
    );
  const asked = new Set<string>();
  const taken = new Set<string>();
  const throwIfTaken = (key: string, { method, path }: PlannedRequest): void => {
    if (taken.has(key))
      throw new NotTried('missing-prerequisite', `${method} ${path} is not sent: a read found something under the made-up name`);
  };
  return {
    async prove(request) {
      const operation = operationAsked(contract, request);
      const type = operation?.inferred && typeOf(operation);
      if (!type) return;
      const { path, pathValues, base } = request;
      const segments = filledSegments(path, pathValues);
      const name = pathValues[parametersIn(path).at(-1) ?? ''] ?? '';
      const isGiven = parametersIn(path).some((one) => target.values[operation.key]?.[one] !== undefined);
      if (!segments || name === '' || isGiven || own.isFresh(name) || own.isFree(segments, base) || own.isOwn(segments, base)) return;
      const key = JSON.stringify([base ?? null, ...segments]);
      throwIfTaken(key, request);
      if (asked.has(key)) return;
      asked.add(key);
      const read = contract.operations.find((one) => one.method === 'GET' && one.effect === 'safe' && isSamePath(one.path, path));
      if (!read || read.parameters.some(isAsked)) return;
      const common = read.parameters
        .filter(({ in: where, required }) => where === 'header' && required)
        .map((one) => one.name.toLowerCase());
      const found = await look({
        operation: read.key,
        method: 'GET',
        path: read.path,
        pathValues: inPath(read.path, valuesAlong(path, pathValues)),
        query: [],
        headers: [['accept', 'application/json'], ...request.headers.filter(([field]) => common.includes(field.toLowerCase()))],
        credential: request.credential.kind === 'valid' || !read.secured ? request.credential : { kind: 'valid', name: 'key' },
        faults: [],
        ...(base === undefined ? {} : { base }),
      });
      if (goneStatuses.includes(statusOf(found) ?? 0)) own.free(path, pathValues, base);
      if (isSuccess(found)) taken.add(key);
      throwIfTaken(key, request);
    },
    isReplaced(operation, { path, pathValues, base }) {
      const type = typeOf(operation);
      const segments = filledSegments(path, pathValues);
      return type !== undefined && !('remove' in type) && segments !== undefined && own.isOwn(segments, base);
    },
  };
};
