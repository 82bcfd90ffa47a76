import type { Contract } from '../../contract/model.ts';
import { parameterlessReads } from '../../contract/operation.ts';
import { rootConventions } from '../../contract/read-conventions.ts';
import type { Place } from '../../model/place.ts';
import type { Need, Surroundings } from '../define.ts';
import { rootPlace } from '../root-place.ts';

/** The version that the contract promises in the path; undefined where it promises none. */
export const promisedVersion = ({ document }: Contract): string | undefined => rootConventions(document).versioning?.segment;

/** The contract says that the version is a segment of the path, and has a read to try it with. */
export const versionPlaces = (contract: Contract): Place[] =>
  promisedVersion(contract) !== undefined && parameterlessReads(contract).length > 0 ? [rootPlace] : [];

/** The base URL must end in the version: behind another prefix nothing can be said of its place in the path. */
export const versionNeeds = ({ contract, target }: Surroundings): Need[] => {
  const segment = promisedVersion(contract) ?? '';
  if (target.baseUrl.replace(/\/+$/, '').endsWith(`/${segment}`)) return [];
  return [{ kind: 'config', path: 'baseUrl', sentence: `an address whose last path segment is the version "${segment}"` }];
};

/** A version that no service has: the number of the promised one replaced, so that nothing but the version differs. */
export const unknownVersion = (segment: string): string => {
  const other = segment.replace(/\d+/, (digits) => (digits === '999' ? '9999' : '999'));
  return other === segment ? `${segment}-ct-999` : other;
};
