import { calledWithin, HookFailed, loadHooks } from '../../config/hooks.ts';
import type { RunRecord } from '../../model/record.ts';
import type { Target } from '../../model/target.ts';

/** Longest time of the hook onFinish. */
const longestMs = 30_000;

type Hooked = Pick<Target, 'hooks'>;

const modulesOf = (targets: readonly Hooked[]): readonly string[] => [
  ...new Set(targets.flatMap(({ hooks }) => (hooks === undefined ? [] : [hooks.module]))),
];

/**
 * Loads the hooks of targets, so that a mistake in them is found before anything is sent.
 * @throws {UsageError} for a module that cannot be loaded, or exports no hook.
 */
export const loadHooksOf = async (targets: readonly Hooked[]): Promise<void> => {
  for (const module of modulesOf(targets)) await loadHooks(module);
};

/**
 * Calls the hook onFinish of each module once.
 * @returns what to print of those that failed.
 */
export const onFinish = async (targets: readonly Hooked[], record: RunRecord, directory: string): Promise<readonly string[]> => {
  const { header, footer } = record;
  const finished = {
    run: header.run,
    directory,
    ...(header.shard === undefined ? {} : { shard: { index: header.shard.index, of: header.shard.of } }),
    exitCode: footer.exitCode,
    targets: footer.targets.map(({ target, exitCode, ended, requests }) => ({
      target,
      baseUrl: header.targets.find((one) => one.target === target)?.baseUrl ?? '',
      exitCode,
      ended: ended.kind,
      requests,
    })),
  };
  const complaints: string[] = [];
  for (const module of modulesOf(targets)) {
    const { onFinish: hook } = await loadHooks(module);
    try {
      if (hook !== undefined) await calledWithin('onFinish', longestMs, () => hook(finished));
    } catch (error) {
      if (!(error instanceof HookFailed)) throw error;
      complaints.push(`error: ${error.message} (${module}); the run itself ended with ${footer.exitCode}`);
    }
  }
  return complaints;
};

/** An exit code, or that of an error of the config where the hook onFinish failed; only that assay itself broke is graver. */
export const withHooks = (code: number, hasFailed: boolean): number => (hasFailed && code !== 4 ? 2 : code);
