import { securityOf } from '../../contract/infer/roles/scopes.ts';
import { statementsOf } from '../../contract/infer/sentences.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { below, isObject, referenceTarget, valueAt } from '../../contract/pointer.ts';
import type { CredentialMisplacement } from '../../model/request.ts';
import { at } from '../kit/define.ts';
import type { JudgedOperation } from './secured-operations.ts';

type Scheme = { readonly pointer: string; readonly value: Readonly<Record<string, unknown>> };

/** The security schemes that an operation accepts, the operation's own list before the root's (OpenAPI 3.1, Security Requirement Object). */
const schemesOf = ({ document }: Contract, operation: Operation): Scheme[] => {
  const names = securityOf(document, operation).flatMap((one) => (isObject(one) ? Object.keys(one) : []));
  return [...new Set(names)].flatMap((name) => {
    const pointer = below('#', 'components', 'securitySchemes', name);
    const written = valueAt(document, pointer);
    if (!isObject(written)) return [];
    const { $ref } = written;
    const target = typeof $ref === 'string' ? referenceTarget($ref) : pointer;
    const value = valueAt(document, target);
    return isObject(value) ? [{ pointer: target, value }] : [];
  });
};

const isHttp = ({ value }: Scheme, scheme: string): boolean =>
  value['type'] === 'http' && typeof value['scheme'] === 'string' && value['scheme'].toLowerCase() === scheme;

/** Is the credential of a scheme sent as a bearer token (OpenAPI 3.1, Security Scheme Object; RFC 6750 section 2.1). */
const isBearer = (scheme: Scheme): boolean =>
  isHttp(scheme, 'bearer') || scheme.value['type'] === 'oauth2' || scheme.value['type'] === 'openIdConnect';

/** An operation once for each of its security schemes that accepts a bearer token, at the location of the scheme. */
export const bearerSchemes = (contract: Contract, operation: Operation): JudgedOperation[] =>
  schemesOf(contract, operation)
    .filter(isBearer)
    .map(({ pointer }) => at({ operation: operation.key, way: [...operation.location.way, pointer] }, { operation }));

/** An operation once for each of its security schemes that takes a key in a header field, at the location of the scheme. */
export const headerKeys = (contract: Contract, operation: Operation): JudgedOperation[] =>
  schemesOf(contract, operation)
    .filter(({ value }) => value['type'] === 'apiKey' && value['in'] === 'header')
    .map(({ pointer }) => at({ operation: operation.key, way: [...operation.location.way, pointer] }, { operation }));

const denied = /\b(?:not?|never|nor|neither|without|instead of|rather than)\b|n['’]t\b/iu;

const spoken = new WeakMap<Contract['document'], boolean>();

/**
 * Does a document speak of bearer tokens anywhere, in a scheme, a text or an example, other than to rule them out. A scheme that an operation does not name may
 * be open to it all the same where the document says so in words.
 */
const speaksOfBearer = ({ document }: Contract): boolean => {
  const isSpoken = (node: unknown): boolean => {
    if (typeof node === 'string') return statementsOf(node).some((one) => /\bbearer\b/iu.test(one) && !denied.test(one));
    if (Array.isArray(node)) return node.some(isSpoken);
    if (!isObject(node)) return false;
    return node['type'] === 'oauth2' || node['type'] === 'openIdConnect' || Object.values(node).some(isSpoken);
  };
  const known = spoken.get(document);
  if (known !== undefined) return known;
  const found = isSpoken(document);
  spoken.set(document, found);
  return found;
};

/** Does another scheme of the operation accept the credential in a form that is a mistake for the first one. */
export const isDeclaredForm = (contract: Contract, operation: Operation, form: CredentialMisplacement): boolean => {
  const schemes = schemesOf(contract, operation);
  const key = (where: string, name: string): boolean =>
    schemes.some(
      ({ value }) =>
        value['type'] === 'apiKey' && value['in'] === where && typeof value['name'] === 'string' && value['name'].toLowerCase() === name,
    );
  switch (form) {
    case 'basic-scheme':
      return schemes.some((one) => isHttp(one, 'basic'));
    case 'token-scheme':
      return schemes.some((one) => isHttp(one, 'token')) || key('header', 'authorization');
    case 'no-scheme':
      return key('header', 'authorization');
    case 'bearer-scheme':
      return key('header', 'authorization') || speaksOfBearer(contract);
    case 'api-key-header':
      return key('header', 'x-api-key');
    case 'api-key-query':
      return key('query', 'api_key');
    case 'lower-case-scheme':
    case 'upper-case-scheme':
      return schemes.some(isBearer);
  }
};
