import { statementsOf } from '../../../contract/infer/sentences.ts';
import { answerOf, headerValues, jsonOf, outcomeOf, statusOf } from '../../../contract/message.ts';
import { partsOf } from '../../../contract/infer/schema-parts.ts';
import type { Contract, Schema } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { essenceOf } from '../../../contract/wire/media-type.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { rootLocation } from '../../../model/location.ts';
import { at, defineProbe, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { once } from '../../kit/session.ts';
import { unknownPath, unknownPaths } from '../../requests/unknown-path.ts';

/** The one form of errors that a document promises: a media type, and the members that it requires. */
type Promised = Subject & { readonly mediaType: string; readonly required: readonly string[]; readonly paths: readonly string[] };

const form = String.raw`(?:shape|form|format|body|structure|schema)`;

/** Sentences by which every error has one form: "Every error is a problem document", "All error responses have the same body". */
const ofEvery: readonly RegExp[] = [
  new RegExp(
    String.raw`\b(?:all|every|each|any)\b[^.]{0,40}\berrors?\b[^.]{0,120}\b(?:problem|json|rfc ?(?:7807|9457)|same ${form}|one ${form}|error (?:object|body|schema|document|envelope))\b`,
    'iu',
  ),
  /\berrors? (?:are|is|come|comes|have|has) (?:always )?[^.]{0,60}\b(?:problem\+json|problem details?|problem documents?|rfc ?(?:7807|9457))\b/iu,
];

/** "Errors are JSON of the shape `Fault`", "Errors always have the same body": what is said of errors without an article is said of all. */
const ofErrors = new RegExp(
  String.raw`^(?:#+ )?(?:[\w ]{1,20}[.:] |errors )?(?:errors|error (?:responses|answers|bodies)) (?:always )?(?:are|come|look|have|share|use|follow)\b(?: \w+){0,4}? (?:json|the same (?:json )?${form}|one (?:json )?${form})\b`,
  'iu',
);

const exempt = /\b(?:except|unless|most|usually|unknown (?:paths?|routes?)|gateway|proxy)\b/iu;

/** Words by which the errors of some requests, or some errors, look otherwise. */
const ofSome = /\b(?:may|might|can|sometimes|often|mostly|normally|generally|possible|if|when|where|or|accept\w*|some|by default)\b/iu;

const isPromise = (sentence: string): boolean =>
  !exempt.test(sentence) && (ofEvery.some((one) => one.test(sentence)) || (ofErrors.test(sentence) && !ofSome.test(sentence)));

/** The share of the error responses that must describe one schema. */
const share = 0.6;

const statementsIn = ({ document }: Contract): readonly string[] => {
  const text = valueAt(document, '#/info/description');
  return typeof text === 'string' ? statementsOf(text).map((one) => one.replaceAll(/[*_`]/gu, '')) : [];
};

/** The content that most error responses describe; undefined where too few describe the same. */
const commonError = ({ operations }: Contract): { readonly mediaType: string; readonly schema: Schema } | undefined => {
  const all = operations
    .flatMap(({ responses }) => responses.filter(({ status }) => /^(?:4|default)/u.test(status)))
    .flatMap(({ content }) =>
      content.filter(({ mediaType, schema }) => /\bjson$/iu.test(essenceOf(mediaType)) && schema !== undefined).slice(0, 1),
    );
  const counts = new Map<string, number>();
  const keyOf = ({ mediaType, schema }: (typeof all)[number]): string => JSON.stringify([essenceOf(mediaType), schema]);
  for (const one of all) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1);
  const found = all.find((one) => (counts.get(keyOf(one)) ?? 0) >= all.length * share);
  return found?.schema === undefined ? undefined : { mediaType: essenceOf(found.mediaType), schema: found.schema };
};

const promisedBy = (contract: Contract): Promised[] => {
  const isPromised = statementsIn(contract).some(isPromise);
  const common = contract.standard.size > 0 && isPromised ? commonError(contract) : undefined;
  if (!common) return [];
  const parts = partsOf(contract.document, common.schema);
  const required = parts.flatMap((part) =>
    Array.isArray(part['required']) ? part['required'].filter((one) => typeof one === 'string') : [],
  );
  return [at(rootLocation, { mediaType: common.mediaType, required, paths: unknownPaths(contract) })];
};

/** How an error differs from the promised form; undefined where it does not. */
const otherThan = ({ required }: Promised, exchange: Exchange): string | undefined => {
  const answer = answerOf(exchange);
  const [type = ''] = headerValues(exchange, 'Content-Type');
  if (!answer || answer.text === null) return undefined;
  if (answer.bodyBytes === 0) return 'an empty body';
  const body = jsonOf(exchange);
  if (!isObject(body)) return `a body of ${type === '' ? 'no type' : essenceOf(type)} that is no such object`;
  const missing = required.filter((name) => body[name] === undefined);
  return missing.length > 0 ? `no ${missing.map((name) => `"${name}"`).join(', ')} in ${answer.text.slice(0, 120)}` : undefined;
};

export const unknownPathAlike = defineProbe<Promised, readonly Exchange[]>({
  id: 'errors/unknown-path-alike',
  title: 'A path that does not exist is answered in the one form that the document promises for errors',
  why: 'A client reads the error of a misspelt path with the same code as any other, and fails there on a page of the web server.',
  fix: 'Let the handler for unknown routes, and for methods that a route does not have, answer in the form of all other errors.',
  phase: 'read',
  exclusive: 'nothing',
  over: promisedBy,
  prerequisites: () => [],
  cost: ({ paths }) => ({ requests: paths.length, creates: 0 }),
  run: ({ paths }, session) => Promise.all(paths.map((path) => once(session, unknownPath(session, path)))),
  judge(promised, exchanges) {
    const refused = exchanges.filter((exchange) => [404, 405, 410].includes(statusOf(exchange) ?? 0));
    const [first] = refused;
    if (!first) return inconclusive(`No such path was answered 404: ${exchanges.map(outcomeOf).join(', ')}`, exchanges);
    for (const exchange of refused) {
      const actual = otherThan(promised, exchange);
      if (actual === undefined) continue;
      const members = promised.required.length > 0 ? ` with ${promised.required.map((name) => `"${name}"`).join(', ')}` : '';
      const expected = `an object${members}, as of every error (${promised.mediaType})`;
      return unconfirmed(fail({ code: 'unknown-path-otherwise', where: `body of ${exchange.request.path}`, expected, actual }, [exchange]));
    }
    return pass(refused.length);
  },
});
