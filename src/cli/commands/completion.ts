import { suggestion } from '../../config/nearest.ts';
import { UsageError } from '../../config/usage-error.ts';
import { askCommand, completionScripts, shells } from '../completion/scripts.ts';
import type { AddCommand } from '../program.ts';

/** `assay completion SHELL`, and the command that its scripts call. */
export const addCompletion: AddCommand = (program, io, finish) => {
  program
    .command('completion')
    .description('print the script by which a shell completes commands, options, targets and runs')
    .argument('<shell>', shells.join(', '))
    .addHelpText('after', '\nFor bash, put this into ~/.bashrc: source <(assay completion bash)\n')
    .action((name: string) => {
      const shell = shells.find((known) => known === name);
      if (shell === undefined) throw new UsageError(`Cannot complete for "${name}": there is no script${suggestion(name, shells)}`);
      io.stdout.write(completionScripts[shell]);
      finish(0);
    });
  program
    .command(askCommand, { hidden: true })
    .argument('[word...]')
    .action(async (words: string[]) => {
      const { candidates } = await import('../completion/candidates.ts');
      for (const { word, words: what } of await candidates(program, words, io)) io.stdout.write(`${word}\t${what}\n`);
      finish(0);
    });
};
