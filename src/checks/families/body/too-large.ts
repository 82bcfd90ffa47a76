import { formText } from '../../../contract/wire/form.ts';
import { essenceOf, isJsonType } from '../../../contract/wire/media-type.ts';
import { wholeValue } from '../../../contract/wire/whole-value.ts';
import { isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { type PlannedRequest, holdsValue } from '../../../model/request.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import type { Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { withResources } from '../../scenarios/lifecycle/references.ts';
import { filePrerequisites, uploadOf } from '../../scenarios/lifecycle/uploaded-file.ts';
import { bodyLimitOf } from '../../subjects/body-limits.ts';
import { type FilePart, fileParts } from '../../subjects/file-parts.ts';
import { mayBeMistaken } from '../../subjects/mistaken-bodies.ts';
import { askedContent } from '../../../contract/asked-content.ts';

/** An operation whose body may have so many octets at most, and the upload that it is, where it is one. */
type Limited = Subject & { readonly operation: Operation; readonly most: number; readonly part: FilePart | undefined };

const urlEncoded = 'application/x-www-form-urlencoded';

/** Larger bodies are a load for whoever reads them. */
const mostSent = 2 * 1024 * 1024;

/** By how many octets the limit is exceeded, so that no way to count has it within. */
const beyond = 4096;

const limited = (contract: Contract): Limited[] =>
  contract.operations.flatMap((operation) => {
    const part = fileParts(contract).find(({ upload, alone }) => upload.key === operation.key && alone !== undefined);
    const most = bodyLimitOf(contract, operation, part !== undefined);
    const isOwn = part !== undefined || (mayBeMistaken(operation) && askedContent(operation.body) !== undefined);
    const suits = most !== undefined && most + beyond <= mostSent && isOwn && !operation.issues;
    return suits ? [at(operation.location, { operation, most, part })] : [];
  });

/** A valid request whose body is longer than the limit: JSON with blanks behind it, which count as every octet does. */
const tooLarge = async (session: Session, { operation, most, part }: Limited): Promise<PlannedRequest | undefined> => {
  const size = most + beyond;
  if (part) {
    const upload = await uploadOf(session, part);
    if (upload?.body?.kind !== 'octets') return undefined;
    const octets = Buffer.from(upload.body.base64, 'base64');
    const whole = Buffer.concat([octets, Buffer.alloc(Math.max(0, size - octets.length), 'ct')]);
    return { ...upload, body: { ...upload.body, base64: whole.toString('base64') } };
  }
  const request = await withResources(session, usableRequest(session, operation, 'too-large'));
  const { body } = request;
  // What stands between two ampersands of a form may be nothing (WHATWG URL, section 5.1).
  if (body?.kind === 'form' && holdsValue(body) && essenceOf(body.mediaType) === urlEncoded)
    return { ...request, body: { kind: 'text', text: formText(body).padEnd(size, '&'), mediaType: body.mediaType } };
  if (body?.kind !== 'json' || (body.mediaType !== undefined && !isJsonType(body.mediaType))) return undefined;
  return {
    ...request,
    body: { kind: 'text', text: JSON.stringify(wholeValue(body)).padEnd(size), mediaType: body.mediaType ?? 'application/json' },
  };
};

export const tooLargeRefused = defineProbe<Limited, Exchange | undefined>({
  id: 'body/too-large-refused',
  title: 'A body that is larger than the documented limit is refused',
  why: 'Whoever may send bodies of any size can use up the memory and the storage of the service.',
  fix: 'Count the octets while the body is read, and answer 413 as soon as there are too many.',
  phase: 'mutate',
  stage: 'refusals',
  exclusive: 'collection',
  over: limited,
  prerequisites: ({ operation, part }, around) => (part ? filePrerequisites(part, around) : prerequisitesFor(operation, around)),
  cost: ({ part }) => ({ requests: 3, creates: part ? 1 : 0 }),
  async run(subject, session) {
    const request = await tooLarge(session, subject);
    return request && session.send({ ...request, faults: ['value-unusable'] });
  },
  judge({ operation, most }, exchange) {
    if (exchange === undefined) return inconclusive(`No valid body was found for ${operation.key}`, []);
    const status = statusOf(exchange) ?? 0;
    if (isSuccess(exchange)) {
      const expected = `413, because the document allows ${most} octets`;
      const actual = `status ${outcomeOf(exchange)} to ${most + beyond} octets`;
      return fail({ code: 'too-large-accepted', where: 'request body', expected, actual }, [exchange]);
    }
    return status === 413 || status === 400 || status === 422
      ? pass(1)
      : inconclusive(`A body of ${most + beyond} octets was answered ${outcomeOf(exchange)}`, [exchange]);
  },
});
