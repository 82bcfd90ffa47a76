import { tablesIn } from '../../../contract/infer/markdown-tables.ts';
import { sentencesOf } from '../../../contract/infer/sentences.ts';
import { valueAt } from '../../../contract/pointer.ts';
import { saidIn } from '../../../contract/said.ts';
import { wholeValue } from '../../../contract/wire/whole-value.ts';
import { essenceOf, isJsonPatch } from '../../../contract/wire/media-type.ts';
import type { Content, Contract, Operation } from '../../../contract/model.ts';
import { nodeOf } from '../../../model/location.ts';
import { parameterValues } from '../../../contract/wire/writing.ts';
import { parameterValue, writtenParameter } from '../../../generators/parameter-value.ts';
import { at } from '../../kit/define.ts';
import { prerequisitesFor } from '../../kit/prerequisites.ts';
import { makingFor, usableRequest } from '../../requests/usable-request.ts';
import { isOfOtherBody } from '../../scenarios/calls/broken-parameters.ts';
import type { Session } from '../../kit/session.ts';
import type { MistakenBody } from '../../subjects/mistaken-bodies.ts';
import { refused } from './refused.ts';
import { askedContent } from '../../../contract/asked-content.ts';
import { holdsValue, type PlannedRequest } from '../../../model/request.ts';
import { formText } from '../../../contract/wire/form.ts';

/** A media type that no server takes for JSON by mistake, as HTTP clients announce a body whose type nobody set. */
const other = 'text/plain';

const plainJson = 'application/json';

/** Sentences by which a change may come as plain JSON too: "Send a change as `application/json` or as a merge patch". */
const takesPlainToo = (sentence: string): boolean =>
  /\bapplication\/json\b|\bplain json\b/iu.test(sentence) && /\b(?:or|also|too|either|both|as well|same)\b/iu.test(sentence);

/** Does an operation describe merge patches alone, so that plain JSON is another media type, with nothing in the words that lets it in. */
const takesMergePatchAlone = ({ document }: Contract, { body, location }: Operation): boolean =>
  body !== undefined &&
  body.content.length > 0 &&
  body.content.every(({ mediaType }) => essenceOf(mediaType) === 'application/merge-patch+json') &&
  ![document['info'], valueAt(document, nodeOf(location))].flatMap(saidIn).flatMap(sentencesOf).some(takesPlainToo);

/** Words by which a sentence about media types promises no refusal: "Other content types may be refused with 415", "The Content-Type is ignored". */
const optional =
  /\b(?:may|might|could|can) (?:also |still |then |or may not )*(?:be )?(?:refused?|rejected?|declined?|denied|deny|turn(?:ed)? (?:away|down|back)|sent (?:away|back)|bounced|dropped|met|understood|taken|tolerated|work|answered?|ignored?|accepted?|read|treated|get|got|give[ns]?|return(?:ed)?|meet|lead|result|fail|end|cause|yield|4\d\d)\b|\b(?:ignor(?:e|es|ed|ing)|whatever|regardless|no matter)\b/iu;

/** Does a document leave open what becomes of a body of another media type: in its introduction, at the operation, or at its 415. */
const isLeftOpen = ({ document }: Contract, { location, responses }: Operation): boolean => {
  const refusal = responses.find(({ status }) => status === '415');
  const nodes = [document['info'], valueAt(document, nodeOf(location)), refusal && valueAt(document, nodeOf(refusal.location))];
  return nodes
    .flatMap(saidIn)
    .flatMap(sentencesOf)
    .some((one) => /\b(?:content|media)[ -]?types?\b|\b415\b/iu.test(one) && optional.test(one));
};

/** "Another content type is 415", "A body of any other media type is refused with `415`", and the row of a table of errors "415 | the body is not `application/json`". */
const saysRefused =
  /\b415\b[^.]*\b(?:(?:another|any other|other|wrong|unsupported|unknown) (?:content|media)[ -]?types?|(?:content|media)[ -]?type is not|is not `?application\/json)|\b(?:content|media)[ -]?types? (?:(?:that|which) (?:is|are) )?not (?:listed|described|documented|supported|named)\b[^.]*\b415\b|\b(?:another|any other|other|wrong|unsupported|unknown) (?:content|media)[ -]?types?\b[^.]*\b415\b/iu;

/** The name of the status, which a list of what there may be has beside it without a word on when. */
const reason = /\b415\b\W*unsupported media[ -]?type\b/giu;

/** Words of some bodies, or of another time: "Uploads of another media type are a 415", "415 from version 3 on". */
const ofSome =
  /\b(?:uploads?|uploaded|uploading|imports?|importing|attachments?|pictures?|images?|photos?|files?|avatars?|logos?|documents?|accept|except|unless|usually|mostly|should|never|not an? `?415|no longer|version|where|some|but|on (?!all|every|each|any)|for (?!all|every|each|any|a (?:body|request)|(?:an)?other|wrong|un))\b|^(?:for|on|in|when|with|at) |^[^.]*: (?=[^.]*\b415\b)/iu;

