import type { Conventions, RootConventions } from '../../src/contract/conventions.ts';
import { parseExpression } from '../../src/contract/expression.ts';
import { itemsOf, valuesIn } from '../../src/contract/held.ts';
import { isObject, valueAt } from '../../src/contract/pointer.ts';
import { answered } from '../contract/support.ts';
import { type Described, elementsOf, type Json, type Known, schemasAt } from './described.ts';

/** A sentence about something missing; false where it exists. */
export type Problems = readonly (string | false)[];

/** Whether a document describes the body of a message; otherwise nothing is known of its locations. */
export const isDescribed = ({ bodies, schemas }: Described): boolean => bodies.length + schemas.length > 0;

/** Whether an answer has a location: a declared header, or a value in an example body or of a schema. */
export const has = (document: Json, message: Described, expression: string): boolean => {
  const parsed = parseExpression(expression);
  if (parsed?.from === 'response-header') return message.headers.includes(parsed.name.toLowerCase());
  if (parsed?.from !== 'response-body') return false;
  return (
    message.bodies.some((body) => valuesIn(answered(200, body), expression).length > 0) ||
    schemasAt(document, message.schemas, parsed.pointer).length > 0
  );
};

/** The resources in the examples of a list, and the schemas of one. */
export const itemsIn = (document: Json, message: Described, places: readonly string[]): Described => ({
  bodies: message.bodies.flatMap((body) => itemsOf({ items: places }, answered(200, body)) ?? []),
  schemas: places.flatMap((place) => {
    const parsed = parseExpression(place);
    return parsed?.from === 'response-body' ? elementsOf(document, schemasAt(document, message.schemas, parsed.pointer)) : [];
  }),
  headers: [],
});

/** The resource that an answer shows at a location; none where the location is not documented. */
export const resourceIn = (document: Json, message: Described, place: string | undefined): Described => {
  const parsed = place === undefined ? undefined : parseExpression(place);
  if (place === undefined || parsed?.from !== 'response-body') return { bodies: [], schemas: [], headers: [] };
  return {
    bodies: message.bodies.flatMap((body) => valuesIn(answered(200, body), place)),
    schemas: schemasAt(document, message.schemas, parsed.pointer),
    headers: [],
  };
};

export const resourceHas = (document: Json, resources: Described, pointer: string): boolean =>
  resources.bodies.some((resource) => valueAt(resource, pointer) !== undefined) ||
  schemasAt(document, resources.schemas, pointer).length > 0;

export const rootOf = (document: Json): RootConventions => (isObject(document['x-assay']) ? document['x-assay'] : {});

/** The `x-assay` of the operation itself. */
export const ownOf = ({ value }: Known): Conventions => (isObject(value['x-assay']) ? value['x-assay'] : {});

/** The conventions of an operation, as a contract reads them. */
export const conventionsOf = (document: Json, operation: Known): Conventions => ({ ...rootOf(document), ...ownOf(operation) });
