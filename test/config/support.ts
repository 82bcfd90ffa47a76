import { gatherOptions, type Flags } from '../../src/config/given.ts';
import { loadTargets } from '../../src/config/load-targets.ts';
import type { Outside } from '../../src/config/outside.ts';
import type { ResolvedTarget } from '../../src/config/resolve-target.ts';
import { UsageError } from '../../src/config/usage-error.ts';

export const shipped = ['parcels', 'letters'];

export type World = {
  readonly files?: Readonly<Record<string, string>> | undefined;
  readonly env?: Readonly<Record<string, string>>;
  readonly flags?: Flags;
  readonly names?: readonly string[];
  /** Documents by their addresses. */
  readonly documents?: Readonly<Record<string, string>>;
  readonly execute?: Outside['execute'];
  /** What a config in code exports. */
  readonly code?: unknown;
};

/** A fake machine with the working directory /here. */
export const outsideOf = ({ files = {}, env = {}, documents = {}, execute, code }: World): Outside => ({
  cwd: '/here',
  env,
  readFile: async (path) => files[path.replace(/^\/here\//u, '')],
  loadCode: async () => code,
  async fetchDocument(address) {
    const text = documents[address];
    if (text === undefined) throw new UsageError(`Cannot fetch ${address}: no document`);
    const shown = address.replace(/\?.*$/u, '?…');
    return { text, url: new URL(address), shown, recorded: shown.replace('…', '[secret]') };
  },
  execute: execute ?? (() => Promise.reject(new Error('no program may run'))),
});

/** Loads the targets of a command line. */
export const load = async (world: World): Promise<readonly ResolvedTarget[]> => {
  const outside = outsideOf(world);
  return loadTargets({ names: world.names ?? [], given: gatherOptions(world.flags ?? {}, outside.env), shipped, outside });
};

/** The only target of a command line. */
export const loadOne = async (world: World): Promise<ResolvedTarget> => {
  const [first, ...rest] = await load(world);
  if (first === undefined || rest.length > 0) throw new Error(`expected one target, got ${rest.length + 1}`);
  return first;
};

/** The message of the usage error that a call ends in. */
export const messageOf = async (call: () => unknown): Promise<string> => {
  try {
    await call();
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error('expected a usage error, and there was none');
};

/** A config file with one target `depot`, two blanks deep, as YAML. */
export const depot = (...lines: readonly string[]): World['files'] => ({
  'assay.config.yaml': ['targets:', '  depot:', ...lines.map((line) => `    ${line}`), ''].join('\n'),
});

export const valid = ['contract: parcels', 'baseUrl: https://sandbox.example/v1', 'credentials: {key: env:KEY}'];
export const key = { KEY: 'a-key-made-for-this-test' };
