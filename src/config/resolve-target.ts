import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { type CredentialName, credentialNames, lesserNames } from '../model/request.ts';
import {
  type LoginSecretName,
  oauthCodeNames,
  type OAuthSecretName,
  schemeSecret,
  type SchemeSecretName,
  type Secrets,
  type Target,
  type WebhookSecretName,
} from '../model/target.ts';
import type { RecordedSources } from '../model/record.ts';
import { isAddress, isLoopback, parseAddress } from './address.ts';
import { caOf, clientCertificateOf } from './certificates.ts';
import type { Reach } from './fetch-text.ts';
import type { Outside } from './outside.ts';
import { headersOf } from './headers.ts';
import { isOpen, loginSecrets, loginsOf } from './logins.ts';
import { knownFailuresOf, type KnownFailures } from './known-failures.ts';
import type { Path } from './location.ts';
import { readObserved } from './observed-file.ts';
import { servedAddress } from './served-address.ts';
import type { Settings } from './settings.ts';
import { proxiesOf } from './proxies.ts';
import { recordedSources } from './recorded-sources.ts';
import { innerSource, parseSource, readSecret } from './source.ts';
import { urlNames } from './target-config.ts';
import type { UsageError } from './usage-error.ts';
import { webhooksOf } from './webhooks.ts';

/** A target ready to run, its secrets, and a way to complain about one of its keys at its source. */
export type ResolvedTarget = {
  readonly target: Target;
  readonly secrets: Secrets;
  /** Where its secrets come from; absent for one that no config or flag gave. */
  readonly sources?: RecordedSources;
  readonly knownFailures?: KnownFailures;
  /** The text of its contract, where that is at an address. */
  readonly document?: string;
  /** No base URL was given, and nothing may be sent: the target's address leads nowhere. */
  readonly isAddressAssumed?: true;
  readonly complaint: (path: Path, text: string) => UsageError;
};

/** What a command that sends nothing does not need. */
export type Unneeded = {
  /** Read no secret: no variable, no file, no command. The target then only shows which are given. */
  readonly secretsUnread?: boolean;
  /** A base URL need not be given. */
  readonly addressUnneeded?: boolean;
};

const defaultBurstRequests = 5000;
const defaultCreates = 20;
/** What runs on this machine is seldom anybody's record, and is started anew. */
const defaultLocalCreates = 60;
const defaultTimeoutMs = 30_000;

type Addresses = { readonly baseUrl: string; readonly urls: Target['urls']; readonly isLocal: boolean };

/** Stands for an address that was not given. No name below `invalid` ever resolves (RFC 2606, section 2). */
const assumedAddress = 'https://address-not-given.invalid';

const addressesOf = ({ config, complaint }: Settings, baseUrl: string | undefined, unneeded: boolean): Addresses => {
  const { urls = {}, allow = [] } = config;
  if (baseUrl === undefined && !unneeded) throw complaint([], 'has no base URL: give --base-url URL, or "baseUrl" in the config');
  const read = (path: Path, text: string, mayBeClear: boolean): { readonly text: string; readonly isLocal: boolean } => {
    const address = parseAddress(text);
    if (address.kind === 'problem') throw complaint(path, address.text);
    const isLocal = isLoopback(address.url.hostname);
    const isClear = address.url.protocol === 'http:' && !isLocal;
    if (isClear && !mayBeClear && !allow.includes('plaintext')) {
      throw complaint(path, 'is plain http to another machine, which would send keys unencrypted: use https, or add "plaintext" to allow');
    }
    return { text: address.text, isLocal };
  };
  // The real address may be one of this machine, where a key may be given as plain text.
  const base = baseUrl === undefined ? { text: assumedAddress, isLocal: true } : read(['baseUrl'], baseUrl, false);
  const { tokenUrl } = config.oauth ?? {};
  const tokens = tokenUrl === undefined ? undefined : read(['oauth', 'tokenUrl'], tokenUrl, false);
  const given = urlNames.flatMap((kind) => {
    const text = urls[kind];
    if (text === undefined) return [];
    if (kind === 'plain' && !/^http:/iu.test(text))
      throw complaint(['urls', kind], 'must begin with http://, it is the address without encryption');
    // Nothing is sent to the plain address without the permission of a check.
    return [[kind, read(['urls', kind], text, kind === 'plain')] as const];
  });
  const named = Object.fromEntries(given.map(([kind, { text }]) => [kind, text]));
  const origin = tokens && new URL(tokens.text).origin;
  if (origin !== undefined && named['auth'] !== undefined && new URL(named['auth']).origin !== origin)
    throw complaint(['oauth', 'tokenUrl'], 'is at another address than urls.auth: remove one of them');
  return {
    baseUrl: base.text,
    urls: origin === undefined ? named : { ...named, auth: origin },
    isLocal: base.isLocal && (tokens?.isLocal ?? true) && loginsAreLocal(config) && given.every(([, { isLocal }]) => isLocal),
  };
};

