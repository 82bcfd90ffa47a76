import { openPart } from '../config/address.ts';
import type { ResolvedTarget } from '../config/resolve-target.ts';
import type { Flags } from '../config/given.ts';
import { shown } from '../report/layout.ts';
import type { Io } from './io.ts';

/** Most names that the line has; more are counted. */
const mostNamed = 5;

/**
 * Says at once what a command begins with, before the engine is loaded: on a slow machine, and with a large document, that takes seconds.
 * @param names What is read; where none is named, the config.
 */
export const sayReading = ({ stderr, env }: Io, command: string, names: readonly string[], { quiet, dryRun }: Flags = {}): void => {
  if (quiet === true || (env['ASSAY_QUIET'] ?? '') !== '') return;
  // A plan that a program reads comes alone.
  if (dryRun === true && !stderr.isTerminal) return;
  const rest = names.length - mostNamed;
  const what =
    names.length === 0 ? 'the config' : `${names.slice(0, mostNamed).map(openPart).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
  const line = [...`assay ${command}: reading ${shown(what)}`];
  const width = (stderr.columns() ?? Infinity) - 1;
  stderr.write(`${line.length > width ? `${line.slice(0, Math.max(0, width - 1)).join('')}…` : line.join('')}\n`);
};

/** Says which documents were fetched, and which addresses are judged by them: both may have been found. */
export const sayFetched = ({ stderr }: Io, targets: readonly ResolvedTarget[]): void => {
  for (const { target, document } of targets)
    if (document !== undefined) stderr.write(`read ${shown(target.contract)}, to judge ${shown(target.baseUrl)}\n`);
};
