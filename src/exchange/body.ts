import { formText, multipartText } from '../contract/wire/form.ts';
import type { RequestBody } from '../model/request.ts';

export type EncodedBody = {
  /** Null where nothing follows the header section. */
  readonly bytes: Buffer | null;
  readonly text: string | null;
  readonly contentType: string | undefined;
};

const encodeText = (text: string, contentType: string): EncodedBody => ({ bytes: Buffer.from(text, 'utf8'), text, contentType });

/**
 * Octets and media type of a planned body. JSON is written without spaces, as `JSON.stringify` does.
 * @throws {TypeError} where the value has no JSON text (undefined, a function, a cycle).
 * @throws {Unwritable} where a member of a form has a style that cannot write its value.
 */
export const encodeBody = (body: RequestBody | undefined): EncodedBody => {
  if (body === undefined) return { bytes: null, text: null, contentType: undefined };
  switch (body.kind) {
    case 'json': {
      const text: string | undefined = JSON.stringify(body.value);
      if (text === undefined) throw new TypeError('Cannot write the body: its value has no JSON text, plan a JSON value or a text body');
      return encodeText(text, body.mediaType ?? 'application/json');
    }
    case 'form': {
      if (!body.mediaType.toLowerCase().startsWith('multipart/')) return encodeText(formText(body), body.mediaType);
      const { text, contentType } = multipartText(body);
      return encodeText(text, contentType);
    }
    case 'text':
      return encodeText(body.text, body.mediaType);
    case 'empty':
      return { bytes: null, text: null, contentType: body.mediaType };
    default:
      return body satisfies never;
  }
};
