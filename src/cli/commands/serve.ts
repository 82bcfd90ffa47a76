import type { AddCommand } from '../program.ts';

/** `assay serve CONTRACT`. */
export const addServe: AddCommand = (program, io, finish) => {
  program
    .command('serve')
    .description('run the embedded reference of a contract; prints one line of JSON when ready')
    .argument('<contract>', 'name of a shipped contract')
    .option('--port <number>', 'port to listen on (default: a free one)')
    .option('--defect <name>', 'break one promise; see assay list defects')
    .option('--variant <name>', 'keep every promise in another way')
    .option('--quota <limit/seconds>', 'request quota, such as 30/2s (default: 600/2s)')
    .action(async (contract: string, options: Readonly<Record<string, string>>) => {
      const { serve } = await import('../serve.ts');
      finish(await serve(contract, options, io));
    });
};
