import { nodeOf } from '../../model/location.ts';
import { rememberedByPair } from '../../model/remembered.ts';
import { type ParameterStyle, parameterStyles } from '../../model/request.ts';
import type { Contract, Parameter, Schema } from '../model.ts';
import { below, isObject, valueAt } from '../pointer.ts';

/** How a document defines the writing of a parameter's values: in a style, or as a media type. */
export type Writing =
  | { readonly kind: 'style'; readonly style: ParameterStyle; readonly explode: boolean; readonly allowReserved: boolean }
  | { readonly kind: 'content'; readonly mediaType: string };

/** A parameter's values: how they are written, and the schema that they match. */
export type ParameterValues = Pick<Parameter, 'schema' | 'schemaLocation'> & {
  readonly writing: Writing;
  /** Nodes that may hold examples: the parameter, and the media type of its `content`. */
  readonly exampleNodes: readonly unknown[];
};

/** OpenAPI 3.1, Parameter Object: the styles of a location, the default first. */
const stylesAt: Readonly<Record<Parameter['in'], readonly [ParameterStyle, ...ParameterStyle[]]>> = {
  path: ['simple', 'label', 'matrix'],
  header: ['simple'],
  query: ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'],
  cookie: ['form'],
};

/** Lists of Swagger 2.0 that have no style in OpenAPI 3 where they stand, as the conversion keeps them. */
const separatedStyles: Readonly<Record<string, ParameterStyle>> = {
  csv: 'form',
  ssv: 'spaceDelimited',
  tsv: 'tabDelimited',
  pipes: 'pipeDelimited',
};

/**
 * The style of a parameter at a location. A style that the location does not have is read as the default, so that a mistake in the document
 * does not prevent the use of its operation.
 */
export const styleWriting = (where: Parameter['in'], written: Readonly<Record<string, unknown>>): Writing & { kind: 'style' } => {
  const separated = separatedStyles[String(written['x-collectionFormat'])];
  if (separated !== undefined) return { kind: 'style', style: separated, explode: false, allowReserved: false };
  const style = parameterStyles.find((one) => one === written['style'] && stylesAt[where].includes(one)) ?? stylesAt[where][0];
  const { explode, allowReserved } = written;
  return {
    kind: 'style',
    style,
    explode: typeof explode === 'boolean' ? explode : style === 'form',
    allowReserved: where === 'query' && allowReserved === true,
  };
};

const readValues = rememberedByPair((document: Contract['document'], parameter: Parameter): ParameterValues => {
  const pointer = nodeOf(parameter.location);
  const written = valueAt(document, pointer);
  const node = isObject(written) ? written : {};
  const [only] = Object.entries(isObject(node['content']) ? node['content'] : {});
  if (!only) {
    const { schema, schemaLocation } = parameter;
    return { writing: styleWriting(parameter.in, node), schema, schemaLocation, exampleNodes: [node] };
  }
  const [mediaType, media] = only;
  const schema: Schema = isObject(media) && (isObject(media['schema']) || typeof media['schema'] === 'boolean') ? media['schema'] : true;
  const way = [...parameter.location.way, below(pointer, 'content', mediaType, 'schema')];
  return {
    writing: { kind: 'content', mediaType },
    schema,
    schemaLocation: { operation: parameter.location.operation, way },
    exampleNodes: [node, media],
  };
});

/**
 * How the values of a parameter are written and which they are (OpenAPI 3.1, Parameter Object: `schema` with a style, or `content`).
 */
export const parameterValues = ({ document }: Pick<Contract, 'document'>, parameter: Parameter): ParameterValues =>
  readValues(document, parameter);
