import type { Schema } from '../../contract/model.ts';
import { boundedFilter } from './bounded-filter.ts';
import type { Generated, ValueContext } from './generated.ts';
import { createMaker } from './maker.ts';
import type { SchemaAt } from './reference.ts';
import { plainSchema } from './plain.ts';
import { reachable } from './reachable.ts';
import { unsupportedIn } from './unsupported.ts';

const hasFormats = (document: ValueContext['document'], node: SchemaAt): boolean =>
  [...reachable(document, node)].some(
    ({ schema }) => typeof schema !== 'boolean' && (schema['format'] !== undefined || schema['contentEncoding'] !== undefined),
  );

/**
 * Values that match a schema: plain JSON, the same for the same seed, shrinking to simple ones, printed examples and bounds among them.
 * Never a value that does not match: where no value can be made, the result states the keyword that prevents it.
 */
export const valid = (schema: Schema, context: ValueContext): Generated => {
  const { node, document, original } = plainSchema({ schema, pointer: context.pointer ?? '#' }, context);
  const unknown = unsupportedIn(document, node);
  if (unknown) return { ...unknown, pointer: original(unknown.pointer) };
  const maker = createMaker({ ...context, document }, { hasFormats: hasFormats(document, node) });
  const made = maker.make([node]);
  if (made.kind === 'unsupported') return { ...made, pointer: original(made.pointer) };
  if (made.kind === 'unsatisfiable') return { ...made, why: [...new Set(made.why.map(original))] };
  const holds = (value: unknown): boolean => {
    const matches = maker.judge([node], value);
    if (!matches) context.onDefect?.(value);
    return matches;
  };
  const arb = boundedFilter(made.arb, holds);
  if (arb) return { kind: 'ok', arb, notes: maker.notes.map((one) => ({ ...one, pointer: original(one.pointer) })) };
  return {
    kind: 'unsupported',
    pointer: original(node.pointer),
    keyword: 'schema',
    reason: 'no value was made that matches the whole schema',
  };
};
