import { sentencesOf } from '../../../contract/infer/sentences.ts';
import { isSuccess } from '../../../contract/message.ts';
import type { Contract } from '../../../contract/model.ts';
import { isObject, valueAt } from '../../../contract/pointer.ts';
import { declarationFor, isPerhapsElsewhere } from '../../../contract/responses.ts';
import { saidIn } from '../../../contract/said.ts';
import { nodeOf } from '../../../model/location.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { challengesIn, listOf } from './grammar.ts';
import { type Broken, defineRule, legible, line, type Seen, typeOf } from '../../kit/http-rule.ts';
import { holdsValue } from '../../../model/request.ts';

/** Values of a field of the request as it was sent. */
const sentValues = ({ sent }: Exchange, name: string): readonly string[] =>
  sent.headers.filter(([field]) => field.toLowerCase() === name).map(([, value]) => value.trim());

const hasSent = ({ exchange }: Seen, ...names: readonly string[]): boolean => names.some((name) => sentValues(exchange, name).length > 0);

const isRead = ({ exchange }: Seen): boolean => ['GET', 'HEAD'].includes(exchange.sent.method);

/** Was there content, an announcement of some, or a reason to want some: a body that is described, or left out on purpose. */
const concernsContent = (seen: Seen): boolean => {
  const { exchange, operation } = seen;
  const hasContent = exchange.sent.body !== null && exchange.sent.body !== '';
  return hasContent || hasSent(seen, 'content-type') || operation?.body !== undefined || exchange.request.faults.length > 0;
};

const isDescribed = ({ operation, contract, status }: Seen): boolean =>
  ((operation && declarationFor(operation.responses, status)) ?? declarationFor(contract.anywhere, status)) !== undefined;

/** Which requests a status may answer. */
const answers: readonly {
  readonly statuses: readonly number[];
  /** What the status answers, in half a sentence. */
  readonly to: string;
  fits(seen: Seen): boolean;
}[] = [
  {
    statuses: [304],
    to: 'GET or HEAD with If-None-Match or If-Modified-Since',
    fits: (seen) => isRead(seen) && hasSent(seen, 'if-none-match', 'if-modified-since'),
  },
  { statuses: [206], to: 'a request with Range', fits: (seen) => hasSent(seen, 'range') },
  { statuses: [413], to: 'a request with content', fits: concernsContent },
  // One that the document does not describe is its own finding.
  { statuses: [415], to: 'a request with content', fits: (seen) => concernsContent(seen) || !isDescribed(seen) },
];

export const statusFitsRequest = defineRule({
  id: 'http/status-fits-request',
  title: 'A status is one of HTTP, and 206, 304, 413 and 415 answer only what they are for',
  why: 'Clients have no way to handle an answer to something that they did not ask.',
  fix: 'Answer 200 where nothing was asked conditionally or in part, and blame content only where some was sent.',
  scope: 'operation',
  judge(seen) {
    const { status, exchange } = seen;
    if (status < 100 || status > 599) {
      return [{ code: 'status-out-of-range', where: 'status', expected: 'a status from 100 to 599', actual: String(status) }];
    }
    const row = answers.find(({ statuses }) => statuses.includes(status));
    if (!row || row.fits(seen)) return ['holds'];
    const actual = `${status} to ${exchange.sent.method} without`;
    return [{ code: `status-${status}-unasked`, where: 'status', expected: `${status} only to ${row.to}`, actual }];
  },
});

const redirects = [301, 302, 303, 307, 308];

export const statusHasFields = defineRule({
  id: 'http/status-has-fields',
  title: 'A redirect says where to, and a part of something which part',
  why: 'Without the field nobody can follow the redirect, or put the parts together.',
  fix: 'Send Location with 301, 302, 303, 307 and 308, and Content-Range with 206.',
  scope: 'operation',
  judge(seen) {
    const { status, values } = seen;
    if (redirects.includes(status)) {
      if (values('Location').length > 0) return ['holds'];
      return [{ code: 'location-absent', where: 'Location', expected: `Location with ${status}`, actual: 'no such header' }];
    }
    if (status !== 206) return [];
    if (values('Content-Range').length > 0 || typeOf(seen) === 'multipart/byteranges') return ['holds'];
    return [{ code: 'content-range-absent', where: 'Content-Range', expected: 'Content-Range with 206', actual: 'no such header' }];
  },
});

