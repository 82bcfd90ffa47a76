import { essenceOf } from '../contract/wire/media-type.ts';
import type { Contract, Operation } from '../contract/model.ts';
import { isObject, valueAt } from '../contract/pointer.ts';
import { nodeOf } from '../model/location.ts';
import type { RequestBody } from '../model/request.ts';

const textType = 'text/plain';

/** Lines that end in both usual ways, with blanks that a text loses when it is tidied up. */
const lines = (words: string): string => `${words}\r\nTwo\tthree  \r\n\r\nFour\nFive`;

/** Does a list of media types, with commas between them, have that of plain texts. */
const hasText = (types: unknown): boolean => typeof types === 'string' && types.split(',').some((one) => essenceOf(one) === textType);

/**
 * The body of an upload with a plain text in the place of its file, where the document names that type for it: lines that end with CR and LF, and with LF alone.
 * Undefined where it does not.
 * @param member The member of a form that is the file.
 * @param words One line of the text.
 */
export const withTextInFile = (
  { document }: Pick<Contract, 'document'>,
  { body: asked }: Operation,
  body: RequestBody,
  member: string,
  words: string,
): RequestBody | undefined => {
  const base64 = Buffer.from(lines(words)).toString('base64');
  const contents = asked?.content ?? [];
  if (body.kind === 'octets' || body.kind === 'text')
    return contents.some(({ mediaType }) => essenceOf(mediaType) === textType)
      ? { kind: 'octets', base64, mediaType: textType }
      : undefined;
  if (body.kind !== 'form') return undefined;
  const takesText = contents.some(({ location }) => {
    const media = valueAt(document, nodeOf(location));
    const encodings = isObject(media) && isObject(media['encoding']) ? media['encoding'] : {};
    const encoding = encodings[member];
    return isObject(encoding) && hasText(encoding['contentType']);
  });
  if (!takesText) return undefined;
  const how = { contentType: textType, fileName: `${member}.txt`, base64: true as const };
  return { ...body, value: { ...body.value, [member]: base64 }, members: { ...body.members, [member]: how } };
};
