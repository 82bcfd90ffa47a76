import { defaultReports, reportNames } from '../model/report-names.ts';
import { profiles } from './profiles.ts';

/** How an option is given: once with a value, as a list (commas, may be repeated), repeatable with a value each, or as a switch. */
type OptionKind = 'value' | 'list' | 'repeatable' | 'switch';

export type OptionDefinition = {
  /** The name that commander uses. */
  readonly name: string;
  readonly flag: string;
  /** The argument after the flag in the help text. */
  readonly argument?: string;
  readonly kind: OptionKind;
  readonly description: string;
};

/** Options of a run. Each has a counterpart in the environment: `--max-requests` is ASSAY_MAX_REQUESTS. */
export const runOptions = [
  {
    name: 'config',
    flag: '--config',
    argument: '<file>',
    kind: 'value',
    description: 'config file instead of assay.config.{ts,js,mts,mjs,json,yaml,yml} in the working directory',
  },
  { name: 'baseUrl', flag: '--base-url', argument: '<url>', kind: 'value', description: 'address of the target' },
  {
    name: 'credential',
    flag: '--credential',
    argument: '<name=source>',
    kind: 'repeatable',
    description: 'credential by role or security scheme: key=env:VARIABLE or key=file:PATH',
  },
  {
    name: 'auth',
    flag: '--auth',
    argument: '<source>',
    kind: 'value',
    description:
      'the credential, sent as the document says: env:VARIABLE, file:PATH, or NAME:env:VARIABLE with a password; short for --credential key=',
  },
  {
    name: 'header',
    flag: '--header',
    argument: '<name: value>',
    kind: 'repeatable',
    description: 'header field of every request, such as "X-Tenant: acme"; a secret as "X-Gateway-Key: env:VARIABLE" or file:PATH',
  },
  {
    name: 'envFile',
    flag: '--env-file',
    argument: '<file>',
    kind: 'value',
    description: 'file with lines NAME=VALUE for env: and these variables, such as .env; what the environment has comes first',
  },
  {
    name: 'set',
    flag: '--set',
    argument: '<path=value>',
    kind: 'repeatable',
    description: "any key of the target's config, such as quota.limit=600",
  },
  {
    name: 'allow',
    flag: '--allow',
    argument: '<list>',
    kind: 'list',
    description: 'what the run may do beyond reading; replaces the config',
  },
  {
    name: 'allowRemoteRefs',
    flag: '--allow-remote-refs',
    argument: '<list>',
    kind: 'list',
    description: 'hosts from which references of the document may be fetched',
  },
  {
    name: 'allowRefsOutside',
    flag: '--allow-refs-outside',
    kind: 'switch',
    description: 'allow references of the document out of its folder',
  },
  {
    name: 'only',
    flag: '--only',
    argument: '<list>',
    kind: 'list',
    description: 'checks, requirements, areas, operations or tags to judge; globs',
  },
  {
    name: 'skip',
    flag: '--skip',
    argument: '<list>',
    kind: 'list',
    description: 'checks, requirements, areas, operations or tags to leave out; globs',
  },
  { name: 'seed', flag: '--seed', argument: '<number>', kind: 'value', description: 'seed of the generated values' },
  { name: 'nonce', flag: '--nonce', argument: '<word>', kind: 'value', description: 'word in every name and id that this run makes up' },
  { name: 'maxRequests', flag: '--max-requests', argument: '<number>', kind: 'value', description: 'most requests per target' },
  { name: 'rate', flag: '--rate', argument: '<number>', kind: 'value', description: 'most requests per second' },
  { name: 'concurrency', flag: '--concurrency', argument: '<number>', kind: 'value', description: 'most requests at the same time' },
  {
    name: 'timeBudget',
    flag: '--time-budget',
    argument: '<duration>',
    kind: 'value',
    description: 'longest time of the run: 90, 90s, 10m, 1h',
  },
  {
    name: 'profile',
    flag: '--profile',
    argument: '<name>',
    kind: 'value',
    description: `what the run is for: ${Object.keys(profiles).join(', ')}`,
  },
  { name: 'dryRun', flag: '--dry-run', kind: 'switch', description: 'print the plan, send and write nothing' },
  {
    name: 'report',
    flag: '--report',
    argument: '<list>',
    kind: 'list',
    description: `reports to write: ${reportNames.join(', ')} (default: ${defaultReports.join(', ')})`,
  },
  {
    name: 'out',
    flag: '--out',
    argument: '<dir>',
    kind: 'value',
    description: 'directory of the record (default: a new one below reports/)',
  },
  {
    name: 'wait',
    flag: '--wait',
    argument: '<duration>',
    kind: 'value',
    description: 'wait so long for another run at the same target (default: end with 3)',
  },
  {
    name: 'resume',
    flag: '--resume',
    argument: '<run>',
    kind: 'value',
    description: 'judge what an interrupted run did not, and give one complete record',
  },
  { name: 'shard', flag: '--shard', argument: '<i/n>', kind: 'value', description: 'judge part i of a run that is split into n' },
  {
    name: 'shardsInTurn',
    flag: '--shards-in-turn',
    kind: 'switch',
    description: 'the parts of a split run are run one after another, so that no quota is divided',
  },
  { name: 'knownFailures', flag: '--known-failures', argument: '<file>', kind: 'value', description: 'list of known failures' },
  {
    name: 'observed',
    flag: '--observed',
    argument: '<file>',
    kind: 'value',
    description: 'what an earlier run has seen of the target, which has to be there still',
  },
  {
    name: 'saveObserved',
    flag: '--save-observed',
    argument: '<file>',
    kind: 'value',
    description: 'write what the run has seen of the target into a file for later runs',
  },
  { name: 'otel', flag: '--otel', kind: 'switch', description: 'export the run as a trace of OpenTelemetry; OTEL_… variables say where' },
  {
    name: 'traceparent',
    flag: '--traceparent',
    kind: 'switch',
    description: 'with --otel: send the header field traceparent with every request, so that spans of the target join the trace',
  },
  { name: 'quiet', flag: '--quiet', kind: 'switch', description: 'no progress, and the verdict line alone' },
  { name: 'verbose', flag: '--verbose', kind: 'switch', description: 'print the whole summary, not only the worst findings' },
  { name: 'json', flag: '--json', kind: 'switch', description: 'one JSON document on standard output' },
] as const satisfies readonly OptionDefinition[];

export type RunOptionName = (typeof runOptions)[number]['name'];

/** Options of `run` that say where a target is and how to reach it; every command that sends takes them. */
export const reachingOptions: ReadonlySet<RunOptionName> = new Set<RunOptionName>([
  'config',
  'baseUrl',
  'credential',
  'auth',
  'header',
  'envFile',
  'set',
  'allow',
]);

/** Name of the environment variable for an option. */
export const variableOf = (flag: string): string => `ASSAY_${flag.slice(2).replaceAll('-', '_').toUpperCase()}`;
