import type { Observed } from './observed.ts';
import type { CredentialName } from './request.ts';

export const permissions = [
  'mutation',
  'permanent',
  'destructive',
  'issue-credential',
  'flood',
  'slow',
  'plaintext',
  'production',
] as const;
/** What the user allows beyond reading: see docs/config.md for each word. */
export type Permission = (typeof permissions)[number];

/** The request quota of a credential: at most `limit` requests in `windowSeconds` seconds. */
export type Quota = { readonly limit: number; readonly windowSeconds: number };

/** A target with all its settings. It has no secrets: the values of the credentials are passed separately. */
export type Target = {
  readonly name: string;
  /** Name of a shipped contract, or path of an OpenAPI document. */
  readonly contract: string;
  /** Absolute paths of OpenAPI Overlays that are applied to it, in their order. */
  readonly overlays?: readonly string[];
  /** What the references of the document may name beside files in its folder; nothing where it is absent. */
  readonly references?: { readonly remoteHosts?: readonly string[]; readonly outside?: boolean };
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly environment?: 'live' | 'sandbox';
  readonly urls: Readonly<Partial<Record<'plain' | 'auth' | 'sandbox' | 'live', string>>>;
  /** Names of the credentials that are given. */
  readonly credentials: readonly CredentialName[];
  /** The roles that the operator says some of them have, as the document names them; absent where it says none. */
  readonly roles?: Readonly<Partial<Record<CredentialName, string>>>;
  /** Names of the security schemes for which a credential of their own is given; absent where there are none. */
  readonly schemes?: readonly string[];
  /**
   * The security schemes that credentials are for, by their roles, where their form says so: that of `key`, where it is not for the first one that the document requires, and that of
   * others where it is not that of `key`.
   */
  readonly sentAs?: Readonly<Partial<Record<CredentialName, string>>>;
  /** An OAuth client of the operator; its secret and its codes are passed separately (see {@link OAuthSecretName}). */
  readonly oauth?: {
    readonly clientId: string;
    readonly redirectUri: string;
    /** How many authorization codes a run may use. Each can be used once. */
    readonly codes: number;
    /** Path of the token operation below `urls.auth`, where it differs from the documented one. */
    readonly path?: string;
  };
  /** How credentials are obtained that are not given as they are; absent where all are. */
  readonly logins?: Logins;
  readonly plan?: string;
  readonly quota?: Quota & { readonly exclusive?: boolean; readonly group?: string };
  readonly flood: { readonly maxRequests: number };
  /** The most creations in a run for each collection from which no operation removes. */
  readonly maxCreates: number;
  readonly allow: readonly Permission[];
  readonly fixtures: Readonly<Record<string, string | readonly string[]>>;
  /** Durations of this target instead of the documented ones: seconds, exact or a range. */
  readonly durations: Readonly<Record<string, number | readonly [number, number]>>;
  /** Domain values by operation key and member or parameter name. */
  readonly values: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** It is asked in every situation that comparisons show, whatever its contract requires; the answers are recorded and not judged. */
  readonly survey?: boolean;
  /** Where the run receives events of the target, and what makes it send one; absent where nothing is received. */
  readonly webhooks?: WebhookSink;
  /** A module of the operator whose functions are called: its absolute path, and the digest of its file (SHA-256, hexadecimal). */
  readonly hooks?: { readonly module: string; readonly digest: string };
  /** What an earlier run has seen of this target. */
  readonly observed?: Observed;
  readonly http: {
    readonly timeoutMs: number;
    /** The most bytes of a body that are read, before and after content decoding; absent: 16 MiB. */
    readonly maxBodyBytes?: number;
    /** The longest wait that an answer may ask for; absent for the default. */
    readonly maxWaitSeconds?: number;
    readonly headers: Readonly<Record<string, string>>;
    /** Certificates to trust beside those that Node trusts: PEM text. */
    readonly ca?: string;
    /** The proxies on the way to it, without their credentials; absent where there are none. */
    readonly proxies?: Proxies;
    /** Names of the header fields whose values came from outside the config; they are kept out of files like credentials. */
    readonly secretHeaders?: readonly string[];
  };
};

