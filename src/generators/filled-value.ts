import { isObject } from '../contract/pointer.ts';
import { type RequestBody, withValueChanged } from '../model/request.ts';

/** An id as the service writes it: a number or a text. */
export type Id = string | number;

/**
 * A value with ids in place of the placeholders in it.
 * @param filled Fills a text of which a placeholder is only a part.
 * @param ids By the texts of their placeholders.
 */
export const filledValue = (value: unknown, filled: (text: string) => string, ids: ReadonlyMap<string, Id>): unknown => {
  const visit = (one: unknown): unknown => {
    if (typeof one === 'string') return ids.get(one) ?? filled(one);
    if (Array.isArray(one)) return one.map(visit);
    return isObject(one) ? Object.fromEntries(Object.entries(one).map(([name, member]) => [name, visit(member)])) : one;
  };
  return visit(value);
};

/** A text with the quotation marks taken from placeholders that stand for numbers, as JSON writes them. */
const withNumbers = (text: string, ids: ReadonlyMap<string, Id>): string =>
  [...ids].reduce((so, [placeholder, id]) => (typeof id === 'number' ? so.replaceAll(`"${placeholder}"`, String(id)) : so), text);

/** The same for a body. */
export const filledBody = (body: RequestBody, filled: (text: string) => string, ids: ReadonlyMap<string, Id>): RequestBody => {
  switch (body.kind) {
    case 'text':
      return { ...body, text: filled(withNumbers(body.text, ids)) };
    case 'empty':
    case 'octets':
      return body;
    case 'json':
      return withValueChanged(body, (value) => filledValue(value, filled, ids));
    case 'form':
      return {
        ...body,
        value: Object.fromEntries(Object.entries(body.value).map(([name, one]) => [name, filledValue(one, filled, ids)])),
      };
    default:
      return body satisfies never;
  }
};
