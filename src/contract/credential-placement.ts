import { isObject, referenceTarget, valueAt } from './pointer.ts';

/** Where a service wants its credential (OpenAPI 3.1, Security Scheme Object). */
export type CredentialPlacement =
  | { readonly kind: 'bearer' }
  | { readonly kind: 'basic' }
  | { readonly kind: 'header' | 'query' | 'cookie'; readonly name: string };

/** A security scheme of the document: where its credential stands, or why none can be sent. */
export type SecurityScheme =
  | { readonly kind: 'placed'; readonly name: string; readonly placement: CredentialPlacement }
  | { readonly kind: 'unsupported'; readonly name: string; readonly why: string };

type Json = Readonly<Record<string, unknown>>;

const bearer: CredentialPlacement = { kind: 'bearer' };

/**
 * How a scheme is used: HTTP bearer and basic authentication, keys in a header field, the query or a cookie, and OAuth 2 and OpenID
 * Connect by a token that the operator gives (RFC 6750). What takes more than one message, or a certificate, is unsupported.
 */
export const securityScheme = (document: Json, name: string): SecurityScheme => {
  const unsupported = (why: string): SecurityScheme => ({ kind: 'unsupported', name, why });
  const placed = (placement: CredentialPlacement): SecurityScheme => ({ kind: 'placed', name, placement });
  const named = valueAt(document, `#/components/securitySchemes/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  const value = isObject(named) && typeof named['$ref'] === 'string' ? valueAt(document, referenceTarget(named['$ref'])) : named;
  if (!isObject(value)) return unsupported(`the document does not describe the security scheme "${name}"`);
  const { type, scheme, in: where, name: field } = value;
  const location = `#/components/securitySchemes/${name}`;
  if (type === 'oauth2' || type === 'openIdConnect') return placed(bearer);
  if (type === 'http') {
    const word = String(scheme).toLowerCase();
    if (word === 'bearer') return placed(bearer);
    if (word === 'basic') return placed({ kind: 'basic' });
    return unsupported(
      `the security scheme "${name}" is HTTP authentication of the kind "${String(scheme)}", which is not supported (${location})`,
    );
  }
  if (type === 'apiKey') {
    const isLocation = where === 'header' || where === 'query' || where === 'cookie';
    if (isLocation && typeof field === 'string' && field !== '') return placed({ kind: where, name: field });
    return unsupported(
      `the security scheme "${name}" does not say ${isLocation ? 'the name of its key' : 'where its key stands'} (${location})`,
    );
  }
  return unsupported(`the security scheme "${name}" is of the type "${String(type)}", which is not supported (${location})`);
};

/** The placement of the scheme that `key` serves; bearer where there is none. */
export const credentialPlacement = (document: Json): CredentialPlacement => {
  const name = keyScheme(document);
  const scheme = name === undefined ? undefined : securityScheme(document, name);
  return scheme?.kind === 'placed' ? scheme.placement : bearer;
};

/**
 * Name of the security scheme that the credential `key` serves: the first that the document asks for and that can be used. Undefined
 * where it asks for none.
 */
export const keyScheme = (document: Json): string | undefined => {
  const known = keySchemes.get(document) ?? {
    name: askedSchemes(document).find((name) => securityScheme(document, name).kind === 'placed'),
  };
  keySchemes.set(document, known);
  return known.name;
};

/** To find it takes a look at every operation, and each of them asks. */
const keySchemes = new WeakMap<Json, { readonly name: string | undefined }>();

/** Names of the security schemes that the document asks for, those of the root first, in the order of the document. */
export const askedSchemes = (document: Json): string[] => [
  ...new Set(
    requirements(document)
      .flatMap((requirement) => Object.keys(requirement))
      .filter((name) => name !== ''),
  ),
];

/** Security requirements of the root and then those of the operations, in the order of the document. */
const requirements = (document: Json): Json[] => {
  const root = document['security'];
  const own = Object.values(isObject(document['paths']) ? document['paths'] : {})
    .flatMap((item) => Object.values(isObject(item) ? item : {}))
    .map((operation) => (isObject(operation) ? operation['security'] : undefined));
  return [root, ...own].flatMap((list) => (Array.isArray(list) ? list.filter(isObject) : []));
};

/**
 * The ways to be let in that a list of security requirements names, each by its schemes; a way without any needs no credential. No list
 * is the same as an empty one (OpenAPI 3.1, Operation Object, `security`).
 */
export const alternativesIn = (security: unknown): (readonly string[])[] =>
  Array.isArray(security) ? security.filter(isObject).map((one) => Object.keys(one).filter((name) => name !== '')) : [];
