import { isObject, referenceTarget, valueAt } from './pointer.ts';

/** Where a service wants its credential (OpenAPI 3.1, Security Scheme Object). */
export type CredentialPlacement =
  | { readonly kind: 'bearer' }
  | { readonly kind: 'basic' }
  | { readonly kind: 'header' | 'query' | 'cookie'; readonly name: string };

type Json = Readonly<Record<string, unknown>>;

/**
 * The placement that the document's first security requirement asks for; bearer where it names none, an OAuth or an
 * OpenID scheme. One credential is sent: of several schemes that must come together the first counts.
 */
export const credentialPlacement = (document: Json): CredentialPlacement => {
  const name = firstScheme(document);
  const named =
    name === undefined ? undefined : valueAt(document, `#/components/securitySchemes/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  const scheme = isObject(named) && typeof named['$ref'] === 'string' ? valueAt(document, referenceTarget(named['$ref'])) : named;
  if (!isObject(scheme)) return { kind: 'bearer' };
  if (scheme['type'] === 'http' && String(scheme['scheme']).toLowerCase() === 'basic') return { kind: 'basic' };
  const { in: where, name: field } = scheme;
  if (scheme['type'] === 'apiKey' && typeof field === 'string' && (where === 'header' || where === 'query' || where === 'cookie'))
    return { kind: where, name: field };
  return { kind: 'bearer' };
};

/** Name of the first security scheme that the document asks for; undefined where it asks for none. */
export const firstScheme = (document: Json): string | undefined => {
  // It is asked for once an operation, and a document may have a thousand.
  const known = schemes.get(document) ?? {
    first: requirements(document)
      .flatMap((requirement) => Object.keys(requirement))
      .find((key) => key !== ''),
  };
  schemes.set(document, known);
  return known.first;
};

const schemes = new WeakMap<Json, { readonly first: string | undefined }>();

/** Security requirements of the root, else those of the operations, in the order of the document. */
const requirements = (document: Json): Json[] => {
  const root = document['security'];
  const own = Object.values(isObject(document['paths']) ? document['paths'] : {})
    .flatMap((item) => Object.values(isObject(item) ? item : {}))
    .map((operation) => (isObject(operation) ? operation['security'] : undefined));
  return [root, ...own].flatMap((list) => (Array.isArray(list) ? list.filter(isObject) : []));
};
