import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { configSchema } from '../../src/config/schema.ts';
import { problemsOf } from '../../src/config/validate.ts';
import { kubernetesSchemas, type Manifest } from './kubernetes-schemas.ts';

const folder = resolve(import.meta.dirname, '../../examples/kubernetes');
const textOf = (path: string): string => readFileSync(join(folder, path), 'utf8');
const manifestOf = <T = Manifest>(path: string): T => parse(textOf(path)) as T;

type Container = {
  readonly name: string;
  readonly command: readonly string[];
  readonly env: readonly {
    readonly name: string;
    readonly value?: string;
    readonly valueFrom?: { readonly fieldRef: { readonly fieldPath: string } };
  }[];
  readonly envFrom: readonly { readonly secretRef: { readonly name: string } }[];
  readonly resources: Readonly<Record<'requests' | 'limits', Readonly<Record<string, string>>>>;
  readonly securityContext: object;
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
};
type JobSpec = {
  readonly completions: number;
  readonly parallelism: number;
  readonly backoffLimitPerIndex: number;
  readonly activeDeadlineSeconds: number;
  readonly podFailurePolicy: {
    readonly rules: readonly { readonly action: string; readonly onExitCodes?: { readonly values: readonly number[] } }[];
  };
  readonly template: {
    readonly spec: {
      readonly containers: readonly [Container];
      readonly volumes: readonly {
        readonly name: string;
        readonly configMap?: { readonly name: string };
        readonly emptyDir?: { readonly sizeLimit: string };
      }[];
      readonly [member: string]: unknown;
    };
  };
  readonly [member: string]: unknown;
};

const job = manifestOf<{ readonly spec: JobSpec }>('once/job.yaml').spec;
const nightly = manifestOf<{ readonly spec: { readonly jobTemplate: { readonly spec: JobSpec }; readonly [member: string]: unknown } }>(
  'nightly/cronjob.yaml',
).spec;
const [container] = job.template.spec.containers;
const valueOf = (name: string): string => container.env.find((one) => one.name === name)?.value ?? '';
const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.yaml'));

