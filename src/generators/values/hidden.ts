import type { Schema } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import { hiddenNames as namesHiddenIn, isHidden as isHiddenIn, locate, schemasOfSameValue } from '../../contract/schema/same-value.ts';
import type { Direction, ValueContext } from './generated.ts';

/**
 * Values are made only where no `$id` changes what references mean (`unsupportedIn`), so that every schema has the scope of the document.
 */
const scope = { base: '#', dialect: undefined };

/** Is a property left out in a direction: `readOnly` of requests, `writeOnly` of responses. */
export const isHidden = (document: ValueContext['document'], direction: Direction | undefined, schema: Schema): boolean =>
  isHiddenIn(document, direction, locate(document, schema, '#', scope));

/** Names of the properties that are left out in a direction, and so may be absent although they are required. */
export const hiddenNames = (document: ValueContext['document'], direction: Direction | undefined, schema: Schema): ReadonlySet<string> =>
  namesHiddenIn(document, direction, locate(document, schema, '#', scope));

/** Every schema that describes the same value, each once. */
export const closure = (document: ValueContext['document'], schema: Schema): readonly Readonly<Record<string, unknown>>[] =>
  schemasOfSameValue(document, locate(document, schema, '#', scope)).flatMap((one) => (isObject(one.schema) ? [one.schema] : []));