/** A secret in clear may be sent to this machine only. */
const loginsAreLocal = ({ logins = {} }: Settings['config']): boolean =>
  Object.values(logins).every(({ tokenUrl = '' }) => !URL.canParse(tokenUrl) || isLoopback(new URL(tokenUrl).hostname));

type SecretName = CredentialName | OAuthSecretName | SchemeSecretName | LoginSecretName | WebhookSecretName;

/** Every secret of the config with its name and its path. */
const givenSecrets = (settings: Settings): { readonly name: SecretName; readonly path: Path; readonly text: string }[] => {
  const { credentials, oauth, webhooks } = settings.config;
  return [
    ...loginSecrets(settings),
    ...credentialNames.flatMap((name) => {
      const text = credentials?.[name];
      return text === undefined ? [] : [{ name, path: ['credentials', name], text }];
    }),
    ...Object.entries(credentials?.schemes ?? {}).map(([scheme, text]) => ({
      name: schemeSecret(scheme),
      path: ['credentials', 'schemes', scheme],
      text,
    })),
    ...(oauth?.clientSecret === undefined
      ? []
      : [{ name: 'oauth-client-secret' as const, path: ['oauth', 'clientSecret'], text: oauth.clientSecret }]),
    ...oauthCodeNames.flatMap((name, n) => {
      const text = oauth?.codes?.[n];
      return text === undefined ? [] : [{ name, path: ['oauth', 'codes', String(n)], text }];
    }),
    ...(webhooks?.secret === undefined ? [] : [{ name: 'webhook-secret' as const, path: ['webhooks', 'secret'], text: webhooks.secret }]),
  ];
};

const secretsOf = async (settings: Settings, isLocal: boolean, outside: Outside, unread: boolean): Promise<Secrets> => {
  const found = new Map<SecretName, string>();
  for (const { name, path, text } of givenSecrets(settings)) {
    const source = parseSource(text);
    if (source.kind === 'login' && path[0] === 'credentials') continue;
    if (source.kind === 'literal' && !isLocal && !isOpen(name, text)) {
      throw settings.complaint(path, 'is plain text, which is allowed for a loopback target only: give it as env:NAME or file:PATH');
    }
    if (innerSource(text).kind === 'cmd' && settings.isAssigned(path))
      throw settings.complaint(path, 'cmd: is allowed in a config file only');
    if (source.kind === 'unreadable') throw settings.complaint(path, source.why);
    // Plain text is in the config already: nothing has to be read for it.
    if (unread && source.kind !== 'literal') continue;
    const secret = await readSecret(source, settings.directoryOf(path), outside, settings.fromCode);
    if (secret.kind === 'problem') throw settings.complaint(path, secret.text);
    found.set(name, secret.value);
  }
  const key = found.get('key');
  for (const name of [...lesserNames, 'other', 'revoked', 'expired', 'exhausted'] as const) {
    if (key !== undefined && found.get(name) === key)
      throw settings.complaint(['credentials', name], 'is the same as "key": give another credential');
  }
  return Object.fromEntries(found);
};

