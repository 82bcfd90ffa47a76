import type { Assignment } from '../../config/assignment.ts';
import { findContract } from '../../config/contract-name.ts';
import type { ConfigDocument } from '../../config/document.ts';
import { assignmentsOf, type GivenOptions } from '../../config/given.ts';
import { loadConfig, targetNames } from '../../config/load-targets.ts';
import type { Outside } from '../../config/outside.ts';
import { isRecord, pointerOf, valueAtPath, type Path } from '../../config/place.ts';
import { resolveTarget, type ResolvedTarget } from '../../config/resolve-target.ts';
import { settingsOf } from '../../config/settings.ts';
import { UsageError } from '../../config/usage-error.ts';
import { holdsMask } from '../../model/mask.ts';
import type { TargetRecord, TargetSettings } from '../../model/record.ts';

/** Every value that is no group of others, with its path. */
const leavesOf = (value: unknown, path: Path = []): readonly (readonly [Path, unknown])[] =>
  isRecord(value) ? Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key])) : [[path, value]];

/** What the record holds, as if it were given from outside. */
const recordedAssignments = (target: TargetRecord, settings: TargetSettings, run: string): readonly Assignment[] => {
  const { credentials: _names, schemes: _schemes, oauth: _client, http, ...rest } = settings;
  const { secretHeaders: _hidden, ...open } = http;
  return leavesOf({ ...rest, baseUrl: target.baseUrl, http: open }).map(([path, value]) => ({
    path,
    value,
    from: `${path.join('.')} of the record of run ${run}`,
  }));
};

/** Of the config only what no record holds: credentials, the OAuth client, and the header fields whose values are secret. */
const secretsIn = (document: ConfigDocument, name: string, hidden: readonly string[]): ConfigDocument => {
  const headers = hidden.flatMap((header) => {
    const value = valueAtPath(document.value, ['targets', name, 'http', 'headers', header]);
    return value === undefined ? [] : [[header, value] as const];
  });
  const [credentials, oauth] = ['credentials', 'oauth'].map((key) => valueAtPath(document.value, ['targets', name, key]));
  const kept = {
    ...(credentials === undefined ? {} : { credentials }),
    ...(oauth === undefined ? {} : { oauth }),
    ...(headers.length === 0 ? {} : { http: { headers: Object.fromEntries(headers) } }),
  };
  return { ...document, value: { targets: { [name]: kept } } };
};

/**
 * The target of a recorded run, ready to be judged again: everything as the record says, flags and variables before it, the secrets
 * from flags, variables and the config.
 * @param shipped Names of the shipped contracts.
 * @throws {UsageError} for a secret that is missing, and for anything that cannot be used.
 */
export const resolveReplayTarget = async (
  target: TargetRecord,
  run: string,
  given: GivenOptions,
  { shipped, outside }: { readonly shipped: readonly string[]; readonly outside: Outside },
): Promise<ResolvedTarget> => {
  const { settings, target: name } = target;
  if (settings === undefined)
    throw new UsageError(`Cannot replay a case of run ${run}: its record does not say how "${name}" was judged, run it again`);
  const fromOutside = assignmentsOf(given);
  const replaced = new Set(fromOutside.map(({ path }) => pointerOf(path)));
  const recorded = recordedAssignments(target, settings, run).filter(({ path }) => !replaced.has(pointerOf(path)));
  const document = await loadConfig(given.of('config')?.values[0], shipped, outside);
  const hidden = settings.http.secretHeaders ?? [];
  const isConfigured = document !== undefined && targetNames(document).includes(name);
  const masked = recorded.filter(({ value }) => typeof value === 'string' && holdsMask(value));
  const fromConfig = masked.map((one): Assignment => {
    const value = isConfigured ? valueAtPath(document.value, ['targets', name, ...one.path]) : undefined;
    if (value !== undefined) return { ...one, value, from: `${one.path.join('.')} of the config` };
    const path = one.path.join('.');
    throw new UsageError(
      `Cannot replay a case of run ${run}: ${path} had a secret value, which no record holds, give it in the config or with --set`,
    );
  });
  const made = settingsOf({
    name,
    ...(isConfigured ? { document: secretsIn(document, name, hidden) } : {}),
    base: {},
    assignments: [...recorded.filter((one) => !masked.includes(one)), ...fromConfig, ...fromOutside],
    cwd: outside.cwd,
  });
  const missing = hidden.find((header) => made.config.http?.headers?.[header] === undefined);
  if (missing !== undefined)
    throw new UsageError(
      `Cannot replay a case of run ${run}: the header ${missing} had a secret value, give it with --set http.headers.${missing}=env:VARIABLE`,
    );
  const found = await findContract(made.config.contract ?? target.contract, shipped, outside.cwd, outside);
  if (found.kind === 'problem') throw made.complaint(['contract'], found.text);
  return resolveTarget(made, found.name, outside);
};
