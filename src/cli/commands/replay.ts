import type { Flags } from '../../config/given.ts';
import { reachingOptions, runOptions, type RunOptionName } from '../../config/options.ts';
import type { AddCommand } from '../program.ts';
import { sayReading } from '../say-reading.ts';
import { optionOf } from './run.ts';

/** Options of `run` that say what else a replay does. */
const shared = new Set<RunOptionName>(['nonce', 'out', 'quiet', 'json']);

/** Options that `run` does not have. */
type ReplayFlags = { readonly target?: string; readonly curl?: boolean; readonly repeat?: string };

/** `assay replay RUN CASE`. */
export const addReplay: AddCommand = (program, io, finish) => {
  const command = program
    .command('replay')
    .description('judge one case of a run again: create its prerequisites and send its requests')
    .argument('<run>', 'folder of a run, its id or the beginning of it, or latest')
    .argument('<case>', 'id of the case, or a requirement or check with only one case, or only one that failed; the beginning is enough')
    .option('--target <name>', 'target of the run, if several have the case')
    .option('--curl', 'print its request as a curl command instead of sending it')
    .option('--repeat <n>', 'judge it n times with the same values, and say how often each verdict came');
  for (const option of runOptions) if (reachingOptions.has(option.name) || shared.has(option.name)) command.addOption(optionOf(option));
  command.action(async (run: string, id: string, options: Flags & ReplayFlags) => {
    if (io.stderr.isTerminal && options.curl !== true) sayReading(io, 'replay', [run], options);
    const { replay } = await import('../replay/replay.ts');
    const { target, curl, repeat, ...flags } = options;
    finish(
      await replay(
        { run, id, ...(target === undefined ? {} : { target }), curl: curl === true, ...(repeat === undefined ? {} : { repeat }) },
        flags,
        io,
      ),
    );
  });
};
