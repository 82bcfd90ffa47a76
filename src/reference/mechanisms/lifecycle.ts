/** A status that may pass into another one by itself. Nothing waits for that: the status is worked out when it is asked for. */
export type Lifecycle<Status extends string> =
  | { readonly kind: 'lasting'; readonly status: Status }
  | { readonly kind: 'passing'; readonly status: Status; readonly untilMs: number; readonly next: Status };

/** The status at a time in milliseconds since the epoch. */
export const statusAt = <Status extends string>(lifecycle: Lifecycle<Status>, nowMs: number): Status =>
  lifecycle.kind === 'passing' && nowMs >= lifecycle.untilMs ? lifecycle.next : lifecycle.status;

/** A status that holds for so many seconds from now on and then gives way to another. */
export const passing = <Status extends string>(status: Status, seconds: number, next: Status, nowMs: number): Lifecycle<Status> => ({
  kind: 'passing',
  status,
  untilMs: nowMs + seconds * 1000,
  next,
});
