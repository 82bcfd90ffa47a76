import type { Content } from '../contract/model.ts';
import { isJsonType } from './json-content.ts';

/** How a body is made: as JSON, as a form, as one text, or only by an example that is a text already. */
export type BodyForm = 'json' | 'form' | 'text' | 'example';

export type ChosenContent = {
  readonly content: Content;
  readonly form: BodyForm;
  /** As it is announced: the declared one, or a member of a declared range. */
  readonly mediaType: string;
};

const essenceOf = (mediaType: string): string => (mediaType.split(';')[0] ?? '').trim().toLowerCase();

const formOf = ({ mediaType }: Content): Omit<ChosenContent, 'content'> => {
  const essence = essenceOf(mediaType);
  // `application/*+json` is no media type, and stands in documents for all that end so.
  if (isJsonType(mediaType)) return { form: 'json', mediaType: mediaType.replace('*+json', 'vnd.assay+json') };
  if (essence === '*/*' || essence === 'application/*') return { form: 'json', mediaType: 'application/json' };
  if (essence === 'application/x-www-form-urlencoded' || essence === 'multipart/form-data') return { form: 'form', mediaType: essence };
  if (essence === 'text/*' || essence === 'text/plain') return { form: 'text', mediaType: essence === 'text/*' ? 'text/plain' : mediaType };
  if (essence === 'application/octet-stream') return { form: 'text', mediaType };
  return { form: 'example', mediaType };
};

/** What we make rather than the next: JSON, of which most is known. */
const order: readonly BodyForm[] = ['json', 'form', 'text', 'example'];

/** The contents of a body in the order in which they are tried: JSON first, then what can be built. */
export const contentsInOrder = (contents: readonly Content[]): readonly ChosenContent[] => {
  const chosen = contents.map((content) => ({ content, ...formOf(content) }));
  // A declared type goes before a range that holds it.
  const rank = (one: ChosenContent): number => order.indexOf(one.form) * 2 + Number(one.content.mediaType.includes('*'));
  return chosen.toSorted((a, b) => rank(a) - rank(b));
};
