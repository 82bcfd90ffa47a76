/** Sizes of a run, in requests per target; full has no limit. */
export const profiles: Readonly<Record<string, number | undefined>> = { smoke: 40, pr: 300, nightly: 3000, full: undefined };
