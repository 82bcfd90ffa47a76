import { isSuccess, statusOf } from '../../../contract/message.ts';
import { isObject } from '../../../contract/pointer.ts';
import { parametersIn } from '../../../contract/infer/path-template.ts';
import type { Operation } from '../../../contract/model.ts';
import { isTolerated } from '../../../generators/breaches/tolerated.ts';
import { mayBeSent } from '../../../generators/request-match.ts';
import { sampleFile } from '../../../generators/sample-files.ts';
import type { Exchange } from '../../../model/exchange.ts';
import type { Fault, PlannedRequest, RequestBody } from '../../../model/request.ts';
import { NotTried, type ProbePrerequisite, type Surroundings } from '../../kit/define.ts';
import { prerequisitesFor, prerequisitesOnOwn } from '../../kit/prerequisites.ts';
import { defineScenario, type Session } from '../../kit/session.ts';
import { usableRequest } from '../../requests/usable-request.ts';
import { type FilePart, fileParts, isFileRequired, knowsByContent, namesTypes, pathOf, pathOfFile } from '../../subjects/file-parts.ts';
import { sentWithOctets } from '../../requests/sent-with-octets.ts';
import { idOfMade } from '../../subjects/round-trips.ts';
import { unnamedFile } from '../../subjects/unnamed-files.ts';
import { fileIn, type SentFile } from '../../subjects/same-file.ts';

type Form = Extract<RequestBody, { readonly kind: 'form' }>;

/** A form with one mistake, and what came back. */
export type MistakenForm = {
  readonly mistake: 'file-missing' | 'file-of-other-type' | 'content-of-other-type' | 'text-too-long';
  readonly words: string;
  readonly exchange: Exchange;
};

export type UploadedFile = {
  readonly creation: Exchange;
  readonly mistaken: readonly MistakenForm[];
  readonly upload: Exchange | undefined;
  /** The texts beside the file. */
  readonly texts: Readonly<Record<string, string>>;
  readonly file: SentFile | undefined;
  readonly read: Exchange | undefined;
  readonly removal: Exchange | undefined;
  /** A read after the removal. */
  readonly gone: Exchange | undefined;
};

/** The most letters of a text that is sent to break a limit. */
const mostLetters = 5000;

/** Files of these types no text can be taken for. */
const isUnlikeText = (type: string): boolean => /^(?:image\/(?!svg)|application\/(?:pdf|zip)\b)/u.test(type);

/** Uploads forms with mistakes to a resource of ours, then one without any; reads the file, removes it and reads once more. */
export const uploadedFile = defineScenario<{ readonly operation: string }, UploadedFile>({
  id: 'uploaded-file',
  async run(session, { operation }) {
    const { contract } = session;
    const part = fileParts(contract).find(({ upload }) => upload.key === operation);
    if (!part) throw new NotTried('not-applicable', `${operation} uploads no file that is read again`);
    const { trip, upload, read, remove, file, texts } = part;
    const creation = await session.send(usableRequest(session, trip.create, 'with-file'));
    const nothing: UploadedFile = {
      creation,
      mistaken: [],
      upload: undefined,
      texts: {},
      file: undefined,
      read: undefined,
      removal: undefined,
      gone: undefined,
    };
    const id = idOfMade(contract, trip, creation);
    if (id === undefined || statusOf(creation) === 202) return nothing;
    if (part.alone) return { ...nothing, ...(await putAlone(session, part, creation, id)) };
    const above = parametersIn(creation.request.path).map((name) => creation.request.pathValues[name] ?? '');
    const usual = usableRequest(session, upload, 'file', { pathValues: pathOf(upload, above, id) });
    const { body } = usual;
    if (body?.kind !== 'form') throw new NotTried('not-applicable', `${operation} is sent no form`);
    const own: Record<string, string> = {};
    for (const [name, schema] of texts) {
      const text = session.fresh(`file-${name}`);
      if (mayBeSent(contract.document, schema, text)) own[name] = text;
    }
    const whole: Form = { ...body, value: { ...body.value, ...own } };
    const send = (form: Form, faults: readonly Fault[] = []): Promise<Exchange> => session.send({ ...usual, body: form, faults });
    const type = body.members[file]?.contentType ?? '';
    const mistaken: MistakenForm[] = [];
    const mistake = async (kind: MistakenForm['mistake'], words: string, form: Form, fault: Fault): Promise<void> => {
      mistaken.push({ mistake: kind, words, exchange: await send(form, [fault]) });
    };
    if (isFileRequired(contract, part) && Object.keys(own).length > 0) {
      const { [file]: _, ...rest } = whole.value;
      await mistake('file-missing', `a form without "${file}"`, { ...whole, value: rest }, 'member-missing');
    }
    const unnamed = isUnlikeText(type) && namesTypes(contract, part) ? unnamedFile(contract, part) : undefined;
    if (unnamed) {
      const other = { contentType: unnamed.mediaType, fileName: `${file}.${unnamed.extension}`, base64: true as const };
      const value = { ...whole.value, [file]: unnamed.content.toString('base64') };
      const form = { ...whole, value, members: { ...whole.members, [file]: other } };
      await mistake('file-of-other-type', `${unnamed.words} as "${file}"`, form, 'value-unusable');
    }
    // Where texts are taken as well, one that is declared as something else may be taken for what it is.
    if (isUnlikeText(type) && namesTypes(contract, part) && knowsByContent(contract, part) && unnamed?.mediaType === 'text/plain') {
      const { base64: _, ...declared } = whole.members[file] ?? {};
      const lying = { ...whole, value: { ...whole.value, [file]: 'ct' }, members: { ...whole.members, [file]: declared } };
      await mistake('content-of-other-type', `a text that is declared as ${type}`, lying, 'value-unusable');
    }
    for (const [name, schema] of texts) {
      const most = isObject(schema) ? schema['maxLength'] : undefined;
      const said = isObject(schema) && typeof schema['description'] === 'string' ? [schema['description']] : [];
      if (typeof most !== 'number' || most > mostLetters || isTolerated('maxLength', said)) continue;
      const form = { ...whole, value: { ...whole.value, [name]: 'a'.repeat(most + 1) } };
      await mistake('text-too-long', `"${name}" with more than ${most} letters`, form, 'value-unusable');
    }
    const sent = await sentWithOctets(session, { ...usual, body: whole }, file);
    if (!isSuccess(sent) || statusOf(sent) === 202) return { ...nothing, mistaken, upload: sent };
    const look = (): Promise<Exchange> => session.send(usableRequest(session, read, 'file', { pathValues: pathOf(read, above, id) }));
    const shown = await look();
    const removal = remove && (await session.send(usableRequest(session, remove, 'file', { pathValues: pathOf(remove, above, id) })));
    const gone = removal && isSuccess(removal) && statusOf(removal) !== 202 ? await look() : undefined;
    return { creation, mistaken, upload: sent, texts: own, file: fileIn(sent.request.body, file), read: shown, removal, gone };
  },
});