/** What stands before a list of errors, and says of no body that it is the only one: "**Errors**: a body of another media type gives 415". */
const ofErrors =
  /^\W*(?:(?:http )?(?:errors?|status(?:es)?|refusals|answers|responses)(?: (?:codes|statuses))?|codes) ?(?:\*+|_+)?: (?:\*+|_+)?/iu;

/** Does the introduction of a document say that each operation refuses other media types with 415. */
const isRefusedByAll = ({ document, standard }: Contract): boolean =>
  standard.size > 0 &&
  saidIn(document['info'])
    .flatMap((text) => [...sentencesOf(text), ...tablesIn(text).flatMap((table) => table.map((row) => row.join(' ')))])
    .map((one) => one.replaceAll(/\s+/gu, ' ').replaceAll(reason, '415'))
    .map((one) => one.replace(ofErrors, ''))
    .some((one) => saysRefused.test(one) && !optional.test(one) && !ofSome.test(one));

/** Does an operation say itself that each other media type is refused: "Any other media type is `415`". */
const isRefusedHere = (
  { document }: Contract,
  { location, responses }: Operation,
  counts: (sentence: string) => boolean = () => true,
): boolean =>
  [location, ...responses.filter(({ status }) => status === '415').map((one) => one.location)]
    .flatMap((one) => saidIn(valueAt(document, nodeOf(one))))
    .flatMap(sentencesOf)
    .some((one) => anyOther.test(one) && !optional.test(one) && counts(one));

