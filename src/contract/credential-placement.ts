import { pathItems } from './path-items.ts';
import { isObject, referenceTarget, valueAt } from './pointer.ts';

/** Where a request carries a credential (OpenAPI 3.1, Security Scheme Object). */
export type CredentialPlacement =
  | { readonly kind: 'bearer' }
  | { readonly kind: 'basic' }
  /** `prefix`: the word that the document puts before the key, with a space between them (`Authorization: Key …`). */
  | { readonly kind: 'header' | 'query' | 'cookie'; readonly name: string; readonly prefix?: string };

/** A security scheme of the document: where its credential is sent, or why it cannot be sent. */
export type SecurityScheme =
  | { readonly kind: 'placed'; readonly name: string; readonly placement: CredentialPlacement }
  | { readonly kind: 'unsupported'; readonly name: string; readonly why: string };

type Json = Readonly<Record<string, unknown>>;

const bearer: CredentialPlacement = { kind: 'bearer' };

/**
 * Reads a security scheme. Supported are HTTP bearer and basic authentication, keys in a header field, the query or a cookie, and OAuth 2
 * and OpenID Connect with a token that the operator gives (RFC 6750). Schemes that take several messages or a certificate are unsupported.
 */
export const securityScheme = (document: Json, name: string): SecurityScheme => {
  const unsupported = (why: string): SecurityScheme => ({ kind: 'unsupported', name, why });
  const placed = (placement: CredentialPlacement): SecurityScheme => ({ kind: 'placed', name, placement });
  const value = describedScheme(document, name);
  if (!isObject(value)) return unsupported(`the document does not describe the security scheme "${name}"`);
  const { type, scheme, in: where, name: field } = value;
  const pointer = `#/components/securitySchemes/${name}`;
  if (type === 'oauth2' || type === 'openIdConnect') return placed(bearer);
  if (type === 'http') {
    const word = String(scheme).toLowerCase();
    if (word === 'bearer') return placed(bearer);
    if (word === 'basic') return placed({ kind: 'basic' });
    return unsupported(
      `the security scheme "${name}" is HTTP authentication of the kind "${String(scheme)}", which is not supported (${pointer})`,
    );
  }
  if (type === 'apiKey') {
    const isLocation = where === 'header' || where === 'query' || where === 'cookie';
    if (isLocation && typeof field === 'string' && field !== '') {
      const prefix = where === 'header' ? prefixToldIn(document, value['description'], field) : undefined;
      return placed({ kind: where, name: field, ...(prefix === undefined ? {} : { prefix }) });
    }
    return unsupported(
      `the security scheme "${name}" does not state ${isLocation ? 'the name of its key' : 'where its key is sent'} (${pointer})`,
    );
  }
  if (type === 'mutualTLS')
    return unsupported(`the security scheme "${name}" takes a client certificate (mutualTLS), which is not supported (${pointer})`);
  if (typeof type !== 'string')
    return unsupported(`the security scheme "${name}" has no type that this version of OpenAPI knows (${pointer})`);
  return unsupported(`the security scheme "${name}" is of the type "${type}", which is not supported (${pointer})`);
};

/** What stands for a key in an example: something in brackets, a name in capitals, or the beginning of a key. */
const standIn = String.raw`(?:<[^<>\n]{1,60}>|\{[^{}\n]{1,60}\}|\[[^\[\]\n]{1,60}\]|\$\{?\w+\}?|[A-Z]+(?:[_-][A-Z]+)+|(?=[\w.~+/=-]*(?:\d|…|\.\.|[xX*]{3}))[\w.~+/=*…-]{6,})`;

/** A word by which a scheme of authentication is called (RFC 9110, section 11.1). */
const schemeWord = String.raw`(?<word>[A-Za-z][A-Za-z0-9-]{1,30})`;

/**
 * The word before a key, as texts show it: "`Authorization: Key <key>`", "The word `Key`, a space, and your key", "prefixed with `Token`". Undefined where they show none, or
 * two of them.
 */
