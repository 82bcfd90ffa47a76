/** Names of a target's credentials; `key` is the one that every run needs. */
export const credentialNames = [
  'key',
  'second',
  'third',
  'fourth',
  'restricted',
  'other',
  'revoked',
  'expired',
  'test',
  'plain',
  'flood',
  'exhausted',
] as const;
export type CredentialName = (typeof credentialNames)[number];

/** Credentials of the account of `key` that may have less rights than it, in the order in which they are tried. */
export const lesserNames = ['restricted', 'second', 'third', 'fourth'] as const satisfies readonly CredentialName[];
export type LesserName = (typeof lesserNames)[number];

/** Is a name that of such a credential. */
export const isLesserName = (name: CredentialName): name is LesserName => lesserNames.some((one) => one === name);

/**
 * Which credential a request uses, and how. A request has only this reference; only the sender has the value. `altered` forms are derived
 * from a real key and must be refused; `issued` is one that the server issued during the run, known by its handle (`Answer.issued`);
 * `made-up` is a value that the run invented; `incomplete` has the valid credentials of all security schemes that are needed together, except
 * of one. `scheme` names a security scheme that is sent instead of what the operation is else called with: an alternative of its own, with the credential that is given for it;
 * `placedAs` names the scheme in whose place that credential is sent.
 */
export type CredentialUse =
  | { readonly kind: 'valid'; readonly name: CredentialName; readonly scheme?: string; readonly placedAs?: string }
  | { readonly kind: 'altered'; readonly name: CredentialName; readonly form: CredentialAlteration; readonly scheme?: string }
  | { readonly kind: 'misplaced'; readonly name: CredentialName; readonly form: CredentialMisplacement }
  | { readonly kind: 'issued'; readonly handle: string; readonly scheme?: string }
  | { readonly kind: 'made-up'; readonly value: string; readonly scheme?: string }
  | { readonly kind: 'incomplete'; readonly without: string }
  | { readonly kind: 'blank' }
  | { readonly kind: 'none' };

export const credentialAlterations = [
  'last-character-changed',
  'middle-character-changed',
  'last-character-removed',
  'character-appended',
  'letter-case-swapped',
  'one-letter-case-swapped',
] as const;
export type CredentialAlteration = (typeof credentialAlterations)[number];

/** A valid credential under another scheme, in another letter case of the scheme, or in another part of the request than documented. */
export const credentialMisplacements = [
  'basic-scheme',
  'token-scheme',
  'no-scheme',
  'lower-case-scheme',
  'upper-case-scheme',
  'bearer-scheme',
  'api-key-header',
  'api-key-query',
] as const;
export type CredentialMisplacement = (typeof credentialMisplacements)[number];

/**
 * Another address than the base URL: one of the target's `urls`, the base URL with another path on the same host, or the base URL with its
 * last path segment, the version, replaced or (null) left out.
 */
export type BaseChoice =
  | { readonly kind: 'named'; readonly name: 'plain' | 'auth' | 'sandbox' | 'live' }
  /** Empty, or starting with a slash and not ending in one. */
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'version'; readonly segment: string | null };

/** The name of an address under the target's `urls`. */
export type NamedBase = Extract<BaseChoice, { readonly kind: 'named' }>['name'];

/** An intentional fault of a request. A request without faults should succeed. */
export type Fault =
  | 'credential-missing'
  | 'credential-invalid'
  | 'credential-misplaced'
  | 'credential-forbidden'
  | 'body-unparsable'
  | 'body-empty'
  | 'body-wrong-type'
  | 'member-missing'
  | 'value-unusable'
  | 'duplicate'
  | 'query-unparsable'
  | 'query-out-of-range'
  | 'query-unknown-value'
  | 'parameter-missing'
  | 'cursor-made-up'
  | 'unknown-path'
  | 'unknown-id';

/** What a request with a mistake has, in words: "a request with …". */
export const faultWords: Readonly<Record<Fault, string>> = {
  'credential-missing': 'no credential',
  'credential-invalid': 'an invalid credential',
  'credential-misplaced': 'the credential in another place',
  'credential-forbidden': 'a credential that has not the right to it',
  'body-unparsable': 'a body that cannot be parsed',
  'body-empty': 'an empty body',
  'body-wrong-type': 'a value of another type in the body',
  'member-missing': 'a member left out of the body',
  'value-unusable': 'an unusable value',
  duplicate: 'a value that is taken',
  'query-unparsable': 'a query value that cannot be parsed',
  'query-out-of-range': 'a query value out of its range',
  'query-unknown-value': 'an unknown query value',
  'parameter-missing': 'a parameter left out',
  'cursor-made-up': 'a made-up cursor',
  'unknown-path': 'an unknown path',
  'unknown-id': 'an unknown id',
};

/** Styles of OpenAPI 3.1, Parameter Object, and the lists between tabs of Swagger 2.0 (`collectionFormat: tsv`). */
export const parameterStyles = [
  'simple',
  'label',
  'matrix',
  'form',
  'spaceDelimited',
  'pipeDelimited',
  'tabDelimited',
  'deepObject',
] as const;
export type ParameterStyle = (typeof parameterStyles)[number];

