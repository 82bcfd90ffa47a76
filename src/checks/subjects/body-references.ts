import { escapeToken, isObject } from '../../contract/pointer.ts';
import { isOfPart, isOther, type Placeholder, placeholdersIn } from '../../generators/placeholder.ts';

/** A place in a body that names a resource: a JSON pointer (RFC 6901), and what stands there until the request is sent. */
export type Reference = { readonly pointer: string; readonly placeholder: Placeholder };

/** The places in a body that name a resource which the run creates: its members, and of each list the first element. */
export const referencesIn = (value: unknown, pointer = ''): readonly Reference[] => {
  if (typeof value === 'string') {
    const [placeholder, ...others] = placeholdersIn(value);
    const isOne = placeholder !== undefined && others.length === 0 && !isOfPart(placeholder);
    return isOne && (placeholder.use === 'known' || placeholder.use === 'spare' || isOther(placeholder.use))
      ? [{ pointer, placeholder }]
      : [];
  }
  if (Array.isArray(value)) return value.length === 0 ? [] : referencesIn(value[0], `${pointer}/0`);
  return isObject(value) ? Object.entries(value).flatMap(([name, one]) => referencesIn(one, `${pointer}/${escapeToken(name)}`)) : [];
};
