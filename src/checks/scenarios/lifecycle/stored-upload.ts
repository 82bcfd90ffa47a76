import { inPath, parametersIn, valuesAlong } from '../../../contract/infer/path-template.ts';
import { isSuccess, jsonOf, statusOf } from '../../../contract/message.ts';
import { wordsOf } from '../../../contract/infer/words.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import { isObject } from '../../../contract/pointer.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { withFileName } from '../../../generators/file-name.ts';
import { withTextInFile } from '../../../generators/text-in-file.ts';
import { NotTried } from '../../kit/define.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { sentWithOctets } from '../../requests/sent-with-octets.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { idOfMade } from '../../subjects/round-trips.ts';
import { fileIn, type SentFile } from '../../subjects/same-file.ts';
import { idText } from '../../subjects/shown-resource.ts';
import { type StoredUpload, storedUploads } from '../../subjects/stored-uploads.ts';
import { beyondAscii } from '../bodies/unusual-text.ts';
import { findItem, type Found } from '../paging/find-item.ts';
import { sendCreation } from './send-creation.ts';
import { until } from './until.ts';

/** What shows an upload: the file itself, what is known of it, and its item in the list. */
export type UploadLook = {
  readonly download: Exchange | undefined;
  readonly read: Exchange | undefined;
  readonly list: Found | undefined;
};

/** A plain text that was uploaded as a file, and its download. */
export type UploadedText = { readonly creation: Exchange; readonly file: SentFile; readonly download: Exchange };

export type StoredAndRemoved = {
  readonly creation: Exchange;
  readonly id: string | undefined;
  readonly file: SentFile | undefined;
  readonly before: UploadLook | undefined;
  /** Undefined where the document names no such type, or it is refused. */
  readonly text: UploadedText | undefined;
  readonly removal: Exchange | undefined;
  /** The last look after the removal. */
  readonly after: UploadLook | undefined;
};

/** The longest wait in milliseconds until what was removed is gone everywhere. */
const goneMs = 5000;

/** Does a look still show an upload anywhere. */
const showsIt = ({ download, read, list }: UploadLook): boolean =>
  [download, read].some((one) => one !== undefined && isSuccess(one)) || list?.kind === 'item';

/** Uploads a plain text with lines that end in several ways, and downloads it. */
const textOf = async (session: Session, upload: StoredUpload): Promise<UploadedText | undefined> => {
  const { contract } = session;
  const { create, file: member, download } = upload;
  const usual = usableRequest(session, create, 'stored-text');
  const words = session.fresh('stored-text');
  const body = usual.body && withTextInFile(contract, create, usual.body, member, words);
  if (download === undefined || body === undefined) return undefined;
  const creation = await session.send({ ...usual, body, madeUp: [...(usual.madeUp ?? []), member] });
  const id = statusOf(creation) === 202 ? undefined : idOfMade(contract, upload, creation);
  const file = fileIn(creation.request.body, member);
  if (id === undefined || file === undefined) return undefined;
  const pathValues = placeOf(upload, creation, id, download);
  return { creation, file, download: await session.send(usableRequest(session, download, 'stored-text', { pathValues })) };
};

/** The path values of an operation on an upload, and those above it in the path of its creation. */
const placeOf = ({ create, itemPath }: StoredUpload, creation: Exchange, id: string, { path }: Operation): Record<string, string> =>
  inPath(path, [...valuesAlong(create.path, creation.request.pathValues).slice(0, parametersIn(itemPath).length - 1), id]);

/** Behind a name of ours: letters and signs beyond Latin 1, which fields of HTTP do not hold as they are, and signs that end or escape something in them. */
const unusualNames: readonly string[] = [beyondAscii, " 100% of it's; all"];

/** The parameter of the query that takes the name of the file, where a schema lets it be this one. */
const parameterOfName = ({ document }: Contract, { parameters }: Operation, name: string): string | undefined =>
  parameters.find(
    (one) =>
      one.in === 'query' &&
      ['name', 'file name', 'filename'].includes(wordsOf(one.name).join(' ')) &&
      mayBeSent(document, one.schema ?? true, name),
  )?.name;

/** Uploads files with unusual names, and downloads each: what a service makes of its name in a field of the answer shows as a failure there. */
const nameUnusually = async (session: Session, upload: StoredUpload): Promise<void> => {
  const { create, file: member, download } = upload;
  if (download === undefined) return;
  for (const [n, unusual] of unusualNames.entries()) {
    const purpose = `stored-name-${n}`;
    const usual = usableRequest(session, create, purpose);
    const name = session.fresh(purpose) + unusual;
    const named = parameterOfName(session.contract, create, name);
    const body = named === undefined ? usual.body && withFileName(usual.body, member, name) : usual.body;
    if (body === undefined) return;
    const query = usual.query.filter(([one]) => one !== named);
    const madeUp = [...new Set([...(usual.madeUp ?? []), member, ...(named === undefined ? [] : [named])])];
    const creation = await session.send({ ...usual, body, madeUp, query: named === undefined ? query : [...query, [named, name]] });
    const id = isSuccess(creation) && statusOf(creation) !== 202 ? idOfMade(session.contract, upload, creation) : undefined;
    if (id === undefined) continue;
    await session.send(usableRequest(session, download, purpose, { pathValues: placeOf(upload, creation, id, download) }));
  }
};

/** Uploads a file, reads it in all ways, removes it and reads once more, until it is gone or the time is over. */
export const storedUpload = defineScenario<{ readonly operation: string }, StoredAndRemoved>({
  id: 'stored-upload',
  async run(session, { operation }) {
    const { contract } = session;
    const upload = storedUploads(contract).find(({ create }) => create.key === operation);
    if (!upload) throw new NotTried('not-applicable', `${operation} uploads no file that has an id`);
    const { create, file: member, download, read, remove, list } = upload;
    const creation = await sentWithOctets(session, usableRequest(session, create, 'stored-file'), member, (one) =>
      sendCreation(session, one),
    );
    const id = statusOf(creation) === 202 ? undefined : idOfMade(contract, upload, creation);
    const file = fileIn(creation.request.body, member);
    if (id === undefined) return { creation, id, file, before: undefined, text: undefined, removal: undefined, after: undefined };
    const on = async (one: Operation | undefined): Promise<Exchange | undefined> =>
      one && session.send(usableRequest(session, one, 'stored-file', { pathValues: placeOf(upload, creation, id, one) }));
    const isIt = (item: unknown): boolean => isObject(item) && idText(item[upload.id]) === id;
    const look = async (): Promise<UploadLook> => ({
      download: await on(download),
      read: await on(read),
      list: list && (await findItem(session, list, isIt, { pathValues: creation.request.pathValues })),
    });
    const before = await look();
    const text = await textOf(session, upload);
    await nameUnusually(session, upload);
    const removal = await on(remove);
    if (!removal || !isSuccess(removal) || statusOf(removal) === 202)
      return { creation, id, file, before, text, removal, after: undefined };
    let after = await look();
    await until(session, { withinMs: goneMs, why: 'the removed file is to be gone' }, async () => {
      if (!showsIt(after)) return true;
      after = await look();
      return showsIt(after) ? undefined : true;
    });
    return { creation, id, file, before, text, removal, after };
  },
});

/** The item of an upload in a list, or what a read of it shows. */
export const shownBy = (one: Exchange | Found | undefined): unknown => {
  if (one === undefined) return undefined;
  if ('kind' in one) return one.kind === 'item' ? one.item : undefined;
  return isSuccess(one) ? jsonOf(one) : undefined;
};
