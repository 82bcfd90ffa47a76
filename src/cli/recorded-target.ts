import { existsSync } from 'node:fs';
import type { Assignment } from '../config/assignment.ts';
import { findContract } from '../config/contract-name.ts';
import type { ConfigDocument } from '../config/document.ts';
import { assignmentsOf, type GivenOptions } from '../config/given.ts';
import { loadConfig, targetNames } from '../config/load-targets.ts';
import type { Outside } from '../config/outside.ts';
import { pointerOf, valueAtPath, type Path } from '../config/location.ts';
import { resolveTarget, type ResolvedTarget } from '../config/resolve-target.ts';
import { settingsOf } from '../config/settings.ts';
import { UsageError } from '../config/usage-error.ts';
import { holdsMask } from '../model/mask.ts';
import type { RecordedSources, RecordedTarget, TargetSettings } from '../model/record.ts';
import type { CredentialName } from '../model/request.ts';
import { isObject } from '../model/json.ts';

/** Every value that is not an object, with its path. */
const leavesOf = (value: unknown, path: Path = []): readonly (readonly [Path, unknown])[] =>
  isObject(value) ? Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key])) : [[path, value]];

/** The recorded settings as assignments, as if they were given by options. */
const recordedAssignments = ({ baseUrl }: RecordedTarget, settings: TargetSettings, run: string): readonly Assignment[] => {
  const { credentials: _names, schemes: _schemes, sentAs: _sent, oauth: _client, http, webhooks, hooks, ...rest } = settings;
  const { hasSecret: _signed, ...sink } = webhooks ?? {};
  const { secretHeaders: _hidden, ca: _certificates, proxies, ...given } = http;
  // Which hosts need no proxy is open; the proxy itself may have a password.
  const open = proxies?.isNamed === true ? { ...given, noProxy: proxies.noProxy } : given;
  const module = hooks === undefined ? {} : { hooks: hooks.module };
  return leavesOf({ ...rest, ...module, baseUrl, http: open, ...(webhooks === undefined ? {} : { webhooks: sink }) }).map(
    ([path, value]) => ({
      path,
      value,
      from: `${path.join('.')} of the record of run ${run}`,
    }),
  );
};

/**
 * What no record holds: credentials, logins, the OAuth client, and header fields with secret values. They come from the sources that the record
 * names, else from the config.
 */
const secretsIn = (document: ConfigDocument | undefined, target: RecordedTarget, run: string, withLists: boolean): ConfigDocument => {
  const { target: name, settings, sources } = target;
  const inConfig = (...path: readonly string[]): unknown => document && valueAtPath(document.value, ['targets', name, ...path]);
  const objectIn = (...path: readonly string[]): Readonly<Record<string, unknown>> => {
    const value = inConfig(...path);
    return isObject(value) ? value : {};
  };
  const hidden = settings?.http.secretHeaders ?? [];
  const configured = Object.fromEntries(
    hidden.flatMap((header) => {
      const value = inConfig('http', 'headers', header);
      return value === undefined ? [] : [[header, value] as const];
    }),
  );
  const headers = { ...configured, ...sources?.headers };
  const schemes = { ...objectIn('credentials', 'schemes'), ...sources?.schemes };
  const credentials = {
    ...objectIn('credentials'),
    ...sources?.credentials,
    ...(Object.keys(schemes).length === 0 ? {} : { schemes }),
  };
  const oauth = inConfig('oauth');
  const logins = inConfig('logins');
  const signing = inConfig('webhooks', 'secret');
  const ca = sources?.ca ?? inConfig('http', 'ca');
  const connection = Object.fromEntries(
    ['proxy', 'cert', 'key', 'passphrase'].flatMap((one) => {
      const from = sources?.connection?.[one] ?? inConfig('http', one);
      return from === undefined ? [] : [[one, from] as const];
    }),
  );
  const http = { ...(Object.keys(headers).length === 0 ? {} : { headers }), ...(ca === undefined ? {} : { ca }), ...connection };
  const value = {
    targets: {
      [name]: {
        ...(Object.keys(credentials).length === 0 ? {} : { credentials }),
        ...(oauth === undefined ? {} : { oauth }),
        ...(logins === undefined ? {} : { logins }),
        ...(signing === undefined ? {} : { webhooks: { secret: signing } }),
        ...(Object.keys(http).length === 0 ? {} : { http }),
        ...(withLists ? listsIn(sources) : {}),
      },
    },
  };
  const isRecorded = (path: Path): boolean =>
    sources !== undefined &&
    valueAtPath({ credentials: { ...sources.credentials, schemes: sources.schemes } }, path.slice(2)) !== undefined;
  const inRecord = (path: Path): string => `the record of run ${run}, ${pointerOf(path)}`;
  return {
    file: document?.file ?? 'run.jsonl',
    directory: sources?.directory ?? document?.directory ?? '',
    value,
    where: (path, part) => (document === undefined || isRecorded(path) ? inRecord(path) : document.where(path, part)),
    lineOf: (path) => document?.lineOf(path) ?? 1,
    ...(document?.secrets === undefined ? {} : { secrets: document.secrets }),
  };
};

