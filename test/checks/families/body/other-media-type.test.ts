import { expect, test } from 'vitest';
import { otherMediaTypeRefused } from '../../../../src/checks/families/body/other-media-type.ts';
import { loadContract } from '../../../../src/contract/load.ts';
import { writeToolDocument } from '../../../worlds/old-dialect.ts';

const judged = async ({
  intro,
  own,
  refusal = 'Wrong media type',
  status = 415,
  also = {},
  content = { 'application/json': { schema: { type: 'object' } } },
}: {
  readonly intro?: string;
  readonly own?: string;
  readonly refusal?: string;
  readonly status?: number;
  readonly also?: object;
  readonly content?: object;
}) => {
  const contract = await loadContract(
    writeToolDocument({
      openapi: '3.1.0',
      info: { title: 'Kites', version: '1', description: intro },
      paths: {
        '/kites': {
          post: {
            description: own,
            requestBody: { content: { ...content, ...also } },
            responses: { 201: { description: 'Made' }, [status]: { description: refusal } },
          },
        },
      },
    }),
  );
  return otherMediaTypeRefused.locations(contract).length;
};

test.each<readonly [Parameters<typeof judged>[0], number]>([
  [{}, 1],
  [{ intro: 'Other media types are refused with 415. Unknown members may be ignored.' }, 1],
  [{ own: 'The body may have any member. 415 for anything but JSON.' }, 1],
  [{ intro: 'Other content types than the documented may be refused with 415.' }, 0],
  [{ intro: 'Send `application/json`; other media types may be refused with `415`.' }, 0],
  [{ intro: 'Bodies are JSON (`application/json`). Anything else may be turned away with 415.' }, 0],
  [{ intro: 'Bodies are JSON; other media types may be turned away.' }, 0],
  [{ own: 'Anything but JSON may get a 415.' }, 0],
  [{ own: 'For another content type we may give `415`.' }, 0],
  [{ own: 'Another content type can be declined (415).' }, 0],
  [{ intro: 'Only JSON may be sent. Anything else is turned away with 415.' }, 1],
  [{ intro: 'Other media types are turned away with 415, a body may be empty.' }, 1],
  [{ intro: 'Bodies are JSON, sent as `application/json`. Other media types may be turned away with 415.' }, 0],
  [{ intro: 'Other media types are turned away with 415.' }, 1],
  [{ intro: 'The Content-Type is ignored: a body is always read as JSON.' }, 0],
  [{ own: 'May answer 415 if the header is missing. Another content type can be refused.' }, 0],
  [{ refusal: 'The media type might be refused' }, 0],
  // `text/json` is JSON by another name, and any other text may be what it says.
  [{ also: { 'text/json': { schema: { type: 'object' } }, 'application/*+json': { schema: { type: 'object' } } } }, 1],
  // XML is neither JSON nor rows, and a plain text may be read as rows.
  [{ also: { 'text/csv': { schema: { type: 'string' } } } }, 1],
  [{ also: { 'text/csv': { schema: { type: 'string' } } }, refusal: 'Other media types may be refused' }, 0],
  [{ also: { 'text/csv': { schema: { type: 'string' } } }, status: 400 }, 0],
  [{ also: { 'text/csv': { schema: { type: 'string' } }, 'application/xml': { schema: { type: 'string' } } } }, 0],
  [{ also: { 'text/csv': { schema: { type: 'string' } }, 'text/plain': { schema: { type: 'string' } } } }, 0],
  [{ also: { 'text/*': { schema: { type: 'string' } } } }, 0],
  // Where the operation itself describes no 415, the introduction may say it of all.
  [{ status: 400 }, 0],
  [{ status: 400, intro: 'Bodies are JSON with `Content-Type: application/json`. Another content type is 415.' }, 1],
  [{ status: 400, intro: 'A body of any other media type is refused with `415`.' }, 1],
  [{ status: 400, intro: '| status | code | when |\n|---|---|---|\n| 415 | `badType` | the body is not `application/json` |' }, 1],
  [{ status: 400, intro: '| status | code | when |\n|---|---|---|\n| 415 | `badType` | the picture is too odd |' }, 0],
  [{ status: 400, intro: 'Bodies of a media type that is not listed are refused with 415.' }, 1],
  [{ status: 400, intro: 'Content types not documented here may lead to 415.' }, 0],
  [{ status: 400, intro: 'Another content type may be answered 415.' }, 0],
  [{ status: 400, intro: 'A `415` is the answer to a wrong content type.' }, 1],
  [{ status: 400, intro: '- 415 for another content type than JSON' }, 1],
  [{ status: 400, intro: '| status | when |\n|---|---|\n| 415 Unsupported Media Type | another content type than JSON |' }, 1],
  [{ status: 400, intro: '| status | name |\n|---|---|\n| 415 | Unsupported Media Type |' }, 0],
  [{ status: 400, intro: 'The usual codes: 404 Not Found, 415 Unsupported Media Type and 429 Too Many Requests.' }, 0],
  [{ status: 400, intro: 'A picture of another media type is a 415.' }, 0],
  [{ status: 400, intro: 'For uploads, another content type is 415.' }, 0],
  [{ status: 400, intro: 'Another content type is 415 on `/imports`.' }, 0],
  [{ status: 400, intro: 'Another content type is 415 from version 3 on.' }, 0],
  [{ status: 400, intro: 'Another content type is not a 415: it is read as JSON.' }, 0],
  [{ status: 400, intro: 'We never answer 415: another content type is read as JSON.' }, 0],
])('%o', async (words, count) => {
  expect(await judged(words)).toBe(count);
});

const octets = { schema: { type: 'string', format: 'binary' } };
const uploads = {
  'multipart/form-data': { schema: { type: 'object', properties: { file: octets.schema } } },
  'application/octet-stream': octets,
};

test.each<readonly [Parameters<typeof judged>[0], number]>([
  [{ intro: 'A body of another media type is a `415`.' }, 1],
  [{ intro: '**Errors**: malformed JSON gives `400`, a body that is not valid `422`, a body of another media type `415`.' }, 1],
  [{ intro: '*Status codes:* 415 for another content type.' }, 1],
  [{ refusal: 'Not a described media type' }, 1],
  [{ own: 'Anything else is `415`.' }, 1],
  // Where nothing says so, a server may take any body as octets.
  [{}, 0],
  [{ refusal: 'Unsupported media type' }, 0],
  [{ intro: 'Uploads: a body of another media type gives `415`.' }, 0],
  [{ intro: 'Errors: a body of another media type may give `415`.' }, 0],
  [{ own: 'Only PNG pictures, a file of another media type is `415`.' }, 0],
  [{ refusal: 'The file has another content type than PNG' }, 0],
  [{ intro: 'A body of another media type is a `415`.', also: { '*/*': octets } }, 0],
  [{ intro: 'A body of another media type is a `415`.', also: { 'text/plain': octets } }, 0],
  [{ intro: 'A body of another media type is a `415`.', also: { 'text/csv': octets } }, 0],
])('uploads: %o', async (words, count) => {
  expect(await judged({ ...words, content: uploads })).toBe(count);
});
