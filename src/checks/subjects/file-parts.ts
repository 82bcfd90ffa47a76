import { isAsked } from '../../contract/infer/common-parameters.ts';
import { sentencesOf } from '../../contract/infer/sentences.ts';
import { endsInParameter, isSamePath, parametersIn, pathAbove, tailOf } from '../../contract/infer/path-template.ts';
import { descriptionsIn, membersOf, partsOf } from '../../contract/infer/schema-parts.ts';
import type { Content, Contract, Operation, Parameter, Schema } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { essenceOf, isJsonType } from '../../contract/wire/media-type.ts';
import { isBinary, isFileType } from '../../generators/files.ts';
import { resolvedSchema } from '../../generators/resolved-schema.ts';
import { sampleFile } from '../../generators/sample-files.ts';
import type { Exchange } from '../../model/exchange.ts';
import { nodeOf } from '../../model/location.ts';
import { at, type Subject } from '../kit/define.ts';
import { parentOf, roundTrips, type Trip } from './round-trips.ts';
import { saidIn } from '../../contract/said.ts';

/** A file that a form uploads to a path of its own below a resource of ours, and that is read there: `/crates/{crateId}/photo`. */
export type FilePart = Subject & {
  readonly trip: Trip;
  readonly upload: Operation;
  readonly read: Operation;
  readonly remove: Operation | undefined;
  /** The schema of the form. */
  readonly asked: Schema;
  /** The member that is the file. */
  readonly file: string;
  /** Text members of the form that may hold any words. */
  readonly texts: ReadonlyMap<string, Schema>;
  /** The file is the whole body, and no member of a form: the media types of which one can be sent, the most telling first. */
  readonly alone: readonly string[] | undefined;
  /** The last parameter of the path, where the client chooses the name of the file there. */
  readonly name: Parameter | undefined;
};

const needsNothing = ({ unsupported, parameters }: Operation): boolean => unsupported === undefined && !parameters.some(isAsked);

const formOf = ({ body }: Operation): Content | undefined =>
  body?.content.find(({ mediaType }) => essenceOf(mediaType) === 'multipart/form-data');

/** The type that says nothing of a file. */
const isPlainOctets = (mediaType: string): boolean => essenceOf(mediaType) === 'application/octet-stream';

/** The media types of a body that is a file by itself: octets, also where a text may be sent in their place, and no form. */
export const typesAlone = ({ document }: Contract, { body }: Operation): readonly string[] => {
  const contents = body?.content ?? [];
  const isFile = ({ mediaType, schema }: Content): boolean => isBinary(resolvedSchema(document, schema ?? true)) && !isForm(mediaType);
  // A plain text is a file as well, and tells less of one.
  const isText = ({ mediaType }: Content): boolean => essenceOf(mediaType).startsWith('text/');
  if (!contents.every((one) => isFile(one) || isText(one))) return [];
  const types = contents
    .filter(isFile)
    .map(({ mediaType }) => mediaType)
    .filter((type) => isFileType(type) && sampleFile(type) !== undefined);
  return types.toSorted((a, b) => Number(isPlainOctets(a)) - Number(isPlainOctets(b)));
};

const isForm = (mediaType: string): boolean => /^(?:multipart\/|application\/x-www-form-urlencoded)/u.test(essenceOf(mediaType));

/** Files that are put as they are, on a path of their own below a resource of ours: `/crates/{crateId}/photo`, or `/crates/{crateId}/papers/{fileName}`. */
const filesAlone = (contract: Contract): FilePart[] =>
  roundTrips(contract).flatMap((trip) => {
    if (!endsInParameter(trip.itemPath) || parentOf(contract, trip)?.isFlat) return [];
    return contract.operations.flatMap((upload): FilePart[] => {
      const isNamed = endsInParameter(upload.path);
      const place = isNamed ? upload.path.replace(/\/[^/{}]+\/[^/]*\/?$/u, '') : pathAbove(upload.path);
      const alone = upload.method === 'PUT' && isSamePath(place, trip.itemPath) ? typesAlone(contract, upload) : [];
      if (alone.length === 0 || !needsNothing(upload)) return [];
      const on = (method: string): Operation | undefined =>
        contract.operations.find((one) => one.method === method && isSamePath(one.path, upload.path) && needsNothing(one));
      const [read, remove] = [on('GET'), on('DELETE')];
      const name = isNamed
        ? upload.parameters.find((one) => one.in === 'path' && one.name === parametersIn(upload.path).at(-1))
        : undefined;
      const isRead =
        read?.effect === 'safe' && read.responses.some((one) => one.status === '200' && one.content.some((c) => isFileType(c.mediaType)));
      if (!read || !isRead || (isNamed && name === undefined)) return [];
      return [at(upload.location, { trip, upload, read, remove, asked: true, file: 'the body', texts: new Map(), alone, name })];
    });
  });

