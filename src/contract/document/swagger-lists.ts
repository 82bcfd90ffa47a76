import { isObject, referenceTarget, valueAt } from '../pointer.ts';
import { isMutable, type Mutable } from './walk.ts';

/** Where each collection format of Swagger 2.0 has a style in OpenAPI 3, or is the default there. The converter writes these. */
const styled: Readonly<Record<string, readonly string[]>> = {
  query: ['csv', 'ssv', 'pipes', 'multi'],
  path: ['csv'],
  header: ['csv'],
  formData: ['multi'],
};

const parametersIn = (node: unknown): readonly unknown[] => {
  if (!isObject(node)) return [];
  const { parameters } = node;
  return Array.isArray(parameters) ? parameters : Object.values(isObject(parameters) ? parameters : {});
};

/** The default format is `csv` (Swagger 2.0, Parameter Object). */
const keepFormat = (parameter: Mutable): void => {
  const { type, in: where, collectionFormat = 'csv' } = parameter;
  if (type !== 'array' || typeof where !== 'string' || typeof collectionFormat !== 'string') return;
  if (styled[where]?.includes(collectionFormat) === false) parameter['x-collectionFormat'] = collectionFormat;
};

const isMultipart = (type: unknown): boolean => typeof type === 'string' && type.toLowerCase().startsWith('multipart/');

/** A form with a file is a `multipart` one, whatever else is consumed (Swagger 2.0, Parameter Object, `type`). */
const sendFiles = (document: Mutable, item: Mutable, operation: Mutable): void => {
  const hasFile = [...parametersIn(item), ...parametersIn(operation)]
    .map((one) => (isObject(one) && typeof one['$ref'] === 'string' ? valueAt(document, referenceTarget(one['$ref'])) : one))
    .some((one) => isObject(one) && one['in'] === 'formData' && one['type'] === 'file');
  if (!hasFile) return;
  const consumes = operation['consumes'] ?? document['consumes'];
  const fitting = Array.isArray(consumes) ? consumes.filter(isMultipart) : [];
  operation['consumes'] = fitting.length > 0 ? fitting : ['multipart/form-data'];
};

/**
 * Prepares a document of Swagger 2.0 for its conversion, which would lose two things: collection formats without a style in OpenAPI 3, which
 * are kept as `x-collectionFormat`, and that a form with a file is `multipart`.
 */
export const keepForms = (document: Mutable): void => {
  const items = Object.values(isObject(document['paths']) ? document['paths'] : {}).filter(isMutable);
  for (const item of items) for (const operation of Object.values(item).filter(isMutable)) sendFiles(document, item, operation);
  const nodes = [document, ...items, ...items.flatMap((item) => Object.values(item))];
  for (const parameter of nodes.flatMap(parametersIn).filter(isMutable)) keepFormat(parameter);
};
