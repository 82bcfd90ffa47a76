import { nodeOf } from '../../../model/location.ts';
import type { Contract, Operation } from '../../model.ts';
import { isObject, valueAt } from '../../pointer.ts';

/** The security requirements of an operation: its own, else those of the document. Either one of them is enough (OpenAPI 3.1, Security Requirement Object). */
export const securityOf = (document: Contract['document'], { location }: Pick<Operation, 'location'>): readonly unknown[] => {
  const node = valueAt(document, nodeOf(location));
  const security = isObject(node) && node['security'] !== undefined ? node['security'] : document['security'];
  return Array.isArray(security) ? security : [];
};

/** The scopes that the only alternative of the security of an operation names, all of which a credential needs (OpenAPI 3.1, Security Requirement Object); none where there are several. */
export const scopesOf = (document: Contract['document'], operation: Operation): readonly string[] => {
  const [only, ...others] = securityOf(document, operation);
  const [scopes, ...more] = isObject(only) && others.length === 0 ? Object.values(only) : [];
  return Array.isArray(scopes) && more.length === 0 ? scopes.filter((one) => typeof one === 'string') : [];
};
