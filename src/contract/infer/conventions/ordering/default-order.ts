import type { Parameter } from '../../../model.ts';
import type { DescribedList } from '../collection.ts';
import type { DocumentView, Suggestion } from '../convention.ts';
import { inWords, keywordOf, optionalQuery } from '../paging-members.ts';
import { orderedBy } from './order-values.ts';
import { directionNames, directions, hasSigns, isExplained, orderNames, orderText, parsedOrder } from './sort-parameter.ts';

type Document = DocumentView['document'];

const defaultOf = (document: Document, parameter: Parameter): string | undefined => {
  const value = keywordOf(document, parameter.schema, 'default');
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** The direction where the default shows none: that of the other parameter, else ascending where the parameter lists orders with a sign. */
const directionBeside = (document: Document, parameters: readonly Parameter[], sort: Parameter): 'ascending' | 'descending' | undefined => {
  const others = parameters.filter((one) => one !== sort && directionNames.has(inWords(one.name)));
  const [other] = others;
  if (other !== undefined) return others.length === 1 ? directions[(defaultOf(document, other) ?? '').toLowerCase()] : undefined;
  const values = keywordOf(document, sort.schema, 'enum');
  return Array.isArray(values) && hasSigns(values) ? 'ascending' : undefined;
};

/** The order that the default of a parameter states: by a member of the items, in a direction. */
export const orderByDefault = (document: Document, { operation, item }: DescribedList): readonly Suggestion[] => {
  const parameters = optionalQuery(document, operation);
  for (const sort of parameters) {
    const text = orderNames.has(inWords(sort.name)) ? defaultOf(document, sort) : undefined;
    const order = text === undefined ? undefined : parsedOrder(text);
    if (order === undefined || isExplained.test(orderText(document, sort))) continue;
    const by = orderedBy(document, item, order.name);
    const direction = order.direction ?? directionBeside(document, parameters, sort);
    if (by === undefined || direction === undefined) continue;
    return [
      {
        operation,
        word: ['ordering'],
        value: { by, direction },
        why: `The default of "${sort.name}" is "${text ?? ''}", ${direction} by ${by}.`,
      },
    ];
  }
  return [];
};
