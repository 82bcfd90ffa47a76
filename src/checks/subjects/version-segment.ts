import type { Contract, Operation } from '../../contract/model.ts';
import { openReads, parameterlessReads } from '../../contract/operation.ts';
import { rootConventions } from '../../contract/read-conventions.ts';
import { at, type ProbePrerequisite, type Subject, type Surroundings } from '../kit/define.ts';
import { rootLocation } from '../../model/location.ts';

/** The documented version in the path; undefined where none is documented. */
export const documentedVersion = ({ document }: Contract): string | undefined => rootConventions(document).versioning?.segment;

/** Do the paths of operations begin with the version, so that the base URL does not end in it. */
export const isInPath = ({ document }: Contract): boolean => rootConventions(document).versioning?.in === 'path';

/** A read with its documented version. */
export type VersionedRead = Subject & { readonly operation: Operation; readonly segment: string };

/** The documented version, at the root, with a read to try it: none where no version is documented, or the contract has no plain read. */
export const versionedReads = (contract: Contract): VersionedRead[] => {
  const segment = documentedVersion(contract);
  const [operation] = parameterlessReads(contract);
  return segment === undefined || !operation ? [] : [at(rootLocation, { operation, segment })];
};

/** Reads without required parameters whose path begins with another version than the documented one. */
export const oddVersionReads = (contract: Contract): VersionedRead[] => {
  const segment = documentedVersion(contract);
  if (segment === undefined || !isInPath(contract)) return [];
  return openReads(contract)
    .filter(({ path }) => path.split('/')[1] !== segment)
    .map((operation) => at(operation.location, { operation, segment }));
};

/** The version of all other paths, where that of a read differs from it. */
export const usualVersion = (contract: Contract, { key }: Operation): string | undefined =>
  oddVersionReads(contract).find(({ operation }) => operation.key === key)?.segment;

/**
 * The base URL must end in the version, as behind another prefix its place in the path is not known. Where the paths of operations carry it,
 * any base URL will do.
 */
export const versionPrerequisites = ({ segment }: VersionedRead, { contract, target }: Surroundings): ProbePrerequisite[] => {
  if (isInPath(contract) || target.baseUrl.replace(/\/+$/, '').endsWith(`/${segment}`)) return [];
  return [{ kind: 'config', path: 'baseUrl', sentence: `an address whose last path segment is the version "${segment}"` }];
};

/** A version that no service has: the documented one with another number, so that only the version differs. */
export const unknownVersion = (segment: string): string => {
  const other = segment.replace(/\d+/, (digits) => (digits === '999' ? '9999' : '999'));
  return other === segment ? `${segment}-ct-999` : other;
};

/** The version so many steps after a given one: one step after `v1` is `v2`; undefined where there is none. */
const versionAt = (segment: string, steps: number): string | undefined => {
  const number = Number(/\d+/.exec(segment)?.[0] ?? Number.NaN) + steps;
  return number >= 1 ? segment.replace(/\d+/, String(number)) : undefined;
};

export const nextVersion = (segment: string): string | undefined => versionAt(segment, 1);

/** The versions after and before the documented one, as far as they exist. */
export const neighbours = (segment: string): string[] => [versionAt(segment, 1), versionAt(segment, -1)].filter((one) => one !== undefined);
