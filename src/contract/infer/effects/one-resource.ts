import { isActing } from '../acting.ts';
import type { Content, Operation, Schema } from '../../model.ts';
import { isJsonPatch, isJsonType } from '../../wire/media-type.ts';
import { isIdName } from '../id-names.ts';
import { bringsText, entriesOfBody, isLimited, readsList, takesMany } from '../listed-items.ts';
import { endsInParameter, isDirectlyBelowOne, isItemOf, isSamePath, parametersIn } from '../path-template.ts';
import { isType, itemsOf, membersOf, partsOf } from '../schema-parts.ts';
import { beyondEntriesIn, dangerIn, reachesMany, wordsOf } from '../words.ts';
import type { NamedOf } from './names.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * Whether the path of a removal names one resource, and not all with a common property (`DELETE /jobs/{state}`): its last parameter has the
 * name of an id, or the body of the creation has the value as a free text, or the answer to the creation has Location.
 */
export const namesOne = (document: Json, { path, parameters }: Operation, create: Operation, collection: string): boolean => {
  const name = parametersIn(path).at(-1) ?? '';
  const schema = parameters.find((one) => one.in === 'path' && one.name === name)?.schema;
  if (isLimited(document, schema)) return false;
  return (
    isIdName(name, collection) ||
    create.responses.some(
      ({ status, headers }) => status.startsWith('2') && headers.some((one) => one.name.toLowerCase() === 'location'),
    ) ||
    (create.body?.content.some((content) => bringsText(document, content.schema, name)) ?? false)
  );
};

/** Whether an operation removes one resource, and requires nothing that the creation does not require too. */
export const isRemoval = (operation: Operation, create: Operation, namedOf: NamedOf): boolean => {
  const { method, path, parameters, body } = operation;
  const isInCreation = (name: string, where: string): boolean => create.parameters.some((one) => one.name === name && one.in === where);
  return (
    method === 'DELETE' &&
    endsInParameter(path) &&
    dangerIn(namedOf(operation)) === undefined &&
    body?.required !== true &&
    parameters.every((one) => one.in === 'path' || !one.required || one.name.toLowerCase() === 'if-match' || isInCreation(one.name, one.in))
  );
};

/** Is an operation an action on the one resource that its path names: `/carts/{id}/checkout`, but not `/carts/{id}/purge-all`. */
export const actsOnOne = (document: Json, operation: Operation, namedOf: NamedOf): boolean =>
  isActing(operation) && isDirectlyBelowOne(operation.path) && !takesMany(document, operation) && !reachesMany(namedOf(operation));

/**
 * Does a POST or PATCH do only what the entries of its body say, so that without them it does nothing: its names say no more, or its path names what bounds it.
 */
export const isToldByEntries = (document: Json, operation: Operation, namedOf: NamedOf): boolean =>
  ['POST', 'PATCH'].includes(operation.method) &&
  entriesOfBody(document, operation) !== undefined &&
  (parametersIn(operation.path).length > 0 || beyondEntriesIn(namedOf(operation)) === undefined);

/** Words of lists that name, or reach, others. */
const reaching: ReadonlySet<string> = new Set(
  'id ids uuids emails mails phones numbers recipients subscribers followers watchers members users people persons guests owners admins roles permissions scopes hooks webhooks urls uris links callbacks devices domains hosts ips keys'.split(
    ' ',
  ),
);

/**
 * Does a PUT set a list of texts of the one resource that its path names: `PUT /books/{id}/tags` with an array of texts, where the GET of `/books/{id}` shows an
 * array of texts called `tags`. Its body is about one resource, whatever its name says.
 */
export const setsListOfOne = (document: Json, operations: readonly Operation[], { method, path, body }: Operation): boolean => {
  if (method !== 'PUT' || !isDirectlyBelowOne(path)) return false;
  const cut = path.lastIndexOf('/');
  const [above, name] = [path.slice(0, cut), path.slice(cut + 1)];
  const isTexts = (schema: Schema | undefined): boolean => {
    const items = itemsOf(document, schema);
    return (
      isType(document, schema, 'array') &&
      isType(document, items, 'string') &&
      partsOf(document, items).every(({ format }) => format === undefined)
    );
  };
  if (wordsOf(name).some((word) => reaching.has(word))) return false;
  const contents = body?.content ?? [];
  const read = operations.find((one) => one.method === 'GET' && isSamePath(one.path, above));
  const shown = read?.responses.filter(({ status }) => status.startsWith('2')).flatMap(({ content }) => content) ?? [];
  return (
    contents.length > 0 &&
    contents.every(({ schema }) => isTexts(schema)) &&
    shown.some(({ schema }) => {
      const members = membersOf(document, schema);
      const held = [members, ...[...members.values()].map((one) => membersOf(document, one))];
      return held.some((one) => isTexts(one.get(name)));
    })
  );
};

/** Is a schema one of a list of things that have ids of their own: whoever sets such a list removes things and makes new ones. */
const listsThings = (document: Json, schema: Schema | undefined): boolean =>
  [...membersOf(document, itemsOf(document, schema)).keys()].some((name) =>
    ['id', 'uuid', 'guid', 'key', 'href'].includes(wordsOf(name).at(-1) ?? ''),
  );

/**
 * Does a PUT or PATCH set the one thing of its kind that there is, `/settings` or `/profile`, so that what a read showed before can be sent to it again: its path has no parameter,
 * nothing is created or named below it, and its GET shows every member that the body may have.
 */
export const setsTheOnlyOne = (
  document: Json,
  operations: readonly Operation[],
  { method, path, body, unsupported, issues }: Operation,
): boolean => {
  if (!['PUT', 'PATCH'].includes(method) || parametersIn(path).length > 0 || unsupported !== undefined || issues === true) return false;
  const read = operations.find((one) => one.method === 'GET' && one.effect === 'safe' && isSamePath(one.path, path));
  const isCollection = operations.some((one) => (one.method === 'POST' && isSamePath(one.path, path)) || isItemOf(one.path, path));
  if (!read || isCollection || read.unsupported !== undefined || readsList(document, read)) return false;
  const jsonOf = (contents: readonly Content[]): readonly Content[] => contents.filter(({ mediaType }) => isJsonType(mediaType));
  const shown = read.responses.filter(({ status }) => status.startsWith('2')).flatMap(({ content }) => jsonOf(content));
  const contents = jsonOf(body?.content ?? []).filter(({ mediaType }) => !isJsonPatch(mediaType));
  if (shown.length === 0 || contents.length === 0 || contents.length !== body?.content.length) return false;
  return contents.every(({ schema }) => {
    const asked = [...membersOf(document, schema)].filter(([, one]) => !partsOf(document, one).some((part) => part['readOnly'] === true));
    return (
      asked.length > 0 &&
      asked.every(
        ([name, one]) =>
          !partsOf(document, one).some((part) => part['writeOnly'] === true) &&
          !listsThings(document, one) &&
          shown.every((answer) => {
            const member = membersOf(document, answer.schema).get(name);
            return (
              member !== undefined &&
              !partsOf(document, member).some((part) => part['writeOnly'] === true) &&
              !listsThings(document, member)
            );
          }),
      )
    );
  });
};