/** A parameter that is more than one text: its value, and how the document defines its writing. */
export type PlannedParameter = {
  readonly in: 'path' | 'query' | 'cookie';
  readonly name: string;
  readonly value: unknown;
  readonly style: ParameterStyle;
  readonly explode: boolean;
  /** Reserved characters of a query value are not percent-encoded. */
  readonly allowReserved: boolean;
};

/** How a member of a form is written (OpenAPI 3.1, Encoding Object). A style has priority over a media type. */
export type FormMember = {
  readonly style?: Pick<PlannedParameter, 'style' | 'explode' | 'allowReserved'>;
  /** Default: `application/json` for an object, else plain text. */
  readonly contentType?: string;
  /** Header fields of its part, only in `multipart`. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
  /** File name of its part, only in `multipart`. */
  readonly fileName?: string;
  /** Its texts are base64 (RFC 4648, section 4), and the octets that they stand for are sent. Only in `multipart`. */
  readonly base64?: true;
};

export type RequestBody =
  /** `mediaType` where it is not `application/json`. */
  | {
      readonly kind: 'json';
      readonly value: unknown;
      readonly mediaType?: string;
      /** What is sent around the value: it takes the place at the JSON pointer `at` of `value`. */
      readonly around?: { readonly at: string; readonly value: unknown };
    }
  /** `application/x-www-form-urlencoded` or `multipart/…`. */
  | {
      readonly kind: 'form';
      readonly mediaType: string;
      readonly value: Readonly<Record<string, unknown>>;
      /** Members with a writing other than the default. */
      readonly members: Readonly<Record<string, FormMember>>;
    }
  | { readonly kind: 'text'; readonly text: string; readonly mediaType: string }
  /** Octets that need not be a text, in base64 (RFC 4648, section 4). */
  | { readonly kind: 'octets'; readonly base64: string; readonly mediaType: string }
  /** A Content-Type without a body. */
  | { readonly kind: 'empty'; readonly mediaType: string };

/** A body that is written of a value which its answers show again: JSON, or a form without files. */
export type ValueBody = Extract<RequestBody, { readonly kind: 'json' | 'form' }>;

/** Is a body written of a value: JSON, or a form without files. */
export const holdsValue = (body: RequestBody | undefined): body is ValueBody =>
  body?.kind === 'json' ||
  (body?.kind === 'form' && !Object.values(body.members).some(({ fileName, base64 }) => fileName !== undefined || base64 === true));

/** The same body written of another value. A form has only members: a value without them leaves it as it is. */
export const withValue = <B extends ValueBody>(body: B, value: unknown): B =>
  body.kind === 'form' && (typeof value !== 'object' || value === null || Array.isArray(value)) ? body : { ...body, value };

/** A body with its value, and what is sent around that, changed in the same way. */
export const withValueChanged = <B extends ValueBody>(body: B, change: (value: unknown) => unknown): B => ({
  ...withValue(body, change(body.value)),
  ...(body.kind === 'json' && body.around && { around: { ...body.around, value: change(body.around.value) } }),
});

/** The values of which a body is written: that of JSON with what is sent around it, or the members of a form; none of a text or of octets. */
export const valuesOfBody = (body: RequestBody | undefined): readonly unknown[] => {
  if (body?.kind === 'form') return [body.value];
  return body?.kind === 'json' ? [body.value, ...(body.around ? [body.around.value] : [])] : [];
};

/** A request in terms of the contract. Only the sender makes a URL of it. */
export type PlannedRequest = {
  /** Key of the operation, such as `GET /instances`; null for a path without an operation. */
  readonly operation: string | null;
  readonly method: string;
  /** Default: the target's base URL. */
  readonly base?: BaseChoice;
  /** Path template of the operation (`/instances/{id}/restart`), or a literal path below the base URL. */
  readonly path: string;
  /** Values of the template's parameters, not yet percent-encoded. */
  readonly pathValues: Readonly<Record<string, string>>;
  /** Query pairs in order, not yet percent-encoded. */
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Parameters that are more than one text. A text in `pathValues` replaces the value of a path parameter and is written in its style. */
  readonly parameters?: readonly PlannedParameter[];
  readonly body?: RequestBody;
  readonly credential: CredentialUse;
  readonly faults: readonly Fault[];
  /**
   * Names of the parameters and members that may be wrong: their values are made up, or OpenAPI leaves their form open. An error response
   * to such a request is not evidence against the server. Absent where every value is documented or supplied.
   */
  readonly madeUp?: readonly string[];
  /**
   * For answers that need not end: the number of milliseconds after the head for which the run listens. Then it closes the connection and
   * takes what has arrived as the answer (`Answer.unfinished`). Without it, an answer that does not end counts as no answer.
   */
  readonly listenMs?: number;
  /** The digest of the body, which the document asks for, is that of another one on purpose. */
  readonly otherDigest?: true;
  /** The run only looks whether something is still there: no check judges the answer. */
  readonly unjudged?: true;
};