/** The OAuth client without its secrets. */
const oauthOf = ({ config: { oauth }, complaint }: Settings): Pick<Target, 'oauth'> => {
  if (oauth === undefined) return {};
  const { tokenUrl, clientId, clientSecret, redirectUri, codes = [] } = oauth;
  if (clientId === undefined) throw complaint(['oauth'], 'needs "clientId" too: the identifier of the client');
  if (clientSecret === undefined) throw complaint(['oauth'], 'needs "clientSecret" too: the secret of the client');
  if (redirectUri === undefined) throw complaint(['oauth'], 'needs "redirectUri" too: the address that the codes were sent to');
  const path = tokenUrl === undefined ? {} : { path: new URL(tokenUrl).pathname };
  return { oauth: { clientId, redirectUri, codes: Math.min(codes.length, oauthCodeNames.length), ...path } };
};

const overlaysOf = async (settings: Settings, { readFile }: Outside): Promise<Pick<Target, 'overlays'>> => {
  const given = settings.config.overlays ?? [];
  if (given.length === 0) return {};
  const directory = settings.directoryOf(['overlays']);
  const overlays: string[] = [];
  for (const [n, overlay] of given.entries()) {
    const path = resolve(directory, overlay);
    if ((await readFile(path)) === undefined) throw settings.complaint(['overlays', String(n)], `names "${path}", which does not exist`);
    overlays.push(path);
  }
  return { overlays };
};

const hooksOf = async (settings: Settings, { readFile }: Outside): Promise<Pick<Target, 'hooks'>> => {
  const { hooks } = settings.config;
  if (hooks === undefined) return {};
  const module = resolve(settings.directoryOf(['hooks']), hooks);
  const text = await readFile(module);
  if (text === undefined) throw settings.complaint(['hooks'], `names "${module}", which does not exist`);
  return { hooks: { module, digest: createHash('sha256').update(text).digest('hex') } };
};

const quotaOf = ({ config: { quota }, complaint }: Settings): Pick<Target, 'quota'> => {
  if (quota === undefined) return {};
  const { limit, windowSeconds, ...rest } = quota;
  if (limit === undefined) throw complaint(['quota'], 'needs "limit" too: the requests in one window');
  if (windowSeconds === undefined) throw complaint(['quota'], 'needs "windowSeconds" too: the length of the window');
  return { quota: { limit, windowSeconds, ...rest } };
};

const observedOf = async (settings: Settings, outside: Outside): Promise<Pick<Target, 'observed'>> => {
  const file = settings.config.observed;
  if (file === undefined) return {};
  const at = ['observed'];
  return { observed: await readObserved(file, settings.directoryOf(at), outside, (why) => settings.complaint(at, why)) };
};

/** How the document of a target is fetched: as the target is reached, with its header fields where it is on the same host. */
const reachOf = async (settings: Settings, contract: string, outside: Outside): Promise<Reach> => {
  const { baseUrl = '' } = settings.config;
  const { hostname = '', origin = '' } = URL.canParse(contract) ? new URL(contract) : {};
  const isOwn = URL.canParse(baseUrl) && new URL(baseUrl).origin === origin;
  const { proxies, secrets } = await proxiesOf(settings, isLoopback(hostname), outside, false);
  const { ca } = await caOf(settings, outside);
  return {
    proxies,
    ca,
    secrets: { ...secrets, ...(await clientCertificateOf(settings, outside, false)) },
    ...(isOwn ? { own: { origin, headers: (await headersOf(settings, isLoopback(hostname), outside, false)).headers } } : {}),
  };
};

