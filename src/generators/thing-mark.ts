/**
 * Stands in a request for the id of a thing until it is sent: which things there are is known only then. `known` is a
 * thing of the run, else one that is listed; `spare` is a thing of the run that nobody else needs, because the request
 * changes or removes it.
 */
export type ThingMark = {
  readonly use: 'known' | 'spare';
  readonly resource: string;
  /** Of a kind of thing that the structure of the document shows: which parameter in the path of one the mark stands for. */
  readonly parameter?: string;
};

/** No id has these signs; a request in which one is left is not sent. */
const pattern = /\u2039(known|spare):([^\u203a#]*)(?:#([^\u203a]*))?\u203a/g;

export const thingMark = ({ use, resource, parameter }: ThingMark): string =>
  `\u2039${use}:${resource}${parameter === undefined ? '' : `#${parameter}`}\u203a`;

const markOf = (use: string, resource: string, parameter: string | undefined): ThingMark => ({
  use: use === 'spare' ? 'spare' : 'known',
  resource,
  ...(parameter === undefined ? {} : { parameter }),
});

/** Every mark in a text, in order. */
export const marksIn = (text: string): ThingMark[] =>
  [...text.matchAll(pattern)].map(([, use = '', resource = '', parameter]) => markOf(use, resource, parameter));

/** The marks of a text replaced by what they stand for. */
export const withoutMarks = (text: string, idOf: (mark: ThingMark) => string): string =>
  text.replaceAll(pattern, (_, use: string, resource: string, parameter: string | undefined) => idOf(markOf(use, resource, parameter)));
