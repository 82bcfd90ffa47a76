import type { Screen } from '../report/ending.ts';
import type { Io } from './io.ts';

/** A line that is not on a terminal is cut only where it would be unreadable. */
const longestLine = 400;

const isSet = (value: string | undefined): boolean => value !== undefined && value !== '';

/**
 * What standard output can show. Colours only on a terminal, and not with `NO_COLOR` or `TERM=dumb`; `FORCE_COLOR` sends them everywhere, as in other
 * tools (https://no-color.org, https://force-color.org).
 */
export const screenOf = ({ stdout, env }: Pick<Io, 'stdout' | 'env'>): Screen => ({
  width: stdout.columns() ?? longestLine,
  colours: !isSet(env['NO_COLOR']) && (isSet(env['FORCE_COLOR']) || (stdout.isTerminal && env['TERM'] !== 'dumb')),
});
