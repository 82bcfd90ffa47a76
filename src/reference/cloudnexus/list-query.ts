import type { ParsedUrlQuery } from 'node:querystring';
import { z } from 'zod';
import { filterStatuses, isRegion } from './catalogue.ts';
import { refuse } from './call.ts';
import type { ListFilters } from './list-filters.ts';
import type { Settings } from './settings.ts';

/** Which page of a list is asked for. */
export type PageQuery = {
  readonly limit: number;
  /** As sent; whether it was ever issued is not known yet. */
  readonly cursor?: string | undefined;
};

/** The parameters of a page, to be part of a query's schema. */
export const pageParameters = ({ page }: Settings) => ({
  limit: z
    .string()
    .regex(/^\d+$/, 'Must be a whole number')
    .transform(Number)
    .refine((limit) => limit >= 1 || page.zero !== 'refused', 'Must be at least 1')
    .refine((limit) => page.above === 'cut' || limit <= page.maximum, `Must be at most ${page.maximum}`)
    .transform((limit) => (limit === 0 && page.zero === 'default' ? page.default : Math.min(limit, page.maximum)))
    .default(page.default),
  cursor: z.string().optional(),
});

/**
 * Makes the reader of a query: parameters it does not know, and empty ones, are treated as the settings say.
 * The reader throws a 400 for a malformed query, naming every parameter at fault.
 */
export const queryReader = <Shape extends z.ZodRawShape>(
  shape: Shape,
  { unknownParameter, emptyParameter }: Settings,
): ((query: ParsedUrlQuery) => z.infer<z.ZodObject<Shape>>) => {
  const schema = unknownParameter === 'ignored' ? z.object(shape) : z.strictObject(shape);
  return (query) => {
    const given = emptyParameter === 'value' ? query : Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));
    const read = schema.safeParse(given);
    if (read.success) return read.data;
    const faults = read.error.issues.map((issue) => ({ field: issue.path.join('.') || 'query', message: issue.message }));
    return refuse(400, 'malformed-query', 'Malformed query parameters', { faults });
  };
};

const isFilterStatus = (name: string): boolean => filterStatuses.some((status) => status === name);

/** Makes the reader of GET /instances' query (Query Parameters). The reader throws a 400 for a malformed one. */
export const listQueryReader = (settings: Settings): ((query: ParsedUrlQuery) => PageQuery & ListFilters) => {
  const { unknownRegion, unknownStatus } = settings;
  const region = z.string().refine((name) => unknownRegion === 'nothing' || isRegion(name), 'Unknown region identifier');
  const status = z
    .string()
    .refine((name) => unknownStatus === 'nothing' || isFilterStatus(name), `Must be one of ${filterStatuses.join(', ')}`);
  return queryReader({ region: region.optional(), status: status.optional(), ...pageParameters(settings) }, settings);
};
