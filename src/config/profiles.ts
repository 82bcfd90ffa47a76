/** What a run is for. */
export type Profile = {
  /** About how many requests are planned for a target; absent: no limit. */
  readonly size?: number;
  /** Every target is surveyed, see `survey` of `Target`. */
  readonly survey?: true;
};

/** By their names: sizes of a run, and `comparison`, which asks each target whatever comparisons show. */
export const profiles = {
  smoke: { size: 40 },
  pr: { size: 300 },
  nightly: { size: 3000 },
  full: {},
  comparison: { survey: true },
} as const satisfies Readonly<Record<string, Profile>>;
