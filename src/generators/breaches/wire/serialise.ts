import type { Contract, Parameter } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { nodeOf } from '../../../model/place.ts';
import type { ParameterSending, Sent } from './sending.ts';

const usualStyle = { path: 'simple', header: 'simple', query: 'form', cookie: 'form' } as const;

/** How a parameter of a contract is sent (OpenAPI 3.1, Parameter Object: `style` and `explode` with their defaults). */
export const sendingOf = (contract: Pick<Contract, 'document'>, parameter: Parameter): ParameterSending => {
  const written = valueAt(contract.document, nodeOf(parameter.place));
  const { style, explode } = isObject(written) ? written : {};
  const { name, required, in: where } = parameter;
  const named = typeof style === 'string' ? style : usualStyle[where];
  return { kind: 'parameter', in: where, name, required, style: named, explode: typeof explode === 'boolean' ? explode : named === 'form' };
};

const scalar = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' || value === null ? String(value) : undefined;
};

const separators: Readonly<Record<string, string>> = { form: ',', simple: ',', pipeDelimited: '|', spaceDelimited: ' ' };

/**
 * The texts that a value of a parameter leaves as, not yet percent-encoded; one each where a name is repeated. Undefined where
 * OpenAPI does not say how it is written, or no way is known to read it back.
 */
export const serialise = ({ style, explode, in: where }: ParameterSending, value: unknown): Sent | undefined => {
  const separator = separators[style];
  if (separator === undefined || (where === 'header' && typeof value === 'string' && value !== value.trim())) return undefined;
  if (!Array.isArray(value)) {
    const text = scalar(value);
    return text === undefined ? undefined : [text];
  }
  const texts = value.map(scalar);
  if (texts.some((text) => text === undefined)) return undefined;
  const written = texts.filter((text) => text !== undefined);
  if (written.length === 0) return [];
  return explode && where === 'query' ? written : [written.join(separator)];
};
