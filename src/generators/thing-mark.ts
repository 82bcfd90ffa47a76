/**
 * Stands in a request for the id of a thing until it is sent: which things there are is known only then. `known` is a
 * thing of the run, else one that is listed; `spare` is a thing of the run that nobody else needs, because the request
 * changes or removes it.
 */
export type ThingMark = { readonly use: 'known' | 'spare'; readonly resource: string };

/** No id has these signs; a request in which one is left is not sent. */
const pattern = /\u2039(known|spare):([^\u203a]*)\u203a/g;

export const thingMark = ({ use, resource }: ThingMark): string => `\u2039${use}:${resource}\u203a`;

/** Every mark in a text, in order. */
export const marksIn = (text: string): ThingMark[] =>
  [...text.matchAll(pattern)].map(([, use, resource = '']) => ({ use: use === 'spare' ? 'spare' : 'known', resource }));

/** The marks of a text replaced by what they stand for. */
export const withoutMarks = (text: string, idOf: (mark: ThingMark) => string): string =>
  text.replaceAll(pattern, (_, use: string, resource: string) => idOf({ use: use === 'spare' ? 'spare' : 'known', resource }));