/** The uploads of a contract, each with one file. */
export const fileParts = (contract: Contract): FilePart[] => [...filesInForms(contract), ...filesAlone(contract)];

/** A text of any words: a date or an address is none. */
const isPlainText = (schema: Schema): boolean => isObject(schema) && schema['type'] === 'string' && schema['format'] === undefined;

const filesInForms = (contract: Contract): FilePart[] =>
  roundTrips(contract).flatMap((trip) => {
    if (!endsInParameter(trip.itemPath) || parentOf(contract, trip) !== undefined) return [];
    return contract.operations.flatMap((upload): FilePart[] => {
      const isBelow = tailOf(upload.path).length === 1 && isSamePath(pathAbove(upload.path), trip.itemPath);
      const asked = formOf(upload)?.schema;
      if (!['POST', 'PUT'].includes(upload.method) || !isBelow || asked === undefined || !needsNothing(upload)) return [];
      const on = (method: string): Operation | undefined =>
        contract.operations.find((one) => one.method === method && isSamePath(one.path, upload.path) && needsNothing(one));
      const [read, remove] = [on('GET'), on('DELETE')];
      const members = [...membersOf(contract.document, asked)].map(
        ([name, schema]) => [name, resolvedSchema(contract.document, schema)] as const,
      );
      const files = members.filter(([, schema]) => isBinary(schema)).map(([name]) => name);
      const [file] = files;
      if (read?.effect !== 'safe' || file === undefined || files.length > 1) return [];
      const texts = members.filter(([, schema]) => isPlainText(schema) && !isBinary(schema));
      return [at(upload.location, { trip, upload, read, remove, asked, file, texts: new Map(texts), alone: undefined, name: undefined })];
    });
  });

/** The values in the path of a file: of the resource that it is below, and the name of its own, if it has one. */
export const pathOfFile = ({ trip, name }: FilePart, creation: Exchange, id: string, fileName: string): Record<string, string> => {
  const values = parametersIn(creation.request.path).map((one) => creation.request.pathValues[one] ?? '');
  const names = parametersIn(trip.itemPath);
  const around = Object.fromEntries(names.map((one, n) => [one, n === names.length - 1 ? id : (values[n] ?? '')]));
  return name === undefined ? around : { ...around, [name.name]: fileName };
};

/** The values in the path of an operation on a resource of ours, which its creation and its id name. */
export const pathOf = ({ path }: Operation, above: readonly string[], id: string): Record<string, string> => {
  const names = parametersIn(path);
  return Object.fromEntries(names.map((name, n) => [name, n === names.length - 1 ? id : (above[n] ?? '')]));
};

/** What a document says of an operation and its answers. */
export const wordsAt = ({ document }: Contract, { location, responses }: Operation): string =>
  [valueAt(document, nodeOf(location)), ...responses.map((one) => valueAt(document, nodeOf(one.location)))].flatMap(saidIn).join(' ');

/** Does a document say that a file is read as it was uploaded. */
export const keepsFile = (contract: Contract, { read, upload }: Pick<FilePart, 'read' | 'upload'>): boolean =>
  /\b(?:exactly|unchanged|unaltered|byte for byte|verbatim)\b|\bas (?:it )?(?:was )?uploaded\b|\bthe (?:same |very |original )*(?:bytes|octets)(?: that| which)? (?:were|was|have been|had been) (?:uploaded|sent)\b/iu.test(
    `${wordsAt(contract, read)} ${wordsAt(contract, upload)}`,
  );

const content = String.raw`(?:contents?(?![- ](?:type|length|disposition|encoding))|(?:(?:first|leading|initial|magic) (?:few |two |four |eight |\d+ )?)?(?:bytes|octets))\b`;
const looking = String.raw`(?:look|check|inspect|examin|verif|validat|detect|determin|recogni[sz]|identif|judg|decid|tell|told|known?)(?:s|es|ed|ing|e|d|y|ied|ies)?\b`;
const kinds = String.raw`(?:(?:an?|the|valid|real|true|genuine|declared|stated|claimed) )*(?:png|jpe?g|gif|webp|pdf|zip|image|picture|photo|(?:media |content[- ]|file )?type)s?\b`;

