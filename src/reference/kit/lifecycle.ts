/** A status that may change into another one by itself. No timer runs: the status is worked out when somebody reads it. */
export type Lifecycle<Status extends string> =
  | { readonly kind: 'lasting'; readonly status: Status }
  | { readonly kind: 'passing'; readonly status: Status; readonly untilMs: number; readonly next: Status }
  | { readonly kind: 'stages'; readonly stages: readonly Stage<Status>[]; readonly last: Status };

/** A status that holds until a moment, unless an earlier stage still holds. */
export type Stage<Status extends string> = { readonly status: Status; readonly untilMs: number };

/** The status at a time in milliseconds since the epoch. */
export const statusAt = <Status extends string>(lifecycle: Lifecycle<Status>, nowMs: number): Status => {
  if (lifecycle.kind === 'stages') return lifecycle.stages.find(({ untilMs }) => nowMs < untilMs)?.status ?? lifecycle.last;
  return lifecycle.kind === 'passing' && nowMs >= lifecycle.untilMs ? lifecycle.next : lifecycle.status;
};

export const lasting = <Status extends string>(status: Status): Lifecycle<Status> => ({ kind: 'lasting', status });

/** Statuses that each hold for so many seconds from now on, one after the other, and then a last one that stays. */
export const staged = <Status extends string>(
  stages: readonly (readonly [status: Status, seconds: number])[],
  last: Status,
  nowMs: number,
): Lifecycle<Status> => {
  let untilMs = nowMs;
  return { kind: 'stages', last, stages: stages.map(([status, seconds]) => ({ status, untilMs: (untilMs += seconds * 1000) })) };
};

/** A status that holds for so many seconds from now on and then changes into another. */
export const passing = <Status extends string>(status: Status, seconds: number, next: Status, nowMs: number): Lifecycle<Status> => ({
  kind: 'passing',
  status,
  untilMs: nowMs + seconds * 1000,
  next,
});
