/**
 * What a change between two documents means for a client that was written for the older one:
 * - `breaking`: what it sends may be refused, or it may get what it does not know.
 * - `compatible`: it notices nothing.
 * - `unclear`: the documents do not decide it.
 */
export const changeVerdicts = ['breaking', 'unclear', 'compatible'] as const;
export type ChangeVerdict = (typeof changeVerdicts)[number];

/** What clients send, what they get in return, and what the service sends by itself: webhooks and callbacks. */
export const changeDirections = ['request', 'response', 'delivery'] as const;
export type ChangeDirection = (typeof changeDirections)[number];

/** Kinds of changes, each with its description. */
export const documentChangeKinds = {
  'operation-removed': 'an operation is gone',
  'operation-added': 'an operation is new',
  'operation-unreadable': 'a defect of a document keeps an operation from being compared',
  'operation-deprecated': 'an operation is deprecated now',
  'operation-renamed': 'an operation has another operationId, which shows only in generated code',
  'path-moved': 'an operation has another path template, and the same address because the base paths of the servers differ too',
  'delivery-removed': 'a webhook or callback is gone',
  'delivery-added': 'a webhook or callback is new',
  'delivery-changed': 'a webhook or callback has other parameters, or awaits other answers',
  'server-removed': 'an address of the service is gone',
  'server-added': 'an address of the service is new',
  'server-changed': 'an operation has other addresses of its own',
  'parameter-removed': 'a parameter is gone',
  'parameter-added': 'a parameter is new',
  'parameter-required': 'a parameter is required now',
  'parameter-optional': 'a parameter is not required any more',
  'parameter-renamed': 'a path parameter has another name, which no client sends',
  'parameter-restyled': 'a parameter is written otherwise (style, explode, content)',
  'body-removed': 'a body is gone',
  'body-added': 'a body is new',
  'body-required': 'the request body is required now',
  'body-optional': 'the request body is not required any more',
  'media-type-removed': 'a media type is gone',
  'media-type-added': 'a media type is new',
  'encoding-changed': 'the parts of a form are written otherwise',
  'status-removed': 'a status is gone',
  'status-added': 'a status is new',
  'header-removed': 'a header field of a response is gone',
  'header-added': 'a header field of a response is new',
  'header-required': 'a header field of a response is always there now',
  'header-optional': 'a header field of a response may be missing now',
  'security-required': 'a credential is required now',
  'security-dropped': 'no credential is required any more',
  'security-removed': 'a way to authenticate is gone, or takes more',
  'security-added': 'a way to authenticate is new',
  'member-removed': 'a member is gone',
  'member-added': 'a member is new',
  'member-required': 'a member is required now',
  'member-optional': 'a member is not required any more',
  'members-closed': 'no further members are allowed any more',
  'members-opened': 'further members are allowed now',
  'type-narrowed': 'a type is gone',
  'type-widened': 'a type is new',
  'type-changed': 'the type is another one',
  'type-stated': 'a type is stated that was only implied, or the reverse',
  'null-allowed': 'null is allowed now',
  'null-refused': 'null is not allowed any more',
  'values-removed': 'listed values are gone, or values are listed now',
  'values-added': 'listed values are new, or values are not listed any more',
  'limit-tightened': 'a limit is new or tighter',
  'limit-loosened': 'a limit is gone or looser',
  'pattern-added': 'a pattern is new',
  'pattern-removed': 'a pattern is gone',
  'pattern-changed': 'a pattern is another one',
  'format-changed': 'a format is new, gone or another one',
  'default-changed': 'the default of what a client leaves out is another one',
  deprecated: 'a parameter or member is deprecated now',
  'alternative-removed': 'an alternative of oneOf or anyOf is gone',
  'alternative-added': 'an alternative of oneOf or anyOf is new',
  'discriminator-changed': 'the discriminator is another one',
  'schema-changed': 'a schema changed in a way that is not decided here',
} as const satisfies Readonly<Record<string, string>>;

export type DocumentChangeKind = keyof typeof documentChangeKinds;

/** One change between two documents. */
export type DocumentChange = {
  readonly verdict: ChangeVerdict;
  readonly kind: DocumentChangeKind;
  /** Keys of the operations in which it shows, those of the older document where it has them; a delivery is `webhook NAME POST` or so. Empty for the whole document. */
  readonly operations: readonly string[];
  /** Null for an operation as a whole. */
  readonly direction: ChangeDirection | null;
  /** In the first operation: `query sort`, `body /kind`, `200 /owner/name`; `*` is any element of a list or map. */
  readonly where: string;
  /** In plain words, without the operation. */
  readonly message: string;
  /** Fragment pointers of the node in each document, or of the nearest one around what is not there. */
  readonly before: string;
  readonly after: string;
};
