import type { Session } from '../../kit/session.ts';
import { until } from './until.ts';

/** How long a list is watched, in milliseconds. */
const watchedMs = 5000;

/**
 * Does a list keep what it shows while this run removes nothing? Other clients may remove what is theirs, and what it shows may end by itself, such as sessions and
 * tasks; what goes right after a removal proves nothing then.
 * @param read Gives the ids that the list shows now; undefined where it does not answer with them.
 */
export const isQuiet = async (session: Session, read: () => Promise<readonly string[] | undefined>): Promise<boolean> => {
  let known = await read();
  let isSteady = known !== undefined;
  await until(session, { withinMs: watchedMs, why: 'whether the list loses items by itself is to be seen', pauseMs: 1000 }, async () => {
    const now = await read();
    isSteady = now !== undefined && known?.every((id) => now.includes(id)) === true;
    known = now;
    return isSteady ? undefined : true;
  });
  return isSteady;
};
