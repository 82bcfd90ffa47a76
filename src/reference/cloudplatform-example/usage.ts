import type { ParsedUrlQuery } from 'node:querystring';
import { z } from 'zod';
import { momentOf } from '../kit/filters.ts';
import { queryReader } from '../kit/query.ts';
import { refuse } from '../kit/refusing.ts';
import type { Call, Layer } from './call.ts';
import { answer } from './call.ts';
import { refuseUnknownParameters } from './parameters.ts';
import { visibleProject } from './projects.ts';
import type { Settings } from './settings.ts';
import { dayMs, usageDays } from './usage-body.ts';

/** A longer range is refused. */
const mostDays = 400;

const moment = z
  .string()
  .refine((text) => momentOf(text) !== undefined, 'Must be a date or a time')
  .transform((text) => momentOf(text) ?? 0);

const readQuery = queryReader(
  { project: z.string().min(1), start: moment, end: moment },
  { unknownParameter: 'ignored', emptyParameter: 'value' },
);

const given = ({ query }: Call, { usageNames, usagePrerequisites }: Settings): ParsedUrlQuery => {
  const nowMs = Date.now();
  const { [usageNames.project]: project, [usageNames.start]: start, [usageNames.end]: end } = query;
  if (usagePrerequisites === 'all') return { project, start, end };
  return { project: project ?? '*', start: start ?? new Date(nowMs - dayMs).toISOString(), end: end ?? new Date(nowMs).toISOString() };
};

/** The range of days that this server shows. */
const shownRange = (startMs: number, endMs: number, { usageDays: days }: Settings): readonly [startMs: number, endMs: number] => {
  if (days === 'asked') return [startMs, endMs];
  if (days === 'one-more') return [startMs, Math.ceil(endMs / dayMs) * dayMs + dayMs];
  const now = new Date();
  return [Date.UTC(now.getUTCFullYear(), now.getUTCMonth()), now.getTime()];
};

/** GET /usage: what a project used over a time range. */
export const readUsage =
  (settings: Settings): Layer =>
  (call) => {
    refuseUnknownParameters(call, Object.values(settings.usageNames));
    const { project, start, end } = readQuery(given(call, settings));
    if (start > end) refuse(400, 'malformed-query', 'The range ends before it begins');
    if (end - start > mostDays * dayMs) refuse(400, 'malformed-query', `The range has more than ${mostDays} days`);
    const isKnown = project === '*' || visibleProject(call, project) !== undefined;
    if (!isKnown && settings.unknownProject.usage === 'refused') refuse(404, 'unknown-project', 'No such project');
    const days = usageDays(project, ...shownRange(start, end, settings));
    answer(call, 200, settings.usageBody({ projectId: project, startMs: start, endMs: end, days }));
  };
