import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

/** A package with the schemas that the Kubernetes project publishes, made strict: a member that they do not have is refused. */
const packageVersion = '1.37.0';
const cache = resolve(import.meta.dirname, '../../node_modules/.cache/kubernetes-schemas', packageVersion);

/** Installs it once. @returns why that is not possible. */
const install = (): string | undefined => {
  if (existsSync(cache)) return undefined;
  mkdirSync(dirname(cache), { recursive: true });
  const fresh = mkdtempSync(join(dirname(cache), 'fresh-'));
  const options = ['--quiet', '--no-deps', '--no-compile', '--disable-pip-version-check', '--retries', '0', '--timeout', '20'];
  const { status, error } = spawnSync(
    'python3',
    ['-m', 'pip', 'install', ...options, '--target', fresh, `kubernetes-validate==${packageVersion}`],
    { stdio: 'ignore', timeout: 90_000 },
  );
  if (status === 0) {
    try {
      renameSync(fresh, cache);
      return undefined;
    } catch {
      // Another process was first.
      if (existsSync(cache)) return undefined;
    }
  }
  rmSync(fresh, { recursive: true, force: true });
  return `pip could not install kubernetes-validate==${packageVersion} (${error?.message ?? `exit code ${status}`})`;
};

export type Manifest = { readonly apiVersion: string; readonly kind: string; readonly [member: string]: unknown };
export type Problems = (manifest: Manifest) => readonly string[];

/** @returns what judges manifests by the schemas of one version of Kubernetes, or why there is none. */
export const kubernetesSchemas = (kubernetes: string): { readonly problems: Problems } | { readonly why: string } => {
  const why = install();
  if (why !== undefined) return { why };
  const folder = join(cache, `kubernetes_validate/kubernetes-json-schema/v${kubernetes}-local-strict`);
  const read = (name: string): object => JSON.parse(readFileSync(join(folder, name), 'utf8')) as object;
  const ajv = new Ajv2020({
    strict: false,
    validateFormats: false,
    validateSchema: false,
    allErrors: true,
    schemas: { '_definitions.json': read('_definitions.json') },
  });
  const validators = new Map<string, ValidateFunction>();
  const problems: Problems = (manifest) => {
    const [group = '', version = group] = manifest.apiVersion.split('/');
    const name = [manifest.kind, ...(group === version ? [] : [group.split('.')[0]]), version].join('-').toLowerCase();
    const validate = validators.get(name) ?? ajv.compile(read(`${name}.json`));
    validators.set(name, validate);
    validate(manifest);
    return (validate.errors ?? []).map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`);
  };
  return { problems };
};
