import {
  closed,
  headerName,
  documented,
  regularExpression,
  statuses,
  statusesWith,
  statusList,
  statusOrClasses,
  text,
  type JsonSchema,
  type Documented,
  type Status,
  type Statuses,
} from './schema-forms.ts';

/** Statuses that break the requirement, whatever else a request may be refused for; a 5xx breaks it where it is repeated. Of an empty list only a success does. */
export type Never = { readonly never?: Status | readonly Status[] };

/** Kinds of unusable credentials that may have a requirement of their own. */
export const credentialKinds = ['missing', 'unknown', 'damaged', 'letterCase', 'malformed', 'ended'] as const;
export type CredentialKind = (typeof credentialKinds)[number];

/** Statuses for a missing or unusable credential. Those of one kind replace those of all. */
export type Unauthenticated = Statuses & Never & { readonly [K in CredentialKind]?: Documented & Never };

/** How a request without a usable credential is answered. */
export type Auth = Documented & {
  /** Status for a missing or unusable credential. */
  readonly unauthenticated: Unauthenticated;
  /** Status for a credential that lacks the permission. */
  readonly forbidden?: Statuses & Never;
  /** Status for a resource of another account, named by its id. */
  readonly foreign?: Statuses;
  /** Header that describes how to authenticate (RFC 9110 section 11.6.1). */
  readonly challenge?: Documented & { readonly header: string; readonly scheme: string; readonly on: readonly number[] };
  /** Statuses for a key of one environment in the other one. */
  readonly environments?: Documented & { readonly sandboxOnLive?: Statuses; readonly liveOnSandbox?: Statuses };
  /** Regular expressions of documented credential forms, by environment. */
  readonly forms?: Readonly<Partial<Record<'live' | 'sandbox', Documented & { readonly pattern: string }>>>;
};

const form = (description: string): JsonSchema =>
  documented(description, ['pattern'], { pattern: regularExpression('The form, as a regular expression.') });

const never = statusOrClasses(
  'Statuses that break the requirement, whatever else a request may be refused for; a 5xx breaks it where it is repeated. Of none, only a success breaks it.',
);

const kind = (description: string): JsonSchema => documented(description, [], { never });

export const auth = documented('How a request without a usable credential is answered.', ['unauthenticated'], {
  unauthenticated: statusesWith('For a missing or unusable credential.', {
    never,
    missing: kind('No credential at all.'),
    unknown: kind('A credential that the server never issued.'),
    damaged: kind('A credential that differs from a valid one in one character.'),
    letterCase: kind('A valid credential in other letter case.'),
    malformed: kind('A header without a usable credential.'),
    ended: kind('A credential that was revoked or has expired.'),
  }),
  forbidden: statusesWith('For a credential that lacks the permission.', { never }),
  foreign: statuses('For a resource of another account, named by its id.'),
  challenge: documented('A header that describes how to authenticate.', ['header', 'scheme', 'on'], {
    header: headerName('Its name.'),
    scheme: text('The authentication scheme that it names.'),
    on: statusList('Statuses with this header.'),
  }),
  environments: documented('Keys of one environment are not accepted in the other.', [], {
    sandboxOnLive: statuses('For a key of the sandbox in the live environment.'),
    liveOnSandbox: statuses('For a live key in the sandbox.'),
  }),
  forms: closed('Documented forms of a credential, by environment.', [], {
    live: form('In the live environment.'),
    sandbox: form('In the sandbox.'),
  }),
});
