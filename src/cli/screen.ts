import type { Screen } from '../report/ending.ts';
import { createSupportsHyperlinks } from 'supports-hyperlinks';
import type { Io, Output } from './io.ts';

/** A line that is not on a terminal is cut only where it would be unreadable. */
const longestLine = 400;

/** Whether a variable of the environment has a value. */
export const isSet = (value: string | undefined): boolean => value !== undefined && value !== '';

/**
 * Whether an output shows colours: only on a terminal, and not with `NO_COLOR` or `TERM=dumb`; `FORCE_COLOR` sends them everywhere, as in other
 * tools (https://no-color.org, https://force-color.org).
 */
export const coloursOn = ({ isTerminal }: Pick<Output, 'isTerminal'>, env: Io['env']): boolean =>
  !isSet(env['NO_COLOR']) && (isSet(env['FORCE_COLOR']) || (isTerminal && env['TERM'] !== 'dumb'));

/** What standard output can show. Links only where the terminal is known to follow them (OSC 8); `FORCE_HYPERLINK` overrides that. */
export const screenOf = ({ stdout, env }: Pick<Io, 'stdout' | 'env'>): Screen => ({
  width: stdout.columns() ?? longestLine,
  colours: coloursOn(stdout, env),
  links: createSupportsHyperlinks({ isTTY: stdout.isTerminal }),
});
