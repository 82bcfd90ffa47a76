import { statementsOf } from '../../contract/infer/sentences.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject, valueAt } from '../../contract/pointer.ts';
import { saidIn, saidOfTags } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';

const compressed = String.raw`(?:compress\w*|gzip\w*|g-?zipped|deflated?|content[- ](?:en)?coded)`;
const asked = String.raw`\b(?:accept-encoding|asks?|asked|accepts? (?:it|that|gzip))\b`;

/** "Only if the request allows it", "never without `Accept-Encoding`". */
const onlyIfAsked: readonly RegExp[] = [
  String.raw`\b${compressed}\b[^.;]*\b(?:if and only if|iff|only (?:if|when|where|for))\b[^.;]*${asked}`,
  String.raw`\bonly (?:ever )?(?:be )?${compressed}\b[^.;]*\b(?:if|when|where|for)\b[^.;]*${asked}`,
  String.raw`\b(?:not|never) ${compressed} (?:without|unless)\b[^.;]*${asked}`,
  String.raw`\bwithout\b[^.;]*\baccept-encoding\b[^.;]*\b(?:not ${compressed}|never ${compressed}|uncompressed)\b`,
].map((form) => new RegExp(form, 'iu'));

/** Words by which that is so at times, or by which it says nothing of a request that does not ask. */
const hedged = /\b(?:may|might|should|usually|typically|generally|normally|mostly|not only|except|unless otherwise)\b/iu;

/** What a sentence is about: all answers, or those of lists. */
const subject =
  /(?:^|[,:] )(?:(?:all|the|our|every|each|any|json|http) )*(?:(?<lists>(?:list|collection) (?:answers?|responses?|bod(?:y|ies))|(?:answers?|responses?) of (?:all )?lists|lists)|answers?|responses?|repl(?:y|ies)|(?:answer |response )?bod(?:y|ies)) (?:is|are|gets?|(?:can|will) be)\b/iu;

/** Words by which a client has no say. */
const withoutSay =
  /\b(?:regardless|whatever|whether or not|unconditionally|in any case|(?:clients?|callers?|you|requests?) (?:must|have to|has to|needs? to))\b/iu;

const alwaysSo = /\b(?:always|at all times|by default|(?:all|every|each) (?:answers?|responses?|bod(?:y|ies)))\b/iu;

const ifAsked = new RegExp(String.raw`\b(?:if|when|where|for)\b[^.;]*${asked}`, 'iu');

const saysAlways = (text: string): boolean => withoutSay.test(text) || (alwaysSo.test(text) && !ifAsked.test(text));

const isAboutCoding = new RegExp(String.raw`\b(?:${compressed}|accept-encoding|content-encoding|brotli|zstd)\b`, 'iu');

/** Does an answer that describes the field say that it always has it: by its one value, or as required. */
const describesAlways = ({ document }: Contract, { responses }: Operation): boolean =>
  responses
    .flatMap(({ headers }) => headers)
    .filter(({ name }) => name.toLowerCase() === 'content-encoding')
    .some(({ required, location, schema }) => {
      const node = valueAt(document, nodeOf(location));
      const values = isObject(schema) ? [schema['enum'], schema['const']].flat().filter((one) => one !== undefined) : [];
      return required || (values.length > 0 && !values.includes('identity')) || saidIn(node).some(saysAlways);
    });

type Told = 'if-asked' | 'always' | undefined;

const known = new WeakMap<Contract, Map<string | undefined, Told>>();

/** What a document says of the compression of an answer: only where the request asks for it, always, or nothing. */
export const toldCoding = (contract: Contract, operation: Operation | undefined): Told => {
  const all = known.get(contract) ?? new Map<string | undefined, Told>();
  known.set(contract, all);
  if (!all.has(operation?.key)) all.set(operation?.key, findTold(contract, operation));
  return all.get(operation?.key);
};

const findTold = (contract: Contract, operation: Operation | undefined): Told => {
  const { document, collections } = contract;
  const node = operation === undefined ? undefined : valueAt(document, nodeOf(operation.location));
  const said = [...saidIn(document['info']), ...saidOfTags(document, node), ...saidIn(node)]
    .flatMap(statementsOf)
    .map((one) =>
      one
        .replaceAll(/[`*_]/gu, '')
        .replaceAll(/, (and only if)/gu, ' $1')
        .replaceAll(/\bonly if, /gu, 'only if '),
    )
    .filter((one) => isAboutCoding.test(one));
  if (operation !== undefined && describesAlways(contract, operation)) return 'always';
  const isList = collections.some((one) => one.operation.key === operation?.key);
  const isSaid = said.some((one) => {
    const about = subject.exec(one)?.groups;
    return (
      about !== undefined && (about['lists'] === undefined || isList) && !hedged.test(one) && onlyIfAsked.some((form) => form.test(one))
    );
  });
  if (isSaid) return 'if-asked';
  return said.some(saysAlways) ? 'always' : undefined;
};
