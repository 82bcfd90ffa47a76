import type { Contract, Parameter } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { primitiveText } from '../../../contract/wire/primitive-text.ts';
import { pairsOf } from '../../../contract/wire/styles.ts';
import { styleWriting } from '../../../contract/wire/writing.ts';
import { nodeOf } from '../../../model/location.ts';
import type { ParameterStyle } from '../../../model/request.ts';
import type { ParameterSending, Sent } from './sending.ts';

/** How a parameter of a contract is sent (OpenAPI 3.1, Parameter Object: `style` and `explode` with their defaults). */
export const sendingOf = (contract: Pick<Contract, 'document'>, parameter: Parameter): ParameterSending => {
  const written = valueAt(contract.document, nodeOf(parameter.location));
  const { name, required, in: where } = parameter;
  const { style, explode } = styleWriting(where, isObject(written) ? written : {});
  return { kind: 'parameter', in: where, name, required, style, explode };
};

/** Styles whose text can be read back. */
const readable: ReadonlySet<ParameterStyle> = new Set(['form', 'simple', 'pipeDelimited', 'spaceDelimited', 'tabDelimited']);

/** Null has no text in a parameter; it is sent as its name, as clients do by mistake. */
const textOf = (value: unknown): string | undefined => (value === null ? 'null' : primitiveText(value));

/**
 * The texts that a value of a parameter is sent as, not yet percent-encoded; one per pair where a name is repeated. Undefined where OpenAPI
 * does not define how it is written, or where it cannot be read back.
 */
export const serialise = ({ name, style, explode, in: where }: ParameterSending, value: unknown): Sent | undefined => {
  if (!readable.has(style) || (where === 'header' && typeof value === 'string' && value !== value.trim())) return undefined;
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (items.length === 0) return [];
  const texts = items.map(textOf);
  if (texts.some((text) => text === undefined)) return undefined;
  const written = { name, style, explode: explode && where === 'query', value: Array.isArray(value) ? texts : texts[0] };
  return pairsOf(written).map(({ parts, separator }) => parts.join(decodeURIComponent(separator)));
};
