import type { Collection } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';

/** Parameters of a page, an order or a form, whose default leaves no item out. */
const harmless = /limit|page|offset|size|sort|order|cursor|count|direction|expand|fields|include_?total|format/iu;

/** Does a list leave items out for want of a filter: one has a default. */
export const hidesByDefault = ({ operation }: Collection): boolean =>
  operation.parameters.some(
    ({ in: where, name, schema }) => where === 'query' && isObject(schema) && schema['default'] !== undefined && !harmless.test(name),
  );

/** May a list leave out what was put away: a parameter of it asks for that. */
export const mayHidePutAway = ({ operation }: Collection): boolean =>
  operation.parameters.some(
    ({ in: where, name }) => where === 'query' && /delet|archiv|inactive|hidden|remov|trash|include_?all/iu.test(name),
  );
