import type { ParsedUrlQuery } from 'node:querystring';
import { z } from 'zod';
import { refuse } from './refusing.ts';

export type QueryRules = {
  readonly unknownParameter: 'ignored' | 'refused';
  /** A parameter without a value counts as empty text, or as absent. */
  readonly emptyParameter: 'value' | 'absent';
  /** Status of a malformed query; default 400. */
  readonly malformed?: 400 | 422;
};

/**
 * Makes the reader of a query. Its rules decide what happens to unknown and empty parameters.
 * @throws {ErrorResponse} `malformed-query`, by the reader, naming every parameter at fault.
 */
export const queryReader = <Shape extends z.ZodRawShape>(
  shape: Shape,
  { unknownParameter, emptyParameter, malformed = 400 }: QueryRules,
): ((query: ParsedUrlQuery) => z.infer<z.ZodObject<Shape>>) => {
  const schema = unknownParameter === 'ignored' ? z.object(shape) : z.strictObject(shape);
  return (query) => {
    const given = emptyParameter === 'value' ? query : Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));
    const read = schema.safeParse(given);
    if (read.success) return read.data;
    const faults = read.error.issues.map((issue) => ({ field: issue.path.join('.') || 'query', message: issue.message }));
    return refuse(malformed, 'malformed-query', 'Malformed query parameters', { faults });
  };
};

export type SizeRules = {
  readonly default: number;
  readonly maximum: number;
  /** Whether a size above the maximum is reduced to it or refused. */
  readonly above: 'cut' | 'refused';
  /** Whether 0 is refused, means the default size, or gives an empty page. */
  readonly zero: 'refused' | 'default' | 'empty';
};

/** A whole number without a sign, from 0. */
export const wholeNumber = z.string().regex(/^\d+$/, 'Must be a whole number').transform(Number);

/** The parameter for the size of a page, such as limit or per_page. */
export const sizeParameter = (page: SizeRules) =>
  wholeNumber
    .refine((size) => size >= 1 || page.zero !== 'refused', 'Must be at least 1')
    .refine((size) => page.above === 'cut' || size <= page.maximum, `Must be at most ${page.maximum}`)
    .transform((size) => (size === 0 && page.zero === 'default' ? page.default : Math.min(size, page.maximum)))
    .default(page.default);

/** The parameter for the number of a page, from 1. */
export const pageParameter = () => wholeNumber.refine((page) => page >= 1, 'Must be at least 1').default(1);
