import type { Content } from '../contract/model.ts';
import { isJsonType } from './json-content.ts';

/** How a body is built: as JSON, as a form, as one text, or only from an example that is a text already. */
export type BodyForm = 'json' | 'form' | 'text' | 'example';

export type ChosenContent = {
  readonly content: Content;
  readonly form: BodyForm;
  /** The media type that is sent: the declared one, or a member of a declared range. */
  readonly mediaType: string;
};

const essenceOf = (mediaType: string): string => (mediaType.split(';')[0] ?? '').trim().toLowerCase();

const formOf = ({ mediaType }: Content): Omit<ChosenContent, 'content'> => {
  const essence = essenceOf(mediaType);
  // `application/*+json` is no media type; documents use it for all types with that suffix.
  if (isJsonType(mediaType)) return { form: 'json', mediaType: mediaType.replace('*+json', 'vnd.assay+json') };
  if (essence === '*/*' || essence === 'application/*') return { form: 'json', mediaType: 'application/json' };
  if (essence === 'application/x-www-form-urlencoded' || essence === 'multipart/form-data') return { form: 'form', mediaType: essence };
  if (essence === 'text/*' || essence === 'text/plain') return { form: 'text', mediaType: essence === 'text/*' ? 'text/plain' : mediaType };
  if (essence === 'application/octet-stream') return { form: 'text', mediaType };
  return { form: 'example', mediaType };
};

/** Preferred forms first: JSON, because most is known about it. */
const order: readonly BodyForm[] = ['json', 'form', 'text', 'example'];

/** The contents of a body in the order in which they are tried: JSON first, then what can be built. */
export const contentsInOrder = (contents: readonly Content[]): readonly ChosenContent[] => {
  const chosen = contents.map((content) => ({ content, ...formOf(content) }));
  // A declared type goes before a range that contains it.
  const rank = (one: ChosenContent): number => order.indexOf(one.form) * 2 + Number(one.content.mediaType.includes('*'));
  return chosen.toSorted((a, b) => rank(a) - rank(b));
};
