import type { AddCommand } from '../program.ts';
import type { ServeFlags } from '../serve.ts';

/** `assay serve CONTRACT`. */
export const addServe: AddCommand = (program, io, finish) => {
  program
    .command('serve')
    .description('run the embedded reference of a contract; prints one line of JSON when it is ready')
    .argument('<contract>', 'name of a shipped contract')
    .option('--port <number>', 'port to listen on (default: a free one)')
    .option('--defect <name>', 'break one requirement; see assay list defects')
    .option('--variant <name>', 'keep every requirement in another way')
    .option('--quota <limit/seconds>', 'request quota, such as 30/2s (default: 600/2s)')
    .option('--durations <file>', 'JSON or YAML file with seconds by name, such as how long a resource takes to become ready')
    .option('--webhook-url <url>', 'deliver webhooks to this address, which begins with http://127.0.0.1')
    .option('--tls', 'use TLS, with a certificate for 127.0.0.1 and localhost that is printed as "ca"')
    .option('--print-config', 'print a config for assay run in place of the line of JSON')
    .action(async (contract: string, options: ServeFlags) => {
      const { serve } = await import('../serve.ts');
      finish(await serve(contract, options, io));
    });
};
