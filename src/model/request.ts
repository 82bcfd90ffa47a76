/** Names under which a target's credentials are known; `key` is the one every run needs. */
export const credentialNames = [
  'key',
  'second',
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

/**
 * How a credential travels. A request holds this reference only; the bytes exist in the sender alone.
 * `altered` forms are derived from a real key and must be refused; `issued` is one that the other side gave during the run,
 * known by its handle (`Answer.issued`); `made-up` is a value of ours in clear.
 */
export type CredentialUse =
  | { readonly kind: 'valid'; readonly name: CredentialName }
  | { readonly kind: 'altered'; readonly name: CredentialName; readonly form: CredentialAlteration }
  | { readonly kind: 'misplaced'; readonly name: CredentialName; readonly form: CredentialMisplacement }
  | { readonly kind: 'issued'; readonly handle: string }
  | { readonly kind: 'made-up'; readonly value: string }
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

/** A valid credential under another scheme, in another letter case of the scheme, or at another place than the documented one. */
export const credentialMisplacements = [
  'basic-scheme',
  'token-scheme',
  'no-scheme',
  'lower-case-scheme',
  'upper-case-scheme',
  'api-key-header',
  'api-key-query',
] as const;
export type CredentialMisplacement = (typeof credentialMisplacements)[number];

/**
 * Another address than the base URL: one of the target's `urls`, the base URL with its last path segment, the
 * version, replaced or (null) left out, or with another path on the same host.
 */
export type BaseChoice =
  | { readonly kind: 'named'; readonly name: 'plain' | 'auth' | 'sandbox' | 'live' }
  /** Empty, or starting with a slash and not ending in one. */
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'version'; readonly segment: string | null };

/** An address of its own, as a target names it under `urls`. */
export type NamedBase = Extract<BaseChoice, { readonly kind: 'named' }>['name'];

/** What is wrong with a request on purpose. A request without faults ought to succeed. */
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
  | 'cursor-made-up'
  | 'unknown-path'
  | 'unknown-id';

/** Styles of OpenAPI 3.1, Parameter Object. */
export const parameterStyles = ['simple', 'label', 'matrix', 'form', 'spaceDelimited', 'pipeDelimited', 'deepObject'] as const;
export type ParameterStyle = (typeof parameterStyles)[number];

/** A parameter that is more than one text: its value and how the document says that it is written. */
export type PlannedParameter = {
  readonly in: 'path' | 'query' | 'cookie';
  readonly name: string;
  readonly value: unknown;
  readonly style: ParameterStyle;
  readonly explode: boolean;
  /** Reserved characters of a query value stand for themselves. */
  readonly allowReserved: boolean;
};

/** How a member of a form is written (OpenAPI 3.1, Encoding Object). A style goes before a media type. */
export type FormMember = {
  readonly style?: Pick<PlannedParameter, 'style' | 'explode' | 'allowReserved'>;
  /** Default: `application/json` for an object, else plain text. */
  readonly contentType?: string;
  /** Header fields of its part, in `multipart` alone. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
  /** Name of the file that its part is, in `multipart` alone. */
  readonly fileName?: string;
};

export type RequestBody =
  /** `mediaType` where it is not `application/json`. */
  | { readonly kind: 'json'; readonly value: unknown; readonly mediaType?: string }
  /** `application/x-www-form-urlencoded` or `multipart/…`. */
  | {
      readonly kind: 'form';
      readonly mediaType: string;
      readonly value: Readonly<Record<string, unknown>>;
      /** Members that are not written in the usual way. */
      readonly members: Readonly<Record<string, FormMember>>;
    }
  | { readonly kind: 'text'; readonly text: string; readonly mediaType: string }
  /** A Content-Type is announced and nothing follows. */
  | { readonly kind: 'empty'; readonly mediaType: string };

/** A request in the words of the contract. Nobody but the sender makes a URL of it. */
export type PlannedRequest = {
  /** Key of the operation, such as `GET /instances`; null for a path that no operation has. */
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
  /** Parameters that are more than one text. One of a path gives way to a text in `pathValues`, which is then written in its style. */
  readonly parameters?: readonly PlannedParameter[];
  readonly body?: RequestBody;
  readonly credential: CredentialUse;
  readonly faults: readonly Fault[];
  /**
   * What in it nobody vouches for, by parameter or member: values that we made up, and forms that OpenAPI leaves open. A refusal of
   * such a request says nothing about the service. Absent where every value is documented or supplied.
   */
  readonly madeUp?: readonly string[];
  /**
   * So many milliseconds from its head on an answer is listened to that need not end; then the connection is closed, and what came by
   * then is the answer (`Answer.unfinished`). Without it, an answer that does not end is none.
   */
  readonly listenMs?: number;
};
