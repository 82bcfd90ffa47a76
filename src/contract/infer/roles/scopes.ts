import { nodeOf } from '../../../model/location.ts';
import type { Contract, Operation } from '../../model.ts';
import { isObject, valueAt } from '../../pointer.ts';

/** The scopes that the only alternative of the security of an operation names, all of which a credential needs (OpenAPI 3.1, Security Requirement Object); none where there are several. */
export const scopesOf = (document: Contract['document'], { location }: Operation): readonly string[] => {
  const node = valueAt(document, nodeOf(location));
  const security = isObject(node) && node['security'] !== undefined ? node['security'] : document['security'];
  const [only, ...others]: readonly unknown[] = Array.isArray(security) ? security : [];
  const [scopes, ...more] = isObject(only) && others.length === 0 ? Object.values(only) : [];
  return Array.isArray(scopes) && more.length === 0 ? scopes.filter((one) => typeof one === 'string') : [];
};
