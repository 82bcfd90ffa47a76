import type { Conventions, RootConventions } from '../../src/contract/conventions.ts';
import { parseExpression } from '../../src/contract/expression.ts';
import { itemsOf, valuesIn } from '../../src/contract/held.ts';
import { isObject, valueAt } from '../../src/contract/pointer.ts';
import { answered } from '../contract/support.ts';
import { type Described, elementsOf, type Json, type Known, schemasAt } from './described.ts';

/** Sentences about what is not there; false where it is. */
export type Problems = readonly (string | false)[];

/** A document describes a message: an answer without a body that anything describes has no places in it. */
export const isDescribed = ({ bodies, schemas }: Described): boolean => bodies.length + schemas.length > 0;

/** A place of an answer: a header that it declares, or a value that some printed body holds or some schema describes. */
export const has = (document: Json, message: Described, expression: string): boolean => {
  const parsed = parseExpression(expression);
  if (parsed?.from === 'response-header') return message.headers.includes(parsed.name.toLowerCase());
  if (parsed?.from !== 'response-body') return false;
  return (
    message.bodies.some((body) => valuesIn(answered(200, body), expression).length > 0) ||
    schemasAt(document, message.schemas, parsed.pointer).length > 0
  );
};

/** The things that a list prints and the schemas that describe one. */
export const itemsIn = (document: Json, message: Described, places: readonly string[]): Described => ({
  bodies: message.bodies.flatMap((body) => itemsOf({ items: places }, answered(200, body)) ?? []),
  schemas: places.flatMap((place) => {
    const parsed = parseExpression(place);
    return parsed?.from === 'response-body' ? elementsOf(document, schemasAt(document, message.schemas, parsed.pointer)) : [];
  }),
  headers: [],
});

/** The thing that an answer shows at a place; none where the place is not printed. */
export const thingIn = (document: Json, message: Described, place: string | undefined): Described => {
  const parsed = place === undefined ? undefined : parseExpression(place);
  if (place === undefined || parsed?.from !== 'response-body') return { bodies: [], schemas: [], headers: [] };
  return {
    bodies: message.bodies.flatMap((body) => valuesIn(answered(200, body), place)),
    schemas: schemasAt(document, message.schemas, parsed.pointer),
    headers: [],
  };
};

export const thingHas = (document: Json, things: Described, pointer: string): boolean =>
  things.bodies.some((thing) => valueAt(thing, pointer) !== undefined) || schemasAt(document, things.schemas, pointer).length > 0;

export const rootOf = (document: Json): RootConventions => (isObject(document['x-assay']) ? document['x-assay'] : {});

/** What `x-assay` of an operation says itself. */
export const ownOf = ({ value }: Known): Conventions => (isObject(value['x-assay']) ? value['x-assay'] : {});

/** What holds for an operation, the way a contract reads it. */
export const conventionsOf = (document: Json, operation: Known): Conventions => ({ ...rootOf(document), ...ownOf(operation) });