/** Proxies that tunnel connections, and the hosts that are reached without one. */
export type Proxies = {
  /** Scheme, host and port of the proxy for targets of each scheme. */
  readonly http?: string;
  readonly https?: string;
  /** Entries as NO_PROXY has them: a host, with everything below it, with a port or without; `*` for every host. */
  readonly noProxy: readonly string[];
  /** The config names the proxy, and not only the environment of the process. */
  readonly isNamed?: true;
};

/** What a connection needs besides its address and is secret: `NAME:PASSWORD` for each proxy; certificate, key and passphrase of a client, in PEM. */
export const routeSecretNames = ['proxy:http', 'proxy:https', 'tls:cert', 'tls:key', 'tls:passphrase'] as const;
export type RouteSecretName = (typeof routeSecretNames)[number];

/** Where a run receives events; the secret of their signatures is passed separately (see {@link Secrets}). */
export type WebhookSink = {
  /** `HOST:PORT`, where the host is bound exactly as it is given. */
  readonly listen: string;
  /** The address under which the target reaches it; absent where that is `http://HOST:PORT/`. */
  readonly publicUrl?: string;
  /** The secret of the signatures is given. */
  readonly hasSecret?: true;
  /** The operation that makes the target send an event, and the body of the request. */
  readonly trigger?: { readonly operation: string; readonly body?: unknown };
};

/** The secret with which the target signs deliveries to the sink of the run. */
export type WebhookSecretName = 'webhook-secret';

/** How a credential is obtained when the run needs it. What is secret in it is passed separately (see {@link LoginSecretName}). */
export type Login =
  | {
      /** A token of an OAuth client (RFC 6749, sections 4.4 and 6). */
      readonly kind: 'client';
      /** `refresh_token` where the operator gives such a token. */
      readonly grant: 'client_credentials' | 'refresh_token';
      /** Absent until the contract is known, where the config gives none. */
      readonly tokenUrl?: string;
      readonly scopes: readonly string[];
      /** How the client authenticates (RFC 6749, section 2.3.1): HTTP basic, or members of the form. */
      readonly clientAuth: 'basic' | 'body';
    }
  | {
      /** A session or a token that a request to the API itself returns. */
      readonly kind: 'request';
      readonly method: string;
      /** Below the base URL. */
      readonly path: string;
      readonly bodyAs: 'json' | 'form';
      /** Members of the body that are no secret. */
      readonly body: Readonly<Record<string, unknown>>;
      /** Names of the members whose values are secrets. */
      readonly secretMembers: readonly string[];
      /** Where the answer has the credential: in a cookie, or in a member of its JSON body, by JSON pointer (RFC 6901). */
      readonly from: { readonly cookie: string } | { readonly member: string };
      /** A header field that every request with the credential has, with the value of another cookie or member of the answer. */
      readonly csrf?: { readonly header: string; readonly from: { readonly cookie: string } | { readonly member: string } };
    };

/** Logins by name, and which credential comes from which. */
export type Logins = {
  readonly named: Readonly<Record<string, Login>>;
  readonly of: Readonly<Partial<Record<CredentialName | SchemeSecretName, string>>>;
};

/** Names of the authorization codes that a run may use. */
export const oauthCodeNames = ['oauth-code-1', 'oauth-code-2', 'oauth-code-3', 'oauth-code-4'] as const;

/** The secret of an OAuth client, and its codes. */
export type OAuthSecretName = 'oauth-client-secret' | (typeof oauthCodeNames)[number];

/** The credential of a security scheme by the scheme's name. */
export type SchemeSecretName = `scheme:${string}`;

/** A secret that a login sends: `clientId`, `clientSecret`, `refreshToken`, or `body/` and a member's name. */
export type LoginSecretName = `login:${string}`;

export const loginSecret = (login: string, part: string): LoginSecretName => `login:${login}/${part}`;

export const schemeSecret = (scheme: string): SchemeSecretName => `scheme:${scheme}`;

/** Credential values by name. They are kept out of every file, log and report. */
export type Secrets = Readonly<
  Partial<Record<CredentialName | OAuthSecretName | SchemeSecretName | LoginSecretName | WebhookSecretName | RouteSecretName, string>>
>;
