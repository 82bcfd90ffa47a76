/**
 * Stands in a request for the id of a thing until it is sent: which things there are is known only then. `known` is a
 * thing of the run, else one that is listed; `spare` is a thing of the run that nobody else needs, because the request
 * changes or removes it.
 */
export type ResourceMark = {
  readonly use: 'known' | 'spare';
  readonly resourceType: string;
  /** Of a kind of thing that the structure of the document shows: which parameter in the path of one the mark stands for. */
  readonly parameter?: string;
};

/** No id has these signs; a request in which one is left is not sent. */
const pattern = /\u2039(known|spare):([^\u203a#]*)(?:#([^\u203a]*))?\u203a/g;

export const resourceMark = ({ use, resourceType, parameter }: ResourceMark): string =>
  `\u2039${use}:${resourceType}${parameter === undefined ? '' : `#${parameter}`}\u203a`;

const markOf = (use: string, resourceType: string, parameter: string | undefined): ResourceMark => ({
  use: use === 'spare' ? 'spare' : 'known',
  resourceType,
  ...(parameter === undefined ? {} : { parameter }),
});

/** Every mark in a text, in order. */
export const marksIn = (text: string): ResourceMark[] =>
  [...text.matchAll(pattern)].map(([, use = '', resourceType = '', parameter]) => markOf(use, resourceType, parameter));

/** The marks of a text replaced by what they stand for. */
export const withoutMarks = (text: string, idOf: (mark: ResourceMark) => string): string =>
  text.replaceAll(pattern, (_, use: string, resourceType: string, parameter: string | undefined) =>
    idOf(markOf(use, resourceType, parameter)),
  );