const refuseContradictions = ({ config, complaint }: Settings): void => {
  for (const permission of ['permanent', 'destructive'] as const) {
    if (!config.allow?.includes(permission) || config.allow.includes('mutation')) continue;
    throw complaint(
      ['allow'],
      `contains "${permission}" without "mutation", so that nothing could be changed: add "mutation" or remove "${permission}"`,
    );
  }
  for (const [name, seconds] of Object.entries(config.durations ?? {})) {
    if (typeof seconds !== 'number' && seconds[0] > seconds[1]) throw complaint(['durations', name], 'must give the shorter time first');
  }
};

/**
 * Makes a target from its settings: checks what has to be consistent, fills in defaults, and reads the secrets.
 * @throws {UsageError} for anything that contradicts itself, is missing, or cannot be read.
 */
export const resolveTarget = async (
  settings: Settings,
  contract: string,
  outside: Outside,
  { secretsUnread = false, addressUnneeded = false }: Unneeded = {},
): Promise<ResolvedTarget> => {
  const { config, name, complaint } = settings;
  refuseContradictions(settings);
  const fetched = isAddress(contract) ? await outside.fetchDocument(contract, await reachOf(settings, contract, outside)) : undefined;
  const address = config.baseUrl ?? (fetched && servedAddress(fetched));
  const { baseUrl, urls, isLocal } = addressesOf(settings, address, addressUnneeded);
  const quota = quotaOf(settings);
  const logins = loginsOf(settings);
  const headers = await headersOf(settings, isLocal, outside, secretsUnread);
  const proxied = await proxiesOf(settings, isLocal, outside, secretsUnread);
  const secrets: Secrets = {
    ...(await secretsOf(settings, isLocal, outside, secretsUnread)),
    ...proxied.secrets,
    ...(await clientCertificateOf(settings, outside, secretsUnread)),
  };
  const schemes = Object.keys(config.credentials?.schemes ?? {});
  const target: Target = {
    name,
    contract: fetched?.recorded ?? contract,
    ...(await overlaysOf(settings, outside)),
    ...(config.references === undefined ? {} : { references: config.references }),
    baseUrl,
    ...(config.environment === undefined ? {} : { environment: config.environment }),
    urls,
    credentials: credentialNames.filter((credential) => config.credentials?.[credential] !== undefined),
    ...(schemes.length === 0 ? {} : { schemes }),
    ...(config.credentials?.roles === undefined ? {} : { roles: config.credentials.roles }),
    ...oauthOf(settings),
    ...logins,
    ...(config.plan === undefined ? {} : { plan: config.plan }),
    ...quota,
    flood: { maxRequests: config.flood?.maxRequests ?? defaultBurstRequests },
    maxCreates: config.maxCreates ?? (isLocal ? defaultLocalCreates : defaultCreates),
    allow: config.allow ?? [],
    fixtures: config.fixtures ?? {},
    durations: config.durations ?? {},
    values: config.values ?? {},
    ...(config.survey === true ? { survey: true } : {}),
    ...webhooksOf(settings),
    ...(await hooksOf(settings, outside)),
    ...(await observedOf(settings, outside)),
    http: {
      timeoutMs: config.http?.timeoutMs ?? defaultTimeoutMs,
      ...(config.http?.maxBodyBytes === undefined ? {} : { maxBodyBytes: config.http.maxBodyBytes }),
      ...(config.http?.maxWaitSeconds === undefined ? {} : { maxWaitSeconds: config.http.maxWaitSeconds }),
      ...headers,
      ...(await caOf(settings, outside)),
      ...(proxied.proxies === undefined ? {} : { proxies: proxied.proxies }),
    },
  };
  const knownFailures = await knownFailuresOf(settings, outside);
  return {
    target,
    secrets,
    sources: recordedSources(settings),
    ...(knownFailures === undefined ? {} : { knownFailures }),
    ...(fetched === undefined ? {} : { document: fetched.text }),
    ...(address === undefined ? { isAddressAssumed: true } : {}),
    complaint,
  };
};