/** Words by which a text says that what a file holds tells its type, and not what is said of it. */
const byContent: readonly RegExp[] = [
  /\bmagic (?:bytes?|octets?|numbers?)\b|(?<!no)\bsniff(?:ed|s|ing)?\b/iu,
  new RegExp(String.raw`\b${looking} (?:\w+ ){0,4}?(?:at|by|from|in|through|using|on) (?:the |its |their )?(?:\w+ )?${content}`, 'iu'),
  new RegExp(String.raw`\b(?:check|inspect|examine|verify|validate)s? (?:the|its) (?:actual |real )?${content}`, 'iu'),
  new RegExp(
    String.raw`\b${content} (?:of (?:the|each|every) \w+ )?(?:is|are|gets?|will be) (?:\w+ )?(?:checked|inspected|examined|verified|validated)\b`,
    'iu',
  ),
  new RegExp(String.raw`\b${content} (?:count|decide|tell)s?\b`, 'iu'),
  new RegExp(
    String.raw`\b${content} (?:of (?:the|each|every) \w+ )?(?:ha(?:s|ve) to|must) (?:really |truly |actually )?(?:be|match|agree with|fit) ${kinds}`,
    'iu',
  ),
  new RegExp(String.raw`\b(?:has to|must) (?:really|truly|actually) be ${kinds}`, 'iu'),
];

/** "We do not look at the content", "The content is checked for viruses". */
const notByContent = new RegExp(
  String.raw`(?:\b(?:not|never|no|without|may|might|can|could)\b|n['’]t\b) (?:be )?(?:\w+ ){0,2}?(?:sniff|${looking})|\b(?:virus(?:es)?|malware|checksums?|hash(?:es)?|digests?|md5|sha-?\d+|later|afterwards|background)\b`,
  'iu',
);

/** Does a document say that a file is known by its octets, whatever the request says of it: "We look at the first bytes, not at the declared type". */
export const knowsByContent = (contract: Contract, part: FilePart): boolean => {
  const { upload, asked, file } = part;
  const member = membersOf(contract.document, asked).get(file);
  const said = descriptionsIn(contract.document, member);
  const sentences = [...said, wordsAt(contract, upload)].flatMap(sentencesOf);
  return sentences.some((sentence) => byContent.some((words) => words.test(sentence)) && !notByContent.test(sentence));
};

/** Does the answer of a read describe a file, and no JSON: that of `/crates/{crateId}/photos` is their list. */
export const readsFile = ({ read }: Pick<FilePart, 'read'>): boolean =>
  read.responses.some(
    (one) => one.status.startsWith('2') && (one.content.length === 0 || one.content.some((c) => !isJsonType(c.mediaType))),
  );

const fileNames = /\b(?:png|jpe?g|gif|webp|pdf|zip)\b/iu;

/** The media types that the encoding of a form lists for its file (OpenAPI, Encoding Object: `contentType`). */
export const encodingOf = ({ document }: Contract, { upload, file }: FilePart): string | undefined => {
  const form = formOf(upload);
  const media = form && valueAt(document, nodeOf(form.location));
  const encoding = isObject(media) && isObject(media['encoding']) ? media['encoding'][file] : undefined;
  const type = isObject(encoding) ? encoding['contentType'] : undefined;
  return typeof type === 'string' ? type : undefined;
};

/** Does a document name the types of file that an upload takes: where it describes the member or an answer, or as the encoding of the form. */
export const namesTypes = (contract: Contract, part: FilePart): boolean => {
  const { upload, asked, file } = part;
  const member = membersOf(contract.document, asked).get(file);
  const said = partsOf(contract.document, member).map(({ description }) => (typeof description === 'string' ? description : ''));
  const type = encodingOf(contract, part) ?? '';
  const isEncoded = !type.includes('*') && fileNames.test(type);
  return isEncoded || fileNames.test(`${said.join(' ')} ${wordsAt(contract, upload)}`);
};

/** Is the file required. */
export const isFileRequired = ({ document }: Contract, { asked, file }: FilePart): boolean =>
  partsOf(document, asked).some(({ required }) => Array.isArray(required) && required.includes(file));