describe('the manifests for Kubernetes', () => {
  test('are the same for one run and for the nightly one', () => {
    expect(nightly.jobTemplate.spec).toEqual(job);
    expect(nightly).toMatchObject({ concurrencyPolicy: 'Forbid', timeZone: 'Etc/UTC', startingDeadlineSeconds: 1800 });
  });

  test('have a pod for each shard and one that merges, and limits for all of them', () => {
    expect(job).toMatchObject({ completionMode: 'Indexed', podReplacementPolicy: 'Failed', backoffLimitPerIndex: 2 });
    expect([job.completions, job.parallelism]).toEqual([Number(valueOf('SHARDS')) + 1, Number(valueOf('SHARDS')) + 1]);
    const [, minutes = ''] = /^(\d+)m$/u.exec(valueOf('MERGE_WAIT')) ?? [];
    // So that the last pod can still merge what came.
    expect(Number(minutes) * 60 + 600).toBeLessThan(job.activeDeadlineSeconds);
    expect(job.podFailurePolicy.rules.map(({ action, onExitCodes }) => [action, onExitCodes?.values])).toEqual([
      ['Ignore', undefined],
      ['FailIndex', [1, 2, 3, 5]],
    ]);
  });

  test('give pods no rights, no token, nothing to write but their own folders, and bounded resources', () => {
    expect(job.template.spec).toMatchObject({
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    for (const kind of ['requests', 'limits'] as const)
      expect(Object.keys(container.resources[kind])).toEqual(['cpu', 'memory', 'ephemeral-storage']);
    const written = container.volumeMounts.filter(({ readOnly }) => readOnly !== true);
    expect(written.map(({ mountPath }) => mountPath)).toEqual(['/out', '/tmp']);
    for (const { name } of written)
      expect(job.template.spec.volumes.find((one) => one.name === name)?.emptyDir?.sizeLimit).toMatch(/^\d+[MG]i$/u);
    for (const member of ['hostNetwork', 'hostPID', 'hostIPC', 'serviceAccountName']) expect(job.template.spec).not.toHaveProperty(member);
  });

  test('name secrets and hold none', () => {
    expect(container.envFrom.map(({ secretRef }) => secretRef.name)).toEqual(['assay-keys', 'assay-storage']);
    for (const path of paths) {
      const kinds = parseAllDocuments(textOf(path)).map((one) => (one.toJS() as { kind?: string }).kind);
      expect([path, kinds]).not.toEqual([path, expect.arrayContaining(['Secret'])]);
      // A value that is given beside a name that sounds like a secret.
      expect(textOf(path)).not.toMatch(/name: \w*(?:KEY|SECRET|TOKEN|PASSWORD)\w*, value:/iu);
    }
    expect(container.env.filter(({ value, valueFrom }) => value === undefined && valueFrom === undefined)).toEqual([]);
  });

  test('give the script every variable that it reads', () => {
    const script = textOf('base/fleet.sh');
    const read = [...new Set([...script.matchAll(/\$\{?([A-Z][A-Z_]+)/gu)].map(([, name]) => name))].toSorted();
    // Kubernetes gives the index itself, and two have a default.
    expect(read).toEqual(
      [...container.env.map(({ name }) => name).filter((name) => name !== 'CI'), 'JOB_COMPLETION_INDEX', 'OUT', 'STORE_OPTIONS'].toSorted(),
    );
    expect(container.command).toEqual(['sh', '/steps/fleet.sh']);
    // The name of a Job can come again, its id cannot.
    expect(container.env.find(({ name }) => name === 'JOB_UID')?.valueFrom?.fieldRef.fieldPath).toBe(
      "metadata.labels['batch.kubernetes.io/controller-uid']",
    );
  });

  test('are brought together by files that are there, with a config that assay takes', () => {
    type Kustomization = {
      readonly resources: readonly string[];
      readonly configMapGenerator?: readonly { readonly name: string; readonly files: readonly string[] }[];
    };
    const named = (of: string): Kustomization => manifestOf<Kustomization>(`${of}/kustomization.yaml`);
    const maps = named('base').configMapGenerator ?? [];
    const files = ['base', 'once', 'nightly'].flatMap((of) => named(of).resources.map((path) => join(folder, of, path)));
    for (const file of [...files, ...maps.flatMap((one) => one.files.map((path) => join(folder, 'base', path)))])
      expect([file, existsSync(file)]).toEqual([file, true]);
    const mounted = job.template.spec.volumes.flatMap(({ configMap }) => (configMap === undefined ? [] : [configMap.name]));
    expect(mounted).toEqual(maps.map(({ name }) => name));
    expect(problemsOf(configSchema, manifestOf('base/assay.config.yaml'))).toEqual([]);
  });

  test.for(['1.29.0', '1.37.0'])('fit the schemas of Kubernetes %s', (version, { skip }) => {
    const schemas = kubernetesSchemas(version);
    if ('why' in schemas) {
      return skip(schemas.why);
    }
    const { problems } = schemas;
    for (const path of ['once/job.yaml', 'nightly/cronjob.yaml', 'base/network-policy.yaml'])
      expect([path, problems(manifestOf(path))]).toEqual([path, []]);
    const faulty = manifestOf('once/job.yaml');
    expect(problems({ ...faulty, spec: { ...job, completons: 5 } })).toEqual([expect.stringContaining('completons')]);
    expect(problems({ ...faulty, spec: { ...job, completions: '5' } })).not.toEqual([]);
  });

  test('are built by Kustomize', ({ skip }) => {
    const { error } = spawnSync('kubectl', ['version', '--client'], { stdio: 'ignore', timeout: 20_000 });
    if (error !== undefined) {
      return skip('there is no kubectl');
    }
    for (const of of ['once', 'nightly']) {
      const { status, stdout, stderr } = spawnSync('kubectl', ['kustomize', join(folder, of)], { encoding: 'utf8', timeout: 30_000 });
      expect([status, stderr]).toEqual([0, '']);
      expect(parseAllDocuments(stdout).map((one) => (one.toJS() as Manifest).kind)).toEqual([
        'ConfigMap',
        'ConfigMap',
        of === 'once' ? 'Job' : 'CronJob',
        'NetworkPolicy',
      ]);
      expect(stdout).toContain('image: registry.example/assay:0.1.0');
      // The pods mount the maps under the names that were built.
      const names = [...stdout.matchAll(/name: (assay-(?:project|steps)-\w+)/gu)].map(([, name]) => name);
      expect([names.length, new Set(names).size]).toEqual([4, 2]);
    }
  });
});
