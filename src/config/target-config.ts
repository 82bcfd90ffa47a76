import type { CredentialName } from '../model/request.ts';
import type { Permission } from '../model/target.ts';
import { targetSchema } from './schema.ts';
import { problemsOf } from './validate.ts';

/** Addresses besides the base URL. */
export const urlNames = ['plain', 'auth', 'sandbox', 'live'] as const;
type UrlName = (typeof urlNames)[number];

/** One way to obtain a credential, as the config gives it. */
export type LoginConfig = {
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly refreshToken?: string;
  readonly tokenUrl?: string;
  readonly scopes?: readonly string[];
  readonly clientAuth?: 'basic' | 'body';
  readonly request?: string;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly bodyAs?: 'json' | 'form';
  readonly cookie?: string;
  readonly member?: string;
  readonly csrf?: { readonly header?: string; readonly cookie?: string; readonly member?: string };
};

/** A target as config file, variables and flags give it together; the shape that `targetSchema` describes. */
export type TargetConfig = {
  readonly contract?: string;
  readonly overlays?: readonly string[];
  readonly references?: { readonly remoteHosts?: readonly string[]; readonly outside?: boolean };
  readonly baseUrl?: string;
  readonly environment?: 'live' | 'sandbox';
  readonly urls?: Readonly<Partial<Record<UrlName, string>>>;
  readonly credentials?: Readonly<Partial<Record<CredentialName, string>>> & {
    readonly schemes?: Readonly<Record<string, string>>;
    readonly roles?: Readonly<Partial<Record<CredentialName, string>>>;
  };
  readonly logins?: Readonly<Record<string, LoginConfig>>;
  readonly oauth?: {
    readonly tokenUrl?: string;
    readonly clientId?: string;
    readonly clientSecret?: string;
    readonly redirectUri?: string;
    readonly codes?: readonly string[];
  };
  readonly plan?: string;
  readonly quota?: { readonly limit?: number; readonly windowSeconds?: number; readonly exclusive?: boolean; readonly group?: string };
  readonly flood?: { readonly maxRequests?: number };
  readonly maxCreates?: number;
  readonly allow?: readonly Permission[];
  readonly fixtures?: Readonly<Record<string, string | readonly string[]>>;
  readonly durations?: Readonly<Record<string, number | readonly [number, number]>>;
  readonly values?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly webhooks?: {
    readonly listen?: string;
    readonly publicUrl?: string;
    readonly secret?: string;
    readonly trigger?: { readonly operation?: string; readonly body?: unknown };
  };
  readonly survey?: boolean;
  readonly hooks?: string;
  readonly knownFailures?: string;
  readonly observed?: string;
  readonly http?: {
    readonly timeoutMs?: number;
    readonly maxBodyBytes?: number;
    readonly maxWaitSeconds?: number;
    readonly proxy?: string;
    readonly noProxy?: readonly string[];
    readonly ca?: string;
    readonly cert?: string;
    readonly key?: string;
    readonly passphrase?: string;
    readonly headers?: Readonly<Record<string, string>>;
  };
};

/** Narrows a value that was already found without problems. */
export const isTargetConfig = (value: unknown): value is TargetConfig => problemsOf(targetSchema, value).length === 0;
