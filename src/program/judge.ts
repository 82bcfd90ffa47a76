import { announcedRun } from '../cli/run/announce.ts';
import { carryOut, type CarriedOut } from '../cli/run/execute.ts';
import type { PreparedRun } from '../cli/run/prepare.ts';
import type { Io } from '../cli/io.ts';
import { problemText } from '../contract/problem.ts';
import { dayOf, isExpected } from '../policy/known-failures.ts';
import { type IsKnown, tell, type RunListeners } from './events.ts';

/** Everything that carrying out a run needs of the process around it. */
export type Around = {
  readonly cwd: string;
  readonly signal?: AbortSignal;
  readonly on?: RunListeners;
  /** The targets are embedded references. */
  readonly isDemo?: boolean;
};

/** The process as the engine sees it from inside a program: no terminal, no signals of the system, and an abort is a wish to stop. */
const quietIo = ({ cwd, signal, on }: Around): Io => {
  let isStopping = false;
  const silent = { write: () => undefined, isTerminal: false, columns: () => undefined };
  return {
    stdout: silent,
    stderr: {
      ...silent,
      write(text) {
        // That the run stops is no news to who stops it.
        if (!isStopping) on?.warning?.(text.trimEnd());
      },
    },
    env: {},
    cwd,
    onSignal(listener) {
      const stop = (): void => {
        isStopping = true;
        listener('SIGINT');
        isStopping = false;
      };
      if (signal?.aborted === true) stop();
      signal?.addEventListener('abort', stop, { once: true });
      return () => signal?.removeEventListener('abort', stop);
    },
    kill: () => undefined,
  };
};

/**
 * Carries a prepared run out for a program: prints nothing, never ends the process, and writes only into the folder of the run.
 * @throws whatever a listener throws, after the run was stopped.
 */
export const judge = (prepared: PreparedRun, around: Around): Promise<CarriedOut> => {
  const { on = {}, isDemo = false } = around;
  for (const problem of new Set(prepared.targets.flatMap(({ contract }) => contract.problems))) on.warning?.(problemText(problem));
  const lists = new Map(prepared.targets.map(({ target, knownFailures = [] }) => [target.name, knownFailures]));
  const today = dayOf(new Date());
  const isKnown: IsKnown = (target, judged) => isExpected(lists.get(target) ?? [], target, judged, today);
  const quiet = { ...prepared, settings: { ...prepared.settings, quiet: true } };
  return carryOut(announcedRun(quiet), quietIo(around), {
    isDemo,
    isGuest: true,
    onEvent: (target, event) => tell(on, isKnown, target, event),
  });
};
