import { printable } from '../report/foreign-text.ts';
import { Command, CommanderError } from 'commander';
import { addCleanup } from './commands/cleanup.ts';
import { addCompare } from './commands/compare.ts';
import { addCompletion } from './commands/completion.ts';
import { addDemo } from './commands/demo.ts';
import { addDiff } from './commands/diff.ts';
import { addDoctor } from './commands/doctor.ts';
import { addDownload } from './commands/download.ts';
import { addExplain } from './commands/explain.ts';
import { addGate } from './commands/gate.ts';
import { addHistory } from './commands/history.ts';
import { addInit } from './commands/init.ts';
import { addLint } from './commands/lint.ts';
import { addList } from './commands/list.ts';
import { addMerge } from './commands/merge.ts';
import { addPlan } from './commands/plan.ts';
import { addPrune } from './commands/prune.ts';
import { addReplay } from './commands/replay.ts';
import { addReport } from './commands/report.ts';
import { addRun } from './commands/run.ts';
import { addServe } from './commands/serve.ts';
import { addUpload } from './commands/upload.ts';
import { UsageError } from '../config/usage-error.ts';
import { nearest } from '../config/nearest.ts';
import { withEnvFile } from './env-file.ts';
import type { Io } from './io.ts';
import { packageVersion } from './version.ts';

/** Adds one command to the program. Its action hands its exit code to `finish`. */
export type AddCommand = (program: Command, io: Io, finish: (code: number) => void) => void;

const commands: readonly AddCommand[] = [
  addInit,
  addRun,
  addPlan,
  addMerge,
  addGate,
  addDiff,
  addCompare,
  addHistory,
  addDemo,
  addServe,
  addList,
  addLint,
  addExplain,
  addDoctor,
  addCleanup,
  addPrune,
  addReport,
  addReplay,
  addUpload,
  addDownload,
  addCompletion,
];

const exitCodesText = `
Exit codes: 0 nothing unexpected, 1 a must is broken, 2 usage, config or contract error, 3 not enough evidence,
4 assay itself broke, 5 an expectation is stale.
Every option of run but --repeat also has an environment variable: that of --max-requests is ASSAY_MAX_REQUESTS.
`;

/** Every flag that some command knows. */
const flagsOf = (program: Command): string[] =>
  [program, ...program.commands].flatMap(({ options }) => options.flatMap(({ long }) => (long ? [long] : [])));

/**
 * Removes the value of an unknown option from a message, as it may be a secret. That also removes commander's suggestion, so it is made
 * again.
 */
const withoutValue = (message: string, program: Command): string => {
  const [, flag] = /'(--[^\s'=]+)=[\s\S]*'/u.exec(message) ?? [];
  if (flag !== undefined) {
    const meant = nearest(flag, flagsOf(program));
    return `error: unknown option '${flag}'\n${meant === undefined ? '' : `(Did you mean ${meant}?)\n`}`;
  }
  return message.replace(/'(-[^\s'-])[\s\S]*'/u, "'$1'");
};

/** Defines the command line, without running anything. */
const createProgram = (io: Io, finish: (code: number) => void): Command => {
  const program = new Command('assay')
    .description('Checks whether an HTTP API does what its documentation says.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help')
    .showHelpAfterError('(see assay --help)')
    .addHelpText('after', exitCodesText)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: (text, write) => write(withoutValue(text, program)),
      getOutHelpWidth: () => io.stdout.columns() ?? 120,
      getErrHelpWidth: () => io.stderr.columns() ?? 120,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
  for (const add of commands) add(program, io, finish);
  for (const command of program.commands) command.copyInheritedSettings(program);
  return program;
};

/** Also compares names, because some modules with such errors are loaded only when they are needed. */
const isUserError = (error: unknown): error is Error =>
  error instanceof UsageError || (error instanceof Error && (error.name === 'ContractError' || error.name === 'UsageError'));

/** Whether the output is for a program: `--json`, or its variable. */
const asksForJson = (args: readonly string[], env: Io['env']): boolean => {
  const operands = args.indexOf('--');
  const flags = operands === -1 ? args : args.slice(0, operands);
  return flags.includes('--json') || /^(?:1|true|yes|on)$/iu.test(env['ASSAY_JSON'] ?? '');
};

/** The file with variables that a command line or the environment names, where the command takes one. */
const envFileOf = (command: Command, env: Io['env']): { readonly file: string; readonly from: string } | undefined => {
  if (!command.options.some(({ long }) => long === '--env-file')) return undefined;
  const given: unknown = command.opts()['envFile'];
  const file: unknown = Array.isArray(given) ? given.at(-1) : given;
  if (typeof file === 'string') return { file, from: '--env-file' };
  const named = env['ASSAY_ENV_FILE']?.trim();
  return named ? { file: named, from: 'ASSAY_ENV_FILE' } : undefined;
};

/** What an error is about: the command line or config, the contract, another run at the same target, or assay itself. */
type ErrorKind = 'usage' | 'contract' | 'busy' | 'internal';

/** The document of an error, for `--json`. */
const errorText = (kind: ErrorKind, message: string, exitCode: 2 | 3 | 4): string =>
  `${JSON.stringify({ format: 1, error: { kind, message }, exitCode }, undefined, 2)}\n`;

/** The same, with a note of whether something was written to standard output. */
const watched = (io: Io): { readonly io: Io; readonly hasWritten: () => boolean; readonly setEnv: (env: Io['env']) => void } => {
  let written = false;
  let env = io.env;
  const { stdout } = io;
  return {
    io: {
      ...io,
      get env() {
        return env;
      },
      stdout: {
        ...stdout,
        write(text) {
          written = true;
          stdout.write(text);
        },
      },
    },
    hasWritten: () => written,
    setEnv: (known) => {
      env = known;
    },
  };
};

/**
 * Runs one command line and returns its exit code. Never throws and never ends the process.
 * An error of usage, config or contract gives one message and code 2; any other error gives code 4. With `--json` standard output has the error
 * as a document too, unless it has a document already.
 */
export const runCli = async (args: readonly string[], outside: Io): Promise<number> => {
  const { io, hasWritten, setEnv } = watched(outside);
  const tell = (kind: ErrorKind, message: string, exitCode: 2 | 3 | 4): number => {
    if (asksForJson(args, io.env) && !hasWritten()) io.stdout.write(errorText(kind, message, exitCode));
    return exitCode;
  };
  let code = 0;
  const program = createProgram(io, (finished) => {
    code = finished;
  });
  program.hook('preAction', (_program, command) => {
    const given = envFileOf(command, io.env);
    if (given !== undefined) setEnv(withEnvFile(io.env, given.file, io.cwd, given.from));
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      if (error.exitCode === 0) return 0;
      return tell(
        'usage',
        withoutValue(error.message, program)
          .replace(/^error: /u, '')
          .trim(),
        2,
      );
    }
    if (isUserError(error)) {
      io.stderr.write(`error: ${printable(error.message)}\n`);
      return tell(error.name === 'ContractError' ? 'contract' : 'usage', error.message, 2);
    }
    if (error instanceof Error && error.name === 'CannotKeep') {
      io.stderr.write(`error: ${printable(error.message)}\n`);
      return tell('internal', error.message, 4);
    }
    if (error instanceof Error && error.name === 'TargetBusy') {
      io.stderr.write(`error: ${error.message}\n`);
      return tell('busy', error.message, 3);
    }
    io.stderr.write(`assay itself broke: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    return tell('internal', error instanceof Error ? error.message : String(error), 4);
  }
};
