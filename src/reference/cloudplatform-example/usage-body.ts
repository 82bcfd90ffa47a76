/** Names of the parameters of GET /usage. */
export type UsageNames = { readonly project: string; readonly start: string; readonly end: string };

/** The use on one day, which begins at midnight UTC. */
export type UsageDay = { readonly startMs: number; readonly requests: number; readonly bytes: number };

export type Usage = {
  readonly projectId: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly days: readonly UsageDay[];
};

export type UsageBody = (usage: Usage) => unknown;

export const dayMs = 86_400_000;

/** The days of a range. Their numbers depend on the project and the day. */
export const usageDays = (projectId: string, startMs: number, endMs: number): readonly UsageDay[] => {
  const first = Math.floor(startMs / dayMs);
  const weight = Array.from(projectId).reduce((sum, sign) => sum + (sign.codePointAt(0) ?? 0), 0);
  return Array.from({ length: Math.max(0, Math.ceil(endMs / dayMs) - first) }, (_, index) => {
    const requests = 100 + (((first + index) * 37 + weight) % 900);
    return { startMs: (first + index) * dayMs, requests, bytes: requests * 2048 };
  });
};

const iso = (ms: number): string => new Date(ms).toISOString();

/** The range and its days, in the form of the standard server. */
export const usageByDay: UsageBody = ({ projectId, startMs, endMs, days }) => ({
  project_id: projectId,
  start: iso(startMs),
  end: iso(endMs),
  metrics: days.map((day) => ({ date: iso(day.startMs).slice(0, 10), requests: day.requests, bytes: day.bytes })),
});

/** Sums, without any time. */
export const usageInTotal: UsageBody = ({ days }) => ({
  requests: days.reduce((sum, { requests }) => sum + requests, 0),
  bytes: days.reduce((sum, { bytes }) => sum + bytes, 0),
});

/** A series for each metric. */
export const usageInSeries: UsageBody = ({ days }) => [
  { metric: 'requests', generated_at: iso(Date.now()), points: days.map(({ startMs, requests }) => ({ t: iso(startMs), v: requests })) },
  { metric: 'bytes', generated_at: iso(Date.now()), points: days.map(({ startMs, bytes }) => ({ t: iso(startMs), v: bytes })) },
];
