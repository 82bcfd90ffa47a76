import type { ResponseDeclaration, Schema } from '../../model.ts';
import { escapeToken } from '../../pointer.ts';
import { isType, membersOf, partsOf } from '../schema-parts.ts';
import type { DocumentView, Inference, Suggestion } from './convention.ts';
import { descriptionOf, inWords, isOnly } from './paging-members.ts';

type Document = DocumentView['document'];

/** Names that hold the status of HTTP where they hold a whole number. */
const statusNames = new Set(['status', 'status code', 'statuscode', 'http status', 'http code', 'http status code', 'httpstatus']);

/** Names of a member that holds the error. */
const around = new Set(['error', 'problem', 'fault']);

const aboutHttp = /\bHTTP (?:response )?(?:status|code)/iu;

/** Descriptions by which a number is one of the application. */
const isOwn = /\b(?:internal|application|business|custom|specific|vendor|legacy)\b|\bnot the http\b/iu;

const isErrorStatus = (value: unknown): boolean => typeof value === 'number' && value >= 400 && value <= 599;

/** The numbers that a schema shows as its values. */
const shownIn = (document: Document, schema: Schema): readonly unknown[] =>
  partsOf(document, schema).flatMap((part) =>
    ['example', 'default', 'const', 'examples', 'enum'].flatMap((keyword) => part[keyword] ?? []).filter((value) => value !== null),
  );

/** Does a member of an error repeat the status of HTTP, as its name, its description or its examples tell. */
const repeatsStatus = (document: Document, name: string, schema: Schema): boolean => {
  if (!isOnly(document, schema, 'integer')) return false;
  const [text, shown] = [descriptionOf(document, schema), shownIn(document, schema)];
  if (isOwn.test(text) || !shown.every(isErrorStatus)) return false;
  const isNamed = statusNames.has(inWords(name));
  return isNamed || (inWords(name) === 'code' && (aboutHttp.test(text) || shown.length > 1));
};

const jsonSchemaOf = ({ content }: ResponseDeclaration): Schema | undefined =>
  content.find(({ mediaType }) => /json/iu.test(mediaType))?.schema;

const jsonSchemas = (responses: readonly ResponseDeclaration[]): readonly Schema[] =>
  responses.map(jsonSchemaOf).filter((schema) => schema !== undefined);

/** Where errors of a schema repeat the status: at the top, or in the object that is the error. */
const statusesIn = (document: Document, schema: Schema): readonly string[] => {
  const inside = (members: ReadonlyMap<string, Schema>, at: string): string[] =>
    [...members].flatMap(([name, member]) => (repeatsStatus(document, name, member) ? [`${at}/${escapeToken(name)}`] : []));
  const members = membersOf(document, schema);
  return [
    ...inside(members, '$response.body#'),
    ...[...members].flatMap(([name, member]) =>
      around.has(inWords(name)) ? inside(membersOf(document, member), `$response.body#/${escapeToken(name)}`) : [],
    ),
  ];
};

/** The schemas of the error responses that a document describes, each once. */
const errorSchemas = ({ operations }: DocumentView): readonly Schema[] => {
  const responses = operations.flatMap((one) => one.responses);
  return [...new Set(jsonSchemas(responses.filter(({ status }) => /^[45]/u.test(status) || status === 'default')))];
};

/** `errors.code`: a number in the error responses that repeats the status, where all of them have it in one place. */
export const inferErrorCodes: Inference = (view): readonly Suggestion[] => {
  const found = errorSchemas(view).map((schema) => statusesIn(view.document, schema));
  const [at, ...others] = [...new Set(found.flat())];
  if (at === undefined || others.length > 0) return [];
  const count = found.filter((one) => one.length > 0).length;
  return [
    {
      operation: null,
      word: ['errors', 'code'],
      value: { at, equals: 'status' },
      why: `${count} of ${found.length} schemas of error responses describe a whole number at ${at} that is the HTTP status.`,
    },
  ];
};

/** Members that hold an error, wherever a body has them. */
const errorNames = ['error', 'errors'];

const namesError = (document: Document, schema: Schema): boolean => {
  const members = membersOf(document, schema);
  return errorNames.some((name) => members.has(name)) || ['code', 'message'].every((name) => members.has(name));
};

/**
 * `errors.inStatus`: a failure shows in the status, where most operations describe error responses with a schema for the error, and no success has a
 * member for one.
 */
export const inferErrorsInStatus: Inference = ({ document, operations }) => {
  const successes = jsonSchemas(operations.flatMap(({ responses }) => responses.filter(({ status }) => status.startsWith('2'))));
  const describing = operations.filter(({ responses }) =>
    responses.some((one) => {
      const schema = one.status.startsWith('4') ? jsonSchemaOf(one) : undefined;
      return schema !== undefined && isType(document, schema, 'object') && namesError(document, schema);
    }),
  );
  if (describing.length * 2 <= operations.length || successes.some((schema) => namesError(document, schema))) return [];
  return [
    {
      operation: null,
      word: ['errors', 'inStatus'],
      value: {},
      why: `${describing.length} of ${operations.length} operations describe 4xx with a schema of the error, and no success has a member for one.`,
    },
  ];
};
