import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { endsInParameter, isDirectlyBelow, isSamePath, parametersIn, pathAbove } from '../../contract/infer/path-template.ts';
import { singular } from '../../contract/infer/singular.ts';
import { wordsOf } from '../../contract/infer/words.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { acceptField } from '../../generators/accepted-types.ts';
import { examplesOf } from '../../generators/examples.ts';
import { nodeOf } from '../../model/location.ts';
import { headerValues, isSuccess } from '../../contract/message.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import type { Exchange } from '../../model/exchange.ts';
import type { PlannedRequest } from '../../model/request.ts';

/** An entity tag as it stands in a header field (RFC 9110, section 8.8.3), or the sign for any. */
const isTag = (value: string): boolean => /^(?:(?:W\/)?"|\*$)/u.test(value);

const isIfMatch = (name: string): boolean => name.toLowerCase() === 'if-match';

/** The name of the field by which a change has to name the version that it is about: it is required, or its absence is answered 428 (RFC 6585, section 3). */
const neededField = ({ parameters, responses }: Operation): { readonly name: string; readonly isRequired: boolean } | undefined => {
  const field = parameters.find(({ in: where, name }) => where === 'header' && isIfMatch(name));
  const isNeeded = field !== undefined && (field.required || responses.some(({ status }) => status === '428'));
  return isNeeded ? { name: field.name, isRequired: field.required } : undefined;
};

/** Is a tag the one that the document prints as an example: no resource of the run has it. */
const isPrinted = ({ document }: Pick<Contract, 'document'>, { parameters }: Operation, tag: string): boolean => {
  const field = parameters.find(({ in: where, name }) => where === 'header' && isIfMatch(name));
  const printed = field && [field.location, field.schemaLocation].flatMap((one) => examplesOf(document, valueAt(document, nodeOf(one))));
  return tag !== '*' && printed?.includes(tag) === true;
};

/** A path, and those of the resources that it is below: `/orders/{id}/lines/{line}`, `/orders/{id}/lines`, `/orders/{id}`. */
const pathsUp = (path: string): readonly string[] => {
  const cut = path.lastIndexOf('/');
  return cut <= 0 ? [path] : [path, ...pathsUp(path.slice(0, cut))];
};

const declaresTag = ({ responses }: Operation): boolean =>
  responses.some(({ status, headers }) => status.startsWith('2') && headers.some(({ name }) => name.toLowerCase() === 'etag'));

/** Does a path name one thing of which there are no others: nothing is added to it, and no path names one in it. */
const isOne = (operations: readonly Operation[], path: string): boolean =>
  !operations.some(
    (one) => (one.method === 'POST' && isSamePath(one.path, path)) || (endsInParameter(one.path) && isSamePath(pathAbove(one.path), path)),
  );

/** A read that shows the tag that a change names, and the part of the path of the change that it has the values of. */
type TagRead = { readonly operation: Operation; readonly asked: string };

/** What a text says the tag to be of: `configuration` in "the ETag of the environment's configuration". */
const ofWhat = /\b(?:etag|entity tag)s? of (?:the |an? |its )?(?<what>[\p{L}'’ -]+)/giu;

/** The words for what the tag is of that a change has to name, by the text of the field and of the change. */
const wordsForTagged = ({ document }: Pick<Contract, 'document'>, { parameters, location }: Operation): readonly string[] =>
  [location, ...parameters.filter(({ in: where, name }) => where === 'header' && isIfMatch(name)).map((one) => one.location)]
    .flatMap((one) => saidIn(valueAt(document, nodeOf(one))))
    .flatMap((text) => [...text.replaceAll('`', '').matchAll(ofWhat)].flatMap(({ groups }) => groups?.['what'] ?? []))
    .flatMap(wordsOf)
    .map(singular);

/** Letters that the short form of a word shares with the whole: `config` and `configuration`. */
const stem = 4;

/**
 * The read of a part of what is changed, or of what that is below, which alone has a tag: `GET /fleets/{id}/plan` for `PUT /fleets/{id}/stops/{stop}`. Where a text says what the tag is
 * of, the path of the read has to be called so.
 */
const readBeside = (
  contract: Pick<Contract, 'operations' | 'document'>,
  { path, change }: { readonly path: string; readonly change: Operation },
): TagRead | undefined => {
  const words = wordsForTagged(contract, change);
  const isMeant = (read: Operation): boolean =>
    words.length === 0 ||
    nounWordsOf(read.path).some((noun) => words.some((word) => word === noun || (noun.length >= stem && word.startsWith(noun))));
  for (const asked of pathsUp(path).filter(endsInParameter)) {
    const [found, ...others] = contract.operations.filter(
      (one) =>
        one.method === 'GET' &&
        one.effect === 'safe' &&
        one.unsupported === undefined &&
        isDirectlyBelow(one.path, asked) &&
        declaresTag(one) &&
        isOne(contract.operations, one.path) &&
        isMeant(one),
    );
    if (found) return others.length === 0 ? { operation: found, asked } : undefined;
  }
  return undefined;
};

/**
 * The read that shows the tag of what a path is about: the read of the path itself where it describes a tag, or of the nearest resource above that does, as lines share
 * the tag of their order, and the desired values that of their configuration; else the read of the path, or of a part beside it. `asked` is the part of the path that it reads. A PUT that may
 * go without a tag makes something new, which has none.
 */
const readOfTag = (
  contract: Pick<Contract, 'operations' | 'document'>,
  { path, change, isOfAbove }: { readonly path: string; readonly change: Operation; readonly isOfAbove: boolean },
): TagRead | undefined => {
  const { operations } = contract;
  const reads = (isOfAbove ? pathsUp(path) : [path]).flatMap((asked) =>
    operations
      .filter((one) => one.method === 'GET' && one.effect === 'safe' && one.unsupported === undefined && isSamePath(one.path, asked))
      .map((operation) => ({ operation, asked })),
  );
  return (
    reads.find(
      ({ operation, asked }) => declaresTag(operation) && (asked === path || endsInParameter(asked) || isOne(operations, asked)),
    ) ??
    reads.find(({ asked }) => asked === path) ??
    (isOfAbove ? readBeside(contract, { path, change }) : undefined)
  );
};

/**
 * A change with the current tag of what it is about, where the document requires one and the request names none: a read right before shows it. Requests of a
 * wrong caller, and those about what does not exist, stay as they are; for another account or one with less rights the tag is read with the key.
 * @param read Sends the read; it is recorded like others.
 */
export const withCurrentTag = async (
  contract: Pick<Contract, 'operations' | 'document'>,
  request: PlannedRequest,
  read: (request: PlannedRequest) => Promise<Exchange>,
): Promise<PlannedRequest> => {
  const { operations } = contract;
  const operation = operations.find(({ key }) => key === request.operation);
  const field = operation && neededField(operation);
  // Who may not read the resource can know its tag all the same, and without it the answer would be about the tag.
  const isForbidden = request.faults.includes('credential-forbidden');
  const isStrange = request.faults.some((fault) => fault === 'unknown-id' || (fault.startsWith('credential-') && !isForbidden));
  // An empty field asks for none: the request is sent without it.
  if (request.headers.some(([name, value]) => isIfMatch(name) && value === ''))
    return { ...request, headers: request.headers.filter(([name]) => !isIfMatch(name)) };
  const isChosen = request.headers.some(
    ([name, value]) => isIfMatch(name) && isTag(value) && operation !== undefined && !isPrinted(contract, operation, value),
  );
  if (field === undefined || isStrange || isChosen) return request;
  const makesNew = request.method === 'PUT' && !field.isRequired && operation?.responses.some(({ status }) => status === '201');
  const shown = operation && readOfTag(contract, { path: request.path, change: operation, isOfAbove: makesNew !== true });
  if (!shown) return request;
  const { credential, base } = request;
  const { path } = shown.operation;
  const values = parametersIn(shown.asked).map((name) => request.pathValues[name]);
  const pathValues = Object.fromEntries(parametersIn(path).flatMap((name, n) => (values[n] === undefined ? [] : [[name, values[n]]])));
  // It is asked at the same site or tenant.
  const isRequired = (where: 'header' | 'query', name: string): boolean =>
    shown.operation.parameters.some((one) => one.in === where && one.required && one.name.toLowerCase() === name.toLowerCase());
  const exchange = await read({
    operation: shown.operation.key,
    method: 'GET',
    path,
    pathValues,
    query: request.query.filter(([name]) => isRequired('query', name)),
    headers: [...acceptField(shown.operation), ...request.headers.filter(([name]) => isRequired('header', name))],
    credential: isForbidden ? { kind: 'valid', name: 'key' } : credential,
    faults: [],
    ...(base === undefined ? {} : { base }),
  });
  const [tag] = isSuccess(exchange) ? headerValues(exchange, 'ETag') : [];
  const others = request.headers.filter(([name]) => !isIfMatch(name));
  return tag === undefined ? request : { ...request, headers: [...others, [field.name, tag]] };
};