/** Does Accept take a type for certain: by a range without parameters, where nothing is refused by a weight of 0 (RFC 9110, section 12.5.1). */
const takes = (accept: string, type: string): boolean => {
  const ranges = listOf(accept).map((one) => one.split(';').map((part) => part.trim().toLowerCase()));
  if (ranges.some(([, ...parameters]) => parameters.some((part) => /^q=0(?:\.0*)?$/.test(part)))) return false;
  return ranges.some(([range = '', ...parameters]) => {
    if (parameters.some((part) => !part.startsWith('q='))) return false;
    return range === '*/*' || range === type || (range.endsWith('/*') && type.startsWith(range.slice(0, -1)));
  });
};

/** Media types of successes that the document describes without parameters. */
const served = ({ operation }: Pick<Seen, 'operation'>): readonly string[] =>
  (operation?.responses ?? [])
    .filter(({ status }) => status.startsWith('2'))
    .flatMap(({ content }) => content.map(({ mediaType }) => mediaType.trim().toLowerCase()))
    .filter((type) => !type.includes(';') && !type.includes('*'));

/** "The type is that of the format that was asked for": a sentence by which the resource has one of the described types, and not the one that is accepted. */
const isOfResource = (sentence: string): boolean =>
  /\b(?:type|format)\b/iu.test(sentence) &&
  /\bthat of\b|\bdepend(?:s|ing)\b|\baccording to\b|\bas (?:it was )?(?:asked|requested|chosen|given)\b|\bchosen\b/iu.test(sentence) &&
  !/\baccept/iu.test(sentence);

/** Is only a part of the described types accepted, where the document says that the resource has one of them by itself. */
const mayBeOfOther = ({ operation, contract }: Seen, taken: readonly string[]): boolean => {
  if (!operation || served({ operation }).every((type) => taken.includes(type))) return false;
  const node = valueAt(contract.document, nodeOf(operation.location));
  return saidIn(node).some((text) => sentencesOf(text).some(isOfResource));
};

export const acceptedTypeServed = defineRule({
  id: 'http/accepted-type-served',
  title: 'A request that accepts a described media type is not answered 406',
  why: 'A client that asks for what the document describes cannot ask for anything better.',
  fix: 'Compare Accept with the types that you serve by the rules of HTTP, or describe the types that you serve.',
  scope: 'operation',
  // One that the document does not describe is its own finding.
  isAbout: (operation, contract) => (declarationFor(operation.responses, 406) ?? declarationFor(contract.anywhere, 406)) !== undefined,
  judge(seen) {
    const { exchange, status } = seen;
    const accepts = sentValues(exchange, 'accept');
    const isOther = exchange.request.faults.length > 0 || hasSent(seen, 'accept-language', 'accept-charset', 'accept-encoding');
    const taken = served(seen).filter((type) => accepts.length === 0 || accepts.some((accept) => takes(accept, type)));
    if (isOther || taken.length === 0) return [];
    if (isSuccess(exchange)) return ['holds'];
    if (status !== 406 || mayBeOfOther(seen, taken)) return [];
    const expected = `an answer of ${taken.join(' or ')}`;
    return [{ code: 'accepted-type-refused', where: 'Accept', expected, actual: `406 to Accept: ${accepts.join(', ') || 'none'}` }];
  },
});

/** Whoever has no clock may leave it out, and no service is like that. */
export const datePresent = defineRule({
  id: 'http/date-present',
  title: 'An answer says when it was made',
  why: 'Caches count the age of an answer from its Date.',
  fix: 'Send Date with every answer; most servers do it unless they are told not to.',
  scope: 'service',
  judge({ status, values, exchange }) {
    // Who cannot read the line of a request answers as little as it takes.
    if (status < 200 || status >= 500 || isPerhapsElsewhere(exchange)) return [];
    if (values('Date').length > 0) return ['holds'];
    return [{ code: 'date-absent', where: 'Date', expected: `Date with ${status}`, actual: 'no such header' }];
  },
});

/** Are all credentials keys in a place of their own: no scheme of HTTP names them, so that there is nothing to challenge with. */
const takesOnlyKeys = ({ document }: Contract): boolean => {
  const schemes = Object.values(Object(valueAt(document, '#/components/securitySchemes'))).filter(isObject);
  return schemes.length > 0 && schemes.every(({ type }) => type === 'apiKey');
};

/** Does a text deny or limit what it says of a challenge. */
const limited = /\b(?:no|not|never|without|unless|except|only|may|might|could|should|optional\w*|browsers?)\b/iu;

