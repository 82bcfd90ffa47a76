import { isObject } from '../pointer.ts';
import { primitiveText } from './primitive-text.ts';

/** The form of a value that styles distinguish: nothing, one text, several, or names with texts. */
export type Shape =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'one'; readonly text: string }
  | { readonly kind: 'list'; readonly texts: readonly string[] }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [name: string, text: string])[] }
  /** A list or an object inside another, which only `deepObject` and media types can write. */
  | { readonly kind: 'nested' };

const nothing: Shape = { kind: 'nothing' };

const isNested = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** The shape of a value. Null, an empty list and an empty object are nothing, and so is null inside them (RFC 6570, section 2.3). */
export const shapeOf = (value: unknown): Shape => {
  if (Array.isArray(value)) {
    if (value.some(isNested)) return { kind: 'nested' };
    const texts = value.map(primitiveText).filter((text) => text !== undefined);
    return texts.length === 0 ? nothing : { kind: 'list', texts };
  }
  if (isObject(value)) {
    if (Object.values(value).some(isNested)) return { kind: 'nested' };
    const entries = Object.entries(value).flatMap(([name, one]) => {
      const text = primitiveText(one);
      return text === undefined ? [] : [[name, text] as const];
    });
    return entries.length === 0 ? nothing : { kind: 'map', entries };
  }
  const text = primitiveText(value);
  return text === undefined ? nothing : { kind: 'one', text };
};
