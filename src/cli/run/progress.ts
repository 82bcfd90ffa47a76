import type { Case } from '../../model/case.ts';
import type { RunEvent } from '../../model/event.ts';
import type { Output } from '../io.ts';

/** Shows how far a run is. */
export type Progress = {
  readonly event: (target: string, event: RunEvent) => void;
  /** Removes a live line, so that the next output begins on a clean one. */
  readonly end: () => void;
};

export type ProgressInput = {
  readonly output: Output;
  /** Cases of each target, by its name. Those that the plan skips are neither counted nor shown. */
  readonly plans: ReadonlyMap<string, readonly Case[]>;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
};

/** Without a terminal, a line at least this often while events arrive, so that a log stays readable and shows progress. */
const lineEveryMs = 10_000;
/** A line that is redrawn more often than this flickers. */
const redrawEveryMs = 80;
const clearLine = '\r\u001b[2K';

type State = { decided: number; failed: number; requests: number; doing: string };

const stateAfter = (state: State, event: RunEvent): State => {
  switch (event.type) {
    case 'preflight':
      return { ...state, doing: event.result.kind === 'ready' ? '' : 'preflight stopped the run' };
    case 'case-started':
      return { ...state, doing: event.id.split('@')[0] ?? '' };
    case 'progress':
      return { ...state, requests: event.requests };
    case 'waiting':
      return { ...state, doing: `waiting ${Math.ceil(event.seconds)} s: ${event.why}` };
    case 'verdict':
      return { ...state, decided: state.decided + 1, failed: state.failed + (event.verdict.kind === 'fail' ? 1 : 0) };
    case 'ended':
      return { ...state, requests: event.requests, doing: 'done' };
    case 'started':
      return { ...state, doing: 'preflight' };
    case 'created':
    case 'changed':
    case 'removed':
      return state;
    default:
      return event satisfies never;
  }
};

/** Removes control characters, so that no message moves the cursor. */
const plain = (text: string): string => text.replace(/\p{Cc}/gu, ' ');

const lineOf = (target: string, { decided, failed, requests, doing }: State, cases: number): string =>
  plain(`${target}: ${decided} of ${cases} cases, ${failed} failed, ${requests} requests${doing === '' ? '' : `, ${doing}`}`);

/** One line on a terminal, redrawn in place, cut to its width. No colours. */
const liveProgress = ({ output, plans, now }: ProgressInput): Progress => {
  const states = new Map<string, State>();
  let drawnAt = -Infinity;
  let isDrawn = false;
  const draw = (): void => {
    const width = (output.columns() ?? 80) - 1;
    const line = [...states].map(([target, state]) => lineOf(target, state, plans.get(target)?.length ?? 0)).join(' | ');
    output.write(clearLine + (line.length > width ? `${line.slice(0, Math.max(0, width - 1))}…` : line));
    isDrawn = true;
    drawnAt = now();
  };
  return {
    event(target, event) {
      states.set(target, stateAfter(states.get(target) ?? { decided: 0, failed: 0, requests: 0, doing: '' }, event));
      if (now() - drawnAt >= redrawEveryMs) draw();
    },
    end() {
      if (isDrawn) output.write(clearLine);
      isDrawn = false;
    },
  };
};

/** A line for each finished area, and occasional lines between them. */
const plainProgress = ({ output, plans, now }: ProgressInput): Progress => {
  const states = new Map<string, State>();
  const open = new Map<string, Map<string, number>>();
  let writtenAt = now();
  const write = (line: string): void => {
    output.write(`${plain(line)}\n`);
    writtenAt = now();
  };
  for (const [target, cases] of plans) {
    const areas = new Map<string, number>();
    for (const { area } of cases) areas.set(area, (areas.get(area) ?? 0) + 1);
    open.set(target, areas);
  }
  return {
    event(target, event) {
      const state = stateAfter(states.get(target) ?? { decided: 0, failed: 0, requests: 0, doing: '' }, event);
      states.set(target, state);
      const cases = plans.get(target)?.length ?? 0;
      if (event.type === 'verdict') {
        const areas = open.get(target);
        const left = (areas?.get(event.case.area) ?? 1) - 1;
        areas?.set(event.case.area, left);
        if (left === 0) write(`${target}: ${event.case.area} done (${state.decided} of ${cases} cases, ${state.failed} failed)`);
      } else if (now() - writtenAt >= lineEveryMs) {
        write(lineOf(target, state, cases));
      }
    },
    end: () => undefined,
  };
};

/** A verdict without any work: the plan skips the case, or it was open when the run was stopped. */
const isIdle = (event: RunEvent): boolean =>
  event.type === 'verdict' && (event.case.skip !== undefined || (event.verdict.kind === 'skipped' && event.verdict.because === 'stopped'));

const withoutIdle = ({ event, end }: Progress): Progress => ({
  event(target, one) {
    if (!isIdle(one)) event(target, one);
  },
  end,
});

/** The progress for an output: live on a terminal, plain lines elsewhere, none for `quiet`. */
export const progressOn = ({ quiet, ...input }: ProgressInput & { readonly quiet: boolean }): Progress => {
  if (quiet) return { event: () => undefined, end: () => undefined };
  const plans = new Map([...input.plans].map(([target, cases]) => [target, cases.filter(({ skip }) => skip === undefined)]));
  return withoutIdle((input.output.isTerminal ? liveProgress : plainProgress)({ ...input, plans }));
};
