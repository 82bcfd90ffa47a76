import type { Case, Phase } from '../../../model/case.ts';
import type { QuotaLeft, RunEvent } from '../../../model/event.ts';
import type { JudgedCase } from '../../../policy/judged-requirements.ts';
import { shown } from '../../../report/layout.ts';

/** What a target is doing, by the phase of the case that began last. */
const phaseWords: Readonly<Record<Phase, string>> = {
  read: 'reading',
  mutate: 'changing',
  closing: 'looking back',
  flood: 'sending bursts',
};

/** The rate of requests is that of the last seconds. */
const rateOverMs = 3_000;

/** Before so much has passed, a guess of the remaining time is worth nothing. */
const guessFrom = { ms: 3_000, share: 0.05 } as const;

/** A requirement that turned out to be broken. */
export type Broken = Pick<Case, 'requirement' | 'title'> & { readonly level: 'must' | 'should' };

/** How far the run of one target is, as numbers and words. Times are milliseconds of one monotonic clock. */
export type TargetState = {
  /** Takes an event into account. @returns the broken requirement that it shows, the first time. */
  readonly hear: (event: RunEvent, now: number) => Broken | undefined;
  /** The run is ending early, because the user asked for it. */
  readonly stop: () => void;
  readonly hasEnded: () => boolean;
  readonly share: () => number;
  /** What is shown, each part in a few words; a part that says nothing is undefined. */
  readonly parts: (now: number) => Parts;
};

