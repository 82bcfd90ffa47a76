import { answerOf, headerValues, isSuccess, outcomeOf, statusOf } from '../../../contract/message.ts';
import type { Contract, Operation } from '../../../contract/model.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { at, fail, inconclusive, pass, type Subject, unconfirmed } from '../../kit/define.ts';
import { defineReadProbe } from '../../kit/read-probe.ts';
import { smallRead } from '../../requests/small-read.ts';

/** A read that may answer that nothing has changed, at that response. */
type Conditional = Subject & { readonly operation: Operation };

const notModified = 304;

const conditionals = ({ operations }: Contract): Conditional[] =>
  operations
    .filter(({ method, effect }) => method === 'GET' && effect === 'safe')
    .flatMap((operation) =>
      operation.responses.filter(({ status }) => status === String(notModified)).map(({ location }) => at(location, { operation })),
    );

/** By what a representation is known (RFC 9110, section 8.8): the field of the answer, and that of the request that asks for another one. */
const validators = [
  // If-None-Match compares weakly (RFC 9110, section 13.1.2).
  { field: 'ETag', condition: 'If-None-Match', form: /^(?:W\/)?"[^"]*"$/u, plain: (value: string) => value.replace(/^W\//u, '') },
  { field: 'Last-Modified', condition: 'If-Modified-Since', form: /GMT$/u, plain: (value: string) => value },
] as const;

type Validator = (typeof validators)[number];

const valueOf = ({ field, form }: Validator, exchange: Exchange): string | undefined => {
  const [value, ...others] = headerValues(exchange, field);
  return value !== undefined && others.length === 0 && form.test(value) ? value : undefined;
};

type Reads = {
  readonly first: Exchange;
  /** The same read with the first validator that the answer has. */
  readonly second: { readonly exchange: Exchange; readonly validator: Validator; readonly value: string } | undefined;
  /** The same condition in other writings, after a 304 to the first. */
  readonly others: readonly Written[];
};

/** A condition that names a tag in another writing, and what was answered to it. */
type Written = { readonly tag: string; readonly written: string; readonly exchange: Exchange };

/** Other writings of a condition that names a tag (RFC 9110, section 13.1.2): a list that has it, and the tag as a weak one. */
const otherWritings = [
  { write: (tag: string): string => `"ct-no-such-tag", ${tag}`, isOther: (): boolean => true },
  { write: (tag: string): string => (tag.startsWith('W/') ? tag : `W/${tag}`), isOther: (tag: string): boolean => !tag.startsWith('W/') },
] as const;

/** How often a writing, also the plain one, is tried with the latest tag: other checks may change meanwhile what is read. */
const triesOfWriting = 3;

const judgesTag = validators[0];

/** Asks in one writing, and again with the tag of an answer that shows another version: other checks may change what is read. */
const askedInWriting = async (
  named: (text: string) => Promise<Exchange>,
  write: (tag: string) => string,
  known: string,
): Promise<Written> => {
  let tag = known;
  for (let tried = 1; ; tried += 1) {
    const written = write(tag);
    const exchange = await named(written);
    const shown = isSuccess(exchange) ? valueOf(judgesTag, exchange) : undefined;
    const isOtherVersion = shown !== undefined && judgesTag.plain(shown) !== judgesTag.plain(tag);
    if (!isOtherVersion || tried === triesOfWriting) return { tag, written, exchange };
    tag = shown;
  }
};

export const unchangedNotSentAgain = defineReadProbe<Conditional, Reads>({
  id: 'headers/unchanged-not-sent-again',
  title: 'A read that names the current version by its ETag or Last-Modified is answered 304, where the document describes that',
  why: 'Caches and clients ask in this way to save the transfer; a server that sends everything again wastes it each time.',
  fix: 'Compare If-None-Match, else If-Modified-Since, with the validator that the answer would have, also behind compression and gateways.',
  over: conditionals,
  requests: 1 + (1 + otherWritings.length) * triesOfWriting,
  async run({ operation }, session) {
    const request = smallRead(session, operation);
    const first = await session.send(request);
    for (const validator of validators) {
      const value = isSuccess(first) ? valueOf(validator, first) : undefined;
      if (value === undefined) continue;
      const others = request.headers.filter(
        ([name]) => !validators.some(({ condition }) => condition.toLowerCase() === name.toLowerCase()),
      );
      const named = (text: string): Promise<Exchange> =>
        session.send({ ...request, headers: [...others, [validator.condition, text] as const] });
      const isTag = validator.field === 'ETag';
      const asked = isTag ? await askedInWriting(named, (tag) => tag, value) : { tag: value, exchange: await named(value) };
      const { exchange, tag: known } = asked;
      const isKnown = statusOf(exchange) === notModified && isTag;
      const written: Written[] = [];
      for (const { write } of isKnown ? otherWritings.filter(({ isOther }) => isOther(known)) : []) {
        const last = written.at(-1)?.exchange;
        const latest = last && isSuccess(last) ? valueOf(validator, last) : undefined;
        written.push(await askedInWriting(named, write, latest ?? written.at(-1)?.tag ?? known));
      }
      return { first, second: { exchange, validator, value: known }, others: written };
    }
    return { first, second: undefined, others: [] };
  },
  judge(_subject, { first, second, others }) {
    if (second === undefined) return inconclusive(`The answer ${outcomeOf(first)} has no readable ETag or Last-Modified`, [first]);
    const { exchange, validator, value } = second;
    const isOf = (tag: string, one: Exchange): boolean => {
      const shown = valueOf(validator, one);
      return isSuccess(one) && shown !== undefined && validator.plain(shown) === validator.plain(tag);
    };
    const isCurrent = (one: Exchange): boolean => isOf(value, one);
    const missed = others.find(({ tag, exchange: one }) => isOf(tag, one));
    if (missed) {
      const expected = `304 to ${validator.condition}: ${missed.written}, as to the tag alone`;
      const actual = `status ${outcomeOf(missed.exchange)}`;
      return unconfirmed(
        fail({ code: 'written-otherwise-sent-again', where: validator.condition, expected, actual }, [missed.exchange, exchange]),
      );
    }
    if (statusOf(exchange) === notModified) return pass(1 + others.filter((one) => statusOf(one.exchange) === notModified).length);
    const now = valueOf(validator, exchange);
    const text = answerOf(exchange)?.text;
    const isSame = isSuccess(exchange) && text !== undefined && text !== '' && text === answerOf(first)?.text;
    if (isSame && now !== undefined && validator.field === 'ETag' && validator.plain(now) !== validator.plain(value)) {
      const finding = {
        where: 'ETag',
        expected: `304 to ${validator.condition}: ${value}`,
        actual: `the same body with ${validator.field}: ${now}`,
      };
      return unconfirmed(fail({ code: 'tag-changed-alone', ...finding }, [exchange, first]));
    }
    if (!isCurrent(exchange))
      return inconclusive(`The second read was answered ${outcomeOf(exchange)}, perhaps because something changed`, [first, exchange]);
    const expected = `304 to ${validator.condition}: ${value}`;
    const actual = `status ${outcomeOf(exchange)} with ${validator.field}: ${now ?? ''} again`;
    return unconfirmed(fail({ code: 'unchanged-sent-again', where: 'status', expected, actual }, [exchange, first]));
  },
});