const prefixToldIn = (document: Json, description: unknown, field: string): string | undefined => {
  const own = typeof description === 'string' ? description : '';
  const introduction =
    isObject(document['info']) && typeof document['info']['description'] === 'string' ? document['info']['description'] : '';
  const escaped = field.replaceAll(/[^\w-]/gu, String.raw`\$&`);
  const shown = new RegExp(String.raw`(?<![\w-])${escaped}["']?: *["']?${schemeWord} +${standIn}`, 'giu');
  const worded = [
    new RegExp(
      String.raw`["'\u0060]${schemeWord}["'\u0060],? (?:\[(?:space|blank)\]|(?:followed by )?(?:a|one) (?:single )?(?:space|blank)\b)`,
      'giu',
    ),
    // The word alone may be how each key begins: "keys begin with `live`".
    new RegExp(
      String.raw`\b(?:prefix(?:ed)?|begins?|starts?|preceded|prepended) (?:it |them |the (?:key|token|value) |your (?:key|token) )?(?:with|by) (?:the (?:word|prefix|string|scheme) )?["'\u0060]${schemeWord} ["'\u0060]`,
      'giu',
    ),
    ...(field.toLowerCase() === 'authorization'
      ? [
          new RegExp(
            String.raw`\b(?:prefixed|preceded|prepended) (?:with|by) (?:the (?:word|scheme) )?["'\u0060]${schemeWord}["'\u0060]`,
            'giu',
          ),
        ]
      : []),
    new RegExp(String.raw`(?:^|["'\u0060])${schemeWord} +(?:<[^<>\n]{1,60}>|\{[^{}\n]{1,60}\})["'\u0060]`, 'gu'),
  ];
  const words = [
    ...[own, introduction].flatMap((text) => [...text.matchAll(shown)]),
    ...worded.flatMap((form) => [...own.matchAll(form)]),
  ].flatMap(({ groups }) => groups?.['word'] ?? []);
  const [first, ...others] = [...new Set(words)];
  return first !== undefined && others.length === 0 ? first : undefined;
};

const describedScheme = (document: Json, name: string): unknown => {
  const named = valueAt(document, `#/components/securitySchemes/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  return isObject(named) && typeof named['$ref'] === 'string' ? valueAt(document, referenceTarget(named['$ref'])) : named;
};

/**
 * The addresses at which the flows of an OAuth scheme give tokens, as the document writes them (OpenAPI 3.1, OAuth Flow Object): for the
 * client's own credentials, and for a refresh token, where a flow has an address for refreshing or one for tokens.
 */
export const tokenUrls = (document: Json, name: string): { readonly client_credentials?: string; readonly refresh_token?: string } => {
  const scheme = describedScheme(document, name);
  const flows = isObject(scheme) && isObject(scheme['flows']) ? scheme['flows'] : {};
  const texts = (word: 'tokenUrl' | 'refreshUrl'): string[] =>
    ['clientCredentials', 'authorizationCode', 'password', 'implicit'].flatMap((kind) => {
      const flow = flows[kind];
      return isObject(flow) && typeof flow[word] === 'string' ? [flow[word]] : [];
    });
  const own = isObject(flows['clientCredentials']) ? flows['clientCredentials']['tokenUrl'] : undefined;
  const [refresh] = [...texts('refreshUrl'), ...texts('tokenUrl')];
  return {
    ...(typeof own === 'string' ? { client_credentials: own } : {}),
    ...(refresh === undefined ? {} : { refresh_token: refresh }),
  };
};

/** The placement of the credential `key`; bearer where the document has no scheme for it. */
export const credentialPlacement = (document: Json): CredentialPlacement => {
  const name = keyScheme(document);
  const scheme = name === undefined ? undefined : securityScheme(document, name);
  return scheme?.kind === 'placed' ? scheme.placement : bearer;
};

/**
 * Name of the security scheme that the credential `key` belongs to: the first that the document requires and that can be used. Undefined
 * where it requires none.
 */
export const keyScheme = (document: Json): string | undefined => {
  const known = keySchemes.get(document) ?? {
    name: requiredSchemes(document).find((name) => securityScheme(document, name).kind === 'placed'),
  };
  keySchemes.set(document, known);
  return known.name;
};

/** Finding it visits every operation, and each operation asks for it. */
const keySchemes = new WeakMap<Json, { readonly name: string | undefined }>();

/** Names of the security schemes that the document requires, those of the root first, in the order of the document. */
export const requiredSchemes = (document: Json): string[] => [
  ...new Set(
    securityRequirements(document)
      .flatMap((requirement) => Object.keys(requirement))
      .filter((name) => name !== ''),
  ),
];

/** Security requirements of the root and then those of the operations, in the order of the document. */
const securityRequirements = (document: Json): Json[] => {
  const root = document['security'];
  const own = pathItems(document)
    .flatMap((item) => Object.values(item))
    .map((operation) => (isObject(operation) ? operation['security'] : undefined));
  return [root, ...own].flatMap((list) => (Array.isArray(list) ? list.filter(isObject) : []));
};

/**
 * The alternatives in a list of security requirements, each with the names of its schemes. An alternative without schemes needs no
 * credential. No list counts as an empty one (OpenAPI 3.1, Operation Object, `security`).
 */
export const alternativesIn = (security: unknown): (readonly string[])[] =>
  Array.isArray(security) ? security.filter(isObject).map((one) => Object.keys(one).filter((name) => name !== '')) : [];
