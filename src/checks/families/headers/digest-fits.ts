import { createHash } from 'node:crypto';
import { answerOf, headerValues, statusOf } from '../../../contract/message.ts';
import { isDigestOf } from '../../../generators/body-digest.ts';
import type { Exchange } from '../../../model/exchange.ts';
import { holdsMask } from '../../../model/mask.ts';
import { defineObservation, type Observed } from '../../kit/define.ts';
import { describedResponses } from '../../subjects/described-responses.ts';
import { toldDigests } from '../../subjects/told-digests.ts';

/** The digest of the body of an answer; undefined where its octets are not known as they were sent. */
const digestOf = (exchange: Exchange, algorithm: string): Buffer | undefined => {
  const answer = answerOf(exchange);
  if (!answer || answer.unfinished === true || statusOf(exchange) !== 200 || exchange.sent.method !== 'GET') return undefined;
  // The content may be coded before or after it is digested.
  if (headerValues(exchange, 'Content-Encoding').some((value) => value.toLowerCase() !== 'identity')) return undefined;
  const { text, sha256, bodyBytes } = answer;
  if (text === null) return sha256 !== undefined && algorithm === 'sha256' ? Buffer.from(sha256, 'hex') : undefined;
  if (holdsMask(text) || Buffer.byteLength(text) !== bodyBytes) return undefined;
  return createHash(algorithm).update(text).digest();
};

export const digestFits = defineObservation({
  id: 'headers/digest-fits',
  title: 'A header that is described as the digest of the body has that of the body beside it',
  why: 'A client that compares the two throws a whole download away, or stops comparing and keeps a broken one.',
  fix: 'Store the digest with the content it was made of, in one step, or make it when the content is sent.',
  locations: (contract) =>
    contract.operations
      .filter(({ method }) => method === 'GET')
      .flatMap(({ responses }) => responses.flatMap((one) => toldDigests(contract, one).map(({ header }) => header.location))),
  observe(exchange, contract): readonly Observed[] {
    return describedResponses(contract, exchange).flatMap((response) =>
      toldDigests(contract, response).flatMap(({ header, algorithm, sentence }): readonly Observed[] => {
        const [value, ...others] = headerValues(exchange, header.name);
        const digest = value === undefined || others.length > 0 || holdsMask(value) ? undefined : digestOf(exchange, algorithm);
        if (value === undefined || digest === undefined) return [];
        const isRight = isDigestOf(digest, value);
        if (isRight === undefined) return [];
        if (isRight) return [{ location: header.location, holds: true }];
        const breach = {
          code: 'other-digest',
          where: header.name,
          expected: `${digest.toString('hex')}, of the body beside it: "${sentence}"`,
          actual: value,
        };
        return [{ location: header.location, holds: false, ...breach }];
      }),
    );
  },
});
