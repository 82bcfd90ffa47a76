import type { ParsedUrlQuery } from 'node:querystring';
import { z } from 'zod';
import { queryReader, sizeParameter } from '../kit/query.ts';
import { filterStatuses, isRegion } from './catalogue.ts';
import type { ListFilters } from './list-filters.ts';
import type { Settings } from './settings.ts';

/** The page that a call requests. */
export type PageQuery = {
  readonly limit: number;
  /** As sent, not yet checked. */
  readonly cursor?: string | undefined;
};

/** The parameters of a page, as a part of a query's schema. */
export const pageParameters = ({ page }: Settings) => ({ limit: sizeParameter(page), cursor: z.string().optional() });

const isFilterStatus = (name: string): boolean => filterStatuses.some((status) => status === name);

/** Makes the reader of the query of GET /instances (Query Parameters). The reader throws a 400 for a malformed query. */
export const listQueryReader = (settings: Settings): ((query: ParsedUrlQuery) => PageQuery & ListFilters) => {
  const { unknownRegion, unknownStatus } = settings;
  const region = z.string().refine((name) => unknownRegion === 'nothing' || isRegion(name), 'Unknown region identifier');
  const status = z
    .string()
    .refine((name) => unknownStatus === 'nothing' || isFilterStatus(name), `Must be one of ${filterStatuses.join(', ')}`);
  return queryReader({ region: region.optional(), status: status.optional(), ...pageParameters(settings) }, settings);
};
