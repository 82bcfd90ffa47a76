import type { Schema } from '../../contract/model.ts';
import { boundedFilter } from './bounded-filter.ts';
import type { Generated, ValueContext } from './generated.ts';
import { createMaker } from './maker.ts';
import type { SchemaAt } from './reference.ts';
import { reachable, unsupportedIn } from './unsupported.ts';

const hasFormats = ({ document }: ValueContext, node: SchemaAt): boolean =>
  [...reachable(document, node)].some(
    ({ schema }) => typeof schema !== 'boolean' && (schema['format'] !== undefined || schema['contentEncoding'] !== undefined),
  );

/**
 * Values that match a schema: plain JSON, the same for the same seed, shrinking to simple ones, printed examples and bounds among them.
 * Never a value that does not match: where no value can be made, the result states the keyword that prevents it.
 */
export const valid = (schema: Schema, context: ValueContext): Generated => {
  const node = { schema, pointer: context.pointer ?? '#' };
  const unknown = unsupportedIn(context.document, node);
  if (unknown) return unknown;
  const maker = createMaker(context, { hasFormats: hasFormats(context, node) });
  const made = maker.make([node]);
  if (made.kind !== 'ok') return made;
  const holds = (value: unknown): boolean => {
    const matches = maker.judge([node], value);
    if (!matches) context.onDefect?.(value);
    return matches;
  };
  const arb = boundedFilter(made.arb, holds);
  if (arb) return { kind: 'ok', arb, notes: maker.notes };
  return { kind: 'unsupported', pointer: node.pointer, keyword: 'schema', reason: 'no value was made that matches the whole schema' };
};