/** Names for a file; the first that the path takes is used. */
const fileNames = (session: Session, { name }: FilePart): readonly string[] => {
  const fresh = session.fresh('own-file');
  if (name === undefined) return [fresh];
  return [fresh, `${fresh}.dat`, `${fresh}.png`].filter((one) => mayBeSent(session.contract.document, name.schema ?? true, one));
};

/** The request that puts a small valid file as the whole body to a resource of ours. */
const fileAlone = (session: Session, part: FilePart, creation: Exchange, id: string): PlannedRequest => {
  const { upload, alone = [] } = part;
  const [type = ''] = alone;
  const content = Buffer.from(sampleFile(type)?.content ?? '');
  const [fileName] = fileNames(session, part);
  if (fileName === undefined) throw new NotTried('missing-prerequisite', `No name is found for a file of ${upload.key}`);
  const pathValues = pathOfFile(part, creation, id, fileName);
  const body: RequestBody = { kind: 'octets', base64: content.toString('base64'), mediaType: type };
  return { ...usableRequest(session, upload, 'file', { pathValues, body }), body };
};

/** The same to a resource that is created for it; undefined where nothing shows that one was. */
export const uploadOf = async (session: Session, part: FilePart): Promise<PlannedRequest | undefined> => {
  const creation = await session.send(usableRequest(session, part.trip.create, 'with-large-file'));
  const id = idOfMade(session.contract, part.trip, creation);
  return id === undefined || statusOf(creation) === 202 ? undefined : fileAlone(session, part, creation, id);
};

/** Puts a file as the whole body, reads it, removes it and reads once more. */
const putAlone = async (session: Session, part: FilePart, creation: Exchange, id: string): Promise<Partial<UploadedFile>> => {
  const { read, remove, alone = [] } = part;
  const [type = ''] = alone;
  const asked = fileAlone(session, part, creation, id);
  const { pathValues } = asked;
  const on = (operation: Operation): PlannedRequest => usableRequest(session, operation, 'file', { pathValues });
  const mistaken: MistakenForm[] = [];
  if (isUnlikeText(type) && knowsByContent(session.contract, part)) {
    const text: RequestBody = { kind: 'octets', base64: Buffer.from('ct').toString('base64'), mediaType: type };
    const exchange = await session.send({ ...asked, body: text, faults: ['value-unusable'] });
    mistaken.push({ mistake: 'content-of-other-type', words: `a text that is declared as ${type}`, exchange });
  }
  const sent = await sentWithOctets(session, asked, part.file);
  if (!isSuccess(sent) || statusOf(sent) === 202) return { mistaken, upload: sent };
  const shown = await session.send(on(read));
  const removal = remove && (await session.send(on(remove)));
  const gone = removal && isSuccess(removal) && statusOf(removal) !== 202 ? await session.send(on(read)) : undefined;
  return { mistaken, upload: sent, file: fileIn(sent.request.body, part.file), read: shown, removal, gone };
};

/** What it takes to upload a file to a resource of ours. */
export const filePrerequisites = ({ trip, upload, read, remove, name }: FilePart, around: Surroundings): ProbePrerequisite[] => {
  const operations = [upload, read, ...(remove ? [remove] : [])];
  if (name === undefined) return prerequisitesOnOwn(trip.create, operations, around);
  const pathValues = { [name.name]: 'ct-own-file' };
  return [...prerequisitesFor(trip.create, around), ...operations.flatMap((one) => prerequisitesFor(one, around, { pathValues }))];
};
