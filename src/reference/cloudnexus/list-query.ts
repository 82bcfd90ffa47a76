import type { ParsedUrlQuery } from 'node:querystring';
import { z } from 'zod';
import { filterStatuses, isRegion } from './catalogue.ts';
import { refuse } from './call.ts';
import type { Settings } from './settings.ts';

/** The query of GET /instances, read. */
export type ListQuery = {
  readonly region?: string | undefined;
  readonly status?: string | undefined;
  readonly limit: number;
  /** As sent; whether it was ever issued is not known yet. */
  readonly cursor?: string | undefined;
};

const isFilterStatus = (name: string): boolean => filterStatuses.some((status) => status === name);

const schemaFor = ({ page, unknownRegion, unknownStatus, unknownParameter }: Settings) => {
  const parameters = {
    region: z.string().refine((name) => unknownRegion === 'nothing' || isRegion(name), 'Unknown region identifier'),
    status: z.string().refine((name) => unknownStatus === 'nothing' || isFilterStatus(name), `Must be one of ${filterStatuses.join(', ')}`),
    limit: z
      .string()
      .regex(/^\d+$/, 'Must be a whole number')
      .transform(Number)
      .refine((limit) => limit >= 1, 'Must be at least 1')
      .refine((limit) => page.above === 'cut' || limit <= page.maximum, `Must be at most ${page.maximum}`)
      .transform((limit) => Math.min(limit, page.maximum)),
    cursor: z.string(),
  };
  const known = unknownParameter === 'ignored' ? z.object(parameters) : z.strictObject(parameters);
  return known.partial();
};

/** Makes the reader of GET /instances' query (Query Parameters). The reader throws a 400 for a malformed one. */
export const listQueryReader = (settings: Settings): ((query: ParsedUrlQuery) => ListQuery) => {
  const schema = schemaFor(settings);
  return (query) => {
    const read = schema.safeParse(query);
    if (read.success) return { ...read.data, limit: read.data.limit ?? settings.page.default };
    const faults = read.error.issues.map((issue) => ({ field: issue.path.join('.') || 'query', message: issue.message }));
    return refuse(400, 'malformed-query', 'Malformed query parameters', { faults });
  };
};
