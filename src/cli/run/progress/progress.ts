import cliTruncate from 'cli-truncate';
import { createColors } from 'picocolors';
import type { Case } from '../../../model/case.ts';
import type { RunEvent } from '../../../model/event.ts';
import type { JudgedCase } from '../../../policy/judged-requirements.ts';
import { shown } from '../../../report/layout.ts';
import type { Io, Output } from '../../io.ts';
import { isSet } from '../../screen.ts';
import { calmLines } from './calm-lines.ts';
import { liveArea } from './live-area.ts';
import { targetState, type Broken, type TargetState } from './target-state.ts';

/** Shows how far a run is. */
export type Progress = {
  readonly event: (target: string, event: RunEvent) => void;
  /** The user ends the run; the message says how. */
  readonly stopping: (message: string) => void;
  /** Removes what is live, so that the next output begins on a clean line. Later events show nothing. */
  readonly end: () => void;
};

export type ProgressInput = {
  readonly output: Output;
  /** Cases of each target, by its name. Those that the plan skips are neither counted nor shown. */
  readonly plans: ReadonlyMap<string, readonly Case[]>;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  readonly colours: boolean;
  readonly timeBudgetSeconds?: number;
  /** Is the failure of a case of this target a known one? */
  readonly known?: (target: string, judged: JudgedCase) => boolean;
};

/** A way to show the states of all targets. */
export type View = {
  /** A state has changed. */
  readonly changed: (target: string, event: RunEvent) => void;
  /** Prints a line that stays. */
  readonly say: (line: string) => void;
  readonly end: () => void;
};

export type ViewInput = Pick<ProgressInput, 'output' | 'now' | 'colours'> & { readonly states: ReadonlyMap<string, TargetState> };

/** Findings of one target that get a line at once; the end of the run and the reports have all. */
const mostTold = 20;

/** How progress is shown: redrawn in place, as lines now and then, or not at all. */
export type ProgressKind = 'live' | 'calm' | 'none';

/** Live on a terminal that somebody watches, lines elsewhere. */
export const progressKind = ({ stderr, env }: Pick<Io, 'stderr' | 'env'>, isQuiet: boolean): ProgressKind => {
  if (isQuiet) return 'none';
  return stderr.isTerminal && !isSet(env['CI']) ? 'live' : 'calm';
};

const silent = (output: Output): Progress => ({
  event: () => undefined,
  stopping: (message) => output.write(`${message}\n`),
  end: () => undefined,
});

/**
 * The progress of a run. A broken requirement is told at once, in one line, and once; what is known is not told. Text of a target is printed
 * without control characters.
 */
export const progressOn = async (kind: ProgressKind, input: ProgressInput): Promise<Progress> => {
  const { output, plans, now, colours, timeBudgetSeconds, known } = input;
  if (kind === 'none') return silent(output);
  const paint = createColors(colours);
  const states = new Map(
    [...plans].map(([target, cases]) => [
      target,
      targetState(
        cases.filter(({ skip }) => skip === undefined),
        {
          ...(timeBudgetSeconds === undefined ? {} : { timeBudgetSeconds }),
          ...(known === undefined ? {} : { known: (judged) => known(target, judged) }),
        },
        now(),
      ),
    ]),
  );
  const view = kind === 'live' ? await liveArea({ output, now, colours, states }) : calmLines({ output, now, colours, states });
  const told = new Map<string, number>();
  const tell = (target: string, { requirement, level, title }: Broken): void => {
    const count = (told.get(target) ?? 0) + 1;
    told.set(target, count);
    const where = plans.size > 1 ? `${shown(target)}: ` : '';
    if (count === mostTold + 1) view.say(paint.dim(`  ${where}further findings are shown at the end`));
    if (count > mostTold) return;
    const mark = level === 'must' ? paint.red('✗') : paint.yellow('!');
    const line = `${mark} ${where}${paint.bold(requirement)} ${level}: ${shown(title)}`;
    view.say(kind === 'live' ? cliTruncate(line, Math.max(1, (output.columns() ?? 80) - 1)) : line);
  };
  let isOver = false;
  return {
    event(target, event) {
      const state = states.get(target);
      if (state === undefined || isOver) return;
      const found = state.hear(event, now());
      if (found !== undefined) tell(target, found);
      view.changed(target, event);
    },
    stopping(message) {
      for (const state of states.values()) state.stop();
      view.say(message);
    },
    end() {
      if (!isOver) view.end();
      isOver = true;
    },
  };
};