/** The lists that a run was given beside its settings. */
const listsIn = ({ knownFailures, observed }: Pick<RecordedSources, 'knownFailures' | 'observed'> = {}): Readonly<
  Record<string, string>
> => ({
  ...(knownFailures === undefined ? {} : { knownFailures }),
  ...(observed === undefined ? {} : { observed }),
});

export type RecordedTargetInput = {
  readonly target: RecordedTarget;
  /** Id of the run, for messages. */
  readonly run: string;
  /** What is being done, for messages: `replay a case of`, `clean up after`. */
  readonly doing: string;
  /** Take the copy of a document that was fetched, in place of what is at its address now. */
  readonly byCopy?: boolean;
  /** Read the lists too that the run was given: known failures, and what an earlier run has seen. */
  readonly withLists?: boolean;
  /** Flags and variables; they override the record. */
  readonly given: GivenOptions;
  /** Names of the shipped contracts. */
  readonly shipped: readonly string[];
  readonly outside: Outside;
};

/**
 * Resolves the target of a recorded run again: by its record, which flags and variables override. Secrets are fetched from the sources that
 * the record names; one that was given in clear or by a function comes from the config, or has to be given again.
 * @throws {UsageError} for a missing secret, and for anything that cannot be used.
 */
export const resolveRecordedTarget = async ({
  target,
  run,
  doing,
  byCopy = false,
  withLists = false,
  given,
  shipped,
  outside,
}: RecordedTargetInput): Promise<ResolvedTarget> => {
  const { settings, sources, target: name } = target;
  const cannot = `Cannot ${doing} run ${run}`;
  if (settings === undefined) throw new UsageError(`${cannot}: its record has no settings of "${name}"; make a new run`);
  const fromOutside = assignmentsOf(given);
  const replaced = new Set(fromOutside.map(({ path }) => pointerOf(path)));
  const copy = byCopy && sources?.document !== undefined && existsSync(sources.document) ? sources.document : undefined;
  const known = copy === undefined ? settings : { ...settings, contract: copy };
  const recorded = recordedAssignments(target, known, run).filter(({ path }) => !replaced.has(pointerOf(path)));
  const config =
    given.of('config')?.values[0] ?? (sources?.config !== undefined && existsSync(sources.config) ? sources.config : undefined);
  const document = await loadConfig(config, shipped, outside);
  const isConfigured = document !== undefined && targetNames(document).includes(name);
  const masked = recorded.filter(({ value }) => typeof value === 'string' && holdsMask(value));
  const fromConfig = masked.map((one): Assignment => {
    const value = isConfigured ? valueAtPath(document.value, ['targets', name, ...one.path]) : undefined;
    const key = one.path.join('.');
    if (value !== undefined) return { ...one, value, from: `${key} of the config` };
    throw new UsageError(`${cannot}: ${key} had a secret value, which is not recorded; give it in the config or with --set`);
  });
  const made = settingsOf({
    name,
    document: secretsIn(isConfigured ? document : undefined, target, run, withLists),
    base: {},
    assignments: [...recorded.filter((one) => !masked.includes(one)), ...fromConfig, ...fromOutside],
    cwd: outside.cwd,
  });
  const { http, credentials } = made.config;
  const header = settings.http.secretHeaders?.find((one) => http?.headers?.[one] === undefined);
  if (header !== undefined)
    throw new UsageError(`${cannot}: the header ${header} had a secret value; give it with --set http.headers.${header}=env:VARIABLE`);
  const lost = sources?.unrecorded?.find(
    (one) => credentials?.[one as CredentialName] === undefined && credentials?.schemes?.[one] === undefined,
  );
  if (lost !== undefined)
    throw new UsageError(
      `${cannot}: the credential "${lost}" was given in clear or by a function and is not recorded; give it with --credential ${lost}=env:VARIABLE`,
    );
  const found = await findContract(made.config.contract ?? target.contract, shipped, outside.cwd, outside);
  if (found.kind === 'problem') throw made.complaint(['contract'], found.text);
  return resolveTarget(made, found.name, outside);
};