/** Does the document itself tell of a challenge: a 401 of the operation describes the field, or the introduction speaks of it in a sentence with 401. */
const tellsOfChallenge = ({ contract: { document }, operation }: Pick<Seen, 'contract' | 'operation'>): boolean => {
  const described = operation && declarationFor(operation.responses, 401)?.headers.find(({ name }) => /^www-authenticate$/iu.test(name));
  const words = described ? saidIn(valueAt(document, nodeOf(described.location))) : [];
  const isTold = described !== undefined && !words.some((text) => limited.test(text));
  const sentences = saidIn(document['info']).flatMap(sentencesOf);
  return isTold || sentences.some((one) => /\b401\b/u.test(one) && /\bWWW-Authenticate\b/iu.test(one) && !limited.test(afterStatus(one)));
};

/** "A request without a key is answered with 401 and …": what stands before the status is about the request. */
const afterStatus = (sentence: string): string => sentence.slice(Math.max(0, sentence.search(/\b401\b/u)));

export const challengePresent = defineRule({
  id: 'http/challenge-present',
  title: 'A 401 says how to authenticate',
  why: 'A client that gets no challenge cannot do so by itself.',
  fix: 'Send WWW-Authenticate with each 401; a scheme of your own keeps browsers from asking for a password.',
  scope: 'service',
  judge({ status, values, contract, operation }) {
    const { challenge } = (operation?.conventions ?? contract.conventions).auth ?? {};
    // Where the contract says what stands there, it is judged by that.
    if (status !== 401 || challenge?.on.includes(status)) return [];
    if (takesOnlyKeys(contract) && !tellsOfChallenge({ contract, operation })) return [];
    const sent = values('WWW-Authenticate');
    // One that cannot be read is judged by its form.
    if (sent.some((value) => challengesIn(value)?.length !== 0)) return ['holds'];
    const actual = sent.length === 0 ? 'no such header' : 'an empty one';
    return [{ code: 'challenge-absent', where: 'WWW-Authenticate', expected: 'WWW-Authenticate with 401', actual }];
  },
});

export const allowPresent = defineRule({
  id: 'http/allow-present',
  title: 'A 405 says which methods are allowed',
  why: 'A client learns from it what it may send instead.',
  fix: 'Send Allow with each 405, empty where nothing is allowed.',
  scope: 'service',
  judge({ status, values }) {
    if (status !== 405) return [];
    if (values('Allow').length > 0) return ['holds'];
    return [{ code: 'allow-absent', where: 'Allow', expected: 'Allow with 405', actual: 'no such header' }];
  },
});

export const allowWithoutRefused = defineRule({
  id: 'http/allow-without-refused',
  title: 'A 405 does not list the refused method as allowed',
  why: 'A client that is told to send what it has just sent repeats the same request forever.',
  fix: 'List in Allow what the resource supports, and answer 403 to whoever may not.',
  scope: 'service',
  judge({ status, values, exchange }) {
    const sent = values('Allow');
    if (status !== 405 || sent.length === 0) return [];
    const { method } = exchange.sent;
    if (!sent.flatMap((value) => listOf(value)).includes(method)) return ['holds'];
    const actual = legible(sent)
      .map((value) => line('Allow', value))
      .join(' and ');
    return [{ code: 'refused-method-allowed', where: 'Allow', expected: `methods other than ${method}`, actual }];
  },
});

/** Created were several at once: no one address names them. */
const isOfMany = ({ exchange: { request }, answer }: Seen): boolean =>
  (answer.json.kind === 'value' && Array.isArray(answer.json.value)) || (holdsValue(request.body) && Array.isArray(request.body.value));

export const createdLocation = defineRule({
  id: 'http/created-location',
  title: 'A 201 to a POST that creates a resource with an address of its own names it',
  why: 'A client finds what it created by this address, without knowing how addresses are made.',
  fix: 'Send Location with the address of what was created.',
  scope: 'service',
  judge(seen): readonly ('holds' | Broken)[] {
    const { status, values, exchange, operation, contract } = seen;
    if (status !== 201 || exchange.sent.method !== 'POST' || !operation || isOfMany(seen)) return [];
    // Without a Location the created resource is the target itself (RFC 9110, section 15.3.2), which is right unless it has another address.
    const key = operation.key;
    const isApart =
      contract.resourceTypes.some(({ create, read }) => create?.key === key && read !== undefined && read.path !== operation.path) ||
      contract.inferredResourceTypes.some(({ create, remove }) => create.key === key && remove.path !== operation.path);
    // HTTP only recommends it, so that nobody misses it where the document does not speak of it.
    const isDescribedThere = declarationFor(operation.responses, status)?.headers.some(({ name }) => name.toLowerCase() === 'location');
    if (!isApart || isDescribedThere !== true) return [];
    if (values('Location').length > 0 || values('Content-Location').length > 0) return ['holds'];
    return [{ code: 'location-of-created-absent', where: 'Location', expected: 'Location with 201', actual: 'no such header' }];
  },
});