const anyOther =
  /\b(?:another|any other|every other|other|only|nothing (?:but|else)|anything (?:but|else)|not) (?:[\w+/`-]+ ){0,2}?(?:(?:content|media)[ -]?types?|`?application\/merge-patch\+json|a merge patch)\b|\banything else\b/iu;

/**
 * The media types that a body is announced as. A JSON Patch may be announced as nothing else (RFC 6902, section 6): other JSON is what a server takes for one by mistake.
 * A merge patch (RFC 7396) is plain JSON for many servers, so that it is sent as such only where the document says in words that each other type is refused.
 */
const othersFor = (contract: Contract, operation: Operation): readonly string[] => {
  if (operation.body?.content.every(({ mediaType }) => isJsonPatch(mediaType))) return [plainJson];
  // A plain text could be one of the described texts.
  if (takesRows(operation)) return [otherNotation];
  const isSaid = isRefusedByAll(contract) || isRefusedHere(contract, operation);
  // Many servers take JSON for a form without a word.
  if (askedContent(operation.body)?.form !== undefined) return isSaid ? [other, plainJson] : [other];
  return isSaid && takesMergePatchAlone(contract, operation) ? [other, plainJson] : [other];
};

/** Media types of which each text could be one, or any content. */
const isOpenType = (mediaType: string): boolean =>
  /^(?:text|multipart|\*)\/|\/\*$|^application\/(?:octet-stream|x-www-form-urlencoded)$/.test(essenceOf(mediaType));

/** Texts of a certain form beside JSON, such as CSV. */
const isRowsOrMarks = (mediaType: string): boolean =>
  /^text\/(?:csv|tab-separated-values|markdown|calendar|vcard)$/u.test(essenceOf(mediaType));

/** Does an operation take such a text. */
const takesRows = ({ body }: Operation): boolean => body?.content.some(({ mediaType }) => isRowsOrMarks(mediaType)) === true;

/** What is announced where a plain text could be one of the described texts. */
const otherNotation = 'application/xml';

/** May what is announced as another type be one that is described: any text, or XML where that is announced. */
const mayBeOther = (operation: Operation, { mediaType }: Content): boolean => {
  const type = essenceOf(mediaType);
  return (takesRows(operation) && /[/+]xml$/.test(type)) || (/^(?:text|\*)\/(?!json$)/.test(type) && !isRowsOrMarks(mediaType));
};

/** JSON and XML, which are written in characters. */
const isNotation = (mediaType: string): boolean => /[+/](?:json|xml)$/.test(essenceOf(mediaType));

/** Does an operation take whole files of certain types alone, such as pictures. */
const takesFiles = ({ body }: Operation): boolean =>
  body !== undefined &&
  body.content.length > 0 &&
  askedContent(body) === undefined &&
  !body.content.some(({ mediaType }) => isOpenType(mediaType) || isNotation(mediaType));

/** A form with files, or a file as it is, of which a text says nothing. */
const isUpload = (mediaType: string): boolean => /^(?:multipart\/form-data|application\/octet-stream)$/u.test(essenceOf(mediaType));

/** Words of the type that a file has inside a form, and not of the type of the whole body: "Only PNG files", "415: the picture has another media type". */
const ofFile = /\b(?:files?|parts?|pictures?|images?|photos?|attachments?|documents?|logos?|avatars?|contents?(?![ -]type))\b/iu;

/** Does an operation take uploads in forms or as octets, where the document says in words that a body of another type is refused: a server may read any other body as octets. */
const takesUploads = (contract: Contract, operation: Operation): boolean => {
  const contents = operation.body?.content ?? [];
  return (
    contents.some(({ mediaType }) => isUpload(mediaType)) &&
    contents.every(({ mediaType }) => isUpload(mediaType) || !(isOpenType(mediaType) || isNotation(mediaType))) &&
    (isRefusedByAll(contract) || isRefusedHere(contract, operation, (one) => !ofFile.test(one)))
  );
};

/** The parameters of the query that only some bodies need, so that another body lacks nothing but its type: "Name of the file, needed for a raw upload". */
const neededBeside = (session: Session, operation: Operation): PlannedRequest['query'] => {
  const { contract } = session;
  return operation.parameters.flatMap((parameter): PlannedRequest['query'] => {
    const said = saidIn(valueAt(contract.document, nodeOf(parameter.location)));
    const isNeeded = said.some((one) => /\b(?:needed|required|necessary|mandatory|must)\b/iu.test(one));
    if (parameter.in !== 'query' || parameter.required || !isNeeded || !isOfOtherBody(operation, said)) return [];
    const made = parameterValue(operation, parameter, makingFor(session, 'other-media-type'));
    const written = made.kind === 'value' && writtenParameter(parameter, parameterValues(contract, parameter), made.value);
    return written && written.kind === 'written' ? written.texts : [];
  });
};

/** A text that is no file of another type, for servers that look into a file and for those that read its announced type alone. */
const noFile = 'This is a plain text, and no file of the described type.';

/** The text of a body, as JSON where it is announced as such, so that a server that reads what is announced finds nothing wrong in it. */
const textOf = ({ body }: PlannedRequest, mediaType: string): string | undefined => {
  if (!holdsValue(body)) return undefined;
  if (body.kind === 'json' || mediaType === plainJson) return JSON.stringify(wholeValue(body));
  const text = formText(body);
  // Without a member there would be no body at all.
  return text === '' ? 'ct=ct' : text;
};

type Announced = MistakenBody & { readonly others: readonly string[] };

/** Operations that describe 415, or of which the introduction says so, and that take JSON, files of certain types, or uploads where other bodies are said to be refused, but no plain text. */
const over = (contract: Contract): Announced[] =>
  contract.operations
    .filter((operation) => isRefusedByAll(contract) || operation.responses.some(({ status }) => status === '415'))
    .filter((operation) => !isLeftOpen(contract, operation))
    .filter(
      (operation) =>
        takesFiles(operation) ||
        takesUploads(contract, operation) ||
        (askedContent(operation.body) && !operation.body?.content.some((one) => mayBeOther(operation, one))),
    )
    .map((operation) => at(operation.location, { operation, others: othersFor(contract, operation) }));

export const otherMediaTypeRefused = refused<Announced>({
  id: 'body/other-media-type-refused',
  title: 'A body of a media type that is not described is refused',
  why: 'A server that guesses what a body is can be made to read a form of another site as a request of its own.',
  fix: 'Compare the Content-Type with the described ones before the body is read, and answer 415.',
  over,
  prerequisites: ({ operation }, around) => prerequisitesFor(operation, around),
  mistakes: ({ others }) =>
    others.map((mediaType) => ({
      request(session, { operation }) {
        const request = usableRequest(session, operation, 'other-media-type');
        const isFile = takesFiles(operation) || takesUploads(session.contract, operation);
        const text = textOf(request, mediaType) ?? (isFile ? noFile : '{}');
        const query = [...request.query, ...(isFile ? neededBeside(session, operation) : [])];
        return { ...request, query, body: { kind: 'text', text, mediaType }, faults: ['body-unparsable'] };
      },
      words: () => `a body announced as ${mediaType}`,
    })),
  documented: () => ({ expected: [415, 400, 422], wrong: [] }),
  code: 'other-media-type',
});