export type Parts = {
  readonly cases: string;
  readonly phase: string;
  readonly findings: string | undefined;
  readonly hasBrokenMust: boolean;
  readonly requests: string;
  readonly quota: string | undefined;
  readonly time: string;
  readonly wait: string | undefined;
};

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** `8 s`, `1 min 20 s`, `1 h 5 min`. */
export const durationWords = (ms: number): string => {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min${seconds % 60 === 0 ? '' : ` ${seconds % 60} s`}`;
  return `${Math.floor(minutes / 60)} h${minutes % 60 === 0 ? '' : ` ${minutes % 60} min`}`;
};

/** A guess is not told to the second: to 5 s below a minute, else to a minute. */
const rounded = (ms: number): number => {
  const step = ms < 10_000 ? 1_000 : ms < 60_000 ? 5_000 : 60_000;
  return Math.round(ms / step) * step;
};

/** What a case weighs in the guess of the remaining time: watches need no requests of their own. */
const weightOf = ({ kind, cost }: Case): number => (kind === 'probe' ? Math.max(1, cost.requests) : 0);

/** A verdict without any work: the plan skips the case, or it was open when the run was stopped. */
const isIdle = ({ case: planned, verdict }: Extract<RunEvent, { type: 'verdict' }>): boolean =>
  planned.skip !== undefined || (verdict.kind === 'skipped' && verdict.because === 'stopped');

/**
 * Follows one target.
 * @param cases Those that are not skipped from the beginning.
 * @param now When the run began.
 */
export const targetState = (cases: readonly Case[], { timeBudgetSeconds, known = () => false }: StateOptions, now: number): TargetState => {
  const byId = new Map(cases.map((planned) => [planned.id, planned]));
  const whole = cases.reduce((sum, planned) => sum + weightOf(planned), 0);
  const earlier = cases.filter(({ kind, phase }) => kind === 'probe' && phase !== 'flood').length;
  const broken = new Map<string, Broken>();
  let begunAt = now;
  let done = 0;
  let decided = 0;
  let decidedEarlier = 0;
  let created = 0;
  let requests = 0;
  let samples: (readonly [at: number, requests: number])[] = [];
  let phase = 'starting';
  let quota: (QuotaLeft & { readonly at: number }) | undefined;
  let wait: { readonly why: string; readonly until: number } | undefined;
  let ended: number | undefined;
  let isStopping = false;

  const count = (sent: number, at: number): void => {
    if (sent > requests) wait = undefined;
    requests = sent;
    // The sample before the span stays: the rate is measured from there.
    const kept = samples.findLastIndex(([taken]) => taken <= at - rateOverMs);
    samples = [...samples.slice(Math.max(0, kept)), [at, sent]];
  };

  const rate = (at: number): number => {
    const from = samples.findLast(([taken]) => taken <= at - rateOverMs) ?? samples[0];
    if (from === undefined) return 0;
    return ((requests - from[1]) * 1_000) / Math.max(1_000, Math.min(at - from[0], rateOverMs));
  };

  const remainingMs = (at: number): number | undefined => {
    const elapsed = at - begunAt;
    const share = whole === 0 ? 0 : done / whole;
    const guessed = elapsed < guessFrom.ms || share < guessFrom.share ? undefined : (elapsed * (1 - share)) / share;
    const most = timeBudgetSeconds === undefined ? undefined : Math.max(0, timeBudgetSeconds * 1_000 - elapsed);
    if (guessed === undefined) return most;
    return most === undefined ? guessed : Math.min(guessed, most);
  };

  const timeWords = (at: number): string => {
    if (ended !== undefined) return `in ${durationWords(ended * 1_000)}`;
    const left = remainingMs(at);
    return `${durationWords(at - begunAt)}${left === undefined || left < 500 ? '' : `, about ${durationWords(rounded(left))} left`}`;
  };

  const quotaWords = (at: number): string | undefined => {
    if (quota === undefined) return undefined;
    const backMs = quota.backInSeconds === undefined ? undefined : quota.backInSeconds * 1_000 - (at - quota.at);
    if (backMs !== undefined && backMs < 0) return undefined;
    const back = backMs === undefined || backMs < 500 ? '' : `, back in ${durationWords(backMs)}`;
    return `quota ${quota.left}${quota.limit === undefined ? '' : `/${quota.limit}`} left${back}`;
  };

  return {
    hear(event, at) {
      switch (event.type) {
        case 'started':
          begunAt = at;
          phase = 'first look';
          return undefined;
        case 'preflight':
          phase = event.result.kind === 'ready' ? 'reading' : 'the first look stopped the run';
          return undefined;
        case 'case-started':
          phase = phaseWords[byId.get(event.id)?.phase ?? 'read'];
          return undefined;
        case 'progress':
          count(event.requests, at);
          if (event.quota !== undefined) quota = { ...event.quota, at };
          return undefined;
        case 'waiting':
          wait = { why: shown(event.why), until: at + event.seconds * 1_000 };
          return undefined;
        case 'created':
          created += 1;
          return undefined;
        case 'changed':
        case 'removed':
          return undefined;
        case 'ended':
          count(event.requests, at);
          ended = event.seconds;
          phase = event.stopped === undefined ? 'done' : `stopped: ${shown(event.stopped.message)}`;
          wait = undefined;
          return undefined;
        case 'verdict':
          break;
        default:
          return event satisfies never;
      }
      if (isIdle(event)) return undefined;
      const { case: planned, verdict } = event;
      decided += 1;
      done += weightOf(planned);
      if (planned.kind === 'probe' && planned.phase !== 'flood') decidedEarlier += 1;
      if (decidedEarlier === earlier && created > 0 && phase !== phaseWords.flood) phase = 'cleaning up';
      const { level, requirement, title } = planned;
      if (
        verdict.kind !== 'fail' ||
        (level !== 'must' && level !== 'should') ||
        broken.has(requirement) ||
        known({ case: planned, verdict })
      )
        return undefined;
      const found = { requirement, title, level };
      broken.set(requirement, found);
      return found;
    },
    stop() {
      isStopping = true;
    },
    hasEnded: () => ended !== undefined,
    share: () => (cases.length === 0 ? 1 : decided / cases.length),
    parts: (at) => ({
      cases: `${decided} of ${counted(cases.length, 'case')}`,
      phase: isStopping && ended === undefined ? 'stopping' : phase,
      findings: broken.size === 0 ? undefined : counted(broken.size, 'finding'),
      hasBrokenMust: [...broken.values()].some(({ level }) => level === 'must'),
      requests: `${counted(requests, 'request')}${ended === undefined && requests > 0 ? `, ${rate(at) < 1 ? rate(at).toFixed(1) : Math.round(rate(at))}/s` : ''}`,
      quota: ended === undefined ? quotaWords(at) : undefined,
      time: timeWords(at),
      wait: wait === undefined || wait.until <= at ? undefined : `waits ${durationWords(wait.until - at + 499)}: ${wait.why}`,
    }),
  };
};

export type StateOptions = {
  readonly timeBudgetSeconds?: number;
  /** Is the failure of this case a known one, which is nothing new to tell? */
  readonly known?: (judged: JudgedCase) => boolean;
};
