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

/** Statuses that break a promise whatever else a request may be refused for; a 5xx does where it comes again. */
export type Never = { readonly never?: Status | readonly Status[] };

/** Kinds of unusable credentials that a promise of their own may be about. */
export const credentialKinds = ['missing', 'unknown', 'damaged', 'letterCase', 'malformed', 'ended'] as const;
export type CredentialKind = (typeof credentialKinds)[number];

/** Statuses for a missing or unusable credential. What is said of one kind replaces what is said of all. */
export type Unauthenticated = Statuses & Never & { readonly [K in CredentialKind]?: Documented & Never };

/** How a request without a usable credential is answered. */
export type Auth = Documented & {
  /** Status for a missing or unusable credential. */
  readonly unauthenticated: Unauthenticated;
  /** Status for a credential that lacks the permission. */
  readonly forbidden?: Statuses & Never;
  /** Status for a thing of another account, named by its id. */
  readonly foreign?: Statuses;
  /** Header that tells how to authenticate (RFC 9110 section 11.6.1). */
  readonly challenge?: Documented & { readonly header: string; readonly scheme: string; readonly on: readonly number[] };
  /** Keys of one environment in the other one. */
  readonly environments?: Documented & { readonly sandboxOnLive?: Statuses; readonly liveOnSandbox?: Statuses };
  /** Regular expressions of printed credential forms, by environment. */
  readonly forms?: Readonly<Partial<Record<'live' | 'sandbox', Documented & { readonly pattern: string }>>>;
};

const form = (description: string): JsonSchema =>
  documented(description, ['pattern'], { pattern: regularExpression('The form, as a regular expression.') });

const never = statusOrClasses(
  'Statuses that break the promise whatever else a request may be refused for; a 5xx does where it comes again.',
);

const kind = (description: string): JsonSchema => documented(description, [], { never });

export const auth = documented('How a request without a usable credential is answered.', ['unauthenticated'], {
  unauthenticated: statusesWith('For a missing or unusable credential.', {
    never,
    missing: kind('Of no credential at all.'),
    unknown: kind('Of a credential that nobody was given.'),
    damaged: kind('Of a credential that differs from a good one by a character.'),
    letterCase: kind('Of a good credential in other letter case.'),
    malformed: kind('Of a header that holds no usable credential.'),
    ended: kind('Of a credential that was revoked or has expired.'),
  }),
  forbidden: statusesWith('For a credential that lacks the permission.', { never }),
  foreign: statuses('For a thing of another account, named by its id.'),
  challenge: documented('A header that tells how to authenticate.', ['header', 'scheme', 'on'], {
    header: headerName('Its name.'),
    scheme: text('The authentication scheme that it names.'),
    on: statusList('Statuses that carry it.'),
  }),
  environments: documented('Keys of one environment are of no use in the other.', [], {
    sandboxOnLive: statuses('For a key of the sandbox in the live environment.'),
    liveOnSandbox: statuses('For a live key in the sandbox.'),
  }),
  forms: closed('Printed forms of a credential, by environment.', [], {
    live: form('Of the live environment.'),
    sandbox: form('Of the sandbox.'),
  }),
});
