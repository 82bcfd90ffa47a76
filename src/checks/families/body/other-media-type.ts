import { wholeValue } from '../../../contract/wire/whole-value.ts';
import { essenceOf, isJsonPatch } from '../../../contract/wire/media-type.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { jsonContent } from '../../../generators/json-content.ts';
import { at } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import type { MistakenBody } from '../../subjects/mistaken-bodies.ts';
import { refused } from './refused.ts';

/** A media type that no server takes for JSON by mistake, as HTTP clients announce a body whose type nobody set. */
const other = 'text/plain';

/** A JSON Patch may be announced as nothing else (RFC 6902, section 6): other JSON is what a server takes for one by mistake. */
const otherFor = ({ body }: Operation): string =>
  body?.content.every(({ mediaType }) => isJsonPatch(mediaType)) ? 'application/json' : other;

/** Operations that describe 415 and take JSON, but no plain text. */
const over = ({ operations }: Contract): MistakenBody[] =>
  operations
    .filter(({ responses }) => responses.some(({ status }) => status === '415'))
    .filter(
      ({ body }) => jsonContent(body?.content ?? []) && !body?.content.some(({ mediaType }) => /^(?:text|\*)\//.test(essenceOf(mediaType))),
    )
    .map((operation) => at(operation.location, { operation }));

export const otherMediaTypeRefused = refused<MistakenBody>({
  id: 'body/other-media-type-refused',
  title: 'A body of a media type that is not described is refused',
  why: 'A server that guesses what a body is can be made to read a form of another site as a request of its own.',
  fix: 'Compare the Content-Type with the described ones before the body is read, and answer 415.',
  over,
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  mistakes: [
    {
      request(session, { operation }) {
        const request = usableRequest(session, operation, 'other-media-type');
        const text = request.body?.kind === 'json' ? JSON.stringify(wholeValue(request.body)) : '{}';
        return { ...request, body: { kind: 'text', text, mediaType: otherFor(operation) }, faults: ['body-unparsable'] };
      },
      words: ({ operation }) => `a body announced as ${otherFor(operation)}`,
    },
  ],
  documented: () => ({ expected: [415, 400, 422], wrong: [] }),
  code: 'other-media-type',
});
