import type { ParsedUrlQuery } from 'node:querystring';
import type { z } from 'zod';
import { cursorPage } from '../kit/cursor-page.ts';
import type { Call } from './call.ts';
import { queryReader } from '../kit/query.ts';
import { pageParameters } from './list-query.ts';
import { paginationAfter, positionOf } from './pagination.ts';
import type { Settings } from './settings.ts';

/**
 * The form of a list whose body the document does not show: in the member data or under its own name, as the whole body, or with
 * pages like the instances.
 */
export type PlainShape = 'data' | 'named' | 'array' | 'paged';

/** Makes the reader of such a list's query: its filters, and the page where the list has pages. */
export const plainQueryReader = <Filters extends z.ZodRawShape>(filters: Filters, shape: PlainShape, settings: Settings) =>
  queryReader({ ...filters, ...(shape === 'paged' && pageParameters(settings)) }, settings) as (
    query: ParsedUrlQuery,
  ) => z.infer<z.ZodObject<Filters>> & { readonly limit?: number; readonly cursor?: string };

/** Answers with the chosen resources of a list, each in the form in which it is shown. */
export const answerPlainList = <Resource extends { readonly id: string }>(
  call: Call,
  list: { readonly name: string; readonly shape: PlainShape; readonly resources: readonly Resource[] },
  query: { readonly limit?: number; readonly cursor?: string },
  isChosen: (resource: Resource) => boolean,
  show: (resource: Resource) => unknown,
): void => {
  const { settings } = call.state.cloud;
  const { name, shape, resources } = list;
  const indexOf = (id: string): number => resources.findIndex((resource) => resource.id === id);
  const after = shape === 'paged' && query.cursor !== undefined ? positionOf(query.cursor, indexOf, settings) : -1;
  const { items, left } = cursorPage(resources, after, query.limit ?? Infinity, isChosen);
  const shown = items.map(show);
  call.status = 200;
  if (shape === 'array') call.body = shown;
  else if (shape === 'named') call.body = { [name]: shown };
  else if (shape === 'data') call.body = { data: shown };
  else call.body = { data: shown, pagination: paginationAfter(items.at(-1)?.id, left > 0, settings) };
};
